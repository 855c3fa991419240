"""What broke off, who came back, who is gone: rows of the outbox that nobody sends as they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, select, update

from knowledge.editing import in_storage
from knowledge.message import Address
from knowledge.tables import delivery
from scheduler import outbox
from scheduler.policies import POLICIES

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


def arrived(connection: Connection, addresses: Sequence[Address], now: datetime) -> int:
    """These people's pages are open: what waits for them is due."""
    total = 0
    for channel in {address.channel for address in addresses}:
        ids = [address.id for address in addresses if address.channel == channel]
        theirs = (outbox.states_in("kept"), delivery.c.channel == channel, delivery.c.address.in_(ids))
        values = {"state": "ready", "at": in_storage(now), "worker": "", "reason": ""}
        total += connection.execute(update(delivery).where(*theirs).values(**values)).rowcount
    return total


def unreachable(connection: Connection, address: Address, now: datetime) -> int:
    """Nothing goes to somebody who blocked us: what was on its way is skipped and says so."""
    d = delivery.c
    theirs = (d.channel == address.channel, d.address == address.id, d.state.in_(("planned", "ready", "claimed")))
    values = {"state": "skipped", "reason": "unreachable", "at": in_storage(now)}
    return connection.execute(update(delivery).where(*theirs).values(**values)).rowcount


def is_kept(connection: Connection, addresses: Sequence[Address]) -> bool:
    """Whether anything waits for one of these people (of one channel) to come back."""
    d = delivery.c
    theirs = (d.channel == addresses[0].channel, d.address.in_([address.id for address in addresses]))
    return connection.execute(select(d.id).where(outbox.states_in("kept"), *theirs).limit(1)).first() is not None
