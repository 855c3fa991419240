"""Telling those whom a change of a clinic touches: the revision log is the queue, so a crash resumes where it was.

What is taken back within the undo window was never told. What is changed again before it was told is told once, as it
stands; what nobody has been told of yet is not taken back aloud. What the same hand changes within one undo window is
ordered together, so that whoever it touches hears of it in one message.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select, text, update

from knowledge import tables as t
from knowledge.book import Book
from knowledge.clinics import Change
from knowledge.editing import UNDO
from knowledge.message import Address
from knowledge.moments import SHANGHAI, in_storage
from knowledge.tuning import Quiet
from knowledge.vouching import only_confirmed
from scheduler.night import quiet_hours
from scheduler.outbox import Order, place
from scheduler.plans import Plan
from scheduler.quiet import notice_time
from scheduler.touched import Touched, soonest, touched

log = logging.getLogger("jiamenkou.scheduler")

_WAITING: Final = text("announce_at IS NOT NULL AND announced IS NULL")
_UNSENT: Final = ("planned", "ready", "kept")


class Revised(msgspec.Struct, frozen=True):
    """A change between what was last announced and what stands now; ``number`` is its newest revision."""

    id: str
    number: int
    before: Change | None
    after: Change | None


def announce(connection: Connection, book: Book, now: datetime) -> int:
    """Order a notice for everybody whom changes touch whose undo window is over; tells how many were ordered.

    A change that this release cannot read stops none of the others; it waits for one that can.
    """
    count = 0
    for rows in _due(connection, book.version, now):
        try:
            with connection.begin_nested():
                revised = _revised(connection, rows[0].id, rows[0].number, rows[-1].number)
                count += _announced(connection, revised, book, now)
        except (ValueError, KeyError, msgspec.MsgspecError) as error:
            log.error("a change cannot be announced: %s", type(error).__name__)  # noqa: TRY400 - without its words
    return count


def _due(connection: Connection, version: int, now: datetime) -> list[Sequence[Any]]:
    """The revisions of each change to be told now, oldest first; later edits of the same one are waited for."""
    r = t.revision.c
    waiting = select(r.kind, r.id, r.number, r.announce_at, r.version, r.who).where(_WAITING).order_by(r.number)
    rows = connection.execute(waiting.with_for_update(skip_locked=True)).all()
    busy = _still_at_it(rows, in_storage(now))
    by_fact: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        by_fact[row.kind, row.id].append(row)
    return [
        held
        for held in by_fact.values()
        if held[-1].announce_at <= in_storage(now) and held[-1].version <= version and held[-1].who not in busy
    ]


def _still_at_it(rows: Sequence[Any], now: datetime) -> set[str]:
    """Who changed something else within the undo window of what is due: it is waited for, once and no longer."""
    first: dict[str, datetime] = {}
    for row in rows:
        first[row.who] = min(row.announce_at, first.get(row.who, row.announce_at))
    return {row.who for row in rows if now < row.announce_at <= first[row.who] + UNDO}


def _revised(connection: Connection, key: str, first: int, last: int) -> Revised:
    r = t.revision.c
    of_fact = (r.kind == "change", r.id == key)
    earlier = select(r.after).where(*of_fact, r.number < first).order_by(r.number.desc()).limit(1)
    before = connection.execute(earlier).scalar()
    after = connection.execute(select(r.after).where(r.number == last)).scalar()
    return Revised(key, last, change_of(before), change_of(after))


def change_of(body: bytes | None) -> Change | None:
    """A stored change, None for none."""
    return None if body is None else msgspec.json.decode(body, type=Change)


def _announced(connection: Connection, revised: Revised, book: Book, now: datetime) -> int:
    """What was only confirmed is no news: what still waits to be told of it is as true as it was."""
    r = t.revision.c
    mine = update(t.revision).where(r.kind == "change", r.id == revised.id, r.number <= revised.number, _WAITING)
    if only_confirmed(revised.before, revised.after):
        connection.execute(mine.values(announce_at=None))
        return 0
    count = _ordered(connection, revised, book, now)
    connection.execute(mine.values(announced=in_storage(now)))
    return count


def _ordered(connection: Connection, revised: Revised, book: Book, now: datetime) -> int:
    """How many notices were ordered."""
    told = touched(revised.before, revised.after, book, now) if revised.before != revised.after else Touched()
    unheard = _overtake(connection, revised, now)
    people = _people(connection, told, book)
    silent = unheard if revised.after is None else frozenset()
    quiet = quiet_hours(connection)
    orders = [_order(revised, to, which, told, now, quiet) for to, which in people.items() if to not in silent]
    return place(connection, orders, now)


def _overtake(connection: Connection, revised: Revised, now: datetime) -> frozenset[Address]:
    """Hold back what still waits to be told of this change; tells who has therefore heard nothing of it."""
    d = t.delivery.c
    waiting = (d.kind == "notice", d.state.in_(_UNSENT), d.occurrence.startswith(f"{revised.id}/", autoescape=True))
    rows = connection.execute(select(d.id, d.channel, d.address).where(*waiting)).all()
    if rows:
        values = {"state": "skipped", "reason": "overtaken", "at": in_storage(now)}
        connection.execute(update(t.delivery).where(*waiting).values(**values))
    return frozenset(Address(row.channel, row.address) for row in rows)


def audience(connection: Connection, told: Sequence[Touched], book: Book) -> int:
    """How many people would be told of these changes; who hears of several hears of them in one message."""
    every = Touched(tuple(s for one in told for s in one.without), tuple(s for one in told for s in one.now))
    return len(_people(connection, every, book))


class _Why(msgspec.Struct, frozen=True):
    """Why somebody is told: the subject they follow, or their reminder."""

    subject: str
    reminder: int | None = None


def _people(connection: Connection, told: Touched, book: Book) -> dict[Address, _Why]:
    """Everybody to be told, each once: for their own visit, else for the expert, else for the base they follow."""
    if not told.all:
        return {}
    bases = [f"base:{book.base_at[i].id}" for i in told.institutions if i in book.base_at]
    experts = [f"expert:{expert}" for expert in told.experts]
    return _following(connection, bases) | _following(connection, experts) | _visiting(connection, told)


def _following(connection: Connection, subjects: Sequence[str]) -> dict[Address, _Why]:
    f = t.follow.c
    rows = connection.execute(select(f.channel, f.address, f.subject).where(f.subject.in_(subjects)))
    return {Address(row.channel, row.address): _Why(row.subject) for row in rows}


def _visiting(connection: Connection, told: Touched) -> dict[Address, _Why]:
    """Those who are to be reminded of a visit on a day that is touched."""
    r = t.reminder.c
    days = {f"{kind}:{key}": set[str]() for s in told.all for kind, key in _subjects(s.session.expert, s.session.id)}
    for sitting in told.all:
        for kind, key in _subjects(sitting.session.expert, sitting.session.id):
            days[f"{kind}:{key}"].add(sitting.day.isoformat())
    rows = connection.execute(select(r.id, r.channel, r.address, r.subject, r.plan).where(r.subject.in_(list(days))))
    found = {}
    for row in rows:
        plan = msgspec.json.decode(row.plan, type=Plan)
        if plan.start[:10] in days[row.subject] or (plan.rule and _any_on(days[row.subject], plan)):
            found[Address(row.channel, row.address)] = _Why(row.subject, row.id)
    return found


def _subjects(expert: str, session: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("expert", expert), ("session", session)


def _any_on(days: Iterable[str], plan: Plan) -> bool:
    """Whether a rule may fall on one of these days; who comes every week is better told once too often."""
    return any(day >= plan.start[:10] and (not plan.until or day <= plan.until) for day in days)


def _order(revised: Revised, to: Address, why: _Why, told: Touched, now: datetime, quiet: Quiet) -> Order:
    mine = [s for s in told.all if why.subject in {f"expert:{s.session.expert}", f"session:{s.session.id}"}]
    event = soonest(mine or told.all, now)
    local = now.astimezone(SHANGHAI).replace(tzinfo=None)
    at = notice_time(local, event.astimezone(SHANGHAI).replace(tzinfo=None), quiet)
    return Order(
        to=to,
        kind="notice",
        subject=why.subject,
        occurrence=f"{revised.id}/{revised.number}",
        event=event,
        due=now if at is None else at.replace(tzinfo=SHANGHAI).astimezone(UTC),
        reminder=why.reminder,
        state="expired" if at is None else "planned",
        reason="" if at is not None else "quiet hours last until after it",
    )
