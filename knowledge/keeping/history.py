"""What a fact was before: its revisions, and what differs between two of them, field by field."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
from rapidfuzz.distance import Indel
from sqlalchemy import Connection, func, select

from knowledge import tables as t
from knowledge.keeping.fields import fields_of, shown
from knowledge.model import Fact
from knowledge.moments import from_storage
from knowledge.reading import Key, State, decode

_SHOWN: Final = 50
_LONG: Final = 2_000
"""Characters of a text that are compared one by one; longer ones line by line."""


class Revision(msgspec.Struct, frozen=True):
    """One change of a fact: ``number`` in the Book's order, ``count`` in the fact's own. ``at`` is aware (UTC)."""

    number: int
    count: int
    who: str
    door: str
    at: datetime
    before: Fact | None
    after: Fact | None


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text that stayed, went or came."""

    how: Literal["same", "gone", "new"]
    text: str


class Difference(msgspec.Struct, frozen=True):
    """A field with what it was and what it is."""

    field: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


def state_of(connection: Connection, key: Key) -> State | None:
    """One stored fact, archived or not; None when there never was one."""
    i = t.item.c
    row = connection.execute(select(t.item).where(i.kind == key[0], i.id == key[1])).first()
    return State(decode(row.kind, row.body), row.origin, row.revision, row.archived) if row else None


def archived(connection: Connection, kind: str) -> list[Fact]:
    """What was put away of a kind."""
    i = t.item.c
    rows = connection.execute(select(i.body).where(i.kind == kind, i.archived).order_by(i.id)).scalars()
    return [decode(kind, body) for body in rows]


def revisions(connection: Connection, key: Key) -> list[Revision]:
    """The last changes of a fact, newest first."""
    r = t.revision.c
    of_fact = (r.kind == key[0], r.id == key[1])
    total = connection.execute(select(func.count()).select_from(t.revision).where(*of_fact)).scalar_one()
    rows = connection.execute(select(t.revision).where(*of_fact).order_by(r.number.desc()).limit(_SHOWN)).all()
    return [_revision(row, total - n) for n, row in enumerate(rows)]


def revision(connection: Connection, number: int) -> Revision:
    """One change by number. Raises LookupError when there is none."""
    row = connection.execute(select(t.revision).where(t.revision.c.number == number)).first()
    if row is None:
        raise LookupError(f"there is no revision {number}")
    return _revision(row, 0)


def key_of(connection: Connection, number: int) -> Key:
    """The fact that a change belongs to. Raises LookupError when there is no such change."""
    row = connection.execute(select(t.revision.c.kind, t.revision.c.id).where(t.revision.c.number == number)).first()
    if row is None:
        raise LookupError(f"there is no revision {number}")
    return row.kind, row.id


def as_seen(connection: Connection, key: Key, count: int) -> Fact | None:
    """A fact as it was after so many changes: what an editor had before their eyes; None for none."""
    r = t.revision.c
    of_fact = select(r.after).where(r.kind == key[0], r.id == key[1]).order_by(r.number)
    body = connection.execute(of_fact.offset(max(count - 1, 0)).limit(1)).scalar() if count else None
    return decode(key[0], body) if body else None


def _revision(row: Any, count: int) -> Revision:
    before, after = (decode(row.kind, body) if body else None for body in (row.before, row.after))
    return Revision(row.number, count, row.who, row.door, from_storage(row.at), before, after)


def differences(kind: str, before: Fact | None, after: Fact | None) -> list[Difference]:
    """The fields that differ, as their form's texts; None is a fact that is not there."""
    old, new = (shown(kind, fact) if fact is not None else {} for fact in (before, after))
    found = [Difference(field.name, old.get(field.name, ""), new.get(field.name, "")) for field in fields_of(kind)]
    dates = ("verified_on", "confirmed_by")
    found += [Difference(name, getattr(before, name, ""), getattr(after, name, "")) for name in dates]
    return [
        msgspec.structs.replace(one, pieces=tuple(pieces(one.before, one.after)))
        for one in found
        if one.before != one.after
    ]


def pieces(before: str, after: str) -> Iterator[Piece]:
    """What stayed, went and came from one text to another, in reading order."""
    whole = max(len(before), len(after)) > _LONG
    old, new = (text.splitlines(keepends=True) if whole else list(text) for text in (before, after))
    a = b = 0
    for same in Indel.opcodes(old, new).as_matching_blocks():  # difflib takes minutes where many lines repeat
        stretches: tuple[tuple[Literal["gone", "new", "same"], Sequence[str]], ...] = (
            ("gone", old[a : same.a]),
            ("new", new[b : same.b]),
            ("same", old[same.a : same.a + same.size]),
        )
        yield from (Piece(how, "".join(text)) for how, text in stretches if text)
        a, b = same.a + same.size, same.b + same.size
