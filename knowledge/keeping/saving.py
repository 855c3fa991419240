"""A fact changed at the desk: checked against the Book as it is at that moment, then published or put before a second
person. Each function is one transaction of its caller.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from knowledge import queue
from knowledge.book import Book
from knowledge.called import called
from knowledge.editing import Edit, one_at_a_time, publish
from knowledge.errors import Conflict, InputError
from knowledge.keeping import history
from knowledge.keeping.fitting import misfits
from knowledge.keeping.linking import links_to
from knowledge.model import Entry, Fact
from knowledge.permission import Actor
from knowledge.reading import Key, version
from knowledge.undoing import restore

F = TypeVar("F", bound=Fact)
_LISTED = 5


class Behind(Conflict):
    """The Book was published anew since it was read here: read it again and try once more."""


def confirmed(fact: F, who: str, now: datetime) -> F:
    """The fact as one that ``who`` has looked over today."""
    return msgspec.structs.replace(fact, verified_on=now.date().isoformat(), confirmed_by=who)


def save(connection: Connection, book: Book, edit: Edit, actor: Actor, now: datetime) -> int:
    """Publish one edit if it fits; returns the version. ``now`` is aware, Shanghai.

    Raises InputError for what does not fit, Behind when ``book`` is not the newest, NotAllowed and Conflict as
    :func:`knowledge.editing.publish` does.
    """
    check(connection, book, edit)
    return publish(connection, [edit], "staff", actor, now)


def check(connection: Connection, book: Book, edit: Edit) -> None:
    """Raise InputError when the edit does not fit this Book, Behind when the Book is not the newest, and LookupError
    when there is nothing to archive.
    """
    one_at_a_time(connection)
    if version(connection) != book.version:
        raise Behind("book_moved")
    if edit.fact is not None:
        if wrong := misfits(book, edit.key, edit.fact):
            raise InputError("several_reasons", reasons=wrong)
    elif edit.key[1] not in book.kinds.get(edit.key[0], {}):
        raise LookupError(f"there is no {' '.join(edit.key)} to archive")
    elif named := links_to(book, edit.key):
        where = [called(kind, book.kinds[kind][i]) for kind, i in named[:_LISTED]]
        raise InputError("still_used", count=len(named), where=where)


def confirm(connection: Connection, book: Book, key: Key, seen: int, actor: Actor, now: datetime) -> int:
    """「核对于」: somebody has looked this fact over today; nothing else about it changes."""
    fact = book.kinds.get(key[0], {}).get(key[1])
    if fact is None:
        raise LookupError(f"there is no {' '.join(key)}")
    return save(connection, book, Edit(key, confirmed(fact, actor.name, now), seen), actor, now)


def confirm_all(connection: Connection, book: Book, keys: Sequence[Key], actor: Actor, now: datetime) -> int:
    """「核对于」 of all these facts as ``book`` has them; returns the version. Raises Behind when it is not the newest:
    a colleague's change of this moment is neither signed unseen nor written over.
    """
    one_at_a_time(connection)
    if version(connection) != book.version:
        raise Behind("book_moved")
    edits = [Edit(key, confirmed(book.kinds[key[0]][key[1]], actor.name, now)) for key in keys]
    return publish(connection, edits, "staff", actor, now)


def adopt(connection: Connection, book: Book, ids: Sequence[int], entry: Entry, actor: Actor, now: datetime) -> int:
    """Publish a new entry for questions of the queue, if it fits; returns the version."""
    check(connection, book, Edit(("entry", entry.id), entry, 0))
    return queue.adopt(connection, ids, entry, actor, now)


def bring_back(connection: Connection, book: Book, number: int, actor: Actor, now: datetime) -> int:
    """Put a fact back as it stood after one change, if it still fits; returns the version. Raises LookupError."""
    key, past = history.key_of(connection, number), history.revision(connection, number)
    check(connection, book, Edit(key, past.after))
    return restore(connection, number, actor, now)
