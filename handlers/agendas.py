"""What a person has set and follows, in a list with a button each; and what all handlers of reminders say alike."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge.answering import reminder_words, series
from knowledge.answering.reminder_words import date_said, followed_said, title_said, when_said
from knowledge.book import Book
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.agenda import Reminder
from scheduler.plans import Plan

SHOWN: Final = 8
"""Reminders that are listed, and buttons under them."""
_ELDER: Final = 2
SET: Final[dict[str, object]] = {"topic": "remind_me"}
STOP: Final[dict[str, object]] = {"topic": "cancel_reminder"}


class Held(msgspec.Struct, frozen=True):
    """A person's reminders, the soonest first, and whom they follow."""

    reminders: Sequence[Reminder] = ()
    follows: Sequence[str] = ()


def moment_said(at: datetime, today: date, voice: Voice) -> str:
    """A moment with its date and weekday."""
    return f"{date_said(at.date(), today, voice)} {at:%H:%M}"


def whom_said(plan: Plan, voice: Voice) -> str:
    """For whom, in brackets; nothing for the person."""
    return voice.say("reminder_for", whom=reminder_words.whom_said(plan.whom, voice)) if plan.whom else ""


def not_kept(voice: Voice, wishes: Preferences) -> list[Message]:
    """The database is away: nothing was kept, and that is said."""
    return finish([Message(kind="action", text=voice.say("remind_not_kept"))], voice, wishes)


def said(key: str, voice: Voice, wishes: Preferences, facts: dict[str, object] = STOP, **more: object) -> list[Message]:
    """A phrase as a message."""
    return finish([Message(kind="action", text=voice.say(key, **more), facts=facts)], voice, wishes)


async def page(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """All that a person has set and follows, each with its button."""
    if not incoming.private:
        return said("remind_private", voice, wishes, SET)
    try:
        held = await held_by(incoming, desk)
    except DatabaseUnavailable:
        return not_kept(voice, wishes)
    return listed(held, incoming, desk, voice, wishes)


async def held_by(incoming: Incoming, desk: Desk) -> Held:
    """What this person has set and follows. Raises DatabaseUnavailable."""
    reminders = await desk.look(agenda.reminders, incoming.address)
    return Held(reminders, await desk.look(agenda.follows, incoming.address))


def listed(
    held: Held, incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences, opening: str = ""
) -> list[Message]:
    """All of it, each with its button, under an opening."""
    reminders, follows = held.reminders, held.follows
    door = series.door(desk.book, voice, incoming.when)
    if not reminders and not follows:
        none = Message(kind="action", text=voice.say("reminders_none"), choices=door, facts=SET)
        return finish([none], voice, wishes)
    lines = [opening] if opening else []
    lines += reminder_lines(reminders[:SHOWN], desk.book, voice, incoming.when)
    lines += [voice.say("reminders_more", count=len(reminders) - SHOWN)] if len(reminders) > SHOWN else []
    if follows:
        lines.append(voice.say("follows_title", count=len(follows)))
        lines += [voice.say("follow_line", who=named(subject, desk.book, voice)) for subject in follows]
    most = _ELDER if wishes.elder else SHOWN
    choices = [
        Choice(label=voice.say("stop_number", n=n), token=f"r:stop:{one.id}")
        for n, one in enumerate(reminders[:most], 1)
    ]
    if not wishes.elder:
        choices += [unfollow(subject, desk.book, voice) for subject in follows[:SHOWN]]
        choices += [Choice(label=voice.say("reminders_all"), token="r:all")] if len(choices) > 1 else []
    title = voice.say("reminders_title", count=len(reminders)) if reminders else ""
    return finish([Message(kind="choices", title=title, text="\n".join(lines), choices=(*choices, *door), facts=SET)],
                  voice, wishes)  # fmt: skip


def unfollow(subject: str, book: Book, voice: Voice) -> Choice:
    """The button that ends following."""
    who = named(subject, book, voice)
    return Choice(label=voice.say("unfollow_label", who=who), token=f"fw:off:{subject.replace(':', '_', 1)}")


def named(subject: str, book: Book, voice: Voice) -> str:
    """Who or what is followed, also when the Book has them no more."""
    return followed_said(subject, book, voice) or voice.say("follow_gone")


def reminder_lines(held: Sequence[Reminder], book: Book, voice: Voice, now: datetime) -> list[str]:
    """Two lines a reminder: what and when, and when it rings next."""
    lines = []
    for n, one in enumerate(held, 1):
        plan, today = one.plan, now.date()
        what = title_said(plan, book, voice) + whom_said(plan, voice)
        lines.append(voice.say("reminder_line", n=n, what=what, when=when_said(plan, today, voice)))
        if one.next_due is not None:
            rings = moment_said(one.next_due.astimezone(ZoneInfo(plan.zone)), today, voice)
            lines.append(voice.say("reminder_next", next=rings))
    return lines


async def kept_lines(incoming: Incoming, desk: Desk, voice: Voice) -> list[str]:
    """What is kept of a person's agenda, all of it, for 「看看存了什么」."""
    if not incoming.private:
        return []
    try:
        held = await held_by(incoming, desk)
    except DatabaseUnavailable:
        return [voice.say("mydata_unknown")]
    lines = [voice.say("mydata_reminders", count=len(held.reminders))] if held.reminders else []
    lines += reminder_lines(held.reminders, desk.book, voice, incoming.when)
    if held.follows:
        who = voice.listed([named(subject, desk.book, voice) for subject in held.follows])
        lines.append(voice.say("mydata_follows", count=len(held.follows), who=who))
    return lines or [voice.say("mydata_no_reminders")]
