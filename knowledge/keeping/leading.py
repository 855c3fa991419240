"""Where a question leads: the fact or the words that answer it, and whether that is another after a change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from knowledge.answering.respond import respond
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.kinds import KINDS
from knowledge.model import Entry
from knowledge.questions import Questions, may_be_meant
from knowledge.reading import Key
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.wording import Voice

NO_FACT: Final[Key] = ("", "")
_SAID: Final = 40
"""Characters of an answer that stands for itself."""


class Led(msgspec.Struct, frozen=True):
    """Where a question leads. ``key``: the fact that answers it, ``said``: the answer's first words if it is no fact.

    ``sure``: it is answered, neither asked back nor not understood. ``way`` is what two of them are told apart by.
    """

    key: Key = NO_FACT
    said: str = ""
    sure: bool = False
    way: tuple[str, ...] = ()


class Moved(msgspec.Struct, frozen=True):
    """A question that leads elsewhere once a change is published, or that does not lead where it should.

    ``stolen``: it is answered now, by what is not changed; ``home`` is the fact whose wording it is.
    """

    words: str
    home: Key
    before: Led
    after: Led
    stolen: bool = False


class Moves(msgspec.Struct, frozen=True):
    """What a change of a name moves, of the wordings that were ``asked``; ``unasked``: so many more may move.

    ``common``: they are more than are asked because the name itself is a common word.
    """

    moved: tuple[Moved, ...] = ()
    asked: int = 0
    unasked: int = 0
    common: bool = False

    @property
    def harm(self) -> bool:
        """Whether somebody has to say that it is meant so."""
        return self.common or any(one.stolen for one in self.moved)


def asked(reader: Reader, words: str, now: datetime) -> Led:
    """Where it leads a resident who asks it at ``now`` (aware) out of the blue."""
    return led(reader.read(words, now), reader.book)


def led(meaning: Meaning, book: Book) -> Led:
    """Where it leads when it is understood so."""
    answer = respond(meaning, book, Voice())
    kind, _, i = answer.subject.partition(":")
    offered = [choice.token for choice in answer.choices] if answer.kind == "choices" else []
    said = (answer.title or answer.text.partition("\n")[0])[:_SAID]
    return Led((kind, i) if kind in KINDS else NO_FACT, said, answer.kind == "answer", (answer.subject, *offered))


def likest(questions: Questions, entries: Mapping[str, Entry], text: str) -> Led:
    """The entry that a folded text leads to by its likeness alone: the likeliest whose needed words are heard."""
    heard = sound_with_spelling(text)
    hits = (hit.key for hit in questions.likely(text) if may_be_meant(entries[hit.key], heard))
    key = next(hits, "")
    return Led(("entry", key), sure=True, way=(f"entry:{key}",)) if key else Led()
