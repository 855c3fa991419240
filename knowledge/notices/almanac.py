"""From words for days to days: the nearest year, spans over the year's end, doubts with the days that may be meant."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import msgspec

from knowledge.holidays import Calendar
from knowledge.notices.days import Phrase
from knowledge.notices.model import Flag
from knowledge.notices.parts import Part, is_bare, is_vague, main_word, weekdays_in, width_of
from knowledge.notices.spans import Days
from knowledge.understanding.when.feasts import Feast
from knowledge.understanding.when.values import (
    Meaning,
    Month,
    MonthDay,
    Shift,
    View,
    Week,
    Weekdays,
    add_months,
    half_is_over,
    safe_date,
)

_ONE = timedelta(1)
_COMPARED = (Weekdays, MonthDay, Shift)
_LONGEST = 240
"""Days: a longer span over the year's end is taken for two dates in the wrong order."""


class Almanac:
    """Turns the phrases of one notice into days; remembers the last one, since later words lean on it."""

    def __init__(self, now: datetime, calendar: Calendar, *, past: bool = False) -> None:
        """``past``: the notice tells what has happened, so that a bare weekday is the one that has been."""
        self.now, self.calendar, self.past = now, calendar, past
        self.last: Days | None = None
        self.told: list[date] = []
        self.dated: set[date] = set()
        """Single days that were named by their date."""
        self.frame: Days | None = None
        self.week = 0
        """How many weeks ahead the last weekday was that was said with its week (下周一)."""

    def days(self, phrase: Phrase) -> list[Days]:
        """What a phrase means: one span, or several days (周二、周四)."""
        if phrase.same:
            return self._same(phrase)
        found = [
            msgspec.structs.replace(each, linked=phrase.linked or n > 0) for n, each in enumerate(self._of(phrase))
        ]
        for each in found:
            if each.wide:
                self.frame = each
            if each.single and not each.bare and each.first:
                self.dated.add(each.first)
            if each.first is not None:
                self.last = each
                self.told.append(each.first)
        return found

    def _same(self, phrase: Phrase) -> list[Days]:
        last = self.last
        if last is None or last.first is None:
            return []
        day = last.last if phrase.same in {"次日", "翌日", "第二天"} else None
        if day is not None:
            return [Days(first=day + _ONE, last=day + _ONE, half=phrase.first.half)]
        end = last.first if last.last is None else last.last  # 27日起…，当天 is the 27th
        return [msgspec.structs.replace(last, last=end, half=phrase.first.half or last.half, half_first="", edge="")]

    def _of(self, phrase: Phrase) -> list[Days]:
        part, half = phrase.first, phrase.first.half
        if is_vague(part) or (phrase.edge == "about"):
            return [Days(first=None, last=None, half=half, flag="vague_date")]
        meaning = main_word(part)
        if isinstance(meaning, Weekdays) and not meaning.run and len(meaning.numbers) > 1 and phrase.to is None:
            each = [msgspec.structs.replace(meaning, numbers=(number,)) for number in meaning.numbers]
            return [self._edged(self._span(Part(one, half=half), None, phrase), phrase) for one in each]
        return [self._edged(self._span(part, phrase.to, phrase), phrase)]

    def _span(self, part: Part, to: Part | None, phrase: Phrase) -> Days:
        half = part.half if to is None else ""
        if (doubt := self._doubt(part, half, None)) is not None:
            return doubt
        first, last = self._stretch(main_word(part), half or part.half, None, linked=phrase.linked)
        if first is None:
            flag: Flag = "vague_date" if isinstance(main_word(part), Feast) else "invalid_date"
            return Days(first=None, last=None, half=half, flag=flag)
        if to is None:
            wide = width_of(main_word(part))
            return Days(first=first, last=last, half=half, wide=wide, bare=is_bare(part), weekdays=weekdays_in(part))
        return self._range(first, part, to, began=phrase.began)

    def _range(self, first: date, part: Part, to: Part, *, began: bool) -> Days:
        if (doubt := self._doubt(to, "", first)) is not None:
            return doubt
        _, last = self._stretch(main_word(to), to.half, first, linked=True)
        if last is None:
            return Days(first=None, last=None, flag="invalid_date")
        if last < first or (last - first).days > _LONGEST:
            return Days(first=None, last=None, flag="reversed_range")
        if to.half == "上午" and not (part.half or began):  # 4日至7日上午: every morning
            return Days(first=first, last=last, half=to.half)
        return Days(first=first, last=last, half_first=part.half, half_last=to.half)

    def _edged(self, days: Days, phrase: Phrase) -> Days:
        edge = "" if phrase.first.also and phrase.edge in {"eve", "next"} else phrase.edge
        if not edge or days.first is None:
            return msgspec.structs.replace(days, until=phrase.until)
        first, last = days.first, days.last or days.first
        spans = {
            "from": (first, None if days.single or days.wide else days.last),
            "before": (min(first, self.now.date()), first - _ONE),
            "after": (last + _ONE, None),
            "eve": (first - _ONE, first - _ONE),
            "next": (last + _ONE, last + _ONE),
        }
        first, end = spans.get(edge, (first, days.last))
        half_first = days.half if edge == "from" else ""
        return msgspec.structs.replace(
            days,
            first=first,
            last=end,
            edge=edge,
            until=phrase.until,
            wide="",
            half="" if half_first else days.half,
            half_first=half_first,
        )

    # -- one day ----------------------------------------------------------------------------------------------------

    def _stretch(
        self, meaning: Meaning, half: str, since: date | None, *, linked: bool
    ) -> tuple[date | None, date | None]:
        if isinstance(meaning, MonthDay):
            day = self._month_day(meaning, since, linked=linked)
            return day, day
        if isinstance(meaning, Month):
            return self._month(meaning, since)
        if isinstance(meaning, Weekdays):
            return self._weekdays(meaning, half, since, linked=linked)
        today = self.now.date()
        found = meaning.days(View(self.now, self.calendar, since or today)).stretches
        feast = isinstance(meaning, Feast) and meaning.name != "元旦"
        if not found or (feast and not self.calendar.covers(found[0].first.year)):
            return None, None
        return found[0].first, found[-1].last

    def _month_day(self, meaning: MonthDay, since: date | None, *, linked: bool) -> date | None:
        today = self.now.date()
        if meaning.shift is not None:
            return safe_date(*add_months(today.year, today.month, meaning.shift), meaning.day)
        if meaning.year or meaning.years is not None:
            return safe_date(meaning.year or today.year + (meaning.years or 0), meaning.month, meaning.day)
        if not meaning.month:
            return self._bare_day(meaning.day, since, linked=linked)
        years = [safe_date(year, meaning.month, meaning.day) for year in range(today.year - 1, today.year + 2)]
        if since is not None:
            same = [day for day in years if day and since <= day <= since + timedelta(_LONGEST)]
            return same[0] if same else safe_date(since.year, meaning.month, meaning.day)
        return min(filter(None, years), key=lambda day: abs((day - today).days), default=None)

    def _bare_day(self, number: int, since: date | None, *, linked: bool) -> date | None:
        """3日 after 12月1日 is of the same month; alone it is the coming one, or in the month the notice is about."""
        anchor = since or (self.last.first if self.last and linked else None)
        if anchor is None and self.frame is not None and self.frame.wide == "month":
            anchor = self.frame.first
        if anchor is None and self.last and self.last.first and self.last.first >= self.now.date():
            anchor = self.last.first if number >= self.last.first.day else None
        again = [day for day in self.told if day.day == number]
        if again and since is None and not linked:
            return again[-1]
        if anchor is not None:
            return safe_date(anchor.year, anchor.month, number)
        today = self.now.date()
        step = -1 if self.past else 1
        months = [safe_date(*add_months(today.year, today.month, step * ahead), number) for ahead in range(3)]
        return next((day for day in months if day and (day <= today if self.past else day >= today)), None)

    def _month(self, meaning: Month, since: date | None) -> tuple[date, date]:
        today = self.now.date()
        if meaning.shift is not None:
            year, month = add_months(today.year, today.month, meaning.shift)
        else:
            year, month = meaning.year or today.year + (meaning.years or 0), meaning.month or today.month
            years = (year - 1, year, year + 1) if not (meaning.year or meaning.years is not None) else (year,)
            year = min(years, key=lambda each: abs((date(each, month, 15) - (since or today)).days))
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])

    def _weekdays(
        self, meaning: Weekdays, half: str, since: date | None, *, linked: bool
    ) -> tuple[date | None, date | None]:
        """A bare weekday is the coming one, in the week the notice is about, or behind the day it continues."""
        today = self.now.date()
        week = meaning.week
        frame = self.frame if self.frame and self.frame.wide == "week" else None
        if week is None and frame is not None and frame.first is not None and since is None:
            first = frame.first + timedelta(meaning.numbers[0])
        elif week is not None or (self.week and since is None and not linked):
            week = self.week if week is None else week
            self.week = max(week, 0)
            first = today + timedelta(meaning.numbers[0] - today.weekday() + 7 * week)
        else:
            start = since or (self.last.first if linked and self.last and self.last.first else None)
            over = start is None and (half_is_over(half, self.now) and today.weekday() == meaning.numbers[0])
            start = start or today
            first = start + timedelta((meaning.numbers[0] - start.weekday()) % 7 + 7 * over)
            first -= timedelta(7) * (self.past and first > today)
        last = first + timedelta((meaning.numbers[-1] - meaning.numbers[0]) % 7) if meaning.run else first
        return first, last

    # -- doubts -----------------------------------------------------------------------------------------------------

    def _doubt(self, part: Part, half: str, since: date | None) -> Days | None:
        """A day whose other words name another day: the weekday, or a second date."""
        main = main_word(part)
        others = [other for other in (part.day, *part.also) if other is not main and isinstance(other, _COMPARED)]
        day, _ = self._stretch(main, half, since, linked=True)
        if day is None or isinstance(main, Feast | Week | Month):
            return None
        for other in others:
            clash = self._clash(day, other)
            if clash:
                flag: Flag = (
                    "weekday_mismatch"
                    if clash.weekday() != day.weekday() and isinstance(other, Weekdays)
                    else "contradiction"
                )
                return Days(first=None, last=None, half=half, flag=flag, candidates=tuple(sorted({day, clash})))
        return None

    def _clash(self, day: date, other: Meaning) -> date | None:
        """The other day that is named, when it is another one."""
        if isinstance(other, Weekdays) and (other.run or len(other.numbers) > 1):
            return None  # 双休日 describes the day
        if isinstance(other, Weekdays):
            ahead = (other.numbers[0] - day.weekday() + 3) % 7 - 3
            near = day + timedelta(ahead)
            if ahead:
                return near
            said, _ = self._weekdays(other, "", None, linked=False)
            return said if other.week is not None and said != day else None
        said, _ = self._stretch(other, "", None, linked=True)
        return said if said != day else None
