"""What became of everything that was to be delivered: figures for whoever runs the program, and what is forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, func, select, text, update

from knowledge import tables as t
from knowledge.editing import in_storage
from scheduler import pace

KEPT: Final = timedelta(days=90)
HANDOFFS_KEPT: Final = timedelta(days=14)
DONE_KEPT: Final = timedelta(days=7)
_UNSENT: Final = ("planned", "ready", "claimed", "sending")


class Ledger(msgspec.Struct, frozen=True):
    """``states``: deliveries by state. ``backlog``: ready or under way now; ``late``: seconds that the oldest of them
    has waited since it was due; ``gaps``: seconds between two messages by channel; ``reminders`` and ``follows`` held.
    """

    states: dict[str, int]
    backlog: int
    late: float
    gaps: dict[str, float]
    reminders: int
    follows: int


def ledger(connection: Connection, now: datetime) -> Ledger:
    """The ledger at a moment (aware)."""
    d, r = t.delivery.c, t.reminder.c
    rows = connection.execute(select(d.state, func.count()).group_by(d.state)).all()
    states = dict.fromkeys((*_UNSENT, "kept", "sent", "unknown", "failed", "skipped", "expired"), 0) | dict(
        map(tuple, rows)
    )
    waiting = text("delivery.state IN ('ready', 'claimed', 'sending')")
    oldest = connection.execute(select(func.min(d.due)).where(waiting)).scalar()
    channels = connection.execute(select(t.pace.c.channel)).scalars().all()
    active = select(func.count()).select_from(t.reminder).where(r.next_due.is_not(None))
    return Ledger(
        states=states,
        backlog=sum(states[state] for state in ("ready", "claimed", "sending")),
        late=max(0.0, (now - oldest.replace(tzinfo=UTC)).total_seconds()) if oldest else 0.0,
        gaps={channel: pace.gap_of(connection, channel) or 0.0 for channel in channels},
        reminders=connection.execute(active).scalar() or 0,
        follows=connection.execute(select(func.count()).select_from(t.follow)).scalar() or 0,
    )


def not_reached(connection: Connection, since: datetime) -> list[tuple[str, str, int]]:
    """Kind, reason and number of deliveries that reached nobody since a moment: labels only, no people."""
    d = t.delivery.c
    lost = (d.state.in_(("failed", "expired", "unknown")), d.at >= in_storage(since))
    rows = connection.execute(select(d.kind, d.reason, func.count()).where(*lost).group_by(d.kind, d.reason))
    return [(kind, reason, number) for kind, reason, number in rows]


def prune(connection: Connection, now: datetime) -> None:
    """Nightly: what nobody came back to read expires; what is long done is forgotten."""
    d, r, h = t.delivery.c, t.reminder.c, t.handoff.c
    at = in_storage(now)
    unread = (text("delivery.state = 'kept'"), d.late_after < at)
    connection.execute(update(t.delivery).where(*unread).values(state="expired", reason="not read in time", at=at))
    connection.execute(delete(t.delivery).where(d.state.not_in((*_UNSENT, "kept")), d.at < in_storage(now - KEPT)))
    connection.execute(delete(t.reminder).where(r.next_due.is_(None), r.dealt < in_storage(now - DONE_KEPT)))
    connection.execute(delete(t.handoff).where(h.at < in_storage(now - HANDOFFS_KEPT)))
