"""Reminders in words and buttons: which wish and which button goes where. Buttons begin with ``r:``."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import msgspec

from handlers import agendas, confirming, following, later, reminder_files, stopping
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.pending import MEMORY, Pending
from handlers.spoken import Shown
from knowledge.answering.case import Case
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.reminding import Wish, read_to_stop
from knowledge.understanding.reminding_acts import act_of, stop_said
from knowledge.understanding.reminding_amend import Shift, amends, shift_of, shifted_wish
from knowledge.understanding.reminding_patterns import pattern
from knowledge.understanding.reminding_reply import completed
from knowledge.wording import Voice

Handler = Callable[[Incoming, Desk, Voice, Preferences], Awaitable[list[Message]]]

BUTTONS: Final[dict[str, Handler]] = {
    "yes": confirming.yes,
    "no": confirming.no,
    "al": confirming.toggled,
    "day": confirming.day,
    "who": confirming.who,
    "list": agendas.page,
    "ok": later.noted,
    "later": later.ask_later,
    "in": later.later,
    "stop": stopping.stop_one,
    "all": stopping.stop_all,
    "ics": reminder_files.calendar,
}


def heard(incoming: Incoming, desk: Desk) -> Incoming:
    """The event, as the button that 好的 or 算了 mean while a reminder is put before somebody, or was just set."""
    visit = desk.visit(incoming.address)
    held, shown = visit.pending, visit.shown
    if joined := _joined(incoming, shown):
        return msgspec.structs.replace(incoming, token=joined)
    if held is None or held.aside or incoming.token or not held.recent(incoming.when) or shown is None:
        return incoming
    said = incoming.text.strip(" 。.!！,，~").lower()
    token = _meant(said, held, [choice.token for choice in shown.choices])
    return msgspec.structs.replace(incoming, token=token) if token else incoming


def _joined(incoming: Incoming, shown: Shown | None) -> str:
    """The button that 好的 means under the days of one series: to be reminded of them."""
    if incoming.token or shown is None or incoming.when - shown.at > MEMORY:
        return ""
    tokens = [choice.token for choice in shown.choices if choice.token.startswith("se:on:")]
    agreed = pattern("agrees").fullmatch(incoming.text.strip(" 。.!！,，~").lower())
    return tokens[0] if agreed and len(tokens) == 1 else ""


def _meant(said: str, held: Pending, offered: Sequence[str]) -> str:
    """Which button 好的 or 算了 mean under these: what is asked may be let go of, and the only answer agreed to."""
    asked, answers = held.proposal is None, [token for token in offered if token.startswith("r:")]
    if pattern("drops").fullmatch(said):
        return "r:no" if asked or "r:yes" in offered or f"r:ics:{held.number}" in offered else ""
    if pattern("agrees").fullmatch(said):
        return "r:yes" if "r:yes" in offered else answers[0] if asked and len(answers) == 1 else ""
    return ""


def wants_silence(incoming: Incoming, desk: Desk) -> bool:
    """Whether the words are 停 and nothing else; 「停了」 to 「是现在吗」 is no wish for silence."""
    if incoming.token or not incoming.text or not stop_said(incoming.text):
        return False
    shown = desk.visit(incoming.address).shown
    return shown is None or not shown.asks_whether_now(incoming.when)


async def wished(
    meaning: Meaning, wish: Wish, incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences
) -> list[Message]:
    """Do what the words wish of reminders."""
    if not incoming.private:
        return agendas.said("remind_private", voice, wishes, agendas.SET)
    case = Case(meaning, desk.book, voice)
    match wish.act:
        case "set":
            return confirming.proposed(wish, case, desk, incoming, wishes)
        case "list":
            return await agendas.page(incoming, desk, voice, wishes)
        case "stop_all":
            return await stopping.stop_all(incoming, desk, voice, wishes)
        case "follow" | "unfollow":
            return await following.talked(wish, case, incoming, desk, wishes)
        case "stop":
            return await stopping.stop_said_of(wish, case, incoming, desk, wishes)
    return await _again(wish, case, incoming, desk, wishes)


class Reply(msgspec.Struct, frozen=True):
    """What a short reply makes of the reminder in hand; ``replaces``: the number of the one that was just set."""

    wish: Wish
    case: Case
    replaces: int = 0
    note: str = ""


def replied(alone: Meaning, incoming: Incoming, desk: Desk, voice: Voice) -> Reply | None:
    """What a short reply adds to the waiting reminder (「明天九点」), or changes of the one just set (「改成十点」)."""
    held = desk.visit(incoming.address).pending
    if held is None or held.aside or not held.recent(incoming.when) or alone.alarm is not None:
        return None
    if alone.ask_first is not None or (held.number and not (amends(alone) and held.wish.act == "set")):
        return None
    if held.number and held.wish.when.none:
        return None  # set by a button of something else: its words are not here
    shift = shift_of(alone)
    wish = _shifted(held, shift) if shift else completed(held.wish, alone, desk.book.clinics.calendar)
    if wish is None:
        return None
    note = voice.say("remind_an_hour") if shift and not shift.said else ""
    case = held.case(desk.shelf.reader, desk.book, voice, incoming.when)
    return Reply(msgspec.structs.replace(wish, offered=False), case, held.number or held.replaces, note)


def _shifted(held: Pending, shift: Shift) -> Wish | None:
    made = held.proposal
    return shifted_wish(held.wish, shift, made.start, made.alerts) if made is not None else None


def let_go(alone: Meaning, incoming: Incoming, desk: Desk) -> Wish | None:
    """「抽血的取消」, 「第二个不要了」 while the list is shown: which of them is to stop; else None."""
    shown = desk.visit(incoming.address).shown
    listed = shown is not None and incoming.when - shown.at <= MEMORY
    if shown is None or not listed or not any(choice.token.startswith("r:stop:") for choice in shown.choices):
        return None
    other = alone.alarm or alone.ask_first or act_of(alone) is not None
    if other or not pattern("let_go").search(alone.text):
        return None  # 「停诊了告诉我」 is a wish of its own
    wish = read_to_stop(alone, desk.book.clinics.calendar)
    return wish if stopping.place_in_list(alone.text) or wish.words or not wish.when.none else None


def put_aside(incoming: Incoming, desk: Desk) -> None:
    """Something else is talked of: what waits keeps its buttons and nothing more."""
    held = desk.visit(incoming.address).pending
    if held is not None and not held.aside:
        desk.wait(incoming.address, msgspec.structs.replace(held, aside=True))


async def pressed(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """A button of reminders."""
    if not incoming.private:
        return agendas.said("remind_private", voice, wishes, agendas.SET)
    what = incoming.token.split(":")[1] if ":" in incoming.token else ""
    return await BUTTONS.get(what, agendas.page)(incoming, desk, voice, wishes)


async def _again(wish: Wish, case: Case, incoming: Incoming, desk: Desk, wishes: Preferences) -> list[Message]:
    """晚一小时再提醒: what rang last; with something named that is not held, it is a new wish."""
    put_off = await later.put_off(wish, case, incoming, desk, wishes)
    if put_off is not None:
        return put_off
    when = msgspec.structs.replace(wish.when, none=False, moment=wish.until)
    return confirming.proposed(
        msgspec.structs.replace(wish, act="set", when=when, at_time=True), case, desk, incoming, wishes
    )
