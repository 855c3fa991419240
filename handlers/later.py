"""Putting off: 晚点再说 on a reminder, 「晚一小时再提醒」 in words. A series stays as it is; one more rings."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.agendas import SET, held_by, listed, moment_said, not_kept, said, whom_said
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.stopping import alike, number_in
from handlers.wrapping import finish
from knowledge.answering.case import Case
from knowledge.answering.reminder_words import title_said
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.understanding.reminding import Wish
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.agenda import SNOOZES, TooMany

_DAY: Final = timedelta(days=1)
_MORNING, _EVENING, _LATE = 8, 19, 18
_MOST_MINUTES: Final = 7 * 24 * 60


async def noted(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """知道了."""
    return said("noted_ok", voice, wishes, SET)


async def ask_later(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """晚点再说: when? One that was stopped since is not asked about."""
    which = number_in(incoming.token)
    try:
        if await desk.look(agenda.reminder, incoming.address, which) is None:
            return said("later_never", voice, wishes, SET)
    except DatabaseUnavailable:
        return not_kept(voice, wishes)
    hours = {
        "later_hour": "60",
        **({"later_evening": "eve"} if incoming.when.hour < _LATE else {}),
        "later_morning": "morn",
    }
    choices = tuple(Choice(label=voice.say(key), token=f"r:in:{which}:{short}") for key, short in hours.items())
    asked = Message(kind="choices", text=voice.say("later_ask"), choices=choices, facts=SET)
    return finish([asked], voice, wishes)


async def later(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """``r:in:ID:60``, ``r:in:ID:eve``, ``r:in:ID:morn``."""
    until = _until(incoming.token.rpartition(":")[2], incoming.when)
    return await _snoozed(number_in(incoming.token), until, incoming, desk, voice, wishes)


def _until(said: str, now: datetime) -> datetime:
    minute = now.replace(second=0, microsecond=0)
    if said in ("eve", "morn"):
        at = minute.replace(hour=_EVENING if said == "eve" else _MORNING, minute=0)
        return at if at > now else at + _DAY
    minutes = int(said) if said.isdecimal() and len(said) < 6 else 60
    return minute + timedelta(minutes=min(max(minutes, 1), _MOST_MINUTES))


async def _snoozed(
    which: int, until: datetime, incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences
) -> list[Message]:
    try:
        held = await desk.look(agenda.reminder, incoming.address, which)
        if held is None or not await desk.change(agenda.snooze, incoming.address, which, until, incoming.when):
            return said("later_never", voice, wishes, SET)
    except DatabaseUnavailable:
        return not_kept(voice, wishes)
    except TooMany:
        return said("later_too_often", voice, wishes, SET, most=SNOOZES)
    what = title_said(held.plan, desk.book, voice) + whom_said(held.plan, voice)
    when = moment_said(until.astimezone(ZoneInfo(held.plan.zone)), incoming.when.date(), voice)
    return said("later_set", voice, wishes, SET, when=when, what=what)


async def put_off(wish: Wish, case: Case, incoming: Incoming, desk: Desk, wishes: Preferences) -> list[Message] | None:
    """晚一小时再提醒: the reminder that rang last, or the one that is named; None when something new is named."""
    voice, until = case.voice, wish.until or incoming.when
    try:
        if wish.words:
            fits = [one for one in await desk.look(agenda.reminders, incoming.address) if alike(wish.words, one, case)]
        else:
            rung = await desk.look(agenda.last_rung, incoming.address, incoming.when)
            fits = [rung] if rung is not None else []
        if not fits and wish.words:
            return None
        if not fits:
            return listed(await held_by(incoming, desk), incoming, desk, voice, wishes, voice.say("later_none"))
    except DatabaseUnavailable:
        return not_kept(voice, wishes)
    return await _snoozed(fits[0].id, until, incoming, desk, voice, wishes)
