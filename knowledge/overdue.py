"""Which facts nobody has confirmed for too long."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from knowledge import model as m
from knowledge.reading import Key

YEARS = 1
_LASTING = frozenset({"source", "district", "locality", "specialty"})
"""Kinds that do not go stale like an address or a phone."""


def overdue(facts: Mapping[Key, m.Fact], today: date) -> list[Key]:
    """Keys of facts verified more than a year before ``today``, or never."""
    limit = today.replace(year=today.year - YEARS, day=min(today.day, 28)).isoformat()
    spoken = {"smalltalk", "decline", "handoff"}
    return [
        key
        for key, fact in facts.items()
        if key[0] not in _LASTING
        and not (isinstance(fact, m.Entry) and fact.kind in spoken)
        and (fact.verified_on or getattr(fact, "as_of", "")) < limit
    ]


def summary(late: list[Key]) -> list[str]:
    """A line a kind, since almost every old fact is shipped from an old publication."""
    counts = Counter(kind for kind, _ in late)
    return [
        f"{count} of kind {kind} are overdue: confirm them, first of all addresses and phones"
        for kind, count in counts.items()
    ]
