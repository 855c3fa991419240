"""What broke off, who came back, who is gone: rows of the outbox that nobody sends as they are."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, TextClause, select, update

from knowledge import handoffs
from knowledge.message import Address
from knowledge.moments import in_storage
from knowledge.people import mark_reachable
from knowledge.tables import delivery
from scheduler import outbox
from scheduler.claiming import together
from scheduler.policies import POLICIES
from scheduler.replying import number_of

_MANY: Final = 500


def recover(connection: Connection, now: datetime) -> int:
    """Take back what a worker that is gone held: not begun goes back, begun is unknown; tells how many."""
    over = select(delivery).where(outbox.HELD, delivery.c.lease <= in_storage(now)).limit(_MANY)
    rows = connection.execute(over.with_for_update(skip_locked=True)).mappings().all()
    begun = [row for row in rows if row["state"] == "sending"]
    waiting = [row for row in rows if row["state"] == "claimed"]
    _mark(connection, waiting, {"state": "ready", "worker": "", "lease": None})
    _mark(connection, begun, {"state": "unknown", "reason": "interrupted", "lease": None})
    for row in begun:
        repeat(connection, outbox.as_delivery(row), now)
    return len(rows)


def _mark(connection: Connection, rows: Sequence[RowMapping], values: dict[str, Any]) -> None:
    if rows:
        connection.execute(update(delivery).where(delivery.c.id.in_([row["id"] for row in rows])).values(**values))


def repeat(connection: Connection, lost: outbox.Delivery, now: datetime) -> bool:
    """Order once more what may not have arrived, if its kind is one that is better twice than never."""
    if not POLICIES[lost.kind].repeat or now > lost.late_after:
        return False
    once, _, count = lost.occurrence.partition(f"/{outbox.AGAIN}")
    order = outbox.Order(
        to=lost.to,
        kind=lost.kind,
        subject=lost.subject,
        occurrence=f"{once}/{outbox.AGAIN}{int(count or 0) + 1}",
        event=lost.event,
        due=now,
        reminder=lost.reminder,
    )
    return bool(outbox.place(connection, [order], now))


def take_kept(
    connection: Connection, addresses: Sequence[Address], worker: str, now: datetime
) -> list[outbox.Delivery]:
    """These people (of one channel) are there now: the worker holds what was kept for them, in the order of sending.

    Of several that one reminder left behind, the newest is enough: the others are skipped and say so.
    """
    waiting = select(delivery).where(*_kept_for(addresses)).with_for_update(skip_locked=True)
    order = (delivery.c.rank, delivery.c.event_at, delivery.c.due, delivery.c.id)
    rows = connection.execute(waiting.order_by(*order)).mappings().all()
    newest = {_series(row): row["id"] for row in sorted(rows, key=lambda row: (row["due"], row["id"]))}
    shown = [row for row in rows if newest[_series(row)] == row["id"]]
    at = in_storage(now)
    _mark(connection, shown, {"state": "claimed", "worker": worker, "lease": in_storage(now + outbox.LEASE), "at": at})
    overtaken = [row for row in rows if newest[_series(row)] != row["id"]]
    _mark(connection, overtaken, {"state": "skipped", "reason": "overtaken", "at": at})
    return together(outbox.as_delivery(row) for row in shown)


def _series(row: RowMapping) -> tuple[str, Any]:
    """What may overtake each other: reminders of one plan. Each notice is news of its own."""
    return ("reminder", row["reminder"]) if row["reminder"] and row["kind"] != "notice" else ("row", row["id"])


def unreachable(connection: Connection, address: Address, now: datetime) -> int:
    """Nothing goes to somebody who blocked us: what was on its way is skipped and says so."""
    d = delivery.c
    theirs = (d.channel == address.channel, d.address == address.id, d.state.in_(("planned", "ready", "claimed")))
    values = {"state": "skipped", "reason": "unreachable", "at": in_storage(now)}
    return connection.execute(update(delivery).where(*theirs).values(**values)).rowcount


def is_kept(connection: Connection, addresses: Sequence[Address]) -> bool:
    """Whether anything waits for one of these people (of one channel) to come back."""
    return connection.execute(select(delivery.c.id).where(*_kept_for(addresses)).limit(1)).first() is not None


def _kept_for(addresses: Sequence[Address]) -> Iterator[ColumnElement[bool] | TextClause]:
    d = delivery.c
    yield outbox.states_in("kept")
    yield from (d.channel == addresses[0].channel, d.address.in_([address.id for address in addresses]))


def gone(connection: Connection, delivery: outbox.Delivery, worker: str, now: datetime) -> None:
    """The person cannot be reached: nothing more goes to them until they write again."""
    outbox.settle(connection, [one.id for one in delivery.all], worker, now, "failed", "unreachable")
    _forget(connection, delivery)
    mark_reachable(connection, delivery.to, now, reachable=False)
    unreachable(connection, delivery.to, now)


def unknown(connection: Connection, delivery: outbox.Delivery, worker: str, now: datetime, why: str) -> None:
    """It may have arrived: on record as such, and sent again only if its kind is better told twice than never."""
    for one in delivery.all:
        if outbox.settle(connection, [one.id], worker, now, "unknown", why):
            _forget(connection, one)
            repeat(connection, one, now)


def _forget(connection: Connection, delivery: outbox.Delivery) -> None:
    if delivery.kind == "reply":
        handoffs.settle(connection, number_of(delivery))
