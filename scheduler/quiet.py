"""Quiet hours: nobody is woken for what can wait, and nothing is told after it has happened.

From 21:30 to 06:30 nothing is sent; what would fall there goes to the nearest time outside, never past its event. A
time that a person chose is theirs. That a clinic of the next hours is off may be told until 22:30 and again from 06:00.
"""

from datetime import datetime, time, timedelta
from typing import Final

EVENING: Final = time(21, 30)
MORNING: Final = time(6, 30)
URGENT_EVENING: Final = time(22, 30)
URGENT_MORNING: Final = time(6, 0)
URGENT_WITHIN: Final = timedelta(hours=14)
_DAY: Final = timedelta(days=1)


def is_quiet(at: datetime, *, evening: time = EVENING, morning: time = MORNING) -> bool:
    """Whether a wall-clock time lies within quiet hours."""
    return at.time() >= evening or at.time() < morning


def allowed(at: datetime, event: datetime, *, chosen: bool = False) -> datetime:
    """When a reminder meant for ``at`` is told, on the same wall clock: never past the event it comes before.

    A follow-up lies after its event: for it the event is no limit.
    """
    if chosen or not is_quiet(at):
        return at
    before, after = _edges(at)
    limit = event if at <= event else None
    if limit is not None and after > limit:
        return before
    return before if at - before < after - at else after


def _edges(at: datetime) -> tuple[datetime, datetime]:
    """The last moment before the quiet hours around ``at``, and the first after them."""
    night = at.date() if at.time() >= EVENING else at.date() - _DAY
    before = datetime.combine(night, EVENING) - timedelta(minutes=1)
    return before, datetime.combine(night + _DAY, MORNING)


def notice_time(now: datetime, event: datetime | None) -> datetime | None:
    """When a change of a clinic is told, on the wall clock: now, or once quiet hours end; None when that is too late.

    ``event`` is the session that is touched; what is less than 14 hours away has the shorter quiet hours.
    """
    urgent = event is not None and event - now <= URGENT_WITHIN
    evening, morning = (URGENT_EVENING, URGENT_MORNING) if urgent else (EVENING, MORNING)
    if not is_quiet(now, evening=evening, morning=morning):
        return now
    day = now.date() + _DAY if now.time() >= evening else now.date()
    told = datetime.combine(day, morning)
    return told if event is None or told < event else None
