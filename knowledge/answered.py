"""Questions of the staff's queue that a later Book answers: by which fact, whose it is, and the way back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select, update

from knowledge import tables as t
from knowledge.moments import from_storage, in_storage
from knowledge.permission import Actor
from knowledge.queue import ANSWERED, is_free
from knowledge.reading import Key, version
from knowledge.standing import demand_now


class Answered(msgspec.Struct, frozen=True):
    """A question (masked) that left the queue: ``key`` is the fact that answers it, ``who`` published that."""

    id: int
    question: str
    key: Key
    who: str
    at: datetime


def answered(connection: Connection, most: int) -> list[Answered]:
    """Those that left the queue last, the newest first."""
    u = t.unanswered.c
    wanted = select(t.unanswered).where(ANSWERED).order_by(u.answered_at.desc(), u.id).limit(most)
    return [
        Answered(row.id, row.question, _key(row.answered_by), row.answered_who, from_storage(row.answered_at))
        for row in connection.execute(wanted)
    ]


def _key(said: str) -> Key:
    kind, _, key = said.partition(" ")
    return kind, key


def put_back(connection: Connection, ids: Sequence[int], actor: Actor) -> None:
    """These are not answered after all: they wait again, and this Book is not asked once more."""
    demand_now(connection, actor, "answer")
    again = {"answered_by": "", "answered_who": "", "answered_at": None, "tried": version(connection)}
    connection.execute(update(t.unanswered).where(t.unanswered.c.id.in_(ids)).values(**again))


def changed_since(connection: Connection, known: int, kinds: Collection[str]) -> dict[Key, int]:
    """Facts of these kinds that changed after version ``known``, each with the version in which it last did."""
    i = t.item.c
    rows = connection.execute(select(i.kind, i.id, i.version).where(i.version > known, i.kind.in_(kinds)))
    return {(row.kind, row.id): row.version for row in rows}


def settle(
    connection: Connection, looked: Collection[int], found: Mapping[int, Key], against: int, now: datetime
) -> int:
    """Take the ``found`` out of the queue and note that the others have no answer in version ``against``.

    What somebody of the staff works on by now, or has dealt with, stays as it is. Returns how many left.
    """
    u = t.unanswered.c
    still = (u.answered_by == "", is_free(now))
    left = 0
    for number, key in found.items():
        values = {"answered_by": " ".join(key), "answered_who": _whose(connection, key), "answered_at": in_storage(now)}
        left += connection.execute(update(t.unanswered).where(u.id == number, *still).values(**values)).rowcount
    rest = (u.id.in_(set(looked) - set(found)), u.tried < against)
    connection.execute(update(t.unanswered).where(*rest, *still).values(tried=against))
    return left


def _whose(connection: Connection, key: Key) -> str:
    """Who changed a fact last."""
    r = t.revision.c
    last = select(func.max(r.number)).where(r.kind == key[0], r.id == key[1]).scalar_subquery()
    return connection.execute(select(r.who).where(r.number == last)).scalar() or ""
