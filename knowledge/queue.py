"""The staff's queue of questions without an answer: seen in groups, taken by one, turned into something every resident
is told from then on.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Connection, Select, delete, func, or_, select, text, update

from knowledge import tables as t
from knowledge.editing import Edit, publish
from knowledge.errors import Conflict
from knowledge.model import Entry
from knowledge.moments import from_storage, in_storage
from knowledge.permission import Actor
from knowledge.reading import decode
from knowledge.standing import demand_now

HELD: Final = timedelta(minutes=15)
"""How long a question stays with whoever took it."""
_ALIKE: Final = 68.0
_MOST: Final = 300
"""Shown at a time, so that grouping them stays quick however long the queue is."""

ANSWERED: Final = text("answered_at IS NOT NULL")
"""Written out: only then do both databases use the index over these rows alone."""
_OPEN: Final = text("answered_by = ''")
_BY_ASKERS: Final = select(t.unanswered).order_by(
    t.unanswered.c.askers.desc(), t.unanswered.c.first_asked, t.unanswered.c.id
)


class Waiting(msgspec.Struct, frozen=True):
    """One question (masked): how often and by how many it was asked, and who of the staff has it.

    ``tried`` is the newest version of the Book that is known to have no answer.
    """

    id: int
    question: str
    likeness: str
    reason: str
    times: int
    askers: int
    last_asked: datetime
    taken_by: str = ""
    tried: int = 0


class Group(msgspec.Struct, frozen=True):
    """Questions that ask nearly the same, the most asked first."""

    questions: tuple[Waiting, ...]

    @property
    def askers(self) -> int:
        """By how many people, as far as can be told apart."""
        return sum(one.askers for one in self.questions)

    @property
    def ids(self) -> tuple[int, ...]:
        """The rows of the group."""
        return tuple(one.id for one in self.questions)


def waiting(connection: Connection, now: datetime) -> list[Waiting]:
    """The queue, those of most askers first, then the oldest; not more than staff look at."""
    return _read(connection, now, _BY_ASKERS.where(_OPEN).limit(_MOST))


def these(connection: Connection, ids: Sequence[int], now: datetime) -> list[Waiting]:
    """Those of these rows that still wait, in the same order."""
    return _read(connection, now, _BY_ASKERS.where(_OPEN, t.unanswered.c.id.in_(ids)))


def count(connection: Connection) -> int:
    """How many questions wait: all but those that are answered, each counted by an index alone."""
    every = select(func.count()).select_from(t.unanswered).scalar_subquery()
    gone = select(func.count()).select_from(t.unanswered).where(ANSWERED).scalar_subquery()
    return int(connection.execute(select(every - gone)).scalar_one())


def _read(connection: Connection, now: datetime, wanted: Select[Any]) -> list[Waiting]:
    fresh = in_storage(now - HELD)
    return [
        Waiting(
            id=row["id"],
            question=row["question"],
            likeness=row["likeness"],
            reason=row["reason"],
            times=row["times"],
            askers=row["askers"],
            last_asked=from_storage(row["last_asked"]),
            taken_by=row["taken_by"] if row["taken_at"] and row["taken_at"] > fresh else "",
            tried=row["tried"],
        )
        for row in connection.execute(wanted).mappings()
    ]


def grouped(questions: Sequence[Waiting]) -> list[Group]:
    """Questions that sound or read nearly alike together, whatever their order of words; of most askers first."""
    groups: list[list[Waiting]] = []
    mine: list[list[Waiting]] = []  # the group of each question so far
    spelt: tuple[list[str], list[str]] = ([], [])  # as it sounds, and with its words in one order
    for question in questions:
        faces = (question.likeness, " ".join(sorted(question.likeness.split())))
        near = [
            found
            for face, held in zip(faces, spelt, strict=True)
            if (found := process.extractOne(face, held, scorer=fuzz.ratio, score_cutoff=_ALIKE))
        ]
        group: list[Waiting] = mine[max(near, key=lambda found: found[1])[2]] if near else []
        if not group:
            groups.append(group)
        group.append(question)
        mine.append(group)
        for face, held in zip(faces, spelt, strict=True):
            held.append(face)
    return sorted((Group(tuple(group)) for group in groups), key=lambda group: -group.askers)


def take(connection: Connection, ids: Sequence[int], actor: Actor, now: datetime) -> None:
    """Take questions to work on; raises Conflict when somebody else has one of them."""
    demand_now(connection, actor, "answer")
    u = t.unanswered.c
    locked = select(u.id).where(u.id.in_(ids)).order_by(u.id).with_for_update()
    connection.execute(locked).all()  # in one order, so that two who take some of the same wait and never block
    free = or_(u.taken_by == actor.name, is_free(now))
    values = {"taken_by": actor.name, "taken_at": in_storage(now)}
    mine = connection.execute(update(t.unanswered).where(u.id.in_(ids), _OPEN, free).values(**values)).rowcount
    if mine < len(ids):
        raise Conflict("question_taken")


def is_free(now: datetime) -> ColumnElement[bool]:
    """Rows that nobody of the staff works on at this moment."""
    u = t.unanswered.c
    return or_(u.taken_by == "", u.taken_at.is_(None), u.taken_at <= in_storage(now - HELD))


def release(connection: Connection, ids: Sequence[int], actor: Actor) -> None:
    """Give questions back."""
    u = t.unanswered.c
    mine = (u.id.in_(ids), u.taken_by == actor.name)
    connection.execute(update(t.unanswered).where(*mine).values(taken_by="", taken_at=None))


def ignore(connection: Connection, ids: Sequence[int], actor: Actor, now: datetime) -> None:
    """Take questions out of the queue that need no answer of ours."""
    take(connection, ids, actor, now)
    settled(connection, ids)


def adopt(connection: Connection, ids: Sequence[int], entry: Entry, actor: Actor, now: datetime) -> int:
    """Publish a new entry that answers these questions, as they were asked; returns the version of the Book."""
    take(connection, ids, actor, now)
    whole = with_wordings(connection, ids, entry)
    version = publish(connection, [Edit(("entry", entry.id), whole, 0)], "staff", actor, now)
    settled(connection, ids)
    return version


def merge(connection: Connection, ids: Sequence[int], entry: str, actor: Actor, now: datetime) -> int:
    """Let an entry answer these questions too; returns the version. Raises LookupError for an unknown entry."""
    take(connection, ids, actor, now)
    version = publish(connection, [merged(connection, ids, entry)], "staff", actor, now)
    settled(connection, ids)
    return version


def merged(connection: Connection, ids: Sequence[int], entry: str) -> Edit:
    """The edit that lets an entry answer these questions too. Raises LookupError for an unknown entry."""
    i = t.item.c
    row = connection.execute(select(i.body, i.revision).where(i.kind == "entry", i.id == entry, ~i.archived)).first()
    known = decode("entry", row.body) if row else None
    if row is None or not isinstance(known, Entry):
        raise LookupError(f"没有条目 {entry}")
    return Edit(("entry", entry), with_wordings(connection, ids, known), row.revision)


def _asked(connection: Connection, ids: Sequence[int]) -> list[str]:
    u = t.unanswered.c
    return list(connection.execute(select(u.question).where(u.id.in_(ids)).order_by(u.times.desc())).scalars())


def with_wordings(connection: Connection, ids: Sequence[int], entry: Entry) -> Entry:
    """The entry with these questions as its wordings."""
    return worded(entry, _asked(connection, ids))


def worded(entry: Entry, questions: Iterable[str]) -> Entry:
    """The entry asked in these words too; masked ones say nothing about what is asked."""
    words = (question for question in questions if "＊" not in question)
    return msgspec.structs.replace(entry, phrasings=tuple(dict.fromkeys((*entry.phrasings, *words))))


def settled(connection: Connection, ids: Sequence[int]) -> None:
    """These questions are dealt with: they leave the queue."""
    connection.execute(delete(t.unanswered).where(t.unanswered.c.id.in_(ids)))
