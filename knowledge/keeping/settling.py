"""After something was published, by whatever door: which questions of the queue does the Book answer now?

Each is asked again as a resident would ask it, those nearest to what is new first. It leaves the queue only when the
fact that answers it, or one that this fact names, has changed since the question was asked in vain.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from knowledge import queue
from knowledge.answered import changed_since
from knowledge.answering.respond import respond
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.model import Entry, Fact
from knowledge.queue import Waiting
from knowledge.reading import Key
from knowledge.references import references
from knowledge.unanswered import likeness
from knowledge.wording import Voice

KINDS: Final = frozenset(
    {"entry", "institution", "base", "specialty", "district", "locality", "alliance", "person", "pathway", "hotline"}
    | {"expert", "session", "series"}
)
"""What may answer a question. A clinic that is off or a holiday answers nothing that had no answer before."""
_SUBJECTS: Final = {"clinic": "session", "near": "district"}
"""Kinds of subjects that are called otherwise than the fact is."""
_SPOKEN: Final = 500
"""So many wordings of what is new put the questions in their order."""


class Batch(msgspec.Struct, frozen=True):
    """The next ``questions`` to ask again, what ``changed`` since the first of them was asked, and who comes after."""

    questions: tuple[Waiting, ...] = ()
    changed: dict[Key, int] = {}
    left: tuple[int, ...] = ()


def is_news(connection: Connection, known: int) -> bool:
    """Whether anything that may answer a question was published since version ``known``."""
    return bool(changed_since(connection, known, KINDS))


def to_ask(connection: Connection, book: Book, now: datetime) -> tuple[int, ...]:
    """Questions that staff see and that this Book was not asked yet, those nearest to what is newest first."""
    held = queue.waiting(connection, now)
    changed = changed_since(connection, min((one.tried for one in held), default=book.version), KINDS)
    newest = max(changed.values(), default=0)
    spoken = [likeness(words) for key, v in changed.items() if v == newest for words in _words(_fact(book, key))]
    some = [one for one in held if one.tried < newest]
    return tuple(one.id for one in sorted(some, key=lambda one: -_nearness(one.likeness, spoken[:_SPOKEN])))


def next_of(connection: Connection, ids: Sequence[int], now: datetime, most: int) -> Batch:
    """The next of these questions, in their order. What somebody of the staff works on stays for later."""
    held = {one.id: one for one in queue.these(connection, ids, now)}
    free = [held[number] for number in ids if number in held and not held[number].taken_by][:most]
    looked = {one.id for one in free}
    changed = changed_since(connection, min(one.tried for one in free), KINDS) if free else {}
    return Batch(tuple(free), changed, tuple(number for number in ids if number in held and number not in looked))


def _nearness(question: str, spoken: Sequence[str]) -> float:
    found = process.extractOne(question, spoken, scorer=fuzz.partial_ratio)
    return found[1] if found else 0.0


def _fact(book: Book, key: Key) -> Fact | None:
    return book.kinds.get(key[0], {}).get(key[1])


def _words(fact: Fact | None) -> Iterable[str]:
    """What people may say for a fact."""
    if isinstance(fact, Entry):
        return (fact.title, *fact.phrasings)
    return (str(getattr(fact, "name", "")), *getattr(fact, "aliases", ()))


def asked_again(reader: Reader, batch: Batch, now: datetime) -> dict[int, Key]:
    """Those of the questions that are answered by now, each with the fact that is new. May be called in any thread."""
    found = {one.id: _by(reader, one, batch.changed, now) for one in batch.questions}
    return {number: key for number, key in found.items() if key is not None}


def _by(reader: Reader, one: Waiting, changed: Mapping[Key, int], now: datetime) -> Key | None:
    answer = respond(reader.read(one.question, now), reader.book, Voice())
    if answer.kind != "answer" or answer.unanswered:
        return None
    kind, _, number = answer.subject.partition(":")
    key = _SUBJECTS.get(kind, kind), number
    fact = _fact(reader.book, key)
    told = [key, *references(fact)] if fact is not None else []
    return next((near for near in told if one.tried < changed.get(near, 0) <= reader.book.version), None)
