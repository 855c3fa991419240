"""The shared log behind every snapshot of the index: it only grows, so that an old snapshot stays true."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

from knowledge.understanding.index_forms import entry_grams, form

_NOBODY = 0xFFFFFFFF


class Moment(NamedTuple):
    """How much of the log a snapshot sees: this many phrasings, and this many of their deaths."""

    size: int
    deaths: int


class Store:
    """Phrasings numbered from 0, the posting list of each gram, and deaths numbered in the order they came.

    Written by one thread at a time; readers need no lock, because they look at nothing newer than their moment.
    """

    def __init__(self) -> None:
        self._postings: dict[str, array[int]] = {}
        self._packed: dict[str, bytes] = {}  # posting lists from a cache, unpacked when first read
        self._lost: dict[str, array[int]] = {}  # gram → the deaths among its phrasings
        self._keys: list[str] = []
        self._letters = bytearray()  # phrasing and its sound, one after another, UTF-16
        self._ends = array("I")  # bytes in _letters up to the end of each
        self._newest: dict[str, int] = {}  # key → its newest phrasing, and _older links to the one before
        self._older = array("I")
        self._died: dict[int, int] = {}  # phrasing → the number of its death

    def as_plain(self) -> tuple[object, ...]:
        """Everything but the dead as plain values, for a cache; only for a log without deaths."""
        postings = self._packed | {gram: ids.tobytes() for gram, ids in self._postings.items()}
        return postings, self._keys, bytes(self._letters), self._ends.tobytes(), self._newest, self._older.tobytes()

    @classmethod
    def from_plain(cls, plain: tuple[Any, ...]) -> "Store":
        """The log that :meth:`as_plain` told of."""
        postings, keys, letters, ends, newest, older = plain
        log = cls()
        log._packed = postings
        log._keys, log._letters, log._newest = keys, bytearray(letters), newest
        log._ends, log._older = array("I", ends), array("I", older)
        return log

    def copied(self) -> "Store":
        """A log of its own with the same content; safe while another thread appends to this one."""
        log = Store()
        log._keys, log._packed, log._newest = self._keys[:], dict(self._packed), dict(self._newest)
        log._letters, log._ends, log._older = self._letters[:], self._ends[:], self._older[:]
        log._postings = {gram: ids[:] for gram, ids in list(self._postings.items())}
        log._lost = {gram: deaths[:] for gram, deaths in list(self._lost.items())}
        log._died = dict(self._died)
        return log

    def moment(self) -> Moment:
        """What a snapshot taken now sees."""
        return Moment(len(self._keys), len(self._died))

    def add(self, key: str, text: str) -> None:
        """Append a canonical phrasing."""
        number, face = len(self._keys), form(text)
        for gram in entry_grams(face):
            ids = self._ids(gram)
            if ids is None:
                self._postings[gram] = array("I", (number,))
            else:
                ids.append(number)
        self._letters += f"{text}\0{face.heard}".encode("utf-16-le")
        self._ends.append(len(self._letters))
        self._older.append(self._newest.get(key, _NOBODY))
        self._newest[key] = number
        self._keys.append(key)

    def remove(self, key: str) -> None:
        """Let every phrasing of a key die; an unknown key is no error."""
        number = self._newest.pop(key, _NOBODY)
        while number != _NOBODY:
            for gram in entry_grams(form(self.text(number)[0])):
                self._lost.setdefault(gram, array("I")).append(len(self._died))
            self._died[number] = len(self._died)
            number = self._older[number]

    def key(self, number: int) -> str:
        """Whose phrasing it is."""
        return self._keys[number]

    def text(self, number: int) -> tuple[str, str]:
        """The canonical phrasing and how it sounds."""
        text, _, heard = self._letters[self._start(number) : self._ends[number]].decode("utf-16-le").partition("\0")
        return text, heard

    def length(self, number: int) -> int:
        """Bytes that a phrasing takes: to tell the shorter of two."""
        return self._ends[number] - self._start(number)

    def _start(self, number: int) -> int:
        return self._ends[number - 1] if number else 0

    def is_alive(self, number: int, moment: Moment) -> bool:
        """Whether a phrasing had not died yet."""
        return self._died.get(number, _NOBODY) >= moment.deaths

    def living(self, moment: Moment) -> Iterator[tuple[str, str]]:
        """(key, canonical phrasing) of all that were alive."""
        return ((self._keys[n], self.text(n)[0]) for n in range(moment.size) if self.is_alive(n, moment))

    def count(self, gram: str, moment: Moment) -> int:
        """Living phrasings with the gram."""
        ids = self._ids(gram)
        if ids is None:
            return 0
        lost = self._lost.get(gram)
        return self._seen(ids, moment) - (bisect_left(lost, moment.deaths) if lost else 0)

    def postings(self, gram: str, moment: Moment, most: int) -> "array[int]":
        """A copy of the phrasings with the gram, dead ones included, oldest first, cut at ``most``."""
        ids = self._ids(gram) or array("I")
        return ids[: min(self._seen(ids, moment), most)]

    def _ids(self, gram: str) -> "array[int] | None":
        ids = self._postings.get(gram)
        if ids is None and (packed := self._packed.get(gram)) is not None:
            ids = self._postings.setdefault(gram, array("I", packed))
        return ids

    @staticmethod
    def _seen(ids: "array[int]", moment: Moment) -> int:
        return len(ids) if not ids or ids[-1] < moment.size else bisect_left(ids, moment.size)
