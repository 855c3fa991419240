"""Taking rows of the outbox to send them: the next ones in their order, and what goes out together in one message."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, RowMapping, Select, bindparam, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from knowledge.moments import in_storage
from knowledge.tables import delivery
from scheduler.outbox import LEASE, Delivery, as_delivery, postpone, states_in

MOST_TOGETHER: Final = 30
"""Notices that one message tells of."""
_PER_CHAT: Final = timedelta(seconds=1)


def _claiming(rows: Select[tuple[int]], name: str) -> ReturningUpdate[Any]:
    """The statement that takes these rows; what another worker takes at this moment is passed over."""
    free = rows.where(states_in("ready"), delivery.c.channel == bindparam("wanted"))
    taken = free.with_for_update(skip_locked=True).cte(name)
    held = {"state": "claimed", "worker": bindparam("holder"), "lease": bindparam("until"), "at": bindparam("now")}
    return update(delivery).where(delivery.c.id.in_(select(taken.c.id))).values(**held).returning(delivery)


_CLAIM: Final = _claiming(
    select(delivery.c.id).order_by(delivery.c.rank, delivery.c.event_at, delivery.c.id).limit(bindparam("most")),
    "next",
)
_CLAIM_BESIDE: Final = _claiming(
    select(delivery.c.id).where(
        delivery.c.address.in_(bindparam("chats", expanding=True)), delivery.c.kind == "notice"
    ),
    "waiting",
)
_BUSY: Final = select(delivery.c.address).where(
    delivery.c.channel == bindparam("wanted"),
    delivery.c.address.in_(bindparam("chats", expanding=True)),
    delivery.c.id.not_in(bindparam("ours", expanding=True)),
    delivery.c.at > bindparam("since"),
    delivery.c.at < bindparam("till"),  # what lies ahead is of a clock that was put back since
    delivery.c.worker != "",
    states_in("sending", "sent", "unknown", "claimed"),
)
"""Made once: building a statement costs more than running it, and these run for every message."""


def claim(
    connection: Connection,
    channel: str,
    worker: str,
    now: datetime,
    *,
    most: int,
    lease: timedelta = LEASE,
    spaced: bool = True,
) -> list[Delivery]:
    """Take the next rows of a channel in their order: rank, then the soonest event. ``spaced``: one a chat a second.

    The notices that wait for one person are taken as one, since they go out in one message.
    """
    values = {
        "wanted": channel,
        "most": most,
        "holder": worker,
        "now": in_storage(now),
        "until": in_storage(now + lease),
    }
    rows = list(connection.execute(_CLAIM, values).mappings())
    if told := list({row["address"] for row in rows if row["kind"] == "notice"}):
        rows += connection.execute(_CLAIM_BESIDE, values | {"chats": told}).mappings()
    held = together([as_delivery(row) for row in sorted(rows, key=_in_order)])
    return _one_a_chat(connection, held, worker, now) if spaced else held


def _in_order(row: RowMapping) -> tuple[int, datetime, int]:
    return row["rank"], row["event_at"], row["id"]


def together(held: Iterable[Delivery]) -> list[Delivery]:
    """The notices of each person as one, in the order of the first; everything else by itself."""
    groups: dict[object, list[Delivery]] = {}
    for one in held:
        group = groups.setdefault(one.to if one.kind == "notice" else one.id, [])
        if len(group) == MOST_TOGETHER:
            groups[group[0].id], group = group, []
            groups[one.to] = group
        group.append(one)
    return [told_as_one(group) for group in groups.values()]


def told_as_one(group: Sequence[Delivery]) -> Delivery:
    """The first of these rows, with the others beside it."""
    return msgspec.structs.replace(group[0], beside=tuple(group[1:])) if len(group) > 1 else group[0]


def _one_a_chat(connection: Connection, held: Sequence[Delivery], worker: str, now: datetime) -> list[Delivery]:
    """What comes later for the same chat, and for chats just written to, waits a second."""
    if not held:
        return []
    chats, ours = list({one.to.id for one in held}), [row.id for one in held for row in one.all]
    second = {"since": in_storage(now - _PER_CHAT), "till": in_storage(now + _PER_CHAT)}
    values = {"wanted": held[0].to.channel, "chats": chats, "ours": ours, **second}
    busy = set(connection.execute(_BUSY, values).scalars())
    kept: list[Delivery] = []
    for one in held:
        if one.to.id in busy:
            postpone(connection, [row.id for row in one.all], worker, now, now + _PER_CHAT, tried=False)
        else:
            busy.add(one.to.id)
            kept.append(one)
    return kept
