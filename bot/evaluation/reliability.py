"""Does a score mean what it says? Of answers scored 0.9, nine of ten should be right.

Questions back and "not understood" claim nothing and are left out.
"""

from collections.abc import Iterable, Sequence

import msgspec

from bot.evaluation.faq import Judgement
from bot.evaluation.formats import FaqRow, Json
from bot.evaluation.score import share

_BINS = 10
_CLAIMS_NOTHING = ("choices", "unknown")


class Bin(msgspec.Struct, frozen=True):
    """Answers scored in [``low``, ``high``) (1.0 belongs to the last): how many, how many right, their mean score."""

    low: float
    high: float
    n: int
    right: int
    mean: float


class Reliability(msgspec.Struct, frozen=True):
    """The bins that hold answers; ``error`` is the expected calibration error: the mean gap weighed by answers."""

    bins: tuple[Bin, ...]
    n: int
    error: float


def of_answers(rows: Sequence[FaqRow], answers: Sequence[Json]) -> Reliability:
    """The reliability of the answers that were given."""
    pairs = zip(rows, answers, strict=True)
    return reliability((a["score"], Judgement(row, a).right) for row, a in pairs if a["kind"] not in _CLAIMS_NOTHING)


def reliability(scored: Iterable[tuple[float, bool]]) -> Reliability:
    """Bins of a tenth of (score, right)."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for score, right in scored:
        held.setdefault(min(_BINS - 1, int(score * _BINS + 1e-9)), []).append((score, right))
    bins = tuple(_bin(place, held[place]) for place in sorted(held))
    n = sum(one.n for one in bins)
    return Reliability(bins, n, share(sum(abs(one.right - one.mean * one.n) for one in bins), n))


def _bin(place: int, scored: Sequence[tuple[float, bool]]) -> Bin:
    mean = sum(score for score, _ in scored) / len(scored)
    return Bin(place / _BINS, (place + 1) / _BINS, len(scored), sum(right for _, right in scored), mean)
