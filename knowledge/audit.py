"""What the staff did: written down as it happens, read back together with every change of the Book."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select

from knowledge import tables as t
from knowledge.moments import from_storage, in_storage
from knowledge.permission import Actor

_BATCH: Final = 5000


class Line(msgspec.Struct, frozen=True):
    """One thing done. ``key`` is its place in the order of all lines, newest first; ``at`` is aware (UTC).

    ``fields`` are what differs of a fact, as (field, before, after); ``before`` and ``after`` say the same in one text.
    """

    key: str
    at: datetime
    who: str
    door: str
    action: str
    subject: str
    before: str
    after: str
    fields: tuple[tuple[str, str, str], ...] = ()


def record(
    connection: Connection, actor: Actor, now: datetime, action: str, subject: str, *, before: str = "", after: str = ""
) -> None:
    """Write down what ``actor`` did to ``subject``, within the transaction that does it."""
    values = {"at": in_storage(now), "who": actor.name, "door": actor.door, "action": action, "subject": subject}
    connection.execute(insert(t.audit).values(before=before, after=after, **values))


def page(connection: Connection, size: int, after: str = "") -> list[Line]:
    """The ``size`` newest lines, or those that follow the line of key ``after``. Raises ValueError for no such key."""
    place = _place(after) if after else None
    both = (_deeds(connection, size, place), _revisions(connection, size, place))
    return [*islice(heapq.merge(*both, key=lambda line: line.key, reverse=True), size)]


def whole(connection: Connection) -> Iterator[Line]:
    """Every line, newest first."""
    last = ""
    while lines := page(connection, _BATCH, last):
        yield from lines
        last = lines[-1].key


def _key(at: datetime, source: int, number: int) -> str:
    return f"{at:%Y%m%d%H%M%S%f}-{source}-{number:010}"


def _place(key: str) -> tuple[datetime, int, int]:
    at, source, number = key.split("-")
    return datetime.strptime(at, "%Y%m%d%H%M%S%f"), int(source), int(number)  # noqa: DTZ007 - as in storage, UTC


def _behind(columns: Any, source: int, place: tuple[datetime, int, int] | None) -> ColumnElement[bool]:
    """The rows that stand behind a place in the common order of both tables."""
    if place is None:
        return and_(True)
    at, its_source, number = place
    if source == its_source:
        return or_(columns.at < at, and_(columns.at == at, columns.number < number))
    return and_(columns.at <= at if source < its_source else columns.at < at)


def _deeds(connection: Connection, size: int, place: tuple[datetime, int, int] | None) -> list[Line]:
    a = t.audit.c
    wanted = select(t.audit).where(_behind(a, 1, place)).order_by(a.at.desc(), a.number.desc()).limit(size)
    return [
        Line(_key(r.at, 1, r.number), from_storage(r.at), r.who, r.door, r.action, r.subject, r.before, r.after)
        for r in connection.execute(wanted)
    ]


def _revisions(connection: Connection, size: int, place: tuple[datetime, int, int] | None) -> list[Line]:
    """Changes of the Book; what a release brought is not somebody's deed."""
    r = t.revision.c
    wanted = select(t.revision).where(_behind(r, 0, place), r.door != "program")
    rows = connection.execute(wanted.order_by(r.at.desc(), r.number.desc()).limit(size))
    return [_revised(row) for row in rows]


def _revised(row: Any) -> Line:
    before, after = _fields(row.before), _fields(row.after)
    action = "archive" if row.after is None else "change" if row.before else "add"
    changed = [name for name in before | after if before.get(name) != after.get(name)]
    told = [", ".join(f"{name}={held[name]}" for name in changed if held.get(name)) for held in (before, after)]
    fields = tuple((name, before.get(name, ""), after.get(name, "")) for name in changed)
    key, at = _key(row.at, 0, row.number), from_storage(row.at)
    return Line(key, at, row.who, row.door, action, f"{row.kind} {row.id}", told[0], told[1], fields)


def _fields(body: bytes | None) -> dict[str, str]:
    if body is None:
        return {}
    held = msgspec.json.decode(body, type=dict[str, Any])
    return {
        name: value if isinstance(value, str) else msgspec.json.encode(value).decode() for name, value in held.items()
    }
