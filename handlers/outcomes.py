"""Asking after a referral: offered at its end, asked on day 3, 7 and 14, with a next step or the staff's help."""

from datetime import datetime
from typing import Final

from handlers import agendas, confirming
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge.answering.case import Case
from knowledge.answering.reminders import Proposal
from knowledge.errors import DatabaseUnavailable
from knowledge.handoffs import hand_over
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.tuning import Quiet
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.agenda import Reminder
from scheduler.plans import next_due

ASKED_ON: Final = ("+3@10:00", "+7@10:00", "+14@10:00")
_FACTS: Final[dict[str, object]] = {"topic": "referral_steps"}


def offer(pathway: str, voice: Voice) -> Choice:
    """「过几天问问我约到没有」."""
    return Choice(label=voice.say("referral_ask_me"), token=f"rf:set:{pathway}")


async def pressed(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """``rf:set:PATHWAY``, or ``rf:ok:ID`` and its like on a reminder."""
    if not incoming.private:
        return agendas.said("remind_private", voice, wishes)
    _, what, key = [*incoming.token.split(":", 2), "", ""][:3]
    if what == "set":
        return _set(key, incoming, desk, voice, wishes)
    if what == "no":
        return agendas.said("referral_not_handed", voice, wishes, _FACTS)
    try:
        held = await desk.look(agenda.reminder, incoming.address, int(key) if key.isdecimal() and len(key) < 10 else 0)
        if held is None or held.plan.kind != "referral":
            return agendas.said("stop_gone", voice, wishes, _FACTS)
        return await _outcome(what, held, incoming, desk, voice, wishes)
    except DatabaseUnavailable:
        return agendas.not_kept(voice, wishes)


def _set(pathway: str, incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    if pathway not in desk.book.pathways:
        return finish([Message(kind="stale", text=voice.say("stale"))], voice, wishes)
    start = f"{incoming.when:%Y-%m-%dT%H:%M}"
    subject = f"pathway:{pathway}"
    made = Proposal(kind="referral", start=start, alerts=ASKED_ON, offered=ASKED_ON, subject=subject, half_day="全天")
    case = Case(desk.shelf.reader.read("", incoming.when), desk.book, voice)
    return confirming.propose_plan(made, case, incoming, desk, wishes)


async def _outcome(
    what: str, held: Reminder, incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences
) -> list[Message]:
    match what:
        case "ok":
            await desk.change(agenda.stop, incoming.address, held.id, incoming.when)
            return agendas.said("referral_done", voice, wishes, _FACTS)
        case "not":
            return _next_step(held, incoming.when, desk.book.tuning.quiet, voice, wishes)
        case "help":
            await desk.change(hand_over, incoming.address, "referral", held.plan.subject, incoming.when)
            return agendas.said("referral_handed", voice, wishes, _FACTS)
    return _ask_consent(held, desk, voice, wishes)


def _next_step(held: Reminder, now: datetime, quiet: Quiet, voice: Voice, wishes: Preferences) -> list[Message]:
    """Not booked yet: what can be done now, and that it will be asked again, if it will."""
    key = "referral_next" if next_due(held.plan, now, quiet) is not None else "referral_next_last"
    pathway = held.plan.subject.partition(":")[2]
    choices = (
        Choice(label=voice.say("referral_in_trouble"), token=f"rf:stuck:{held.id}"),
        Choice(label=voice.say("referral_steps"), token=f"p:{pathway}:start"),
    )
    return finish([Message(kind="choices", text=voice.say(key), choices=choices, facts=_FACTS)], voice, wishes)


def _ask_consent(held: Reminder, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Stuck: whether the staff may look into it, with what is kept for that and how long."""
    pathway = desk.book.pathways.get(held.plan.subject.partition(":")[2])
    what = voice.pick(pathway.title, pathway.english) if pathway is not None else voice.say("remind_kind_referral")
    text = voice.say("referral_stuck", what=what)
    choices = (
        Choice(label=voice.say("referral_help"), token=f"rf:help:{held.id}"),
        Choice(label=voice.say("referral_no_help"), token=f"rf:no:{held.id}"),
    )
    return finish([Message(kind="choices", text=text, choices=choices, facts=_FACTS)], voice, wishes)
