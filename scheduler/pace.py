"""How fast a channel is written to: one row a channel, shared by every replica through the database.

Each message takes the next free slot; slots are a gap apart. A channel that asks for patience pushes the next slot
away and widens the gap, which closes again little by little.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Float, bindparam, case, literal, select, update

from knowledge.database import insert_once
from knowledge.tables import pace

BURST: Final = 1.0
"""Seconds of unused slots that may be caught up with."""
LONGEST: Final = 600.0
"""Seconds of patience at most; a next slot farther away than that is of a clock that was put back since."""
_WIDER: Final = 1.5
_WIDEST: Final = 2.0
_CLOSING: Final = 0.99
_FREE: Final = select(pace.c.free_at).where(pace.c.channel == bindparam("wanted"))


def reserve(connection: Connection, channel: str, count: int, per_second: float, now: datetime) -> list[datetime]:
    """The moments (aware, UTC) at which the next ``count`` messages may leave."""
    p, gap = pace.c, 1 / per_second
    floor = literal(now.timestamp() - BURST, Float)
    ceiling = literal(now.timestamp() + LONGEST, Float)
    start = case((p.free_at > ceiling, floor), (p.free_at > floor, p.free_at), else_=floor)
    narrowed = gap + (p.gap - gap) * _CLOSING**count
    values = {"free_at": start + count * p.gap, "gap": case((p.gap > gap, narrowed), else_=literal(gap, Float))}
    row = connection.execute(
        update(pace).where(p.channel == channel).values(**values).returning(p.free_at, p.gap)
    ).first()
    if row is None:
        first = {"channel": channel, "free_at": now.timestamp() - BURST, "gap": gap}
        connection.execute(insert_once(connection, pace), [first])
        return reserve(connection, channel, count, per_second, now)
    first = row.free_at - count * row.gap
    return [datetime.fromtimestamp(first + n * row.gap, UTC) for n in range(count)]


def pause(connection: Connection, channel: str, seconds: float, now: datetime) -> None:
    """Nothing leaves for so many seconds, and everything after goes slower."""
    p = pace.c
    until = literal(now.timestamp() + min(seconds, LONGEST), Float)
    wider = case((p.gap * _WIDER < _WIDEST, p.gap * _WIDER), else_=literal(_WIDEST, Float))
    later = case((p.free_at > until, p.free_at), else_=until)
    connection.execute(update(pace).where(p.channel == channel).values(free_at=later, gap=wider))


def wait(connection: Connection, channel: str, now: datetime) -> timedelta:
    """How long nothing more may leave."""
    seconds = (connection.execute(_FREE, {"wanted": channel}).scalar() or 0.0) - now.timestamp()
    return timedelta(seconds=seconds if 0 < seconds <= LONGEST else 0)


def gap_of(connection: Connection, channel: str) -> float | None:
    """Seconds between two messages of a channel now; None before its first."""
    return connection.execute(select(pace.c.gap).where(pace.c.channel == channel)).scalar()
