"""Expert clinics behind buttons and links: an expert's next sessions, the week as a picture, a calendar file."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from handlers import demo
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish, wrap
from knowledge.answering import bases, clinics
from knowledge.answering.case import Case
from knowledge.answering.sittings import expert_said
from knowledge.book import Book
from knowledge.clinics import Session
from knowledge.feeds import as_file, calendar_of, feed_for, roster_note
from knowledge.message import Attachment, Message
from knowledge.people import Preferences
from knowledge.pictures.fonts import NoFont
from knowledge.pictures.week import week_pictures
from knowledge.pictures.words import week_of, week_text
from knowledge.timetable import Sitting
from knowledge.wording import Voice

_WEEK = timedelta(days=6)
_AHEAD = timedelta(weeks=8)


async def start(_incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """How to ask for a clinic, or that no roster is published yet."""
    if demo.is_sample(desk.book):
        return demo.is_on(voice, wishes)
    key = "clinic_ask" if desk.book.clinics.sessions else "clinic_empty_plain"
    kind = "menu" if desk.book.clinics.sessions else "lookup_empty"
    choices = () if desk.book.clinics.sessions else (demo.offer(voice),)
    return finish([Message(kind=kind, text=voice.say(key), choices=choices)], voice, wishes)


async def expert(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """An expert's next sessions."""
    held = desk.book.clinics.experts.get(incoming.token.partition(":")[2])
    case = Case(desk.shelf.reader.read("", incoming.when), desk.book, voice)
    answer = clinics.about_expert(held, case) if held is not None else None
    return wrap(answer, desk.book, voice, wishes) if answer is not None else _stale(voice, wishes)


async def opened(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """What a link or a poster leads to: ``open:expert_ID`` or ``open:base_ID``."""
    kind, _, key = incoming.token.partition(":")[2].partition("_")
    if kind == "base" and key in desk.book.bases:
        return wrap(bases.one_base(desk.book.bases[key], desk.book, voice), desk.book, voice, wishes)
    case = Case(desk.shelf.reader.read("", incoming.when), desk.book, voice)
    held = desk.book.clinics.experts.get(key) if kind == "expert" else None
    answer = clinics.about_expert(held, case) if held is not None else None
    return wrap(answer, desk.book, voice, wishes) if answer is not None else _stale(voice, wishes)


async def week(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """The coming seven days of an expert or a hospital as pictures; in words where no picture can be drawn."""
    first = incoming.when.date()
    title, sittings, names = _of(incoming.token.partition(":")[2], desk.book, voice, first, first + _WEEK)
    if not title:
        return _stale(voice, wishes)
    note = roster_note(sittings, desk.book)
    try:
        pictures = await asyncio.to_thread(week_pictures, title, sittings, first, names, note)
    except NoFont:
        text = week_text(week_of(title, sittings, first, names, note))
        return finish([Message(kind="answer", text=text)], voice, wishes)
    return [_shown(picture, voice, title) for picture in pictures]


def _shown(picture: Attachment, voice: Voice, title: str) -> Message:
    return Message(kind="picture", text=voice.say("week_picture", title=title), picture=picture)


async def calendar(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """The coming weeks of an expert or a hospital as a calendar file."""
    subject, first = incoming.token.partition(":")[2], incoming.when.date()
    title, sittings, _ = _of(subject, desk.book, voice, first, first + _AHEAD)
    if not title:
        return _stale(voice, wishes)
    feed = feed_for(title, sittings, desk.book)
    content = await asyncio.to_thread(calendar_of, sittings, feed, incoming.when)
    said = voice.say("calendar_file", title=title)
    return finish([Message(kind="calendar", text=said, document=as_file(content, subject, said))], voice, Preferences())


def _of(
    subject: str, book: Book, voice: Voice, first: date, last: date
) -> tuple[str, Sequence[Sitting], Callable[[Session], str]]:
    """Title, sittings and what each cell says first, for ``expert_ID`` or ``inst_ID``; no title when it is unknown."""
    kind, _, key = subject.partition("_")
    held = book.clinics
    if kind == "expert" and key in held.experts:
        sittings = held.sittings(held.by_expert.get(key, ()), first, last)
        return (
            expert_said(held.experts[key], voice),
            sittings,
            lambda s: book.institutions[s.institution].short + s.campus,
        )
    if kind == "inst" and key in book.institutions:
        sittings = held.sittings(held.by_institution.get(key, ()), first, last)
        return book.institutions[key].short, sittings, lambda s: expert_said(held.experts[s.expert], voice)
    return "", (), lambda s: s.id


def _stale(voice: Voice, wishes: Preferences) -> list[Message]:
    return finish([Message(kind="stale", text=voice.say("stale"))], voice, wishes)
