"""Who and when belong together inside one saying: 「王主任12月3日、李医生12月4日停诊」 are two groups."""

import re
from collections.abc import Collection, Sequence

import msgspec

from knowledge.notices.almanac import Almanac
from knowledge.notices.days import Loose, Phrase
from knowledge.notices.people import Person
from knowledge.notices.signs import SIGN, D, P, Signed
from knowledge.notices.spans import Days, nothing
from knowledge.timetable import WEEKDAYS
from knowledge.understanding.when.numerals import number
from knowledge.understanding.when.recurrence import Rule
from knowledge.understanding.when.values import Weekdays

_LENGTH = re.compile(
    r"(?:停诊?|暂停|休假?|休息|请假|替诊|代诊|门诊|装修|搬迁|检修|施工|外出|学习|进修|培训|出国|支援|义诊|产假|闭馆)(?:期?为?|共计?|约)?(?:\d+|[一二两三四五六七八九十]+|半)(?:个)?(?:天|日|周|星期|礼拜|月)(?!份|\d|[一二三四五六日])"
)
_AMOUNT = re.compile(r"(\d+|[一二两三四五六七八九十]+|半)个?(天|日|周|星期|礼拜|月)")
_WIDE = 7


class Group(msgspec.Struct):
    """People and their days. ``halves`` were said by themselves; ``rules`` are weekdays said as every week's."""

    people: list[Person] = msgspec.field(default_factory=list)
    days: list[Days] = msgspec.field(default_factory=list)
    halves: list[str] = msgspec.field(default_factory=list)
    rules: list[Rule] = msgspec.field(default_factory=list)
    clocks: list[int] = msgspec.field(default_factory=list)

    def bare(self) -> list[Days]:
        """The days without the halves that were said by themselves."""
        exact = [day for day in self.days if not day.wide] or self.days
        named = {day.first.weekday() for day in exact if day.first and not day.bare}
        if (spans := [day for day in exact if is_long(day) and not day.bare]) and any(day.bare for day in exact):
            return [narrowed_to(spans[0], [day for day in exact if day.bare])]
        described = [
            day for day in exact if day.bare and day.first and day.first.weekday() in named
        ]  # 周日门诊：8月23日
        half = next((day.half for day in described if day.half), "")
        kept = [day for day in exact if day not in described and not _only_around(day, exact)]
        return self._narrowed([msgspec.structs.replace(d, half=half) if half and _lacks_half(d) else d for d in kept])

    def settled(self) -> list[Days]:
        """The days, with loose halves given to them, narrowed to weekdays; wide ones go where exact ones are."""
        days = self.bare()
        half = half_of(self.halves)
        exact = [msgspec.structs.replace(day, half=half) if _lacks_half(day) and half else day for day in days]
        return _with_shared_half(_until(exact))

    @property
    def unsure(self) -> bool:
        """Whether days come back in a way that weekdays alone do not tell: 隔周, 每月第一个周三."""
        return any(rule.anchor or rule.nths for rule in self.rules)

    def _narrowed(self, days: list[Days]) -> list[Days]:
        weekdays = tuple(WEEKDAYS[n] for rule in self.rules for n in rule.weekdays)
        if self.unsure:
            return [nothing("vague_date", day.half) if is_long(day) else day for day in days]  # 隔周
        if not weekdays:
            return days
        return [
            msgspec.structs.replace(day, weekdays=tuple(dict.fromkeys((*weekdays, *day.weekdays))))
            if is_long(day) and day.flag is None
            else day
            for day in days
        ]


def _describe(days: Sequence[Days]) -> bool:
    """Whether days only say which one the date behind them is: (周六上午)王主任11月14日, 节后首周…2月16日."""
    return all(day.bare or day.flag == "vague_date" or day.wide or day.edge in {"before", "after"} for day in days)


def _only_around(day: Days, exact: Sequence[Days]) -> bool:
    """中秋前最后一次门诊9月24号: the words before the date only say which one it is."""
    vague = day.edge in {"before", "after"} or day.flag == "vague_date"
    return vague and any(other.single and not other.edge for other in exact)


def narrowed_to(span: Days, bare: list[Days]) -> Days:
    """周一下午的门诊从5月起: the weekdays of a span that is said behind them."""
    names = tuple(WEEKDAYS[day.first.weekday()] for day in bare if day.first)
    return msgspec.structs.replace(span, weekdays=(*span.weekdays, *names), half=span.half or bare[0].half, wide="")


def half_of(halves: Collection[str]) -> str:
    """The half-day of several words: 上午 and 下午 are the whole day."""
    names = set(halves)
    return "全天" if {"上午", "下午"} <= names else next(iter(names)) if len(names) == 1 else ""


def _lacks_half(day: Days) -> bool:
    return not (day.half or day.half_first or day.half_last)


def _with_shared_half(days: list[Days]) -> list[Days]:
    """12月3日、5日上午: the half said behind a list is that of all its days."""
    for place in range(len(days) - 1, 0, -1):
        day, before = days[place], days[place - 1]
        if day.linked and day.half and _lacks_half(before) and before.single:
            days[place - 1] = msgspec.structs.replace(before, half=day.half)
    return days


def _until(days: list[Days]) -> list[Days]:
    """从12月1日停诊到12日: a single day and a later end are one span."""
    for place in range(1, len(days)):
        end, start = days[place], days[place - 1]
        if end.until and start.first and end.last and start.first <= end.last and start.last in {start.first, None}:
            joined = msgspec.structs.replace(start, last=end.last, half_first=start.half, half_last=end.half, half="")
            return [*days[: place - 1], joined, *days[place + 1 :]]
    return days


def is_long(day: Days) -> bool:
    """Whether days are more than a week, so that weekdays can narrow them."""
    return day.last is None or (day.first is not None and (day.last - day.first).days > _WIDE) or day.wide == "month"


def groups_of(part: Signed, almanac: Almanac, without: frozenset[str] = frozenset()) -> list[Group]:
    """The groups of a saying; ``without`` are signs that stand for something else (who stands in)."""
    groups = [Group()]
    leads, framed = "", _framed(part)
    for match in SIGN.finditer(part.text):
        if match[0] in without:
            continue
        value = part.value(match[0])
        group = groups[-1]
        leads = leads or (
            "people" if framed or isinstance(value, Person) else "days" if isinstance(value, Phrase) else ""
        )
        complete = bool(group.people and group.days)
        if isinstance(value, Person):
            if complete and leads == "people":
                groups.append(group := Group())
            elif group.people and group.halves:  # 12月9日王主任(上午)、李主任(下午)
                groups.append(group := Group(days=group.days))
            group.people.append(value)
        elif isinstance(value, Phrase):
            if complete and leads == "days" and not _narrows(value, group) and not _describe(group.days):
                groups.append(group := Group())
            _add_days(group, value, almanac)
        else:
            _add_loose(group, value)
    return groups


def _framed(part: Signed) -> bool:
    """春节前加诊：某主任24日、某主任30日: a day before several people who each have their own."""
    runs = re.sub(f"{D}+", "d", re.sub(f"{P}+", "p", re.sub(f"[^{P[1:-1]}{D[1:-1]}]", "", part.text)))
    return bool(re.fullmatch("d(?:pd){2,}", runs))


def _narrows(phrase: Phrase, group: Group) -> bool:
    meaning = phrase.first.day
    bare = isinstance(meaning, Weekdays) and meaning.week is None and not phrase.first.also and phrase.to is None
    return bare and any(is_long(day) and day.flag is None for day in group.days)


def _add_days(group: Group, phrase: Phrase, almanac: Almanac) -> None:
    """A bare weekday beside a long span narrows it (12月周二、周四); any other phrase adds its days."""
    if _narrows(phrase, group):
        place = max(n for n, day in enumerate(group.days) if is_long(day))
        names = tuple(WEEKDAYS[n] for n in phrase.first.day.numbers)  # type: ignore[attr-defined]  # a weekday, as asked
        day = group.days[place]
        half = phrase.first.half or day.half
        group.days[place] = msgspec.structs.replace(day, weekdays=(*day.weekdays, *names), half=half, wide="")
    else:
        group.days += almanac.days(phrase)


def _add_loose(group: Group, value: Loose) -> None:
    if value.rule is not None:
        group.rules.append(value.rule)
    elif value.clock is not None:
        group.clocks.append(value.clock[0])
        if not group.halves and not any(not _lacks_half(day) for day in group.days):
            group.halves.append(value.half)
    else:
        group.halves.append(value.half)


def length_said(text: str) -> tuple[int, int] | None:
    """How long a stop lasts, in days and months: 停诊两周 → (14, 0)."""
    said = _LENGTH.search(text)
    return amount_in(said[0]) if said else None


def amount_in(text: str) -> tuple[int, int] | None:
    """A length of time in days and months: 一周 → (7, 0)."""
    amount = _AMOUNT.search(text)
    if amount is None:
        return None
    count, unit = number(amount[1]) if amount[1] != "半" else 0, amount[2]
    if unit == "月":
        return (0, count) if count else (15, 0)
    return (count * (7 if unit in {"周", "星期", "礼拜"} else 1), 0) if count else None
