"""The questions the Book knows, ready to be compared with a new one: which entry is meant, and how likely that is."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from heapq import nlargest
from math import exp
from typing import Any, NamedTuple

from knowledge import model as m
from knowledge.understanding.index import Hit, Index
from knowledge.understanding.lexicon import fold
from knowledge.understanding.lookup import Lookup, by_sound
from knowledge.understanding.manners import without_manners
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.understanding.profiles import Profiles

_HITS = 8
_FAR = 0.2
"""What an entry none of whose phrasings is near counts as."""
_SAME = 0.95
_PROFILE = 1.5
_WEIGHTS = (-2.16, 1.18, 4.36, 3.88)
"""Of the constant, the nearest phrasing, the profile, and the lead over the next entry: fitted by logistic regression
on phrasings held out of the Book and on questions that no entry answers."""
_TERM = 0.3
_UNFIT = 0.8
"""What an entry counts whose required words were not heard: it cannot answer, yet it says that words are common."""
_FEW = 2
_LEAST_TERM = 3


class Witness(NamedTuple):
    """Why an entry may be meant: its likelihood, its nearest wording and how near, its profile, a key term heard."""

    key: str
    score: float
    phrasing: str
    near: float
    profile: float
    named: bool


class Questions:
    """All entries of one Book. They never change: :meth:`with_changes` gives the next ones, in milliseconds."""

    def __init__(self, entries: Mapping[str, m.Entry], index: Index, profiles: Profiles) -> None:
        """Take entries by id with their index and profiles; :meth:`of` makes both."""
        self.entries = entries
        self._index = index
        self.profiles = profiles
        self._last: tuple[str, tuple[Hit, ...]] = ("", ())

    @classmethod
    def of(cls, entries: Mapping[str, m.Entry]) -> "Questions":
        """The questions of these entries."""
        phrasings = _phrasings(entries.values())
        return cls(entries, Index(phrasings), Profiles.of(phrasings))

    def as_plain(self) -> Any:
        """The index and the profiles as plain values, for a cache."""
        return self._index.as_plain(), self.profiles.as_plain()

    @classmethod
    def from_plain(cls, entries: Mapping[str, m.Entry], plain: tuple[Any, Any]) -> "Questions":
        """The questions of the same entries that :meth:`as_plain` told of."""
        return cls(entries, Index.from_plain(plain[0]), Profiles.from_plain(plain[1]))

    def with_changes(self, entries: Mapping[str, m.Entry], changed: Collection[str]) -> "Questions":
        """The questions of ``entries``, of which only those with ``changed`` ids differ from these."""
        fresh = _phrasings(entries[key] for key in changed if key in entries)
        return Questions(entries, self._index.with_changes(fresh, changed), self.profiles.with_changes(fresh, changed))

    def likely(self, text: str) -> tuple[Hit, ...]:
        """Entries that may be meant by a question (canonical and folded), the likeliest first, with likelihoods 0–1.

        Two witnesses: the nearest single phrasing, and the profile of all phrasings of an entry. How far the first is
        ahead of the second counts as well. Words of politeness do not count against an entry.
        """
        last = self._last
        if last[0] != text:  # several rules, and the list of candidates, ask about one question
            self._last = last = (text, self._weighed(text))
        return last[1]

    def likely_without(self, text: str, key: str) -> tuple[Hit, ...]:
        """:meth:`likely` as if this very text were no wording of the entry ``key``."""
        return self._weighed(text, (key, canonical(text)))

    def witnesses(self, text: str, most: int) -> list[Witness]:
        """The likeliest entries with what speaks for each, for whoever wants to know why."""
        plain = without_manners(text)
        near: dict[str, Hit] = {}
        for hit in (*self._index.search(text, _HITS), *self._index.search(plain, _HITS)):
            near[hit.key] = max(hit, near.get(hit.key, hit), key=lambda held: held.score)
        profile, named = self.profiles.scores(plain), set(self._named(text))
        return [
            Witness(hit.key, hit.score, held.text, held.score, profile.get(hit.key, 0.0), hit.key in named)
            for hit in self.likely(text)[:most]
            for held in [near.get(hit.key, Hit(hit.key, _FAR, ""))]
        ]

    def same(self, text: str) -> list[str]:
        """Entries of which a wording is this one (canonical and folded) or hardly differs from it."""
        return [hit.key for hit in self._index.search(text, _HITS) if hit.score >= _SAME]

    def as_in(self, other: "Questions", changed: Collection[str]) -> "Questions":
        """The questions of ``other``, of which only those with ``changed`` ids differ, in an index of these."""
        fresh = _phrasings(other.entries[key] for key in changed if key in other.entries)
        return Questions(other.entries, self._index.with_changes(fresh, changed), other.profiles)

    def apart(self) -> "Questions":
        """The same questions with an index of their own: what is tried out in it changes nothing here."""
        return Questions(self.entries, self._index.apart(), self.profiles)

    def _weighed(self, text: str, left_out: tuple[str, str] | None = None) -> tuple[Hit, ...]:
        plain = without_manners(text)
        best = {hit.key: hit for hit in self._likely(text, left_out)}
        for hit in self._likely(plain, left_out) if plain != text else ():
            if hit.key not in best or hit.score > best[hit.key].score:
                best[hit.key] = hit
        return tuple(sorted(best.values(), key=lambda hit: -hit.score))

    def _likely(self, text: str, left_out: tuple[str, str] | None) -> tuple[Hit, ...]:
        near = {hit.key: hit.score for hit in self._index.search(text, _HITS, left_out)}
        profile = self.profiles.scores_without(text, *left_out) if left_out else self.profiles.scores(text)
        named = set(self._named(text))
        heard = sound_with_spelling(text)
        keys = dict.fromkeys((*near, *_largest(profile), *sorted(named)))  # in one order, whatever ties
        both = {k: near.get(k, _FAR) + _PROFILE * profile.get(k, 0.0) + _TERM * (k in named) for k in keys}
        both = {k: of_it if may_be_meant(self.entries[k], heard) else _UNFIT * of_it for k, of_it in both.items()}
        order = _largest(both)
        return tuple(
            Hit(key, _likelihood(near.get(key, _FAR), profile.get(key, 0.0), ahead), self.entries[key].title)
            for key, ahead in _leads(order, both)
        )

    @cached_property
    def _terms(self) -> Lookup[str]:
        """Key terms that few entries need (136工程, 一妇婴, 护理中心): hearing one points to those entries."""
        words: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for word in entry.requires:
                words.setdefault(word, []).append(entry.id)
        return by_sound([(word, key) for word, keys in words.items() if len(keys) <= _FEW for key in keys], _LEAST_TERM)

    def _named(self, text: str) -> Iterator[str]:
        for found in self._terms.every(sound_with_spelling(text)):
            yield from found.values


def may_be_meant(entry: m.Entry, heard: str) -> bool:
    """Whether a question that sounds like ``heard`` holds a word that the entry requires, if it requires any."""
    return not entry.requires or any(key_term(word) in heard for word in entry.requires)


@lru_cache(maxsize=8192)
def key_term(word: str) -> str:
    """The sound of a word that an entry requires."""
    return sound_with_spelling(word)


def _phrasings(entries: Iterable[m.Entry]) -> list[tuple[str, str]]:
    """(entry, phrasing) pairs, dialect folded as questions are."""
    return [(entry.id, fold(canonical(words))) for entry in entries for words in (entry.title, *entry.phrasings)]


def _largest(scores: Mapping[str, float]) -> list[str]:
    least = min(nlargest(_HITS, scores.values()), default=0.0)  # not all of 10,000 need be put in order
    high = (key for key, score in scores.items() if score >= least)
    return sorted(high, key=scores.__getitem__, reverse=True)[:_HITS]


def _leads(order: list[str], both: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Each entry with its lead over the best other one, so that only the first can be ahead."""
    for n, key in enumerate(order):
        rival = order[1 if n == 0 else 0] if len(order) > 1 else None
        yield key, both[key] - (both[rival] if rival is not None else 0.0)


def _likelihood(near: float, profile: float, ahead: float) -> float:
    if near >= _SAME:
        return near
    return 1 / (1 + exp(-(_WEIGHTS[0] + _WEIGHTS[1] * near + _WEIGHTS[2] * profile + _WEIGHTS[3] * ahead)))
