"""Every SELECT of the Book. Returns facts, never rows."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, func, select

from knowledge import tables as t
from knowledge.errors import ContentError
from knowledge.kinds import KINDS
from knowledge.model import Fact
from knowledge.tuning import USUAL, Tuning

TUNING = "tuning"
Key = tuple[str, str]
"""Kind and id of a fact."""


class State(msgspec.Struct, frozen=True):
    """One stored fact with what belongs to its storage: where it came from and how often it was revised."""

    fact: Fact
    origin: str
    revision: int
    archived: bool


class Changes(msgspec.Struct, frozen=True):
    """What became of the Book after some version: facts to put in place and keys to take out.

    ``whole``: these are all facts there are, and what is not among them is gone.
    ``tuning``: as it is set now; None: as it was.
    """

    version: int
    changed: dict[Key, Fact]
    removed: tuple[Key, ...]
    whole: bool = False
    tuning: Tuning | None = None


def decode(kind: str, body: bytes) -> Fact:
    """A stored body as the fact it is. Raises ContentError for what this release cannot read, with what to do."""
    try:
        return msgspec.json.decode(body, type=KINDS[kind])
    except msgspec.DecodeError as error:
        advice = "run the release that wrote it, or restore a backup"
        raise ContentError([f"a stored {kind} cannot be read by this release ({error}): {advice}"]) from error


def version(connection: Connection) -> int:
    """The Book's version; 0 before anything was loaded."""
    return connection.execute(select(t.book.c.version)).scalar() or 0


def shipped_digest(connection: Connection) -> str:
    """The digest of the shipped content that was loaded last, or an empty text."""
    return connection.execute(select(t.book.c.shipped)).scalar() or ""


def changes_since(connection: Connection, known: int) -> Changes:
    """All facts changed after version ``known`` (0 reads the whole Book), in the order in which they were entered.

    Lists that residents see keep that order; neither database keeps it by itself once a row was changed.
    """
    now = version(connection)
    if now == known:
        return Changes(now, {}, ())
    i, r = t.item.c, t.revision.c
    first = select(func.min(r.number)).where(r.kind == i.kind, r.id == i.id).scalar_subquery()
    wanted = select(i.kind, i.id, i.body, i.archived).where(i.version > known).order_by(first)
    rows = connection.execute(wanted).all()
    changed = {(r.kind, r.id): decode(r.kind, r.body) for r in rows if not r.archived and r.kind in KINDS}
    whole = connection.execute(select(i.id).where(i.version <= known).limit(1)).first() is None
    return Changes(now, changed, tuple((r.kind, r.id) for r in rows if r.archived), whole, tuning(connection))


def tuning(connection: Connection) -> Tuning:
    """What an owner has set; the usual when nothing was, or when it was set by another release."""
    held = connection.execute(select(t.setting.c.value).where(t.setting.c.name == TUNING)).scalar()
    try:
        return msgspec.json.decode(held, type=Tuning) if held else USUAL
    except msgspec.DecodeError:
        return USUAL


def states(connection: Connection, kinds: Collection[str] = KINDS) -> dict[Key, State]:
    """Every stored fact of these kinds, archived ones too."""
    wanted = select(t.item) if kinds is KINDS else select(t.item).where(t.item.c.kind.in_(kinds))
    rows = connection.execute(wanted).all()
    return {(r.kind, r.id): State(decode(r.kind, r.body), r.origin, r.revision, r.archived) for r in rows}


def state_of(connection: Connection, key: Key) -> State:
    """One stored fact. Raises LookupError when there is none, archived ones included."""
    held = t.item.c
    row = connection.execute(select(t.item).where(held.kind == key[0], held.id == key[1])).first()
    if row is None or row.archived:
        raise LookupError(f"there is no {' '.join(key)}")
    return State(decode(row.kind, row.body), row.origin, row.revision, row.archived)


def revisions_of(connection: Connection, kind: str, ids: Collection[str]) -> dict[str, int]:
    """How often each of these facts was revised; archived ones are left out."""
    i = t.item.c
    rows = connection.execute(select(i.id, i.revision).where(i.kind == kind, i.id.in_(ids), ~i.archived))
    return {row.id: row.revision for row in rows}
