"""Figures that give nobody away: a group of fewer than five is not told, nor can it be reckoned from the rest.

What is hidden adds up to five at least: else a total less what is shown would tell it, so the next smallest group is
hidden with it. Nothing at all (0) gives nobody away and is told.
"""

from collections.abc import Mapping, Sequence
from typing import Final

LEAST: Final = 5


def _hidden(counts: Sequence[int]) -> set[int]:
    """The places of the counts that are not told."""
    by_size = sorted((count, place) for place, count in enumerate(counts) if count)
    hidden: set[int] = set()
    total = 0
    for count, place in by_size:
        if count >= LEAST and (not hidden or total >= LEAST):
            break
        hidden.add(place)
        total += count
    return hidden


def in_order(counts: Sequence[int]) -> list[int | None]:
    """Counts along an axis (days, hours) in their places; None where none is told."""
    hidden = _hidden(counts)
    return [None if place in hidden else count for place, count in enumerate(counts)]


def by_size(counts: Mapping[str, int], most: int = 1000) -> tuple[list[tuple[str, int]], int | None]:
    """The groups that may be told, largest first, at most so many; then all others together, None when too few."""
    labels = [label for label, count in counts.items() if count]
    told = in_order([counts[label] for label in labels])
    shown = sorted(((n, label) for n, label in zip(told, labels, strict=True) if n is not None), reverse=True)
    rest = sum(counts.values()) - sum(n for n, _ in shown[:most])
    return [(label, n) for n, label in shown[:most]], alone(rest)


def alone(count: int) -> int | None:
    """A single figure; None when too few."""
    return count if count == 0 or count >= LEAST else None
