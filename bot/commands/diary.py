"""What ``doctor`` says of reminders and notices."""

from collections.abc import Iterator
from typing import Final

from scheduler.ledger import Ledger

_LATE: Final = 60.0
_SLOW: Final = 0.5
_MANY: Final = 0.05
_FEW: Final = 5
_PEOPLE: Final = frozenset({"unreachable", "not read in time"})
"""Reasons that lie with the person: they blocked the bot, or never opened the page again."""


def findings(held: Ledger) -> Iterator[tuple[bool, str]]:
    """Lines, each with whether it is as it should be."""
    s = held.states
    waiting = f"{s['planned']} deliveries wait for their time, {s['kept']} for a page to be opened"
    yield True, f"reminders: {held.reminders} held, {held.follows} follows; {waiting}"
    if held.late > _LATE:
        advice = "does 'jiamenkou run' run, and can it reach the channel?"
        yield False, f"{held.backlog} deliveries are due, the oldest for {held.late:.0f} s: {advice}"
    else:
        yield True, f"{held.backlog} deliveries are under way, none late"
    for channel, gap in held.gaps.items():
        yield gap < _SLOW, f"{channel}: a message every {gap:.2f} s{_slowed(gap)}"
    yield _outcomes(held)
    for kind, reason, number in held.lost:
        yield True, f"not reached in seven days: {kind}, {reason or 'no reason'}: {number}"


def _slowed(gap: float) -> str:
    return "" if gap < _SLOW else ", since it asked for patience: set JIAMENKOU_PER_SECOND lower if that goes on"


def _outcomes(held: Ledger) -> tuple[bool, str]:
    """How many arrived; many that did not, for reasons that lie with us or the channel, are worth a look."""
    ours = sum(number for _, reason, number in held.lost if reason not in _PEOPLE)
    fine = ours < _FEW or ours <= _MANY * (held.reached + ours)
    said = f"{held.reached} reached people in seven days, {ours} did not for reasons of ours or the channel's"
    return fine, said if fine else f"{said}: see below, and the log"
