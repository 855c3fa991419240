"""The outbox: one row for what goes to a person, taken by one worker at a time, marked before and after each sending.

A row found in ``claimed`` when its lease has run out never left and goes back; one found in ``sending`` may have
arrived, so it is *unknown* and follows the rule of its kind. One code path serves SQLite, where a writing transaction
is alone anyway, and PostgreSQL, where workers skip each other's rows.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, TextClause, bindparam, or_, text, update

from knowledge.database import insert_once
from knowledge.message import Address
from knowledge.moments import from_storage, in_storage
from knowledge.tables import delivery
from scheduler.policies import POLICIES

LEASE: Final = timedelta(seconds=60)
AGAIN: Final = "again"
State = Literal["planned", "ready", "claimed", "sending", "kept", "sent", "unknown", "failed", "skipped", "expired"]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be delivered. ``event`` and ``due`` are aware; the five names before them make it unique."""

    to: Address
    kind: str
    subject: str
    occurrence: str
    event: datetime
    due: datetime
    reminder: int | None = None
    state: State = "planned"
    reason: str = ""


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A row as a worker holds it. Moments are aware (UTC). ``beside``: other notices that the same message tells of."""

    id: int
    to: Address
    kind: str
    subject: str
    occurrence: str
    reminder: int | None
    event: datetime
    due: datetime
    late_after: datetime
    tries: int
    beside: tuple["Delivery", ...] = ()

    @property
    def all(self) -> tuple["Delivery", ...]:
        """Every row that the message tells of."""
        return (self, *self.beside)

    @property
    def again(self) -> bool:
        """Whether it may have arrived before."""
        return f"/{AGAIN}" in self.occurrence


def states_in(*states: State) -> TextClause:
    """Written out, not bound: only then do both databases use the index over rows of these states alone."""
    said = ", ".join(f"'{state}'" for state in states)
    return text(f"delivery.state IN ({said})" if len(states) > 1 else f"delivery.state = {said}")


HELD: Final = states_in("claimed", "sending")
_MINE: Final = update(delivery).where(
    delivery.c.id.in_(bindparam("numbers", expanding=True)), delivery.c.worker == bindparam("holder"), HELD
)
_BEGIN: Final = (
    _MINE.where(delivery.c.lease > bindparam("now"))
    .values(state="sending", lease=bindparam("until"), at=bindparam("now"))
    .returning(delivery.c.id)
)
_SETTLE: Final = _MINE.values(state=bindparam("becomes"), reason=bindparam("why"), lease=None, at=bindparam("now"))
"""Made once: building a statement costs more than running it, and these run for every message."""


def place(connection: Connection, orders: Iterable[Order], now: datetime) -> int:
    """Put orders into the outbox, each once however often it is placed; tells how many were new."""
    rows = [_row(order, now) for order in orders]
    if not rows:
        return 0
    return connection.execute(insert_once(connection, delivery), rows).rowcount


def _row(order: Order, now: datetime) -> dict[str, Any]:
    policy = POLICIES[order.kind]
    return {
        "channel": order.to.channel,
        "address": order.to.id,
        "kind": order.kind,
        "subject": order.subject,
        "occurrence": order.occurrence,
        "reminder": order.reminder,
        "rank": policy.rank,
        "event_at": in_storage(order.event),
        "due": in_storage(order.due),
        "late_after": in_storage(policy.late_after(order.due, order.event)),
        "state": "ready" if order.state == "planned" and order.due <= now else order.state,
        "reason": order.reason,
        "worker": "",
        "tries": 0,
        "at": in_storage(now),
    }


def promote(connection: Connection, now: datetime) -> int:
    """What was planned for later and is due now, and what was put off until now, may be taken."""
    return connection.execute(update(delivery).where(*coming_up(now)).values(state="ready", lease=None)).rowcount


def coming_up(now: datetime) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """Rows that wait for a moment which has come: their time, and for what was put off the end of that."""
    d, at = delivery.c, in_storage(now)
    return states_in("planned"), d.due <= at, or_(d.lease.is_(None), d.lease <= at)


def as_delivery(row: RowMapping) -> Delivery:
    """A row as a worker holds it."""
    return Delivery(
        id=row["id"],
        to=Address(row["channel"], row["address"]),
        kind=row["kind"],
        subject=row["subject"],
        occurrence=row["occurrence"],
        reminder=row["reminder"],
        event=from_storage(row["event_at"]),
        due=from_storage(row["due"]),
        late_after=from_storage(row["late_after"]),
        tries=row["tries"],
    )


def begin(
    connection: Connection, numbers: Collection[int], worker: str, now: datetime, *, lease: timedelta = LEASE
) -> set[int]:
    """Mark that these requests are about to leave; tells which: others are not this worker's any more, or gone."""
    values = {"numbers": list(numbers), "holder": worker, "now": in_storage(now), "until": in_storage(now + lease)}
    return set(connection.execute(_BEGIN, values).scalars())


def settle(
    connection: Connection, numbers: Collection[int], worker: str, now: datetime, state: State, reason: str = ""
) -> int:
    """Mark what became of these; tells of how many: others were taken away meanwhile (erased, or their lease over)."""
    held = {"numbers": list(numbers), "holder": worker, "now": in_storage(now)}
    return connection.execute(_SETTLE, held | {"becomes": state, "why": reason[:60]}).rowcount


def keep(connection: Connection, held: Delivery, worker: str, now: datetime) -> None:
    """Nobody is there to read it: it waits until they come back, as long as its kind may."""
    for one in held.all:
        mine = {"numbers": [one.id], "holder": worker}
        until = in_storage(max(one.late_after, POLICIES[one.kind].waits_until(one.due, one.event)))
        values = {"state": "kept", "reason": "page closed", "lease": None, "at": in_storage(now), "late_after": until}
        connection.execute(_MINE.values(**values), mine)


def postpone(
    connection: Connection, numbers: Sequence[int], worker: str, now: datetime, until: datetime, *, tried: bool = True
) -> int:
    """Surely not delivered: left alone until ``until``. When they were due stays, so that a late one can say so."""
    values = {"state": "planned", "lease": in_storage(until), "worker": "", "at": in_storage(now)}
    tries = delivery.c.tries + int(tried)
    mine = {"numbers": list(numbers), "holder": worker}
    return connection.execute(_MINE.values(**values, tries=tries), mine).rowcount
