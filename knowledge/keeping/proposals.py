"""Words about referral and medicine: one person proposes, another looks and publishes. Every step is audited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from knowledge import audit
from knowledge import tables as t
from knowledge.book import Book
from knowledge.editing import Edit
from knowledge.errors import Conflict, NotAllowed
from knowledge.keeping.saving import check, save
from knowledge.model import Entry, Fact
from knowledge.moments import from_storage, in_storage
from knowledge.permission import Actor
from knowledge.queue import merged, settled, take, with_wordings
from knowledge.reading import Key, decode
from knowledge.standing import demand_now


class Proposal(msgspec.Struct, frozen=True):
    """A fact that somebody proposes (None: archive it), made on top of revision ``base``. ``at`` is aware (UTC).

    ``state`` is open, published, refused (by ``reviewer``, who says ``why``) or withdrawn.
    """

    id: int
    key: Key
    fact: Fact | None
    base: int
    who: str
    at: datetime
    note: str
    state: str
    reviewer: str = ""
    why: str = ""


def propose(connection: Connection, book: Book, edit: Edit, actor: Actor, note: str, now: datetime) -> int:
    """Put an edit before a second person; returns its number. Its author's earlier drafts of the same fact that were
    sent back are done with. Raises InputError for what does not fit the Book.
    """
    demand_now(connection, actor, "facts")
    check(connection, book, edit)
    _mended(connection, edit.key, actor)
    row = {
        "kind": edit.key[0],
        "fact": edit.key[1],
        "body": None if edit.fact is None else msgspec.json.encode(edit.fact),
        "base": edit.seen or 0,
        "who": actor.name,
        "at": in_storage(now),
        "note": note[:500],
        "state": "open",
    }
    made = connection.execute(insert(t.draft).values(**row)).inserted_primary_key
    audit.record(connection, actor, now, "propose", " ".join(edit.key))
    return int(made[0]) if made else 0


def publish(connection: Connection, book: Book, edit: Edit, actor: Actor, now: datetime) -> int:
    """Publish what needs no second person, or none any more since it was sent back; returns the version. Raises as
    :func:`knowledge.keeping.saving.save` does.
    """
    version = save(connection, book, edit, actor, now)
    _mended(connection, edit.key, actor)
    return version


def _mended(connection: Connection, key: Key, actor: Actor) -> None:
    """What was sent back to this author of this fact is in newer words now."""
    d = t.draft.c
    theirs = (d.state == "refused", d.kind == key[0], d.fact == key[1], d.who == actor.name)
    connection.execute(update(t.draft).where(*theirs).values(state="withdrawn"))


def propose_for(
    connection: Connection, book: Book, ids: Sequence[int], entry: Entry, actor: Actor, now: datetime
) -> int:
    """Propose a new entry that answers questions of the queue; they wait in the proposal from now on."""
    take(connection, ids, actor, now)
    whole = with_wordings(connection, ids, entry)
    number = propose(connection, book, Edit(("entry", entry.id), whole, 0), actor, "", now)
    settled(connection, ids)
    return number


def propose_merging(
    connection: Connection, book: Book, ids: Sequence[int], entry: str, actor: Actor, now: datetime
) -> int:
    """Propose that a known entry answers questions of the queue too; they wait in the proposal from now on."""
    take(connection, ids, actor, now)
    number = propose(connection, book, merged(connection, ids, entry), actor, "", now)
    settled(connection, ids)
    return number


def waiting(connection: Connection) -> list[Proposal]:
    """All that waits for a second person, the oldest first."""
    d = t.draft.c
    rows = connection.execute(select(t.draft).where(d.state == "open").order_by(d.at, d.id))
    return [_proposal(row) for row in rows]


def sent_back(connection: Connection, who: str) -> list[Proposal]:
    """What others refused of somebody's drafts and they are not done with, the newest first."""
    d = t.draft.c
    rows = connection.execute(select(t.draft).where(d.state == "refused", d.who == who).order_by(d.id.desc()))
    return [_proposal(row) for row in rows]


def new_once(connection: Connection, number: int, kind: str, who: str) -> Key:
    """The new fact of a draft that was sent back to ``who``. Raises LookupError when there is no such one."""
    for one in sent_back(connection, who):
        if one.id == number and one.key[0] == kind and not one.base:
            return one.key
    raise LookupError(f"there is no new {kind} in a draft {number} of theirs")


def count(connection: Connection) -> int:
    """How many wait."""
    return connection.execute(select(func.count()).where(t.draft.c.state == "open")).scalar_one()


def proposal(connection: Connection, number: int) -> Proposal:
    """One by number. Raises LookupError when there is none."""
    row = connection.execute(select(t.draft).where(t.draft.c.id == number)).first()
    if row is None:
        raise LookupError(f"there is no proposal {number}")
    return _proposal(row)


def _proposal(row: Any) -> Proposal:
    fact = decode(row.kind, row.body) if row.body is not None else None
    at = from_storage(row.at)
    told = (row.note, row.state, row.reviewer, row.why)
    return Proposal(row.id, (row.kind, row.fact), fact, row.base, row.who, at, *told)


def approve(connection: Connection, book: Book, number: int, actor: Actor, now: datetime) -> int:
    """The second person agrees: it is published in the name of who proposed it; returns the version of the Book.

    Raises NotAllowed for who proposed it themselves, Conflict when the fact was changed since or it is dealt with.
    """
    demand_now(connection, actor, "review")
    held = proposal(connection, number)
    if held.who == actor.name:
        raise NotAllowed("own_proposal")
    _close(connection, held, "published", actor)
    author = Actor(held.who, "web", actor.role, actor.institutions, reviewer=actor.name)
    version = save(connection, book, Edit(held.key, held.fact, held.base), author, now)
    audit.record(connection, actor, now, "review", " ".join(held.key), after=held.who)
    return version


def refuse(connection: Connection, number: int, actor: Actor, why: str, now: datetime) -> None:
    """Send it back: the second person does not agree. Or who proposed it takes it back, or puts away what was sent
    back to them.
    """
    demand_now(connection, actor, "facts")
    held = proposal(connection, number)
    if held.state == "refused" and held.who == actor.name:
        connection.execute(update(t.draft).where(t.draft.c.id == number).values(state="withdrawn"))
    else:
        _close(connection, held, "withdrawn" if held.who == actor.name else "refused", actor, why)
    audit.record(connection, actor, now, "refuse", " ".join(held.key), before=held.who, after=why[:500])


def _close(connection: Connection, held: Proposal, state: str, actor: Actor, why: str = "") -> None:
    d = t.draft.c
    still = update(t.draft).where(d.id == held.id, d.state == "open")
    if not connection.execute(still.values(state=state, reviewer=actor.name, why=why[:500])).rowcount:
        raise Conflict("proposal_closed")
