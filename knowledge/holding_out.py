"""What other thresholds would do: wordings the Book knows are held out of it, and asked as if somebody said them.

An entry's own wording would find it every time; so each is asked of the Book without it, and with all the others.
"""

import threading
from collections.abc import Sequence
from itertools import islice
from typing import Final
from zlib import crc32

import msgspec

from knowledge.book import Book
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical

FEW: Final = 15
"""Wordings asked while somebody waits, where none are ready: 20 ms of computing, 100 in a Book of 10,000 entries."""
MOST: Final = 200
"""Wordings asked of one Book at all."""
_SHOWN: Final = 3


class Asked(msgspec.Struct, frozen=True):
    """A wording that was held out: how likely its likeliest entry is, whether it is the right one, or among three."""

    score: float
    right: bool
    offered: bool


class Effect(msgspec.Struct, frozen=True):
    """What becomes of the wordings at two thresholds: answered rightly, wrongly, offered with the right one, not."""

    right: int
    wrong: int
    offered: int
    missed: int


class Trial:
    """The wordings of one Book, asked one after another by whoever needs some, each once."""

    def __init__(self, book: Book) -> None:
        """Take the Book; nothing is asked yet."""
        self.book = book
        self._lock = threading.Lock()
        self._wordings = _spread(book)
        self._asked: list[Asked] = []

    def asked(self, least: int) -> tuple[Asked, ...]:
        """At least so many, if there are; all that are asked so far. Threads that ask at once share the work."""
        while True:
            with self._lock:
                done = len(self._asked)
                if done >= min(least, len(self._wordings)):
                    return tuple(self._asked)
                self._asked.append(_held_out(self.book, *self._wordings[done]))


class HoldingOut:
    """The trial of the newest Book that somebody asked about. One for a process."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._lock = threading.Lock()
        self._trial = Trial(Book({}))

    def asked(self, book: Book, least: int) -> tuple[Asked, ...]:
        """Wordings held out of this Book, ``least`` of them or more. May be called in any thread."""
        with self._lock:
            if self._trial.book is not book:
                self._trial = Trial(book)
            trial = self._trial
        return trial.asked(least)


def _spread(book: Book) -> list[tuple[str, str]]:
    """(entry, wording) from all over the Book, in an order of which any beginning is from all over it too."""
    wordings = [(key, words) for key, entry in book.entries.items() for words in entry.phrasings]
    every = max(1, len(wordings) // MOST)
    return sorted(islice(wordings, 0, every * MOST, every), key=lambda one: crc32(one[1].encode()))


def _held_out(book: Book, key: str, words: str) -> Asked:
    hits = book.questions.likely_without(fold(canonical(words)), key)
    if not hits:
        return Asked(0.0, right=False, offered=False)
    return Asked(hits[0].score, right=hits[0].key == key, offered=any(hit.key == key for hit in hits[:_SHOWN]))


def effect(asked: Sequence[Asked], sure: float, maybe: float) -> Effect:
    """What the thresholds make of them. The rules that answer from other facts are not part of this."""
    answered = [one for one in asked if one.score >= sure]
    between = [one for one in asked if maybe <= one.score < sure]
    right, offered = sum(one.right for one in answered), sum(one.offered for one in between)
    return Effect(right, len(answered) - right, offered, len(asked) - len(answered) - offered)
