"""Adding up posting lists: which phrasings share the weightiest grams with the question."""

from array import array
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

_MANY = 4_000  # postings; numpy's fixed costs in an index of a million are more than fewer take in plain Python


class Weighed(NamedTuple):
    """A posting list, without repetitions, and what sharing its gram is worth."""

    weight: float
    ids: "array[int]"


def tally(lists: list[Weighed], keep: int, size: int) -> list[tuple[int, float]]:
    """The best phrasings as (number below ``size``, sum of weights), in no order; all that tie with the last stay."""
    total = sum(len(ids) for _, ids in lists)
    if not total:
        return []
    numpy = _numpy() if total > _MANY else None
    return tally_numpy(numpy, lists, keep, size) if numpy else tally_plain(lists, keep)


@cache
def _numpy() -> ModuleType | None:
    try:
        import numpy as np
    except ImportError:
        return None
    return np


def tally_plain(lists: list[Weighed], keep: int) -> list[tuple[int, float]]:
    """With nothing but a dictionary."""
    sums: dict[int, float] = {}
    known = sums.get
    for weight, ids in lists:
        for number in ids:
            sums[number] = known(number, 0.0) + weight
    floor = sorted(sums.values())[-keep:][0]
    return [pair for pair in sums.items() if pair[1] >= floor]


def tally_numpy(np: ModuleType, lists: list[Weighed], keep: int, size: int) -> list[tuple[int, float]]:
    """With one sum for each phrasing of the index; the same numbers, several times as fast on long lists."""
    named = np.concatenate([np.frombuffer(ids, np.uint32) for _, ids in lists])
    weights = np.repeat([weight for weight, _ in lists], [len(ids) for _, ids in lists])
    sums = np.bincount(named, weights, minlength=size)
    named = np.unique(_largest(np, named, sums[named], keep * len(lists)))  # no list names a phrasing twice
    named = _largest(np, named, sums[named], keep)
    return list(zip(named.tolist(), sums[named].tolist(), strict=True))


def _largest(np: ModuleType, items: Any, sizes: Any, keep: int) -> Any:
    """The items whose size is at least that of the last to keep (numpy arrays)."""
    return items[sizes >= np.partition(sizes, -keep)[-keep]] if keep < len(items) else items
