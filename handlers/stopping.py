"""Stopping reminders: one by its button or in words, all at a word."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.agendas import SHOWN, STOP, Held, held_by, listed, named, said, unfollow, whom_said
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge.answering.case import Case
from knowledge.answering.reminder_words import title_said, when_said
from knowledge.book import Book
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.understanding.reminding import Wish
from knowledge.understanding.when.numerals import number
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.agenda import Reminder
from scheduler.plans import Plan, due_between

_AROUND: Final = timedelta(days=15)
_ORDINAL: Final = re.compile(r"第\s?([1-9]|[一二两三四五六七八九十])(?:条|个|项)|\b(first|second|third|fourth|fifth)\b")
_ENGLISH: Final = ("first", "second", "third", "fourth", "fifth")
_ALIKE: Final = 0.6


async def stop_all(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Everything at once: asks nothing, says how many, offers nothing else."""
    if not incoming.private:
        return said("remind_private", voice, wishes)
    desk.wait(incoming.address, None)
    try:
        count = await desk.change(agenda.stop_all, incoming.address, incoming.when)
    except DatabaseUnavailable:
        return said("stop_not_done", voice, wishes)
    text = voice.say("stopped_all", count=count) if count else voice.say("stopped_none")
    return finish([Message(kind="stopped", text=text, facts=STOP)], voice, wishes)


async def stop_one(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """``r:stop:ID``."""
    return await stop_kept(number_in(incoming.token), incoming, desk, voice, wishes)


async def stop_kept(number: int, incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Stop the reminder of this number, and say which it was."""
    try:
        return await _stopped([number], incoming, desk, voice, wishes)
    except DatabaseUnavailable:
        return said("stop_not_done", voice, wishes)


async def _stopped(
    numbers: Sequence[int], incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences
) -> list[Message]:
    gone = []
    for one in numbers:
        held = await desk.look(agenda.reminder, incoming.address, one)
        if held is not None and await desk.change(agenda.stop, incoming.address, one, incoming.when):
            gone.append(title_said(held.plan, desk.book, voice) + whom_said(held.plan, voice))
    if not gone:
        return said("stop_gone", voice, wishes)
    key = "stopped_one" if len(gone) == 1 else "stopped_some"
    return said(key, voice, wishes, what=voice.listed(gone), count=len(gone))


async def stop_said_of(wish: Wish, case: Case, incoming: Incoming, desk: Desk, wishes: Preferences) -> list[Message]:
    """周三那个不要了: the one that fits the day, the expert, the words or the place in the list; several are asked."""
    voice = case.voice
    try:
        held = await held_by(incoming, desk)
        fits = _fitting(wish, case, held.reminders)
        if len(fits) == 1 or (fits and wish.every):
            stopped = await _stopped([one.id for one in fits], incoming, desk, voice, wishes)
            return [*stopped, *_followed(fits, held, desk, voice, wishes)]
    except DatabaseUnavailable:
        return said("stop_not_done", voice, wishes)
    if fits:
        choices = tuple(
            Choice(label=f"{_short(one, desk.book, incoming.when, voice)}", token=f"r:stop:{one.id}")
            for one in fits[:SHOWN]
        )
        asked = Message(kind="choices", text=voice.say("stop_which"), choices=choices, facts=STOP)
        return finish([asked], voice, wishes)
    return listed(held, incoming, desk, voice, wishes, voice.say("stop_not_found"))


def _followed(fits: Sequence[Reminder], held: Held, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Whom of these reminders the person still follows: news of them would come all the same, so it is said."""
    still = dict.fromkeys(one.plan.subject for one in fits if one.plan.subject in held.follows)
    if not still:
        return []
    who = voice.listed([named(subject, desk.book, voice) for subject in still])
    choices = tuple(unfollow(subject, desk.book, voice) for subject in still)
    message = Message(
        kind="choices", text=voice.say("stop_still_followed", who=who), choices=choices[:SHOWN], facts=STOP
    )
    return finish([message], voice, wishes)


def _short(one: Reminder, book: Book, now: datetime, voice: Voice) -> str:
    return f"{title_said(one.plan, book, voice)} {when_said(one.plan, now.date(), voice)}"[:60]


def _fitting(wish: Wish, case: Case, held: Sequence[Reminder]) -> list[Reminder]:
    """The reminders that words mean; all of them when nothing is named."""
    if n := place_in_list(case.meaning.written):
        return list(held[n - 1 : n])
    subjects = {f"expert:{m.id}" for m in case.meaning.of("expert")}
    places = [m.id for m in case.meaning.of("institution") if m.id in case.book.base_at]
    subjects |= {f"base:{case.book.base_at[place].id}" for place in places}
    fits = [one for one in held if not subjects or one.plan.subject in subjects]
    if not wish.when.none:
        fits = [one for one in fits if _on_the_day(one.plan, wish, case)]
    if wish.words and not subjects:
        fits = [one for one in fits if alike(wish.words, one, case)]
    return fits


def place_in_list(text: str) -> int:
    """第二个, the second: its number in the list, 0 when none is named."""
    place = _ORDINAL.search(text)
    if place is None:
        return 0
    return number(place[1]) or 0 if place[1] else _ENGLISH.index(place[2]) + 1


def _on_the_day(plan: Plan, wish: Wish, case: Case) -> bool:
    if wish.when.rule:
        return plan.rule == wish.when.rule
    days = wish.when.days()
    first = datetime.combine(days[0], datetime.min.time(), case.meaning.now.tzinfo)
    dues = due_between(plan, first - _AROUND, first + _AROUND, case.book.tuning.quiet)
    return any(due.event.astimezone(ZoneInfo(plan.zone)).date() in days for due in dues)


def alike(words: str, one: Reminder, case: Case) -> bool:
    """Whether most of the sounds of these words stand in what the reminder is for."""
    said = set(sound_with_spelling(canonical(words)))
    title = (
        f"{one.plan.words}{title_said(one.plan, case.book, case.voice)}{case.voice.say(f'remind_kind_{one.plan.kind}')}"
    )
    return len(said & set(sound_with_spelling(canonical(title)))) >= _ALIKE * len(said)


def number_in(token: str) -> int:
    """The reminder's number in a token, 0 when there is none."""
    said = [*token.split(":"), "", ""][2]
    return int(said) if said.isdecimal() and len(said) < 10 else 0
