"""What has been said so far and still waits: whom it is about, which days, what a heading announced."""

import re
from datetime import date, timedelta

import msgspec

from knowledge.notices.acts import Act
from knowledge.notices.almanac import Almanac
from knowledge.notices.groups import Group, groups_of, half_of, is_long, length_said, narrowed_to
from knowledge.notices.people import Person, Roster
from knowledge.notices.sayings import Saying
from knowledge.notices.scopes import everybody, scope_of, whole_week
from knowledge.notices.signs import D, Signed
from knowledge.notices.spans import Days, nothing, weekday_name
from knowledge.timetable import WEEKDAYS
from knowledge.understanding.when.values import add_months

_ONE = timedelta(1)
_STOPPED_UNTIL = re.compile(
    rf"延长(?:停诊|休假|假期)?[到至]{D}|(?:停诊?|休假?|休息|请假|门诊|出诊|停止)(?:一直|将)?[到至]{D}|截[至止]{D}"
)
_COUNTED = re.compile(
    r"停诊?(?:一|两|1|2|几|三)(?:次|天|个半天|回|阵|段)|[一两几]次|(?:哪一?[天日]|几号|何时|什么时候)(?:起|开始)?停"
)


class Memory:
    """The people and days that later words may lean on, in one notice."""

    def __init__(self, roster: Roster, almanac: Almanac) -> None:
        """Start with nothing said."""
        self.roster, self.almanac = roster, almanac
        self.people: list[Person] = []
        self.people_line = self.block_line = -9
        """The line that named people, and the last one of the lines below 「沈主任 3月9日：」."""
        self.pending: list[Days] = []
        self.pending_sentence = self.pending_line = -1
        self.pending_half = ""
        self._half_line = -1
        self.used = True
        """Whether a word of change has taken the pending days already."""
        self.unattended: tuple[int, list[Person]] = (-1, [])
        """A sentence that says of somebody that who was to stand in does not, and of whom."""
        self.sentence_days: list[Days] = []
        self._told: tuple[list[Person], Days] | None = None
        """The last few days told together, and of whom: 14日—18日 某主任轮训."""
        self.heading: Act = ""
        self.heading_line = -1
        self.heading_days: list[Days] = []

    def groups(self, part: Signed, without: frozenset[str] = frozenset()) -> list[Group]:
        """Who and when belong together in a part."""
        return groups_of(part, self.almanac, without)

    def announce(self, saying: Saying) -> None:
        """Keep what a heading says for the lines below it."""
        if saying.act in {"suspend", "stand_in", "extra"}:
            self.heading, self.heading_line = saying.act, saying.line
        elif saying.act:
            self.heading = "resume" if "恢复" in saying.part.text else ""
        if days := [day for group in self.groups(saying.part) for day in group.settled()]:
            today = self.almanac.now.date()
            self.heading_days = [_lengthened(day, saying, today, alone=len(days) == 1) for day in days]
            self.pending, self.pending_line = [], -1
            if saying.line != self.people_line:
                self.people, self.people_line = [], -1

    def name(self, people: list[Person], line: int) -> None:
        """These are whom the next words are about."""
        if people:
            self.people, self.people_line = people, line

    def remember(self, group: Group, saying: Saying) -> None:
        """Keep people and days for the words that follow."""
        self.name(group.people, saying.line)
        if group.days:
            self._keep_told(group)
            here = self.pending_sentence == saying.sentence
            self.sentence_days = [*(self.sentence_days if here else []), *group.days]
            days, today = group.settled(), self.almanac.now.date()
            days = self._ended(days) if here else days
            self.pending = [_lengthened(day, saying, today, alone=len(days) == 1) for day in days]
            self.pending_sentence, self.pending_line = saying.sentence, saying.line
            self.pending_half, self.used = "", False
        elif group.halves:
            self.pending_half, self._half_line = half_of(group.halves), saying.line

    def _keep_told(self, group: Group) -> None:
        spans = [day for day in group.days if not (day.wide or day.single or day.bare) and day.first and day.last]
        if len(spans) == 1:
            self._told = (group.people or self.people, spans[0])

    def _ended(self, days: list[Days]) -> list[Days]:
        """从明天起休假，到25日结束: an end by itself closes the span that waits."""
        begun, end = self.pending[0] if len(self.pending) == 1 else None, days[0]
        if begun is None or not end.until or len(days) > 1 or begun.first is None or end.last is None:
            return days
        open_ended = begun.last in {begun.first, None} and begun.first <= end.last
        return [msgspec.structs.replace(begun, last=end.last, edge="")] if open_ended else days

    def asked(self, saying: Saying) -> None:
        """Keep whom and which day a question is about: the answer below it leans on them."""
        for group in self.groups(saying.part):
            self.remember(group, saying)
            self.name(group.people, saying.line + 1)

    def waiting_in(self, saying: Saying) -> bool:
        """Whether days of this sentence wait for their word of change."""
        return self.pending_sentence == saying.sentence and not self.used

    def subject(self, saying: Saying, days: list[Days]) -> list[Person]:
        """Whom a saying without a name is about: who was named before it, unless it speaks of the site."""
        if everybody(saying.part.text) and not (saying.line == self.people_line and whole_week(saying.part.text)):
            return []
        if not self.people or saying.line == self.people_line or saying.line == self.block_line + 1:
            self.block_line = saying.line if saying.line == self.block_line + 1 else self.block_line
            return self.people
        festive = any(day.wide == "feast" for day in days)
        return [] if festive or scope_of(saying.part.text, self.roster.rows).said else self.people

    def days_for(self, group: Group, saying: Saying) -> list[Days]:
        """The days of a group: its own, or those that wait."""
        days = group.settled()
        if days and all(day.bare for day in days) and (span := self._span_before(saying)):
            ruled = [weekday_name(number) for rule in group.rules for number in rule.weekdays]
            names = (*ruled, *(weekday_name(day.first.weekday()) for day in days if day.first))
            return [msgspec.structs.replace(span, weekdays=names, half=days[0].half or span.half, wide="")]
        if len(days) == 1 and is_long(days[0]) and self._weekdays_wait(saying):
            days = [narrowed_to(days[0], self.pending)]  # 周三下午门诊，自12月16日起移至…
        held = [self._inside(self._as_told(day), group) for day in days or self._waiting(group, saying)]
        return [_lengthened(day, saying, self.almanac.now.date(), alone=len(held) == 1) for day in held]

    def _waiting(self, group: Group, saying: Saying) -> list[Days]:
        near = self.pending_sentence == saying.sentence or self.pending_line >= saying.line - 1
        days = (self.pending if near else []) or self.heading_days
        named = scope_of(saying.part.text, self.roster.rows)
        said_before = self.pending_half if self._half_line == saying.line else ""
        half = half_of(group.halves) or said_before
        if said_before and not group.halves and (named.experts or named.kind):
            half, days = "", [msgspec.structs.replace(day, half="") for day in days]  # 上午普通，下午停，专家停
        weekdays = tuple(weekday_name(n) for rule in group.rules for n in rule.weekdays)
        if group.unsure and not any(day.single for day in days):
            return [nothing("vague_date", half)]
        if not days and weekdays:
            days = [Days(first=self.almanac.now.date(), last=None)]
        return [_narrowed(day, half, weekdays) for day in days]

    def _as_told(self, day: Days) -> Days:
        """周三 in a notice about 12月2日, a Wednesday, is that day."""
        if not day.bare or day.first is None:
            return day
        told = {one for one in self.almanac.dated if one.weekday() == day.first.weekday() and one >= day.first}
        return msgspec.structs.replace(day, first=one, last=one) if len(told) == 1 and (one := min(told)) else day

    def _inside(self, day: Days, group: Group) -> Days:
        """周五 below 12月21日至25日, or behind it of the same doctor, is the Friday of those days."""
        if not day.bare or day.first is None:
            return day
        people, told = self._told or ([], None)
        mine = told is not None and bool(people) and group.people in ([], people) and self.people == people
        for span in (*self.heading_days, *([told] if told and mine else [])):
            if span.first is None or span.last is None or not 0 < (span.last - span.first).days < len(WEEKDAYS):
                continue
            there = span.first + timedelta((day.first.weekday() - span.first.weekday()) % len(WEEKDAYS))
            if there <= span.last:
                return msgspec.structs.replace(day, first=there, last=there)
        return day

    def _weekdays_wait(self, saying: Saying) -> bool:
        return self.waiting_in(saying) and bool(self.pending) and all(day.bare for day in self.pending)

    def _span_before(self, saying: Saying) -> Days | None:
        """A long span said before, which bare weekdays narrow: 从12月起，周四的门诊…"""
        here = self.sentence_days if self.pending_sentence == saying.sentence else []
        near = self.pending if self.waiting_in(saying) else [*here, *self.heading_days]
        return next((day for day in near if day.flag is None and is_long(day)), None)


def _narrowed(day: Days, half: str, weekdays: tuple[str, ...]) -> Days:
    if half and not (day.half_first or day.half_last):
        day = msgspec.structs.replace(day, half=half)
    return msgspec.structs.replace(day, weekdays=weekdays) if weekdays and day.last != day.first else day


def _lengthened(day: Days, saying: Saying, today: date, *, alone: bool) -> Days:
    """停诊两周 behind a first day; 停诊至15日 from today; 下周停一次 is no week."""
    text = saying.part.text
    if day.until and day.last is not None and _STOPPED_UNTIL.search(text):
        return msgspec.structs.replace(day, first=min(today, day.last), until=False, half="", half_last=day.half)
    if day.wide in {"week", "month"} and _COUNTED.search(text):
        return msgspec.structs.replace(day, first=None, last=None, flag="vague_date", wide="")
    if day.until and day.edge == "after" and _STOPPED_UNTIL.search(text):
        return msgspec.structs.replace(day, first=today, until=False, half="", half_first="")
    length = length_said(text)
    if day.first is None or length is None or not alone or day.last not in {day.first, None}:
        return day
    begins = day.half_first or day.half
    return msgspec.structs.replace(day, last=end_after(day.first, length), half_first=begins, half="")


def end_after(first: date, length: tuple[int, int]) -> date:
    """The last day of so many days, or months, from the first on."""
    days, months = length
    if months:
        year, month = add_months(first.year, first.month, months)
        return date(year, month, min(first.day, 28)) - _ONE
    return first + timedelta(days - 1)
