"""From the clock to the outbox: what is due becomes deliveries, in one transaction with moving on what comes next."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, RowMapping, Select, bindparam, select, text, tuple_, update

from knowledge import tables as t
from knowledge.book import Book
from knowledge.message import Address
from knowledge.moments import from_storage, in_storage
from knowledge.reading import version
from knowledge.tuning import Quiet
from scheduler import announcing, outbox, recovery
from scheduler.night import quiet_hours
from scheduler.outbox import Order, State
from scheduler.plans import Due, Plan, due_until, moment
from scheduler.policies import POLICIES, SAYS_LATE
from scheduler.quiet import notice_time
from scheduler.visits import reconciled

BATCH: Final = 500
_SOON: Final = timedelta(seconds=2)
_MOST_MISSED: Final = 30
"""Of a reminder that was missed over and over while the program was away, so many are put on record."""
_ASIDE: Final = timedelta(hours=1)
"""What cannot be planned, as it was written by a newer release or by mistake, is looked at again then."""

log = logging.getLogger("jiamenkou.scheduler")

_DUE: Final = (
    select(t.reminder)
    .where(text("reminder.next_due IS NOT NULL"), t.reminder.c.next_due <= bindparam("now"))
    .order_by(t.reminder.c.next_due)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_MOVED_ON: Final = (
    update(t.reminder)
    .where(t.reminder.c.id == bindparam("number"))
    .values(plan=bindparam("now_planned"), dealt=bindparam("until"), next_due=bindparam("then"))
)


class Look(msgspec.Struct, frozen=True):
    """Whether something is to be planned, and whether something is ready to be sent."""

    plan: bool
    send: bool


def look(connection: Connection, now: datetime) -> Look:
    """What there is to do now: a look that locks nothing."""
    at, r, d, v = in_storage(now), t.reminder.c, t.delivery.c, t.revision.c
    todo = (
        select(r.id).where(text("reminder.next_due IS NOT NULL"), r.next_due <= at),
        select(d.id).where(*outbox.coming_up(now)),
        select(d.id).where(outbox.HELD, d.lease <= at),
        select(v.number).where(text("announce_at IS NOT NULL AND announced IS NULL"), v.announce_at <= at),
    )
    ready = select(d.id).where(outbox.states_in("ready"))
    return Look(any(_any(connection, which) for which in todo), _any(connection, ready))


def _any(connection: Connection, which: Select[Any]) -> bool:
    return connection.execute(which.limit(1)).first() is not None


def settle_clock(connection: Connection, book: Book, now: datetime) -> int:
    """Everything but reminders: what broke off, what has to be announced, what waited for its time."""
    quiet_hours(connection)  # before any delivery is touched, as whoever sets other hours touches them too
    return (
        recovery.recover(connection, now) + announcing.announce(connection, book, now) + outbox.promote(connection, now)
    )


def plan_due(connection: Connection, book: Book, now: datetime) -> int:
    """Put reminders that are due into the outbox, at most :data:`BATCH`; tells how many were looked at."""
    quiet = quiet_hours(connection)
    rows = connection.execute(_DUE, {"now": in_storage(now)}).mappings().all()
    gone = _unreachable(connection, {Address(row["channel"], row["address"]) for row in rows})
    again = now + _SOON if version(connection) > book.version else None
    orders: list[Order] = []
    moved: list[dict[str, Any]] = []
    for row in rows:
        try:
            plan = reconciled(msgspec.json.decode(row["plan"], type=Plan), book)
            dues, coming = due_until(plan, from_storage(row["dealt"]), now, quiet)
            new = list(_orders(row, plan, dues[-_MOST_MISSED:], now, quiet, gone))
        except (ValueError, KeyError, msgspec.MsgspecError) as error:
            log.error("a reminder cannot be planned: %s", type(error).__name__)  # noqa: TRY400 - without its words
            moved.append(_moved_on(row, row["plan"], row["dealt"], now + _ASIDE))
            continue
        orders += new
        then = _then(coming, again if plan.subject else None)
        moved.append(_moved_on(row, msgspec.json.encode(plan), in_storage(now), then))
    outbox.place(connection, orders, now)
    if moved:
        connection.execute(_MOVED_ON, moved)
    return len(rows)


def _unreachable(connection: Connection, people: set[Address]) -> set[Address]:
    p = t.person.c
    theirs = tuple_(p.channel, p.address).in_([(to.channel, to.id) for to in people])
    rows = connection.execute(select(p.channel, p.address).where(theirs, p.reachable.is_(False))) if people else ()
    return {Address(row.channel, row.address) for row in rows}


def _moved_on(row: RowMapping, plan: bytes, dealt: datetime, then: datetime | None) -> dict[str, Any]:
    return {"number": row["id"], "now_planned": plan, "until": dealt, "then": in_storage(then) if then else None}


def _then(coming: Due | None, again: datetime | None) -> datetime | None:
    """When a plan is looked at next; ``again``: the facts at hand are not the newest, so that it is looked at then."""
    looks = (coming.at if coming else None, again)
    return min((at for at in looks if at is not None), default=None)


def _orders(
    row: RowMapping, plan: Plan, dues: Sequence[Due], now: datetime, quiet: Quiet, gone: set[Address]
) -> Iterator[Order]:
    """What became due since it was last dealt with: of each event the newest; what it overtook or is too late is on
    record.
    """
    to, number = Address(row["channel"], row["address"]), row["id"]
    newest = {due.event: due for due in dues}
    for due in dues:
        state, reason = _fate(plan, due, now, away=to in gone, overtaken=newest[due.event] is not due)
        yield Order(
            to=to,
            kind=plan.kind,
            subject=plan.subject or "own",
            occurrence=f"{number}/{due.key}",
            event=due.event,
            due=_decent(plan, due, now, quiet),
            reminder=number,
            state=state,
            reason=reason,
        )


def _decent(plan: Plan, due: Due, now: datetime, quiet: Quiet) -> datetime:
    """When it is told: what comes late (the program was away, or quiet hours became others) waits for the morning when
    it is of use then; nobody is woken for it.
    """
    if plan.chosen or due.key.endswith("/extra") or now - due.at <= SAYS_LATE:
        return due.at
    wall = now.astimezone(ZoneInfo(plan.zone)).replace(tzinfo=None)
    morning = notice_time(wall, None, quiet) or wall
    at = moment(morning.isoformat(), plan.zone)
    return at if morning > wall and at <= POLICIES[plan.kind].late_after(due.at, due.event) else due.at


def _fate(plan: Plan, due: Due, now: datetime, *, away: bool, overtaken: bool) -> tuple[State, str]:
    if away:
        return "skipped", "unreachable"
    if now > POLICIES[plan.kind].late_after(due.at, due.event):
        return "expired", "late"
    return ("skipped", "overtaken") if overtaken else ("planned", "")
