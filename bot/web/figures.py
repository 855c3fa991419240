"""The diary's ledger as gauges for /metrics: labels only, no people, and read so seldom that it costs next to none."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from time import monotonic
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from scheduler.ledger import Ledger

_AT_LEAST: Final = 15.0
_SHARE: Final = 100
"""A reading is good for a hundred times as long as it took: the database spends a hundredth of its time on it."""

_REASONS: Final = frozenset(
    {"unreachable", "late", "not taken in time", "not read in time", "interrupted", "no answer", "broken"}
    | {"quiet hours last until after it"}
)
"""Other reasons are in a channel's own words, of which there may be many."""


class Figures(Collector):
    """The last reading of the ledger; none while the database is away."""

    def __init__(self, read: Callable[[], Awaitable[Ledger | None]], timer: Callable[[], float] = monotonic) -> None:
        """Take what reads the ledger, and what gives seconds."""
        self._read = read
        self._timer = timer
        self._ledger: Ledger | None = None
        self._good_until = 0.0

    async def refresh(self) -> None:
        """Read again, when the last reading is no longer good."""
        began = self._timer()
        if began < self._good_until:
            return
        self._ledger = await self._read()
        ended = self._timer()
        self._good_until = ended + max(_AT_LEAST, _SHARE * (ended - began))

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, for the library that asks."""
        held = self._ledger
        if held is None:
            return
        yield GaugeMetricFamily("jiamenkou_backlog", "Deliveries that are due and not yet gone", held.backlog)
        yield GaugeMetricFamily("jiamenkou_late_seconds", "Time since the oldest of them was due", held.late)
        yield GaugeMetricFamily("jiamenkou_reminders", "Reminders that will ring", held.reminders)
        yield GaugeMetricFamily("jiamenkou_follows", "Follows of experts and bases", held.follows)
        yield _by(
            "deliveries", "Deliveries on record, by state", ("state",), [((s,), n) for s, n in held.states.items()]
        )
        gaps = [((channel,), gap) for channel, gap in held.gaps.items()]
        yield _by("pace_gap_seconds", "Time between two messages of a channel", ("channel",), gaps)
        lost: Counter[tuple[str, str]] = Counter()
        for kind, reason, number in held.lost:
            lost[kind, _label(reason)] += number
        words = "Deliveries of seven days that reached nobody"
        yield _by("not_reached", words, ("kind", "reason"), lost.items())


def _label(reason: str) -> str:
    """A reason without its particulars: one of a few."""
    first = re.split("[:,]", reason, maxsplit=1)[0]
    return first if first in _REASONS else "refused"


def _by(
    name: str, words: str, labels: tuple[str, ...], values: Iterable[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"jiamenkou_{name}", words, labels=labels)
    for label, value in values:
        family.add_metric(label, value)
    return family
