"""Taking a change back: what a version changed is put back as it was, as a new version; nothing is ever lost."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, select

from knowledge import tables as t
from knowledge.called import called
from knowledge.editing import Edit, publish
from knowledge.errors import Conflict, NotAllowed
from knowledge.model import Fact
from knowledge.permission import Actor, is_sample
from knowledge.reading import Key, decode
from knowledge.vouching import only_confirmed


def undo(connection: Connection, version: int, actor: Actor, now: datetime) -> int:
    """Undo everything that ``version`` changed, which ``actor`` published by the same door; returns the new version.

    Nobody has to agree to it again, so a version that came with a release, from a file or from a colleague stays. The
    invented roster that a file cleared away stays away: others may have brought real ones since.
    Raises NotAllowed for those, Conflict when one of these facts was changed again since (that somebody confirmed it is
    no change), and LookupError for a version that changed nothing.
    """
    r = t.revision.c
    wanted = select(r.number, r.kind, r.id, r.after, r.who, r.door, t.item.c.body).where(r.version == version)
    of_item = and_(r.kind == t.item.c.kind, r.id == t.item.c.id)
    rows = connection.execute(wanted.join(t.item, of_item)).all()
    if not rows:
        raise LookupError(f"version {version} changed nothing")
    if any((row.who, row.door) != (actor.name, actor.door) for row in rows):
        raise NotAllowed("not_your_publishing")
    found = ((row, _earlier(connection, row)) for row in rows)
    going = [(row, before) for row, before in found if not (row.door == "import" and before and is_sample(before))]
    for row, _ in going:
        _check_latest(connection, row)
    edits = [Edit((row.kind, row.id), before) for row, before in going]
    return publish(connection, edits, "staff", _agreed(actor), now)


def _earlier(connection: Connection, row: Any) -> Fact | None:
    """The fact of a revision as it stood before it."""
    r = t.revision.c
    of_fact = (r.kind == row.kind, r.id == row.id, r.number < row.number)
    return _fact(
        row.kind, connection.execute(select(r.after).where(*of_fact).order_by(r.number.desc()).limit(1)).scalar()
    )


def _check_latest(connection: Connection, row: Any) -> None:
    """Raise Conflict when the fact of a revision was changed again since, other than confirmed."""
    r = t.revision.c
    later = (r.kind == row.kind, r.id == row.id, r.number > row.number)
    made, since = _fact(row.kind, row.after), connection.execute(select(r.after).where(*later)).scalars()
    if not all(only_confirmed(made, _fact(row.kind, body)) for body in since):
        raise Conflict("changed_since", what=called(row.kind, decode(row.kind, row.body)))


def _fact(kind: str, body: bytes | None) -> Fact | None:
    return decode(kind, body) if body else None


def _agreed(actor: Actor) -> Actor:
    """What goes back was published before: nobody has to agree to it again."""
    return msgspec.structs.replace(actor, reviewer="(published before)")


def restore(connection: Connection, number: int, actor: Actor, now: datetime) -> int:
    """Put a fact back as it stood after one revision; returns the new version. Raises LookupError for no such one."""
    r = t.revision.c
    row = connection.execute(select(r.kind, r.id, r.after).where(r.number == number)).first()
    if row is None:
        raise LookupError(f"there is no revision {number}")
    edit = Edit((row.kind, row.id), _fact(row.kind, row.after))
    return publish(connection, [edit], "staff", _agreed(actor), now)


class Published(msgspec.Struct, frozen=True):
    """What one version changed, in order, and the door by which it came; empty for a version that changed nothing."""

    keys: tuple[Key, ...] = ()
    door: str = ""


def published(connection: Connection, version: int) -> Published:
    """What a version changed."""
    r = t.revision.c
    rows = connection.execute(select(r.kind, r.id, r.door).where(r.version == version).order_by(r.number)).all()
    return Published(tuple((row.kind, row.id) for row in rows), rows[0].door if rows else "")
