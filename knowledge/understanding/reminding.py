"""A wish about reminders, read from a question: what to do, when, what for, for whom, how long before.

What is asked for is turned into days and hours by :mod:`knowledge.understanding.reminding_times`, whose rules are
written there. Nothing here knows who asks, what they have set, or who sits when.
"""

import re
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from knowledge.holidays import Calendar
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.reminding_acts import Act, Kind, act_of, kind_of, whole
from knowledge.understanding.reminding_patterns import composed, pattern
from knowledge.understanding.reminding_words import (
    LATER,
    NAMING,
    Span,
    asks,
    beats,
    days_in_a_row,
    hours_of,
    leads,
    minutes_in,
    naming_the_visit,
    part_clock,
    whom_of,
    without_ends,
    words_of,
)
from knowledge.understanding.when import When, read_when


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants of their reminders.

    ``when`` is read without the lead; ``alerts`` are leads as they were said; ``clock`` the hour that a part of the day
    is taken for (empty: none was named); ``at_time``: the hour is when to be reminded, not when to be there. ``zero``:
    0 minutes. ``first`` and ``last``: from when and until when something recurs. ``every``: all that fit are meant.
    ``until``: when to be told again (aware). ``offered``: nobody asked for it, a day was told. ``hours``: more than one
    hour of a day. ``often``: more than once a day was said, and no hour. ``run``: so many days one after another.
    """

    act: Act
    kind: Kind = "personal"
    when: When = When(none=True)
    alerts: tuple[str, ...] = ()
    clock: str = ""
    at_time: bool = False
    zero: bool = False
    listed: bool = False
    first: date | None = None
    last: date | None = None
    every: bool = False
    until: datetime | None = None
    offered: bool = False
    hours: tuple[str, ...] = ()
    often: bool = False
    run: int = 0
    words: str = ""
    whom: str = ""


_AT: Final = re.compile(r"(?<![a-z])at (\d{1,2})(?![\d:]|\s?[ap]\.?m)")
_HOURS: Final = {
    "yi": "一", "er": "二", "liang": "两", "san": "三", "si": "四", "wu": "五", "liu": "六", "qi": "七", "ba": "八",
    "jiu": "九", "shi": "十", "shiyi": "十一", "shier": "十二",
}  # fmt: skip
_TYPED: Final = re.compile(rf"(?<![a-z])({'|'.join(sorted(_HOURS, key=len, reverse=True))}) ?dian( ?ban)?(?![a-z])")
_THAT: Final = re.compile("[那这该](?:一)?[个条次趟档只]")
_ZERO: Final = re.compile(r"(?<![\d.点:])(?:0|零|〇)\s*个?(?:分钟?|小时|秒钟?|minutes?|hours?|seconds?|天)")
_NOW: Final = re.compile(r"(?:马上|立刻|现在|这就|right now)(?:就)?(?:提醒|叫|喊|remind)")
_DAILY: Final = re.compile(r"每一?[天日]|天天|每(?=[晚早夜])|every ?day|daily")
_FROM: Final = re.compile(r"(?:从|自)(.{1,12}?)(?:开始|起)|starting (.{3,20})")
_TO: Final = re.compile(r"(?:直?到|至)(.{1,12}?)(?:为止|结束|截止)|until (.{3,20})$")
_RUN: Final = re.compile(r"[到至~-]")
_BEFORE_VERB: Final = re.compile(r"[\s,#就再的时候请麻烦您你侬能不可以帮]*")
_A_CLOCK: Final = re.compile(r"[点时:刻]|半$|后$|之后|以后|[ap]m|minutes?|hours?")


def read_wish(meaning: Meaning, calendar: Calendar) -> Wish | None:
    """The wish in a question, None when it is not about reminders."""
    act = act_of(meaning)
    if act is None or act in ("list", "stop_all", "follow"):
        return None if act is None else Wish(act=act)
    alerts, taken = leads(meaning.written, meaning.now, calendar)
    said = _prepared(meaning.written, taken)
    when = read_when(said, meaning.now, calendar)
    gone = [*when.spans, *taken, *_rewritten(meaning.written), *beats(said)]
    if act == "set":
        words = words_of(meaning.question, meaning.written, gone)
        wish = Wish(act="set", alerts=alerts, words=words, hours=_hours(said, when, meaning.now, calendar))
        return _to_set(meaning, calendar, said, *_in_a_row(said, when, wish))
    words = words_of(meaning.question, meaning.written, gone, NAMING)
    if act == "snooze":
        return _again(meaning, when, words)
    return _all_of_them(Wish(act=act, when=when, every=whole(meaning.text), words=words), meaning)


def read_to_stop(meaning: Meaning, calendar: Calendar) -> Wish:
    """Which reminder words name, of which it is known already that it is to stop."""
    when = read_when(meaning.written, meaning.now, calendar)
    return Wish(act="stop", when=when, words=words_of(meaning.question, meaning.written, [*when.spans], NAMING))


def read_again(meaning: Meaning, calendar: Calendar) -> Wish:
    """Whatever a reply says of times and leads, as a wish of its own."""
    alerts, taken = leads(meaning.written, meaning.now, calendar)
    said = _prepared(meaning.written, taken)
    when = read_when(said, meaning.now, calendar)
    words = words_of(meaning.question, meaning.written, [*when.spans, *taken, *_rewritten(meaning.written)])
    part = pattern("changes").sub("", said).strip(" ,。.!") if when.none else ""  # 「不对，是下午」
    alone = words == said.strip() or composed("%part_of_day%").fullmatch(part)
    clock = _clock(said, when) or (part_clock(said) if when.none and alone else "")
    return Wish(act="set", when=when, alerts=alerts, words="" if clock and when.none else words, clock=clock,
                zero=bool(_ZERO.search(said)), hours=_hours(said, when, meaning.now, calendar))  # fmt: skip


def _hours(said: str, when: When, now: datetime, calendar: Calendar) -> tuple[str, ...]:
    """The hours of a day, where there are more than one."""
    several = when.until or pattern("both_ends").search(said)
    hours = hours_of(said, when.spans, now, calendar) if several else ()
    return hours if len(hours) > 1 else ()


def _in_a_row(said: str, when: When, wish: Wish) -> tuple[When, Wish]:
    """连续七天 is every day, seven times; where it begins stays as it was said. 一天三次 is every day too."""
    days = days_in_a_row(said)
    if not days:
        often = when.none and not (when.past or when.invalid) and pattern("often").search(said)
        both = when.assumed and pattern("both_ends").search(said)  # 早晚八点, and no day: a habit
        each_day = When(rule="FREQ=DAILY", time=wish.hours[-1] if wish.hours else "", spans=when.spans)
        return each_day if often or both else when, wish
    first = next(iter(when.days()), None)
    clock = f"{when.moment:%H:%M}" if when.moment is not None else when.time
    each = When(rule="FREQ=DAILY", time=clock, half_day=when.half_day, spans=when.spans)
    return when if when.rule else each, msgspec.structs.replace(wish, run=days, first=first)


def _all_of_them(wish: Wish, meaning: Meaning) -> Wish:
    """取消提醒, 提醒统统勿要了: with nothing named and no 那个, all are meant."""
    named = wish.words or not wish.when.none or any(meaning.of(kind) for kind in ("expert", "institution"))
    one = not wish.every and _THAT.search(meaning.text)
    return msgspec.structs.replace(wish, act="stop_all") if wish.act == "stop" and not (named or one) else wish


def _to_set(meaning: Meaning, calendar: Calendar, said: str, when: When, wish: Wish) -> Wish:
    first, last = _stretch(said, when, meaning.now, calendar) if not wish.run else (wish.first, None)
    kind = kind_of(meaning)
    return msgspec.structs.replace(
        wish,
        kind=kind,
        words=naming_the_visit(wish.words, meaning.written) if kind == "return" else wish.words,
        when=when,
        clock=_clock(said, when),
        at_time=_asked_at(said, when.spans),
        zero=bool(_ZERO.search(said) or _NOW.search(said)),
        often=pattern("often").search(said) is not None and not _clock_named(when),
        listed=_is_run(said, when.spans),
        first=first,
        last=last,
        whom=whom_of(meaning.written),
        offered=not asks(meaning.written) and not meaning.wants("remind"),
    )


def _prepared(written: str, taken: list[Span]) -> str:
    """The text with leads blanked and "at 9" as 9点: every character stays in its place."""
    open_ = [*written]
    for start, end in taken:
        open_[start:end] = "#" * (end - start)
    told = _AT.sub(lambda m: f"#{m[1]}点#", "".join(open_))
    return _TYPED.sub(lambda m: f"{_HOURS[m[1]]}点{'半' if m[2] else ''}".ljust(len(m[0]), "#"), told)


def _rewritten(written: str) -> list[Span]:
    return [match.span() for pattern in (_AT, _TYPED) for match in pattern.finditer(written)]


def _clock_named(when: When) -> bool:
    return bool(when.time) or when.moment is not None


def _clock(said: str, when: When) -> str:
    """The hour a part of the day is taken for, where no hour was named."""
    if _clock_named(when):
        return ""
    named = "".join(said[start:end] for start, end in when.spans)
    special = re.search("中午|午间|睡前|临睡|睡觉前|傍晚", said)
    return part_clock(special[0] if special else named)


def _asked_at(said: str, spans: tuple[Span, ...]) -> bool:
    """Whether an hour stands right before 提醒我: it is when to be reminded."""
    verbs = [start for start, _ in asks(said)]
    clocks = [end for start, end in spans if _A_CLOCK.search(said[start:end])]
    return any(v >= end and _BEFORE_VERB.fullmatch(said[end:v]) for v in verbs for end in clocks)


def _is_run(said: str, spans: tuple[Span, ...]) -> bool:
    """周一到周五: every one of these days, unlike 下周."""
    joined = said[spans[0][0] : spans[-1][1]] if spans else ""
    return bool(_RUN.search(joined)) or "两天" in joined


def _stretch(said: str, when: When, now: datetime, calendar: Calendar) -> tuple[date | None, date | None]:
    """From when and until when something recurs: 从下周一开始, 接下来一周, 到月底为止."""
    if not when.rule:
        return None, None
    alone = read_when(_DAILY.sub(" ", said), now, calendar) if _DAILY.search(said) else When(none=True)
    if isinstance(alone.first, date):
        return alone.first, alone.last if isinstance(alone.last, date) else None
    first, last = (_day(match, now, calendar) for match in (_FROM.search(said), _TO.search(said)))
    return first, last


def _day(match: re.Match[str] | None, now: datetime, calendar: Calendar) -> date | None:
    if match is None:
        return None
    days = read_when(next(filter(None, match.groups())), now, calendar).days(62)
    return days[-1] if match.re is _TO and days else next(iter(days), None)


AN_HOUR: Final = timedelta(hours=1)


def _again(meaning: Meaning, when: When, words: str) -> Wish:
    """When to be told again: as said, else an hour on. With something of its own to remember it is a new wish."""
    now, text = meaning.now, meaning.text
    until = when.moment
    if until is None and when.dates:
        clock = part_clock("".join(meaning.written[a:b] for a, b in when.spans)) or "09:00"
        until = datetime.fromisoformat(f"{when.dates[0]}T{clock}").replace(tzinfo=now.tzinfo)
    if until is None and (part := re.search("今晚|晚上|夜里|中午|下午|明早", text)):
        until = _next(part_clock(part[0]), now)
    if until is None:
        match = LATER.search(text)
        until = now + (timedelta(minutes=minutes_in(match)) if match else AN_HOUR)
    return Wish(
        act="snooze",
        until=until.replace(second=0, microsecond=0),
        words=without_ends(pattern("busy").sub("", LATER.sub("", words)), *NAMING),
    )


def _next(clock: str, now: datetime) -> datetime:
    at = datetime.fromisoformat(f"{now.date()}T{clock}").replace(tzinfo=now.tzinfo)
    return at if at > now else at + timedelta(days=1)
