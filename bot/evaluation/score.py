"""What measuring gives: figures, right answers by class, and misses."""

import math
from collections.abc import Iterable, Sequence

import msgspec


class Tally(msgspec.Struct, frozen=True):
    """How many of a class were right."""

    right: int
    n: int


class Miss(msgspec.Struct, frozen=True):
    """One row that was not right: ``wanted`` and ``got`` in words, ``why`` what was held against it."""

    id: str
    question: str
    wanted: str
    got: str
    why: str


class Score(msgspec.Struct, frozen=True):
    """The figures of one set (shares of 1, counts, milliseconds), ``by`` axis → class, and what was missed."""

    figures: dict[str, float]
    by: dict[str, dict[str, Tally]] = {}
    misses: tuple[Miss, ...] = ()


def share(part: float, whole: int) -> float:
    """``part`` of ``whole``, 0 when there is nothing to be part of."""
    return part / whole if whole else 0.0


def tallies(marked: Iterable[tuple[Iterable[str], bool]]) -> dict[str, Tally]:
    """Right answers by class, worst class first. A row may be of several classes; nameless classes are left out."""
    counts: dict[str, list[int]] = {}
    for classes, right in marked:
        for name in classes:
            if name:
                held = counts.setdefault(name, [0, 0])
                held[0] += right
                held[1] += 1
    ordered = sorted(counts.items(), key=lambda item: (item[1][0] / item[1][1], item[0]))
    return {name: Tally(right, n) for name, (right, n) in ordered}


def percentile(values: Sequence[float], part: float) -> float:
    """The value that ``part`` (0–1] of ``values`` do not exceed (nearest rank); 0 without values."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)] if values else 0.0
