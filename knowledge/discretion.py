"""Figures that give nobody away: a group of fewer than five is not told, nor can it be reckoned from the rest.

Each hidden group could be one of five or more for all that the others and the total tell: else the next smallest is
hidden with it. Nothing at all (0) gives nobody away and is told, unless there is nothing else left to hide behind.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

LEAST: Final = 5
K = TypeVar("K")


def _is_vague(total: int, groups: int) -> bool:
    """Whether each of so many hidden groups, none of them empty, may be :data:`LEAST` or more of their total."""
    return total - (groups - 1) >= LEAST


def _hidden(counts: Sequence[int]) -> set[int]:
    """The places of the counts that are not told."""
    by_size = sorted((count, place) for place, count in enumerate(counts) if count)
    hidden: set[int] = set()
    total = 0
    for count, place in by_size:
        if count >= LEAST and (not hidden or _is_vague(total, len(hidden))):
            break
        hidden.add(place)
        total += count
    return set(range(len(counts))) if hidden and not _is_vague(total, len(hidden)) else hidden


def in_order(counts: Sequence[int]) -> list[int | None]:
    """Counts along an axis (days, hours) in their places; None where none is told."""
    hidden = _hidden(counts)
    return [None if place in hidden else count for place, count in enumerate(counts)]


def apart(counts: Mapping[K, int]) -> tuple[dict[K, int], int | None]:
    """The groups that may be told, and all others together (None when too few).

    Sums of told groups may be told as well: whatever is reckoned from them is made of groups that are large enough.
    """
    held = {key: count for key, count in counts.items() if count}
    told = in_order([*held.values()])
    shown = {key: count for key, count in zip(held, told, strict=True) if count is not None}
    few, rest = len(held) - len(shown), sum(held.values()) - sum(shown.values())
    return shown, rest if not few or _is_vague(rest, few) else None


def by_size(counts: Mapping[str, int], most: int = 1000) -> tuple[list[tuple[str, int]], int | None]:
    """The groups that may be told, largest first, at most so many; then all others together, None when too few."""
    told, few = apart(counts)
    shown = sorted(((n, label) for label, n in told.items()), reverse=True)
    beyond = sum(n for n, _ in shown[most:])
    return [(label, n) for n, label in shown[:most]], None if few is None else few + beyond


def alone(count: int) -> int | None:
    """A single figure; None when too few."""
    return count if count == 0 or count >= LEAST else None
