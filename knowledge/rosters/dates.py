"""Dates as rosters write them → ISO texts. The year comes from the file, never from today."""

import datetime as dt
import re
from typing import NamedTuple

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


class Period(NamedTuple):
    """What a title says about time: year, month (0 when it does not), both may be missing."""

    year: int = 0
    month: int = 0


class WrongDateError(ValueError):
    """``why`` is a problem code: invalid_date or ambiguous_date."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


FULL = re.compile(
    r"(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?:\s?[日号]|(?![\d:]))(?: 00:00(?::00)?)?"
)
PACKED = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
FOREIGN = re.compile(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>20\d\d)(?!\d)")
HAN = re.compile(r"(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})(?:\s?[日号]|(?!\d))")
SLASH = re.compile(r"(?<![\d/.])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:[日号]|(?![\d/]))")
DOTTED = re.compile(r"(?<![\d.])(?P<m>\d{1,2})\.(?P<d>\d{1,2})(?:[日号]|(?![\d.]))")
LONE = re.compile(r"(?<![\d/.:月])(?P<d>\d{1,2})[日号](?!楼|诊|线|院|桌|台|窗)")
SERIAL = re.compile(r"[34]\d{4}")
_TITLE_FULL = re.compile(r"(20\d\d)\s?[-/.年]\s?(1[0-2]|0?[1-9])(?!\d)")
_TITLE_YEAR = re.compile(r"(?<!\d)(20[2-9]\d)(?!\d)")


def period_in(text: str) -> Period:
    """The first year (and month) a title, sheet name or file name states."""
    found = _TITLE_FULL.search(text)
    if found:
        return Period(int(found[1]), int(found[2]))
    packed = PACKED.search(text)
    if packed and 1 <= int(packed["m"]) <= 12:
        return Period(int(packed["y"]), int(packed["m"]))
    year = _TITLE_YEAR.search(text)
    month = re.search(r"(?<!\d)(1[0-2]|[1-9])月(?!\d)", text)
    return Period(int(year[1]) if year else 0, int(month[1]) if month else 0)


def iso(year: int, month: int, day: int) -> str:
    """ISO text of a date.

    Raises :class:`WrongDateError` when there is no such day.
    """
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError as wrong:
        raise WrongDateError("invalid_date") from wrong


def dated(month: int, day: int, period: Period) -> str:
    """A day of a month without year: the year of the file that lies nearest to the file's month."""
    if not 1 <= month <= 12 or not 1 <= day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31):
        raise WrongDateError("invalid_date")
    if not period.year:
        raise WrongDateError("ambiguous_date")
    year = period.year
    if period.month and month - period.month < -6:
        year += 1
    elif period.month and month - period.month > 6:
        year -= 1
    return iso(year, month, day)


def day_of(day: int, period: Period) -> str:
    """A bare day of the month: only where the file names year and month."""
    if not period.year or not period.month:
        raise WrongDateError("ambiguous_date")
    return iso(period.year, period.month, day)


def foreign(first: int, second: int, year: int) -> str:
    """``12/25/2026`` or ``25/12/2026``; ambiguous when both could be the month."""
    if first <= 12 and second <= 12 and first != second:
        raise WrongDateError("ambiguous_date")
    return iso(year, first, second) if first <= 12 else iso(year, second, first)


def from_serial(text: str) -> str | None:
    """An Excel date serial (2000–2099) in a cell of a date column."""
    if not SERIAL.fullmatch(text) or not 36526 <= int(text) <= 73050:
        return None
    return (dt.date(1899, 12, 30) + dt.timedelta(int(text))).isoformat()


def weekday_of(date: str) -> str:
    """周一…周日 of an ISO date."""
    return WEEKDAYS[dt.date.fromisoformat(date).weekday()]


def days_between(first: str, last: str) -> list[str]:
    """All dates from first to last, at most 62.

    Raises :class:`WrongDateError` when they are reversed or too far apart to be meant day by day.
    """
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    if not 0 <= (end - start).days <= 62:
        raise WrongDateError("invalid_date")
    return [(start + dt.timedelta(step)).isoformat() for step in range((end - start).days + 1)]
