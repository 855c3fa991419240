"""What would be set, put before the person with its date and weekday; nothing is kept before 「就这样」."""

from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from handlers import agendas
from handlers.agendas import SET
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.pending import MEMORY, Pending, plan_of
from handlers.stopping import stop_kept
from handlers.wrapping import finish
from knowledge.answering.case import Case
from knowledge.answering.reminder_words import alert_said, title_said, when_said
from knowledge.answering.reminders import HALVES, Proposal, Question, proposal_said, propose
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.understanding.follow import remembered
from knowledge.understanding.mentions import Mention
from knowledge.understanding.reminding import Wish
from knowledge.understanding.reminding_reply import on_day
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.agenda import MOST, TooMany
from scheduler.plans import Plan, next_due, refused


def proposed(
    wish: Wish, case: Case, desk: Desk, incoming: Incoming, wishes: Preferences, *, replaces: int = 0, note: str = ""
) -> list[Message]:
    """What would be set, to be confirmed; or the question that comes first. ``replaces``: the one it would change."""
    voice, mentions = case.voice, case.meaning.mentions
    made = propose(wish, case)
    if isinstance(made, Proposal) and refused(plan_of(made), incoming.when, case.book.tuning.quiet):
        made = Question(voice.say("remind_ask_soon"))
    held = Pending(
        at=incoming.when,
        wish=wish,
        mentions=mentions,
        proposal=made if isinstance(made, Proposal) else None,
        replaces=replaces,
    )
    desk.wait(incoming.address, held)
    if mentions:  # 「停诊了告诉我」 after it means whom it is about
        desk.keep(incoming.address, remembered(case.meaning, (), "remind_me", incoming.when))
    if isinstance(made, Question):
        kind = "choices" if made.choices else "action"
        return finish([Message(kind=kind, text=made.text, choices=made.choices, facts=SET)], voice, wishes)
    if not note and (replaces or wish.offered):
        note = voice.say("remind_change" if replaces else "remind_offer")
    return [_confirm(made, case, wishes, note)]


def propose_plan(made: Proposal, case: Case, incoming: Incoming, desk: Desk, wishes: Preferences) -> list[Message]:
    """Put something that was offered by a button before the person, as if they had said it."""
    held = Pending(at=incoming.when, wish=Wish(act="set"), mentions=case.meaning.mentions, proposal=made)
    desk.wait(incoming.address, held)
    return [_confirm(made, case, wishes)]


def _confirm(made: Proposal, case: Case, wishes: Preferences, note: str = "") -> Message:
    """The proposal with its buttons: 就这样, each alert on or off, 不要了."""
    voice = case.voice
    toggles = [
        Choice(label=voice.say(_key(alert, made), alert=alert_said(alert, voice)), token=f"r:al:{n}")
        for n, alert in enumerate(made.offered)
    ]
    yes, no = (Choice(label=voice.say(f"remind_{word}"), token=f"r:{word}") for word in ("yes", "no"))
    between = toggles if len(toggles) > 1 and not wishes.elder else []
    lines = [line for line in (note, proposal_said(made, case), voice.say("remind_right")) if line]
    said = Message(kind="confirm", text="\n".join(lines), choices=(yes, *between, no), facts=SET)
    (message,) = finish([said], voice, wishes)
    return message


def _key(alert: str, made: Proposal) -> str:
    return "remind_alert_on" if alert in made.alerts else "remind_alert_off"


def _held(incoming: Incoming, desk: Desk) -> Pending | None:
    held = desk.visit(incoming.address).pending
    return held if held is not None and held.fresh(incoming.when) else None


def _lapsed(voice: Voice, wishes: Preferences) -> list[Message]:
    return finish([Message(kind="action", text=voice.say("remind_no_pending"), facts=SET)], voice, wishes)


async def yes(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Keep what was proposed; pressed twice it is one reminder."""
    held = desk.visit(incoming.address).pending
    if held is None or held.proposal is None or not (held.number or held.fresh(incoming.when)):
        return _lapsed(voice, wishes)
    plan = plan_of(held.proposal)
    try:
        number = await _kept_before(held, incoming, desk)
        if not number and incoming.when - held.at > MEMORY:
            return _lapsed(voice, wishes)
        number = number or await _kept(held, plan, incoming, desk, wishes)
    except DatabaseUnavailable:
        return agendas.not_kept(voice, wishes)
    except (TooMany, ValueError) as error:
        key = "remind_too_many" if isinstance(error, TooMany) else "remind_ask_soon"
        return finish([Message(kind="action", text=voice.say(key, most=MOST, day=""), facts=SET)], voice, wishes)
    desk.wait(incoming.address, msgspec.structs.replace(held, number=number))
    return finish([_set(held, held.proposal, number, incoming, desk, voice)], voice, wishes)


async def _kept(held: Pending, plan: Plan, incoming: Incoming, desk: Desk, wishes: Preferences) -> int:
    """Keep it, in the place of what it changes."""
    if held.replaces:
        return await desk.change(agenda.amend, incoming.address, held.replaces, plan, wishes, incoming.when)
    return await desk.change(agenda.keep, incoming.address, plan, wishes, incoming.when)


async def _kept_before(held: Pending, incoming: Incoming, desk: Desk) -> int:
    """The number it is kept under, 0 when it is not, or was stopped since. Raises DatabaseUnavailable."""
    known = await desk.look(agenda.reminder, incoming.address, held.number) if held.number else None
    return known.id if known is not None else 0


def _set(held: Pending, made: Proposal, number: int, incoming: Incoming, desk: Desk, voice: Voice) -> Message:
    """That it is set, when it rings next, and how the phone itself may ring."""
    today, plan = incoming.when.date(), plan_of(made)
    due = next_due(plan, incoming.when, desk.book.tuning.quiet)
    rings = agendas.moment_said(due.at.astimezone(ZoneInfo(plan.zone)), today, voice) if due is not None else "—"
    what = title_said(plan, desk.book, voice) + agendas.whom_said(plan, voice)
    key = "remind_changed" if held.replaces else "remind_set"
    lines = [voice.say(key, what=what, when=when_said(plan, today, voice), next=rings)]
    lines += [voice.say("remind_set_web")] if incoming.address.channel == "web" else []
    choices = (
        Choice(label=voice.say("reminder_calendar"), token=f"r:ics:{number}"),
        Choice(label=voice.say("menu_reminders"), token="menu:reminders"),
    )
    return Message(kind="action", text="\n".join(lines), choices=choices, facts=SET)


async def no(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Let go of what was proposed; what was set a moment ago is stopped."""
    held = desk.visit(incoming.address).pending
    if held is not None and held.number and held.recent(incoming.when):
        desk.wait(incoming.address, None)
        return await stop_kept(held.number, incoming, desk, voice, wishes)
    if held is None or _held(incoming, desk) is None:
        return _lapsed(voice, wishes)
    left = "remind_dropped" if not held.replaces else "remind_not_changed"
    desk.wait(incoming.address, None)
    return finish([Message(kind="action", text=voice.say(left), facts=SET)], voice, wishes)


async def toggled(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """One alert on or off; the last one stays."""
    held, said = _held(incoming, desk), incoming.token.split(":")[2:]
    made = held.proposal if held is not None else None
    place = int(said[0]) if said and said[0].isdecimal() and len(said[0]) < 3 else -1
    if held is None or made is None or not 0 <= place < len(made.offered):
        return _lapsed(voice, wishes)
    turned = made.offered[place]
    alerts = tuple(alert for alert in made.offered if (alert in made.alerts) is not (alert == turned))
    note = "" if alerts else voice.say("remind_one_left")
    made = msgspec.structs.replace(made, alerts=alerts or made.alerts)
    desk.wait(incoming.address, msgspec.structs.replace(held, proposal=made, at=incoming.when))
    return [_confirm(made, held.case(desk.shelf.reader, desk.book, voice, incoming.when), wishes, note)]


async def day(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """``r:day:2026-12-03`` or ``r:day:2026-12-03:am``: the day that was asked for."""
    held = _held(incoming, desk)
    _, _, day, half = [*incoming.token.split(":", 3), "", "", ""][:4]
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        chosen = None
    if held is None or chosen is None:
        return _lapsed(voice, wishes)
    wish = on_day(held.wish, chosen, HALVES.get(half, ""))
    case = held.case(desk.shelf.reader, desk.book, voice, incoming.when)
    return proposed(wish, case, desk, incoming, wishes, replaces=held.replaces)


async def who(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """``r:who:ID``: the expert that was asked for."""
    held, key = _held(incoming, desk), incoming.token.partition(":")[2].partition(":")[2]
    if held is None or key not in desk.book.clinics.experts:
        return _lapsed(voice, wishes)
    others = tuple(mention for mention in held.mentions if mention.kind != "expert")
    held = msgspec.structs.replace(held, mentions=(Mention("expert", key, "", "exact", 1.0), *others))
    case = held.case(desk.shelf.reader, desk.book, voice, incoming.when)
    return proposed(held.wish, case, desk, incoming, wishes, replaces=held.replaces)
