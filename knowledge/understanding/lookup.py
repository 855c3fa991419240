"""Finding known words in a text: the longest match at each place, exactly or by sound."""

from collections.abc import Iterable, Iterator
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
        self._by_first: dict[str, tuple[int, ...]] = {}
        for word in self._meanings:
            lengths = self._by_first.get(word[0], ())
            if len(word) not in lengths:
                self._by_first[word[0]] = tuple(sorted({*lengths, len(word)}, reverse=True))

    def __getitem__(self, word: str) -> tuple[T, ...]:
        """The meanings of exactly this word, none when it is unknown."""
        return self._meanings.get(word, ())

    def longest(self, text: str) -> Iterator[Found[T]]:
        """Known words from left to right, the longest at each place, none overlapping.

        A word in latin letters is found only as a whole word.
        """
        start = 0
        while start < len(text):
            found = self._at(text, start) if text[start] in self._by_first else None
            if found is not None:
                yield found
            start = found.end if found is not None else start + 1

    def every(self, text: str) -> Iterator[Found[T]]:
        """Known words wherever they stand, overlapping ones too."""
        for start, character in enumerate(text):
            for length in self._by_first.get(character, ()):
                word = text[start : start + length]
                if word in self._meanings and _whole(text, start, start + length):
                    yield Found(start, start + length, word, self._meanings[word])

    def _at(self, text: str, start: int) -> Found[T] | None:
        for length in self._by_first.get(text[start], ()):
            end = start + length
            word = text[start:end]
            if word in self._meanings and _whole(text, start, end):
                return Found(start, end, word, self._meanings[word])
        return None


def _whole(text: str, start: int, end: int) -> bool:
    def joined(left: int) -> bool:
        return 0 <= left < len(text) - 1 and _latin(text[left]) and _latin(text[left + 1])

    return not joined(start - 1) and not joined(end - 1)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def by_sound(words: Iterable[tuple[str, T]], least: int = 2) -> Lookup[T]:
    """The same words to be searched in a text's sound; words of fewer than ``least`` syllables are left out."""
    heard = ((sound_with_spelling(canonical(word)), value) for word, value in words)
    return Lookup((s, value) for s, value in heard if len(s) >= least and all("\ue000" <= c <= "\uf8ff" for c in s))
