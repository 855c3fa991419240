"""Somebody is forgotten, and the figures of weeks that were told stay as they were: their deliveries are but counted.

Else whoever reads the same week before and after could tell what one person had.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from knowledge import tables as t
from knowledge.database import insert_once
from knowledge.moments import SHANGHAI, from_storage
from scheduler.announcing import change_of

UNFINISHED: Final = ("planned", "ready", "claimed", "sending", "kept")
"""States of deliveries that no figure of a week counts."""
_OFF: Final = frozenset({"suspend", "close", "move", "full"})
_Key = tuple[str, str, str, str, bool]


def forget(connection: Connection, *which: ColumnElement[bool]) -> int:
    """Delete these deliveries, count those that are over; tells how many there were."""
    d = t.delivery.c
    told = (d.kind, d.subject, d.state, d.at, d.occurrence, d.event_at)
    rows = connection.execute(delete(t.delivery).where(*which).returning(*told)).all()
    over = [row for row in rows if row.state not in UNFINISHED]
    off = announced_off(connection, {number_of(row.occurrence) for row in over if row.kind == "notice"})
    for key, count in Counter(_key(row, off) for row in over).items():
        _add(connection, key, count)
    return len(rows)


def _key(row: Any, off: Collection[int]) -> _Key:
    on_time = row.kind == "notice" and row.state == "sent" and row.at < row.event_at
    subject = row.subject if row.kind == "series" else ""
    return _monday(row.at), row.kind, subject, row.state, on_time and number_of(row.occurrence) in off


def _monday(at: datetime) -> str:
    day = from_storage(at).astimezone(SHANGHAI).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def _add(connection: Connection, key: _Key, count: int) -> None:
    held = dict(zip(("week", "kind", "subject", "state", "spared"), key, strict=True))
    connection.execute(insert_once(connection, t.forgotten).values(**held, count=0))
    here = [t.forgotten.c[name] == value for name, value in held.items()]
    connection.execute(update(t.forgotten).where(*here).values(count=t.forgotten.c.count + count))


def number_of(occurrence: str) -> int:
    """The revision that a notice tells of."""
    return int(occurrence.split("/")[1])


def announced_off(connection: Connection, numbers: Collection[int]) -> set[int]:
    """Those of these revisions by which a session is off or elsewhere."""
    r = t.revision.c
    bodies = connection.execute(select(r.number, r.after).where(r.kind == "change", r.number.in_(numbers))).all()
    return {number for number, body in bodies if body and (change := change_of(body)) and change.change in _OFF}


def counted(connection: Connection, begin: datetime, *by: str) -> list[tuple[Any, ...]]:
    """How many of the week that begins then (aware, a Monday) were of people who are forgotten, by these columns."""
    columns = [t.forgotten.c[name] for name in by]
    week = t.forgotten.c.week == begin.astimezone(SHANGHAI).date().isoformat()
    rows = connection.execute(select(*columns, func.sum(t.forgotten.c.count)).where(week).group_by(*columns))
    return [tuple(row) for row in rows]
