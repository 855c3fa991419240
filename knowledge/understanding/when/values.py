"""The meanings a few words of time can have; each knows which days it names, seen from a given moment."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

import msgspec

from knowledge.holidays import Calendar

_HALF_ENDS = {"上午": time(12), "下午": time(17), "夜间": time(21)}


class Stretch(NamedTuple):
    """Days from ``first`` to ``last``, both included; ``last`` None is an open end."""

    first: date
    last: date | None


class Found(NamedTuple):
    """The days a meaning names. ``invalid``: none exists. ``approximate``: not known to the day."""

    stretches: tuple[Stretch, ...] = ()
    invalid: bool = False
    approximate: bool = False


class View(NamedTuple):
    """The moment words are read at. Days without a week or month count from ``since``; ``over``: not today any more.

    ``ahead``: what has begun does not count either (节前).
    """

    now: datetime
    calendar: Calendar
    since: date
    over: bool = False
    ahead: bool = False

    @property
    def today(self) -> date:
        """The day of ``now``."""
        return self.now.date()


class Meaning(Protocol):
    """Words that name days."""

    def days(self, view: View) -> Found:
        """The days named."""


def half_is_over(half: str, now: datetime) -> bool:
    """Whether no one would still start out for this half of today; no half named counts as 下午."""
    return now.time() >= _HALF_ENDS.get(half, time(17))


def one(day: date) -> Found:
    """A single day."""
    return Found((Stretch(day, day),))


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month so many months on."""
    total = year * 12 + month - 1 + months
    return total // 12, total % 12 + 1


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when it does not exist."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


class Shift(msgspec.Struct, frozen=True):
    """So many days and months from today: 明天, 三天后, 一个月后 (cut to the month's end)."""

    length: int = 0
    months: int = 0

    def days(self, view: View) -> Found:
        """The one day it falls on."""
        year, month = add_months(view.today.year, view.today.month, self.months)
        day = date(year, month, min(view.today.day, monthrange(year, month)[1]))
        return one(day + timedelta(self.length))


class Near(msgspec.Struct, frozen=True):
    """The days from ``first`` to ``last``, counted from today (0): 这两天, 三天内."""

    first: int
    last: int
    months: int = 0

    def days(self, view: View) -> Found:
        """One stretch."""
        last = Shift(self.last, self.months).days(view).stretches[0].first
        return Found((Stretch(view.today + timedelta(self.first), last),))


class Week(msgspec.Struct, frozen=True):
    """A calendar week, Monday to Sunday, ``shift`` weeks from this one."""

    shift: int

    def days(self, view: View) -> Found:
        """Its seven days."""
        monday = view.today - timedelta(view.today.weekday() - 7 * self.shift)
        return Found((Stretch(monday, monday + timedelta(6)),))


class Weekdays(msgspec.Struct, frozen=True):
    """Weekdays (0 Monday). ``week``: shift of the calendar week, None the coming ones; ``run``: first to last."""

    numbers: tuple[int, ...]
    week: int | None = None
    run: bool = False

    def days(self, view: View) -> Found:
        """The coming ones, today only while it is not over, or those of the named week."""
        days = [self._day(number, view) for number in self.numbers]
        if self.run:
            return Found((Stretch(days[0], days[0] + timedelta((self.numbers[-1] - self.numbers[0]) % 7)),))
        return Found(tuple(Stretch(day, day) for day in days))

    def _day(self, number: int, view: View) -> date:
        if self.week is not None:
            return view.today + timedelta(number - view.today.weekday() + 7 * self.week)
        ahead = (number - view.since.weekday()) % 7
        return view.since + timedelta(7 if not ahead and view.over and view.since == view.today else ahead)


class Month(msgspec.Struct, frozen=True):
    """A month, or the part of one from day ``first`` to ``last`` (31 = its end).

    ``shift`` counts months from this one and ``years`` years from this one, where said (下个月, 明年三月).
    """

    month: int = 0
    year: int = 0
    shift: int | None = None
    first: int = 1
    last: int = 31
    years: int | None = None

    def days(self, view: View) -> Found:
        """One stretch; without a year the next such month, the current one included."""
        for year, month in self._months(view.today):
            end = monthrange(year, month)[1]
            stretch = Stretch(date(year, month, min(self.first, end)), date(year, month, min(self.last, end)))
            if (
                self.year
                or self.years is not None
                or self.shift is not None
                or (stretch.last or stretch.first) >= view.today
            ):
                break
        return Found((stretch,))

    def _months(self, today: date) -> list[tuple[int, int]]:
        if self.shift is not None:
            return [add_months(today.year, today.month, self.shift)]
        if self.month:
            return [(self.year or today.year + (self.years or 0), self.month), (today.year + 1, self.month)]
        return [(today.year, today.month), add_months(today.year, today.month, 1)]


class MonthDay(msgspec.Struct, frozen=True):
    """A day of a month. 0 = not said: the next such day that exists. ``shift`` and ``years``: see :class:`Month`."""

    day: int
    month: int = 0
    year: int = 0
    shift: int | None = None
    years: int | None = None

    def days(self, view: View) -> Found:
        """The one day, or invalid."""
        found = next(filter(None, self._candidates(view)), None)
        return one(found) if found else Found(invalid=True)

    def _candidates(self, view: View) -> list[date | None]:
        since = view.since
        if self.shift is not None:
            return [safe_date(*add_months(view.today.year, view.today.month, self.shift), self.day)]
        if self.year or self.years is not None:
            return [safe_date(self.year or view.today.year + (self.years or 0), self.month, self.day)]
        if self.month:
            days = [safe_date(year, self.month, self.day) for year in range(since.year, since.year + 9)]
        else:
            days = [safe_date(*add_months(since.year, since.month, ahead), self.day) for ahead in range(13)]
            since += timedelta(view.over and since == view.today)
        return [day for day in days if day and day >= since]


class NthWeekday(msgspec.Struct, frozen=True):
    """The n-th such weekday of one month (-1 the last): 下个月第一个周三."""

    nths: tuple[int, ...]
    weekday: int
    of: Month

    def days(self, view: View) -> Found:
        """The days that exist."""
        first, last = self.of.days(view).stretches[0]
        ahead = first + timedelta((self.weekday - first.weekday()) % 7)
        all_of_them = [ahead + timedelta(7 * n) for n in range(5) if ahead + timedelta(7 * n) <= (last or first)]
        chosen = [all_of_them[n if n < 0 else n - 1] for n in self.nths if n <= len(all_of_them)]
        return Found(tuple(Stretch(day, day) for day in chosen), invalid=not chosen)


class NextWorkday(msgspec.Struct, frozen=True):
    """The next day offices work, after today."""

    def days(self, view: View) -> Found:
        """One day."""
        return one(next_workday(view.today, view.calendar))


def next_workday(day: date, calendar: Calendar) -> date:
    """The first day after ``day`` that offices work."""
    following = (day + timedelta(n) for n in range(1, 30))
    return next((each for each in following if calendar.is_workday(each)), day + timedelta(1))
