"""A delivery as a message, from the facts as they are at this moment; or the reason why nothing is sent."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, bindparam, or_, select

from knowledge import tables as t
from knowledge.answering import rescue
from knowledge.answering.sittings import day_said, line
from knowledge.book import Book
from knowledge.clinics import Change
from knowledge.feeds import roster_note
from knowledge.message import Choice, Message
from knowledge.people import Preferences, preferences_of
from knowledge.wording import Voice
from scheduler.announcing import change_of
from scheduler.notices import notice
from scheduler.outbox import Delivery
from scheduler.plans import SHANGHAI, Plan
from scheduler.policies import SAYS_LATE
from scheduler.visits import sittings_on


class Skipped(Exception):
    """Nothing is sent, for the reason given: the ledger keeps it."""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery refers to, read right before it is sent. ``newest``: nothing was revised after it; ``wanted``:
    they still follow what a notice is about.
    """

    wishes: Preferences = Preferences()
    plan: Plan | None = None
    before: Change | None = None
    after: Change | None = None
    newest: bool = True
    wanted: bool = True


_PLANS: Final = select(t.reminder.c.id, t.reminder.c.plan).where(
    t.reminder.c.id.in_(bindparam("numbers", expanding=True))
)
_FOLLOWS: Final = select(t.follow.c.address, t.follow.c.subject).where(
    t.follow.c.channel == bindparam("wanted"), t.follow.c.address.in_(bindparam("people", expanding=True))
)


def materials(connection: Connection, deliveries: Sequence[Delivery]) -> dict[int, Material]:
    """Read what deliveries of one channel refer to, by their numbers: few questions, since all wait for them."""
    wishes = preferences_of(connection, [delivery.to for delivery in deliveries])
    numbers = [delivery.reminder for delivery in deliveries if delivery.reminder is not None]
    plans = dict(map(tuple, connection.execute(_PLANS, {"numbers": numbers}))) if numbers else {}
    notices = [delivery for delivery in deliveries if delivery.kind == "notice"]
    follows = _follows(connection, notices)
    news = {key: _revision(connection, *key) for key in {_revised(delivery) for delivery in notices}}
    found = {}
    for delivery in deliveries:
        body = plans.get(delivery.reminder)
        wanted = bool(body) or (delivery.to.id, delivery.subject) in follows
        found[delivery.id] = msgspec.structs.replace(
            news[_revised(delivery)] if delivery.kind == "notice" else Material(),
            wishes=wishes.get(delivery.to, Preferences()),
            plan=msgspec.json.decode(body, type=Plan) if body else None,
            wanted=wanted,
        )
    return found


def _follows(connection: Connection, notices: Sequence[Delivery]) -> set[tuple[str, str]]:
    """Who of those to be told (by their ids) follows whom now."""
    if not notices:
        return set()
    asked = {"wanted": notices[0].to.channel, "people": [notice.to.id for notice in notices]}
    return {(row.address, row.subject) for row in connection.execute(_FOLLOWS, asked)}


def _revised(delivery: Delivery) -> tuple[str, int]:
    """The change that a notice tells of, and the number of its revision."""
    key, number = delivery.occurrence.split("/")[:2]
    return key, int(number)


def _revision(connection: Connection, key: str, number: int) -> Material:
    """The revision a notice tells of, what was announced before it, and whether another came since."""
    r = t.revision.c
    of_fact = (r.kind == "change", r.id == key)
    this = connection.execute(select(r.after, r.announced).where(r.number == number)).one()
    heard = or_(r.announced.is_(None), r.announced < this.announced)
    earlier = select(r.after).where(*of_fact, r.number < number, heard).order_by(r.number.desc()).limit(1)
    later = select(r.number).where(*of_fact, r.number > number, r.announced.is_not(None)).limit(1)
    return Material(
        before=change_of(connection.execute(earlier).scalar()),
        after=change_of(this.after),
        newest=connection.execute(later).first() is None,
    )


def compose(delivery: Delivery, material: Material, book: Book, now: datetime) -> Message:
    """The message as it is true at ``now`` (aware). Raises :class:`Skipped` when there is nothing to say any more."""
    voice = Voice(material.wishes.language or "zh")
    message = _told(delivery, material, book, voice, now)
    notes = [voice.say("tell_again")] if delivery.again else []
    if delivery.kind != "notice" and now - delivery.due > SAYS_LATE:
        notes.append(voice.say("tell_late", when=_moment_said(delivery.due, voice)))
    return msgspec.structs.replace(message, text="\n".join([message.text, *notes]))


def _told(delivery: Delivery, material: Material, book: Book, voice: Voice, now: datetime) -> Message:
    if delivery.kind == "notice":
        if not material.wanted:
            raise Skipped("stopped")
        told = _notice(material.before, material.after, delivery.subject, book, voice.language, _minute(now))
        if told is None or not material.newest:
            raise Skipped("stale" if material.newest else "overtaken")
        return told
    if material.plan is None:
        raise Skipped("stopped")
    day = delivery.event.astimezone(ZoneInfo(material.plan.zone))
    told = _visit(material.plan, day, book, voice) if material.plan.kind == "visit" else None
    return _dressed(told or _plain(material.plan, day, book, voice), delivery, material.plan, voice)


@lru_cache(maxsize=16)
def _notice(
    before: Change | None, after: Change | None, subject: str, book: Book, language: str, now: datetime
) -> Message | None:
    """Thousands of followers are told the same within minutes: it is put into words once a minute."""
    return notice(before, after, subject, book, Voice(language), now)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _visit(plan: Plan, at: datetime, book: Book, voice: Voice) -> Message | None:
    """A visit as the roster has it today; one that is off brings what else there is. None when no roster is named."""
    if not plan.subject.startswith(("expert:", "session:")):
        return None
    found = sittings_on(plan, at.date(), book)
    when = f"{day_said(at.date(), voice)}{plan.half_day}{_whom(plan, voice)}"
    if not found:
        return Message(kind="reminder", text=voice.say("tell_visit_gone", when=when))
    first = found[0]
    parts = [voice.say("tell_visit" if first.held else "tell_visit_changed", when=when), line(first, book, voice)]
    if not first.held:
        parts += rescue.card(first, book, voice)
    if first.session.sample:
        parts.append(voice.say("clinic_sample"))
    parts += [plan.words] if plan.words else []
    return Message(
        kind="reminder", text="\n".join([*parts, voice.say("clinic_day")]), footnote=roster_note(found, book)
    )


def _plain(plan: Plan, at: datetime, book: Book, voice: Voice) -> Message:
    """Everything that stands in no roster."""
    when = f"{day_said(at.date(), voice)} {at:%H:%M}"
    words = plan.words + _whom(plan, voice)
    if plan.kind == "referral":
        pathway = book.pathways.get(plan.subject.partition(":")[2])
        what = voice.pick(pathway.title, pathway.english) if pathway is not None else ""
        text = voice.say("tell_referral", what=what) if what else voice.say("tell_referral_plain")
    elif plan.kind == "visit":
        text = "\n".join([voice.say("tell_visit", when=f"{when}{_whom(plan, voice)}"), *filter(None, [plan.words])])
    else:
        text = voice.say(f"tell_{plan.kind}", words=words, when=when)
    return Message(kind="reminder", text=text)


def _whom(plan: Plan, voice: Voice) -> str:
    return voice.say("tell_visit_for", whom=plan.whom) if plan.whom else ""


def _moment_said(at: datetime, voice: Voice) -> str:
    local = at.astimezone(ZoneInfo(SHANGHAI))
    return f"{day_said(local.date(), voice)} {local:%H:%M}"


def _dressed(message: Message, delivery: Delivery, plan: Plan, voice: Voice) -> Message:
    """With the buttons of a reminder: those of its outcome first, then later, stop this one, stop all."""
    number = delivery.reminder
    buttons = {"tell_ok": f"r:ok:{number}", "tell_later": f"r:later:{number}"}
    if plan.kind == "referral":
        outcomes = {"tell_got_it": "ok", "tell_not_yet": "not", "tell_stuck": "stuck"}
        buttons = {key: f"rf:{outcome}:{number}" for key, outcome in outcomes.items()}
    buttons |= {"tell_stop": f"r:stop:{number}", "tell_stop_all": "r:all"}
    choices = tuple(Choice(label=voice.say(key), token=token) for key, token in buttons.items())
    facts: dict[str, object] = {"topic": "remind_me", "kind": plan.kind, "subject": plan.subject}
    return msgspec.structs.replace(message, choices=choices, facts=facts)
