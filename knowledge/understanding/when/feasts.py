"""Holidays, lunar days and solar terms as days."""

from datetime import date, timedelta

import msgspec

from knowledge.understanding.when.lunar import lunar_day, new_years_eve, term
from knowledge.understanding.when.values import Found, Stretch, View, one

_FIXED = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1)}
_LUNAR = {"春节": (1, 1), "端午": (5, 5), "中秋": (8, 15)}
_ALL = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")


def feast_day(name: str, year: int) -> date | None:
    """The feast itself, not the days off around it."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    return lunar_day(year, *_LUNAR[name]) if name in _LUNAR else term("清明", year)


class Feast(msgspec.Struct, frozen=True):
    """A public holiday: its days off, or only the ``day`` itself. ``name`` "" is whichever comes next."""

    name: str
    year: int = 0
    years: int | None = None
    day: bool = False

    def days(self, view: View) -> Found:
        """The running or next one; only the feast itself, marked approximate, where nothing is published yet."""
        if not self.name:
            choices = [Feast(name).days(view) for name in _ALL]
            later = [found for found in choices if found.stretches and not (view.ahead and _begun(found, view.today))]
            return min(later, key=lambda found: found.stretches[0].first)
        this = view.today.year
        fixed = self.year or (this + self.years if self.years is not None else 0)
        for year in [fixed] if fixed else [this, this + 1]:
            found = self._in(year, view)
            if found.stretches and (fixed or (found.stretches[0].last or date.max) >= view.today):
                return found
        return Found()

    def _in(self, year: int, view: View) -> Found:
        day = feast_day(self.name, year)
        span = view.calendar.span(self.name, year)
        if span and not self.day:
            return Found((Stretch(*span),), approximate=not view.calendar.covers(year))
        return one(day)._replace(approximate=not view.calendar.covers(year) and not self.day) if day else Found()


def _begun(found: Found, today: date) -> bool:
    return found.stretches[0].first <= today


class LunarDay(msgspec.Struct, frozen=True):
    """A day of the lunar year; month 12 day 31 stands for its last day, 除夕, 32 for the day before.

    Month 0 is the month of the day named before it (初一到初三).
    """

    month: int
    day: int

    def days(self, view: View) -> Found:
        """The next one."""
        years = range(view.today.year - 1, view.today.year + 3)
        days = [day for year in years if (day := self._in(year)) and day >= view.since]
        return one(days[0]) if days else Found(invalid=self.month > 0)

    def _in(self, year: int) -> date | None:
        if self.month == 12 and self.day >= 31:
            eve = new_years_eve(year + 1)
            return eve - timedelta(self.day - 31) if eve else None
        return lunar_day(year, self.month, self.day)


class Term(msgspec.Struct, frozen=True):
    """A solar term such as 冬至."""

    name: str

    def days(self, view: View) -> Found:
        """The next one."""
        days = [term(self.name, year) for year in (view.today.year, view.today.year + 1)]
        return one(next(day for day in days if day >= view.since or day == days[-1]))


class DogDay(msgspec.Struct, frozen=True):
    """三伏: 初伏 is the third 庚 day from 夏至, 中伏 the fourth, 末伏 the first from 立秋; 出伏 ten days later."""

    name: str

    def days(self, view: View) -> Found:
        """The first day of the period, the next to come."""
        days = [self._in(year) for year in (view.today.year, view.today.year + 1)]
        return one(next(day for day in days if day >= view.since or day == days[-1]))

    def _in(self, year: int) -> date:
        if self.name in ("末伏", "出伏"):
            return _geng(term("立秋", year)) + timedelta(10 * (self.name == "出伏"))
        return _geng(term("夏至", year)) + timedelta(30 if self.name == "中伏" else 20)


def _geng(day: date) -> date:
    """The first 庚 day from ``day`` on. 7 January 2000 was 甲子."""
    return day + timedelta((6 - (day - date(2000, 1, 7)).days) % 10)
