"""Quiet hours: nobody is woken for what can wait, and nothing is told after it has happened.

Within the hours that an owner has set (21:30 to 06:30 unless they did) nothing is sent; what would fall there goes to
the nearest time outside, never past its event. A time that a person chose is theirs. That a clinic of the next hours is
off may be told a while longer.
"""

from datetime import datetime, time, timedelta
from typing import Final

from knowledge.tuning import Quiet

URGENT_WITHIN: Final = timedelta(hours=14)
_DAY: Final = timedelta(days=1)


def is_quiet(at: datetime, quiet: Quiet) -> bool:
    """Whether a wall-clock time lies within quiet hours."""
    return _within(at, quiet.evening, quiet.morning)


def _within(at: datetime, evening: time, morning: time) -> bool:
    return at.time() >= evening or at.time() < morning


def allowed(at: datetime, event: datetime, quiet: Quiet, *, chosen: bool = False) -> datetime:
    """When a reminder meant for ``at`` is told, on the same wall clock: never past the event it comes before.

    A follow-up lies after its event: for it the event is no limit.
    """
    if chosen or not is_quiet(at, quiet):
        return at
    before, after = _edges(at, quiet)
    limit = event if at <= event else None
    if limit is not None and after > limit:
        return before
    return before if at - before < after - at else after


def _edges(at: datetime, quiet: Quiet) -> tuple[datetime, datetime]:
    """The last moment before the quiet hours around ``at``, and the first after them."""
    night = at.date() if at.time() >= quiet.evening else at.date() - _DAY
    before = datetime.combine(night, quiet.evening) - timedelta(minutes=1)
    return before, datetime.combine(night + _DAY, quiet.morning)


def notice_time(now: datetime, event: datetime | None, quiet: Quiet) -> datetime | None:
    """When a change of a clinic is told, on the wall clock: now, or once quiet hours end; None when that is too late.

    ``event`` is the session that is touched; what is less than 14 hours away has the shorter quiet hours.
    """
    urgent = event is not None and event - now <= URGENT_WITHIN
    evening, morning = (quiet.urgent_evening, quiet.urgent_morning) if urgent else (quiet.evening, quiet.morning)
    if not _within(now, evening, morning):
        return now
    day = now.date() + _DAY if now.time() >= evening else now.date()
    told = datetime.combine(day, morning)
    return told if event is None or told < event else None
