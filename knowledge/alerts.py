"""Alerts: how long before or after an event somebody is told, as short texts.

``-1@18:00`` is the day before at six, ``0@07:00`` the day itself, ``+3@10:00`` three days later, ``-30m`` minutes
before, ``0m`` the event's own time.
"""

import re
from datetime import datetime, time, timedelta

_ALERT = re.compile(r"(?P<days>[+-]?\d{1,2})@(?P<clock>\d\d:\d\d)|(?P<minutes>[+-]?\d{1,4})m")


def shifted(event: datetime, alert: str) -> datetime:
    """When an alert rings, on the wall clock of the event. Raises ValueError for a text that is no alert."""
    match = _ALERT.fullmatch(alert)
    if match is None:
        raise ValueError(f"{alert!r} is no alert: write -1@18:00 (days@time) or -30m (minutes)")
    if match["minutes"]:
        return event + timedelta(minutes=int(match["minutes"]))
    return datetime.combine(event.date() + timedelta(days=int(match["days"])), time.fromisoformat(match["clock"]))


def parts(alert: str) -> tuple[int | None, str, int]:
    """Days and clock of an alert, or None, no clock, and minutes. Raises ValueError for a text that is no alert."""
    match = _ALERT.fullmatch(alert)
    if match is None:
        raise ValueError(f"{alert!r} is no alert")
    if match["minutes"]:
        return None, "", int(match["minutes"])
    return int(match["days"]), match["clock"], 0
