"""All changes of the Book: what is written, its revision and the new version, together or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, insert, or_, select, text, update

from knowledge import tables as t
from knowledge.called import called
from knowledge.errors import Conflict, InputError, NotAllowed
from knowledge.model import Fact
from knowledge.moments import in_storage
from knowledge.permission import WHOLE_BOOK, Actor, check, check_review, institution_of, may
from knowledge.readable import name_refused, strange_names
from knowledge.reading import Key, decode, version
from knowledge.standing import check_still
from knowledge.unseen import without_unseen
from knowledge.vouching import as_vouched

__all__ = ["UNDO", "Actor", "Edit", "one_at_a_time", "publish", "remember_shipped"]

_Row = dict[str, Any]
_CLINICS: Final = frozenset({"change", "session", "site_rule", "holiday"})
_FEW: Final = 100
"""Up to so many edits are looked up one by one; of more, all facts of their kinds are read."""


UNDO: Final = timedelta(seconds=60)
"""How long a change of a clinic can be taken back before anybody is told of it."""


class Edit(msgspec.Struct, frozen=True):
    """Put ``fact`` in place of what is stored under ``key``, or archive it when ``fact`` is None.

    ``seen`` is the revision that the editor had before their eyes (0: none); None does not care.
    """

    key: Key
    fact: Fact | None
    seen: int | None = None


def one_at_a_time(connection: Connection) -> None:
    """Wait until nobody else changes the Book; SQLite's own write lock has seen to it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7215302)"))


def publish(connection: Connection, edits: Sequence[Edit], origin: str, actor: Actor, now: datetime) -> int:
    """Write all edits as one new version of the Book, with a revision each; returns that version.

    ``origin`` is shipped, file or staff. No edits, no new version. Those whom a change of a clinic touches are told
    once :data:`UNDO` is over; what they are to be reminded of is planned anew, both within this transaction.
    Raises NotAllowed for what this actor may not change, Conflict when somebody was faster, InputError for a name in
    letters that only look like ours, and LookupError when there is nothing to archive.
    """
    if not edits:
        return version(connection)
    one_at_a_time(connection)
    stored, revisions_now = _stored(connection, [edit.key for edit in edits])
    check_still(connection, actor)
    _check(edits, stored, revisions_now, actor)
    if not may(actor, "facts"):
        _check_experts(connection, edits, actor)
    edits = [_vouched(connection, edit, actor, now) for edit in edits]
    new = _raise_version(connection)
    _write(connection, [_row(edit, stored, origin, new) for edit in edits], stored)
    trail = {"version": new, "who": actor.name, "door": actor.door, "at": in_storage(now)}
    revisions = [
        trail
        | {"kind": e.key[0], "id": e.key[1], "before": stored.get(e.key), "after": _body(e)}
        | {"announce_at": in_storage(now + UNDO) if e.key[0] == "change" and origin != "shipped" else None}
        for e in edits
    ]
    connection.execute(insert(t.revision), revisions)
    _plan_anew(connection, [edit.key for edit in edits], now)
    return new


def _vouched(connection: Connection, edit: Edit, actor: Actor, now: datetime) -> Edit:
    """No door brings changed words under a confirmation that was given to others."""
    if edit.fact is None:
        return edit
    return msgspec.structs.replace(edit, fact=as_vouched(connection, edit.key, edit.fact, actor, now))


def _plan_anew(connection: Connection, keys: Sequence[Key], now: datetime) -> None:
    """Reminders of clinics and series come up at the next tick, which looks from the new facts when they are due."""
    r = t.reminder.c
    touched = [r.subject == f"series:{key}" for kind, key in keys if kind == "series"]
    if any(kind in _CLINICS for kind, _ in keys):
        touched += [r.subject.startswith("expert:"), r.subject.startswith("session:")]
    if touched:
        later = (r.next_due.is_not(None), r.next_due > in_storage(now), or_(*touched))
        connection.execute(update(t.reminder).where(*later).values(next_due=in_storage(now)))


def _body(edit: Edit) -> bytes | None:
    """The fact as it is stored, of nothing but what staff and residents see, whatever it was typed or pasted from."""
    return None if edit.fact is None else without_unseen(msgspec.json.encode(edit.fact).decode()).encode()


def _row(edit: Edit, stored: dict[Key, bytes], origin: str, new: int) -> _Row:
    body = _body(edit) or stored[edit.key]
    return {
        "kind": edit.key[0],
        "id": edit.key[1],
        "body": body,
        "origin": origin,
        "version": new,
        "archived": edit.fact is None,
    }


def remember_shipped(connection: Connection, digest: str) -> None:
    """Note which shipped content the database now holds."""
    version_now = version(connection)
    if version_now == 0:
        connection.execute(insert(t.book).values(id=1, version=0, shipped=digest))
    else:
        connection.execute(update(t.book).values(shipped=digest))


def _raise_version(connection: Connection) -> int:
    if connection.execute(select(t.book.c.id).with_for_update()).first() is None:
        connection.execute(insert(t.book).values(id=1, version=1, shipped=""))
        return 1
    connection.execute(update(t.book).values(version=t.book.c.version + 1))
    return version(connection)


def _stored(connection: Connection, keys: Sequence[Key]) -> tuple[dict[Key, bytes], dict[Key, int]]:
    i, kinds = t.item.c, {kind for kind, _ in keys}
    wanted = select(i.kind, i.id, i.body, i.revision).where(i.kind.in_(kinds))
    if len(keys) <= _FEW:
        wanted = wanted.where(i.id.in_({key for _, key in keys}))
    rows = connection.execute(wanted).all()
    return {(r.kind, r.id): r.body for r in rows}, {(r.kind, r.id): r.revision for r in rows}


def _check(edits: Sequence[Edit], stored: Mapping[Key, bytes], revisions: Mapping[Key, int], actor: Actor) -> None:
    """Permission, review and conflict, for every door alike."""
    if not may(actor, "facts") or actor.door not in WHOLE_BOOK:
        changed = [(edit.key[0], _before(edit.key, stored), edit.fact) for edit in edits]
        for kind, before, after in changed:
            check(actor, kind, before, after)
        check_review(actor, changed)
    for edit in edits:
        _check_names(edit, stored)
        if edit.fact is None and edit.key not in stored:
            raise LookupError(f"there is no {' '.join(edit.key)} to archive")
        if edit.seen is not None and edit.seen != revisions.get(edit.key, 0):
            raise Conflict("fact_changed", what=called(edit.key[0], _before(edit.key, stored) or edit.fact))


def _check_names(edit: Edit, stored: Mapping[Key, bytes]) -> None:
    """No new name of a person that only looks like one we write: whatever the door, this is where all pass."""
    if new := strange_names(edit.fact):
        held = strange_names(_before(edit.key, stored))
        for name, sign in new:
            if (name, sign) not in held:
                raise InputError(name_refused(name, sign))


def _check_experts(connection: Connection, edits: Sequence[Edit], actor: Actor) -> None:
    """Whose clinics a clerk enters or changes: experts of another hospital's roster are not theirs to speak for.

    One whom an editor has let sit at the clerk's hospital too is: there alone, since every fact names its hospital.
    """
    brought = {edit.key[1] for edit in edits if edit.key[0] == "expert" and edit.fact is not None}
    named = {str(getattr(edit.fact, "expert", "")) for edit in edits} - brought - {""}
    found = _decoded(connection, "expert", t.item.c.id.in_(named))
    foreign = [expert for expert in found if institution_of(expert) not in actor.institutions]
    places = _places(edit.fact for edit in edits if edit.fact is not None)
    sat = _places(_decoded(connection, "session")) if foreign else {}
    for expert in foreign:
        if not places[expert.id] <= sat.get(expert.id, set()):
            name = getattr(expert, "name", expert.id)
            raise NotAllowed("expert_of_others", name=name)


def _places(facts: Iterable[Fact]) -> dict[str, set[str]]:
    """The hospitals at which each expert sits, or sat, or for which they are named."""
    places: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        places[str(getattr(fact, "expert", ""))].add(institution_of(fact))
    return places


def _decoded(connection: Connection, kind: str, *which: ColumnElement[bool]) -> Iterator[Fact]:
    for body in connection.execute(select(t.item.c.body).where(t.item.c.kind == kind, *which)).scalars():
        yield decode(kind, body)


def _before(key: Key, stored: Mapping[Key, bytes]) -> Fact | None:
    body = stored.get(key)
    return decode(key[0], body) if body else None


def _write(connection: Connection, rows: list[_Row], stored: dict[Key, bytes]) -> None:
    fresh = [row | {"revision": 1} for row in rows if (row["kind"], row["id"]) not in stored]
    if fresh:
        connection.execute(insert(t.item), fresh)
    place = (t.item.c.kind == bindparam("b_kind"), t.item.c.id == bindparam("b_id"))
    change = update(t.item).where(*place).values(revision=t.item.c.revision + 1)
    for row in rows:
        if (row["kind"], row["id"]) in stored:
            values = {key: value for key, value in row.items() if key not in {"kind", "id"}}
            connection.execute(change.values(**values), {"b_kind": row["kind"], "b_id": row["id"]})
