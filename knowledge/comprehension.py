"""Reading a question: normalise → safety → names ⊕ dates ⊕ complaints ⊕ wishes → likely entries."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from heapq import nlargest
from math import exp

from knowledge.book import Book
from knowledge.holidays import Calendar
from knowledge.understanding.complaints import specialties_of, uncovered
from knowledge.understanding.cues import read_cues
from knowledge.understanding.elsewhere import read_elsewhere
from knowledge.understanding.index import Hit
from knowledge.understanding.lexicon import fold
from knowledge.understanding.lookup import Lookup, by_sound
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.mentions import read_mentions
from knowledge.understanding.names import Names
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.understanding.safety import alarm, ask_first
from knowledge.understanding.when import read_when

LONGEST = 500
"""Characters of a question that are read for its subject; safety reads all of it."""
_HITS = 8
_FAR = 0.2
_SAME = 0.95
_PROFILE = 1.5
_WEIGHTS = (-2.16, 1.18, 4.36, 3.88)
"""Of the constant, the nearest phrasing, the profile, and the lead over the next entry."""
_TERM = 0.3
_FEW = 2
_LEAST_TERM = 3


class Reader:
    """Reads questions against one version of the Book."""

    def __init__(self, book: Book, calendar: Calendar) -> None:
        """Take the Book whose names are to be found, and the calendar of holidays."""
        self.book = book
        self.calendar = calendar

    @cached_property
    def names(self) -> Names:
        """The names of this Book."""
        kinds = ("institution", "district", "locality", "alliance", "person", "specialty", "expert")
        return Names({kind: self.book.kinds.get(kind, {}).values() for kind in kinds})

    def read(self, question: str, now: datetime, point: tuple[float, float] | None = None) -> Meaning:
        """What ``question`` means at ``now`` (aware), asked at ``point`` when the person shared it."""
        whole = canonical(question)
        written = whole[:LONGEST]
        text = fold(written)
        outside = read_elsewhere(text)
        ours = text.replace(outside.hospital, "#" * len(outside.hospital)) if outside.hospital else text
        return Meaning(
            question=question,
            text=text,
            now=now,
            alarm=alarm(whole),
            ask_first=ask_first(written),
            mentions=tuple(read_mentions(ours, self.names)),
            specialties=specialties_of(written),
            uncovered=uncovered(written),
            elsewhere=outside,
            when=read_when(written, now, self.calendar),
            wishes=read_cues(text),
            hits=self._likely(written, text),
            point=point,
        )

    def _likely(self, written: str, text: str) -> tuple[Hit, ...]:
        """Entries that may be meant, with the likelihood (0–1) that the first is what was asked for.

        Two witnesses: the nearest single phrasing, and the profile of all phrasings of an entry. How far the first is
        ahead of the second counts as well. The weights were fitted on phrasings held out of the Book and on questions
        that no entry answers.
        """
        near: dict[str, Hit] = {}
        for spelling in dict.fromkeys((written, text)):
            for hit in self.book.entry_index.search(spelling, _HITS):
                if hit.key not in near or near[hit.key].score < hit.score:
                    near[hit.key] = hit
        profile = self.book.profiles.scores(text)
        named = set(self._named_entries(text))
        keys = {*near, *nlargest(_HITS, profile, key=profile.__getitem__), *named}
        both = {k: _near(near, k) + _PROFILE * profile.get(k, 0.0) + _TERM * (k in named) for k in keys}
        order = nlargest(_HITS, both, key=both.__getitem__)
        return tuple(
            Hit(key, _likelihood(_near(near, key), profile.get(key, 0.0), both[key] - _next(order, both, n)), title)
            for n, key in enumerate(order)
            for title in [self.book.entries[key].title]
        )

    @cached_property
    def _terms(self) -> Lookup[str]:
        """Key terms that few entries need (136工程, 一妇婴, 护理中心): hearing one points to those entries."""
        words: dict[str, list[str]] = {}
        for entry in self.book.entries.values():
            for word in entry.requires:
                words.setdefault(word, []).append(entry.id)
        return by_sound([(word, key) for word, keys in words.items() if len(keys) <= _FEW for key in keys], _LEAST_TERM)

    def _named_entries(self, text: str) -> Iterator[str]:
        for found in self._terms.every(sound_with_spelling(text)):
            yield from found.values


def _near(near: dict[str, Hit], key: str) -> float:
    return near[key].score if key in near else _FAR


def _next(order: list[str], both: dict[str, float], n: int) -> float:
    """The best of the others, so that only the first can be ahead."""
    rival = 1 if n == 0 else 0
    return both[order[rival]] if len(order) > rival else 0.0


def _likelihood(near: float, profile: float, ahead: float) -> float:
    if near >= _SAME:
        return near
    return 1 / (1 + exp(-(_WEIGHTS[0] + _WEIGHTS[1] * near + _WEIGHTS[2] * profile + _WEIGHTS[3] * ahead)))
