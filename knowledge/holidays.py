"""Public holidays and moved workdays (调休), as published each year by the State Council's general office.

The chinesecalendar library carries the published years (2004 to 2026 in version 1.11); later years come in as
data that staff enter. Nothing is guessed for a year that neither knows, but the days fixed by law.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_NAMES = {
    "劳动节": "五一",
    "国庆节": "国庆",
    "清明": "清明",
    "端午": "端午",
    "中秋": "中秋",
    "元旦": "元旦",
    "春节": "春节",
}
_FIXED = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1)}
HOLIDAYS = tuple(_NAMES.values())

Entry = tuple[str, date, date, Iterable[date]]


class Holiday(NamedTuple):
    """A holiday as published: days off from ``first`` to ``last`` (both included), ``work_days`` worked for it."""

    name: str
    first: date
    last: date
    work_days: tuple[date, ...] = ()


@cache
def _published() -> Mapping[int, tuple[Holiday, ...]]:
    from chinese_calendar.constants import holidays, workdays

    chinese = _chinese_names()
    years: dict[int, tuple[Holiday, ...]] = {}
    for first, last, english in _runs(holidays):
        near = (first - timedelta(30), last + timedelta(30))
        worked = tuple(sorted(day for day in workdays if near[0] < day < near[1] and workdays[day] == english))
        entry = Holiday(chinese[english], first, last, worked)
        years[last.year] = (*years.get(last.year, ()), entry)
    return years


def _chinese_names() -> dict[str, str]:
    from chinese_calendar.constants import Holiday as Published

    return {each.value: _NAMES.get(each.chinese, each.chinese) for each in Published}


def _runs(days: Mapping[date, str]) -> list[tuple[date, date, str]]:
    runs: list[tuple[date, date, str]] = []
    for day in sorted(days):
        if runs and runs[-1][1] == day - timedelta(1) and runs[-1][2] == days[day]:
            runs[-1] = (runs[-1][0], day, days[day])
        else:
            runs.append((day, day, days[day]))
    return runs


class Calendar:
    """Which days are off. ``extra`` maps a year to its (name, first, last, work_days); it beats the library."""

    def __init__(self, extra: Mapping[int, Iterable[Entry]] | None = None) -> None:
        self._extra = {
            year: tuple(Holiday(name, first, last, tuple(work_days)) for name, first, last, work_days in entries)
            for year, entries in (extra or {}).items()
        }

    def _year(self, year: int) -> tuple[Holiday, ...]:
        return self._extra[year] if year in self._extra else _published().get(year, ())

    def covers(self, year: int) -> bool:
        """Whether the year's holidays were published and are known here."""
        return bool(self._year(year))

    def entry(self, name: str, year: int) -> Holiday | None:
        """The holiday called ``name`` whose main part lies in ``year``; only its legal first day if unpublished."""
        named = [each for each in self._year(year) if each.name == name]
        if not named and name in _FIXED and not self.covers(year):
            day = date(year, *_FIXED[name])
            return Holiday(name, day, day)
        return max(named, key=lambda each: each.last - each.first, default=None)

    def span(self, name: str, year: int) -> tuple[date, date] | None:
        """First and last day off of the holiday called ``name`` (元旦 春节 清明 五一 端午 中秋 国庆), or None."""
        found = self.entry(name, year)
        return (found.first, found.last) if found else None

    def holiday(self, day: date) -> str | None:
        """The name of the holiday that ``day`` is off for, or None. An ordinary weekend is none."""
        for year in (day.year, day.year + 1):  # 元旦 may begin in the last days of December
            for each in self._year(year):
                if each.first <= day <= each.last:
                    return each.name
        return None

    def is_workday(self, day: date) -> bool:
        """Whether offices work: Monday to Friday without the holidays, and the weekend days worked for them."""
        if any(day in each.work_days for year in (day.year, day.year + 1) for each in self._year(year)):
            return True
        return day.weekday() < 5 and self.holiday(day) is None
