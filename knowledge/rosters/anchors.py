"""The first date of an alternate-week rule."""

import datetime as dt

from knowledge.rosters.dates import WEEKDAYS


def first_date(start: str, weekday: str, *, later: bool) -> str:
    """The weekday in the calendar week of ``start`` (ISO date), or a week later."""
    day = dt.date.fromisoformat(start)
    monday = day - dt.timedelta(day.weekday())
    return (monday + dt.timedelta(WEEKDAYS.index(weekday) + (7 if later else 0))).isoformat()
