"""What the phrasings of an entry have in common: how strongly each piece of a question points to each entry.

The nearest phrasing alone misses a question that takes a word from one phrasing and a word from another; the profile
of all phrasings sees both. Pieces are pairs and triples of syllables, so homophones and typed pinyin weigh the same.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from itertools import chain
from math import log, log1p, sqrt
from operator import add
from typing import Any, TypeVar

from knowledge.understanding.pinyin import sound_with_spelling

T = TypeVar("T")
Weighed = tuple[float, tuple[tuple[str, float], ...]]
"""A piece's rarity, and each entry that has it with what sharing it is worth."""
_QUIET = re.compile(r"[^\w\ue000-\uf8ff]+")
_UNKNOWN = 0.25
"""How much a piece that no entry has counts against all of them, as a share of the rarest known piece."""

_LEADING = 3
"""Bits of a count that are looked at."""


def pieces(text: str) -> tuple[str, ...]:
    """The pairs and triples of syllables of a folded canonical text, each once, punctuation left out."""
    heard = _QUIET.sub("", sound_with_spelling(text))
    pairs = [*map(add, heard, heard[1:])]
    return tuple(dict.fromkeys(chain(pairs, map(add, pairs, heard[2:]))))  # in one order: sums come out the same


def _norm(weights: Iterable[float]) -> float:
    return sqrt(sum(weight * weight for weight in weights))


def _step(count: int) -> int:
    """A count by its three leading bits, so that one entry more changes what is near to it and nothing else."""
    spare = max(count.bit_length() - _LEADING, 0)
    return count >> spare << spare


def _without(held: dict[str, T], gone: Iterable[str]) -> dict[str, T]:
    left = held.copy()  # at once, as somebody may be adding to it
    for key in gone:
        left.pop(key, None)
    return left


def _worth(count: int, rarity: float) -> float:
    return (1 + log(count)) * rarity * rarity


def _again(held: Weighed, piece: str, fresh: Mapping[str, Mapping[str, int]], removed: Collection[str]) -> Weighed:
    """A piece's worth, as rare as before, after entries were removed and others added."""
    rarity, weighed = held
    kept = (one for one in weighed if one[0] not in removed) if removed else weighed
    return rarity, (*kept, *((key, _worth(of[piece], rarity)) for key, of in fresh.items() if piece in of))


def _one_less(
    weighed: tuple[tuple[str, float], ...], key: str, had: int, has: int, rarity: float
) -> tuple[tuple[str, float], ...]:
    """What the entries get of a piece that one of them, which ``had`` it so often, ``has`` so often now."""
    if had == has:
        return weighed
    place = weighed.index((key, _worth(had, rarity)))
    return (*weighed[:place], *([(key, _worth(has, rarity))] if has else ()), *weighed[place + 1 :])


class Profiles:
    """The profiles of all entries. Never changed: :meth:`with_changes` gives the next ones."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]], pointing: Mapping[str, tuple[str, ...]]) -> None:
        """Take entry → piece → how many of its phrasings have it, and piece → the entries that have it."""
        self._counts = counts
        self._pointing = pointing
        self._weighed: dict[str, Weighed] = {}

    @classmethod
    def of(cls, phrasings: Iterable[tuple[str, str]]) -> "Profiles":
        """Profiles of (entry, phrasing) pairs."""
        return cls({}, {}).with_changes(phrasings, ())

    def as_plain(self) -> tuple[object, ...]:
        """The profiles as plain values, for a cache."""
        return {key: dict(held) for key, held in self._counts.items()}, dict(self._pointing), self._lengths

    @classmethod
    def from_plain(cls, plain: tuple[Any, ...]) -> "Profiles":
        """The profiles that :meth:`as_plain` told of."""
        counts, pointing, lengths = plain
        profiles = cls(counts, pointing)
        profiles._lengths = lengths
        return profiles

    def with_changes(self, added: Iterable[tuple[str, str]], removed: Collection[str]) -> "Profiles":
        """The profiles after entries were removed and others added (removed first). Costs what it touches: all is made
        anew only when the number of entries has grown or shrunk by a step.
        """
        counts, pointing = dict(self._counts), dict(self._pointing)
        fresh: dict[str, Counter[str]] = {}
        for key, phrasing in added:
            fresh.setdefault(key, Counter()).update(pieces(phrasing))
        touched: set[str] = set()
        for key in removed:
            for piece in counts.pop(key, {}):
                touched.add(piece)
                pointing[piece] = tuple(other for other in pointing[piece] if other != key)
        for key, held in fresh.items():
            counts[key] = held
            touched.update(held)
            for piece in held:
                pointing[piece] = (*pointing.get(piece, ()), key)
        made = Profiles(counts, pointing)
        if "_lengths" in self.__dict__ and _step(len(self._counts)) == _step(len(counts)):
            moved = {p for p in touched if _step(len(self._pointing.get(p, ()))) != _step(len(pointing[p]))}
            made._weighed = _without(self._weighed, moved)
            for piece in (touched - moved) & made._weighed.keys():
                made._weighed[piece] = _again(made._weighed[piece], piece, fresh, removed)
            stale = {key for piece in moved for key in pointing[piece]} | fresh.keys()
            made._lengths = _without(self._lengths, removed) | made._measured(stale)
        return made

    def scores(self, question: str) -> dict[str, float]:
        """How well the question fits each entry, 0–1 (the cosine of weighted pieces), where any piece fits."""
        unknown = _UNKNOWN * log1p(_step(len(self._counts))) ** 2
        sums: dict[str, float] = {}
        known = sums.get
        asked = 0.0
        for piece in pieces(question):
            rarity, weighed = self._weighed.get(piece) or self._weigh(piece)
            asked += rarity * rarity if weighed else unknown
            if not sums:
                sums.update(weighed)
                continue
            for key, weight in weighed:
                sums[key] = known(key, 0.0) + weight
        lengths, size = self._lengths, sqrt(asked)
        return {key: total / (lengths[key] * size) for key, total in sums.items()}

    def scores_without(self, question: str, key: str, phrasing: str) -> dict[str, float]:
        """:meth:`scores` as if an entry had one phrasing (folded, canonical) less.

        Exact, but for the lengths of other entries, which would be measured by how rare that phrasing's pieces are.
        """
        held, spoken = self._counts[key], frozenset(pieces(phrasing))
        left = {piece: n for piece, n in ((p, count - (p in spoken)) for p, count in held.items()) if n}
        pointing = {piece: self._pointing.get(piece, ()) for piece in {*pieces(question), *held}}
        for piece in held.keys() - left.keys():
            place = pointing[piece].index(key)
            pointing[piece] = pointing[piece][:place] + pointing[piece][place + 1 :]
        made = Profiles({**self._counts, key: left}, pointing)
        made._lengths = {**self._lengths, **made._measured((key,))}
        for piece in pieces(question):
            rarity, weighed = self._weighed.get(piece) or self._weigh(piece)
            if weighed and made._rarity(piece) == rarity:
                made._weighed[piece] = rarity, _one_less(weighed, key, held.get(piece, 0), left.get(piece, 0), rarity)
        return made.scores(question)

    def _weigh(self, piece: str) -> Weighed:
        """What a piece is worth; remembered."""
        entries = self._pointing.get(piece, ())
        rarity = self._rarity(piece)
        having = [self._counts[key][piece] for key in entries]
        worth = {count: _worth(count, rarity) for count in set(having)}
        weighed = tuple(zip(entries, map(worth.__getitem__, having), strict=True))
        if entries:
            self._weighed[piece] = (rarity, weighed)
        return rarity, weighed

    def _rarity(self, piece: str) -> float:
        having = _step(len(self._pointing.get(piece, ())))
        return log1p(_step(len(self._counts)) / having) if having else 0.0

    @cached_property
    def _lengths(self) -> dict[str, float]:
        return self._measured(self._counts)

    def _measured(self, keys: Iterable[str]) -> dict[str, float]:
        rarity = cache(self._rarity)
        return {key: _norm((1 + log(n)) * rarity(piece) for piece, n in self._counts[key].items()) for key in keys}
