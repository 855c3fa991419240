"""From a reading to days: who is the coming one, what is over, what disagrees."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from knowledge.holidays import Calendar
from knowledge.understanding.when.clocks import NAMES, agrees, day_minutes, half_of
from knowledge.understanding.when.contexts import asks_service
from knowledge.understanding.when.phrases import Phrase, Reading
from knowledge.understanding.when.result import When
from knowledge.understanding.when.tokens import Half
from knowledge.understanding.when.values import (
    Found,
    Meaning,
    Month,
    Shift,
    Stretch,
    View,
    Weekdays,
    half_is_over,
    next_workday,
    one,
)

_ONE = timedelta(1)


class _Time(msgspec.Struct, frozen=True):
    """The half-day and hours that hold for the sentence; minutes from midnight, None when not said."""

    half: str = ""
    start: int | None = None
    until: int | None = None

    def over(self, now: datetime) -> bool:
        """Whether this time of today is behind us."""
        if self.start is not None:
            return self.start <= now.hour * 60 + now.minute
        return half_is_over(self.half, now)

    def gone(self, now: datetime) -> bool:
        """Like :meth:`over`, but a day named without any time is never gone."""
        return (self.start is not None or self.half in ("上午", "下午", "夜间")) and self.over(now)


def resolve(reading: Reading, now: datetime, calendar: Calendar) -> When:
    """The answer for one sentence."""
    time = _time_of(reading)
    spans = tuple(reading.spans)
    if reading.rules:
        return _recurring(reading, time, spans)
    if reading.moments and not reading.phrases:
        moment = now.replace(second=0, microsecond=0) + timedelta(minutes=reading.moments[0].minutes)
        return When(moment=moment, spans=spans)
    if not reading.phrases:
        return _undated(reading, time, now, spans)
    return _dated(reading, time, View(now, calendar, now.date(), time.over(now)), spans)


def _time_of(reading: Reading) -> _Time:
    halves = [p.half for p in reading.phrases if p.half] or reading.halves
    clocks = reading.clocks
    half = _one_half(halves, reading.halves)
    if not clocks:
        return _Time(half)
    lone = halves[0] if len(halves) == 1 else None
    minutes = [day_minutes(clock, own or lone) for clock, own in clocks[:2]]
    until = minutes[1] if len(minutes) > 1 else None
    if until is not None and until <= minutes[0]:
        until = until + 720 if until + 720 > minutes[0] and until < 720 else None
    if not half or not agrees(half, minutes[0]):
        half = half_of(minutes[0], clocks[0][0])
    return (
        _Time("", None, minutes[0])
        if reading.clock_edge == "before" and not half
        else _edged(half, minutes[0], until, reading)
    )


def _one_half(halves: list[Half], loose: list[Half]) -> str:
    """The half-day all agree on; 上午下午都行 is the whole day; two days with different halves have none in common."""
    names = {NAMES[half.kind] for half in halves} - {""}
    if {"上午", "下午"} == {NAMES[half.kind] for half in [*halves[:1], *loose]}:
        return "全天"
    return names.pop() if len(names) == 1 else ""


def _edged(half: str, start: int, until: int | None, reading: Reading) -> _Time:
    return _Time(half, None, start) if reading.clock_edge == "before" else _Time(half, start, until)


def _text(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _recurring(reading: Reading, time: _Time, spans: tuple[tuple[int, int], ...]) -> When:
    rule = reading.rules[0]
    return When(
        rule=rule.text(),
        needs_anchor=rule.anchor,
        parity=rule.parity,  # type: ignore[arg-type]  # odd, even or none by the grammar
        half_day=time.half,  # type: ignore[arg-type]  # a half-day by the grammar
        time=_text(time.start),
        until=_text(time.until),
        spans=spans,
        approximate=reading.approximate,
    )


def _undated(reading: Reading, time: _Time, now: datetime, spans: tuple[tuple[int, int], ...]) -> When:
    """Only a half-day or an hour: the next one that comes, when the sentence is about being seen."""
    said = time.start if time.start is not None else time.until
    named = any(not half.session for half in reading.halves)
    if said is None and not (time.half and named and asks_service(reading.text)):
        return When(none=True)
    day = now.date() + _ONE * (said <= now.hour * 60 + now.minute if said is not None else half_is_over(time.half, now))
    return msgspec.structs.replace(
        _answer([Stretch(day, day)], time, now), assumed=True, approximate=reading.approximate, spans=spans
    )


def _dated(reading: Reading, time: _Time, view: View, spans: tuple[tuple[int, int], ...]) -> When:
    found = [_phrase_days(phrase, view) for phrase in reading.phrases]
    stretches = [stretch for each in found for stretch in each.stretches]
    ahead, over = (
        _split(stretches, view) if not reading.happened else ([], [s.first for s in _looked_back(stretches, view)])
    )
    today = Stretch(view.today, view.today)
    if today in ahead and time.gone(view.now) and _says_today(reading.phrases):
        ahead, over = [s for s in ahead if s != today], [*over, view.today]
    common: dict[str, Any] = {
        "spans": spans,
        "approximate": reading.approximate or any(each.approximate for each in found),
        "over": tuple(over),
    }
    if not ahead:
        return When(none=True, past=bool(over), invalid=any(each.invalid for each in found), **common)
    candidates = _candidates(reading.phrases, view)
    return msgspec.structs.replace(
        _answer(ahead, time, view.now), conflict=bool(candidates), candidates=tuple(sorted(candidates)), **common
    )


def _split(stretches: list[Stretch], view: View) -> tuple[list[Stretch], list[date]]:
    """What lies ahead, cut to begin today, and the first days of what is over."""
    ahead = [Stretch(max(s.first, view.today), s.last) for s in stretches if s.last is None or s.last >= view.today]
    return ahead, [s.first for s in stretches if s.last is not None and s.last < view.today]


def _looked_back(stretches: list[Stretch], view: View) -> list[Stretch]:
    """周一配的药: the weekday that has been, not the coming one."""
    return [Stretch(s.first - timedelta(7), s.last) if s.first > view.today else s for s in stretches]


def _says_today(phrases: list[Phrase]) -> bool:
    """Whether today was named as such (今天, 这周三), so that it cannot mean a later day."""
    return any(p.day == Shift() or (isinstance(p.day, Weekdays) and p.day.week is not None) for p in phrases) and all(
        p.edge is None and p.to is None for p in phrases
    )


def _phrase_days(phrase: Phrase, view: View) -> Found:
    if phrase.edge and phrase.edge.kind == "before":
        view = view._replace(over=True, ahead=True)  # 周三前, said on a Wednesday
    found = phrase.day.days(view)
    if isinstance(phrase.also, Weekdays) is False and phrase.also is not None:
        found = phrase.also.days(view)  # the written date comes before the weekday
    if phrase.to and found.stretches:
        found = _range(found, phrase.to, view)
    return _edge(found, phrase, view) if phrase.edge and found.stretches else found


def _range(found: Found, to: Meaning, view: View) -> Found:
    first = found.stretches[0].first
    end = to.days(view._replace(since=max(first, view.today)))
    if not end.stretches:
        return Found(invalid=True)
    last = end.stretches[-1].last
    return found._replace(stretches=(Stretch(first, last if last is None or last >= first else first),))


def _edge(found: Found, phrase: Phrase, view: View) -> Found:
    first, last = found.stretches[0].first, found.stretches[-1].last
    kind = phrase.edge.kind if phrase.edge else ""
    last = last or first
    if kind == "before":
        inclusive = isinstance(phrase.day, Month) and phrase.day.first == 25
        return found._replace(stretches=(Stretch(min(first, view.today), last if inclusive else first - _ONE),))
    if kind == "after":
        return found._replace(stretches=(Stretch(last + _ONE, None),))
    if kind == "from":
        return found._replace(stretches=(Stretch(first, None),))
    if kind == "reopen":
        return one(next_workday(last, view.calendar))
    return one(first - _ONE if kind == "eve" else last + _ONE)


def _candidates(phrases: list[Phrase], view: View) -> set[date]:
    """The days that may be meant where a date and its weekday disagree."""
    for phrase in phrases:
        weekday = phrase.also if isinstance(phrase.also, Weekdays) else phrase.day
        if phrase.also is None or not isinstance(weekday, Weekdays):
            continue
        stretches = _phrase_days(phrase, view).stretches
        day = stretches[0].first if stretches else None
        if day and day >= view.today and day.weekday() != weekday.numbers[0]:
            ahead = (weekday.numbers[0] - day.weekday() + 3) % 7 - 3
            near = day + timedelta(ahead)
            return {day, near if near >= view.today else near + timedelta(7)}
    return set()


def _answer(stretches: list[Stretch], time: _Time, now: datetime) -> When:
    half: dict[str, Any] = {"half_day": time.half, "until": _text(time.until)}
    if any(s.last is None for s in stretches):
        return When(first=min(s.first for s in stretches), last=None, time=_text(time.start), **half)
    days = sorted({s.first + timedelta(n) for s in stretches for n in range(((s.last or s.first) - s.first).days + 1)})
    if len(days) == 1 and time.start is not None:
        moment = datetime(days[0].year, days[0].month, days[0].day, tzinfo=now.tzinfo) + timedelta(minutes=time.start)
        return When(moment=moment, **half)
    half["time"] = _text(time.start)
    if len(stretches) == 1 and len(days) > 1:
        return When(first=days[0], last=days[-1], **half)
    return When(dates=tuple(days), **half)
