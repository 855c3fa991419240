"""Finding known words in a text: the longest match at each place, exactly or by sound.

Words are kept by their first two characters. A text is cut into its pairs once, however many lists of words are
looked for in it: most lists share no pair with it, and one comparison of two sets tells.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import add
from typing import Generic, NamedTuple, TypeVar

from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """A known word in a text: where it stands (of the searched spelling), its words and what they mean."""

    start: int
    end: int
    said: str
    values: tuple[T, ...]


class Lookup(Generic[T]):
    """Known words with what they mean; several meanings may share a word."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        """Take (word in canonical spelling or already as sound, meaning) pairs."""
        self._meanings: dict[str, tuple[T, ...]] = {}
        for word, value in words:
            held = self._meanings.get(word, ())
            if word and value not in held:
                self._meanings[word] = (*held, value)
        self._by_opening = by_opening(self._meanings)
        self._openings = frozenset(self._by_opening)

    def __getitem__(self, word: str) -> tuple[T, ...]:
        """The meanings of exactly this word, none when it is unknown."""
        return self._meanings.get(word, ())

    def longest(self, text: str) -> Iterator[Found[T]]:
        """Known words from left to right, the longest at each place, none overlapping.

        A word in latin letters is found only as a whole word.
        """
        done = 0
        for found in self.every(text):  # of those at one place the longest comes first
            if found.start >= done:
                done = found.end
                yield found

    def every(self, text: str) -> Iterator[Found[T]]:
        """Known words wherever they stand, overlapping ones too."""
        for start, opening in beginnings(text, self._openings):
            for word in self._by_opening[opening]:
                if text.startswith(word, start) and _whole(text, start, start + len(word)):
                    yield Found(start, start + len(word), word, self._meanings[word])


def by_opening(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first two characters (one, for words of one), the longest first."""
    table: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        table.setdefault(word[:2], []).append(word)
    return {opening: tuple(held) for opening, held in table.items()}


@lru_cache(maxsize=16)  # many lists are looked for in one message, in its few spellings; no more is held of it
def openings_in(text: str) -> frozenset[str]:
    """Every character of a text and every pair of neighbours."""
    return frozenset(map(add, text, text[1:])).union(text)


def beginnings(text: str, openings: frozenset[str]) -> list[tuple[int, str]]:
    """Where words with these openings (see :func:`by_opening`) may begin, from left to right, the longer one first."""
    found = []
    for opening in openings & openings_in(text):
        at = text.find(opening)
        while at >= 0:
            found.append((at, -len(opening), opening))
            at = text.find(opening, at + 1)
    return [(at, opening) for at, _, opening in sorted(found)]


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no latin word is cut in two at either side."""
    return not (_joined(text[start - 1 : start + 1]) or _joined(text[end - 1 : end + 1]))


def _joined(pair: str) -> bool:
    return len(pair) > 1 and pair.isascii() and pair.isalpha()


def by_sound(words: Iterable[tuple[str, T]], least: int = 2) -> Lookup[T]:
    """The same words to be searched in a text's sound; words of fewer than ``least`` syllables are left out."""
    heard = ((_sound(word), value) for word, value in words)
    return Lookup((s, value) for s, value in heard if len(s) >= least and all("\ue000" <= c <= "\uf8ff" for c in s))


@lru_cache(maxsize=16_384)  # words of the Book, which is made anew with every change; no words of people
def _sound(word: str) -> str:
    return sound_with_spelling(canonical(word))
