"""A change of a reminder that stands already: 「早一点」, 「晚半个小时」, 「改成十点」, 「不对，是下午」."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from knowledge.understanding.meaning import Meaning
from knowledge.understanding.reminding import Wish
from knowledge.understanding.reminding_patterns import pattern
from knowledge.understanding.reminding_reply import on_day
from knowledge.understanding.when import When
from knowledge.understanding.when.numerals import number

_UNITS: Final = {"小": 60, "钟": 60, "分": 1, "刻": 15, "天": 1440, "h": 60, "m": 1, "d": 1440}
_ENGLISH: Final = {"half an": 0.5, "an": 1.0}
_USUAL: Final = 60
_DAY: Final = 1440


class Shift(msgspec.Struct, frozen=True):
    """How many minutes later (earlier: below 0), and whether so many were said; else an hour is taken, and is said."""

    minutes: int
    said: bool


def amends(meaning: Meaning) -> bool:
    """Whether words right after a reminder was set may change it."""
    return pattern("amends").match(meaning.text) is not None


def shift_of(meaning: Meaning) -> Shift | None:
    """「早一点」, 「晚半个小时」; None for other words, and for 提前一天, which is how long before to ring."""
    match = pattern("shift").fullmatch(meaning.text) or pattern("shift").fullmatch(meaning.written)
    if match is None or (match["back"] == "提前" and match["n"]):
        return None
    minutes = _minutes(match)
    on = match["on"] or match["later"]
    return Shift(minutes or _USUAL, bool(minutes)) if on else Shift(-(minutes or _USUAL), bool(minutes))


def _minutes(match: re.Match[str]) -> int:
    if match["unit"]:
        count = (0.5 if match["n"] == "半" else float(number(match["n"]) or 0)) + (0.5 if match["half"] else 0)
        return int(count * _UNITS[match["unit"][0]])
    if match["enunit"]:
        much = match["much"]
        return int((_ENGLISH.get(much) or float(number(much) or 0)) * _UNITS[match["enunit"][0]])
    return 0


def shifted_wish(wish: Wish, shift: Shift, start: str, alerts: Sequence[str]) -> Wish | None:
    """The wish moved by so much; ``start`` and ``alerts`` are what it came to. None when it would leave its day."""
    event = datetime.fromisoformat(start)
    if shift.minutes % _DAY == 0:
        return None if wish.when.rule else on_day(wish, (event + timedelta(minutes=shift.minutes)).date())
    if wish.hours:
        hours = tuple(_clock(hour, shift) for hour in wish.hours)
        return msgspec.structs.replace(wish, hours=hours) if all(hours) else None
    if all(alert == "0m" for alert in alerts):
        return _at(wish, event, shift)
    moved = tuple(_alert(alert, shift) for alert in alerts)
    return msgspec.structs.replace(wish, alerts=moved) if all(moved) else None


def _at(wish: Wish, event: datetime, shift: Shift) -> Wish | None:
    to = event + timedelta(minutes=shift.minutes)
    if to.date() != event.date():
        return None
    clock = f"{to:%H:%M}"
    days = tuple(wish.when.days()) or (event.date(),)
    when = msgspec.structs.replace(wish.when, time=clock) if wish.when.rule else When(dates=days, time=clock)
    return msgspec.structs.replace(wish, when=when, clock="", zero=False)


def _clock(said: str, shift: Shift) -> str:
    """A time of day moved; empty when it would leave the day."""
    hour, minute = map(int, said.split(":"))
    to = hour * 60 + minute + shift.minutes
    return f"{to // 60:02}:{to % 60:02}" if 0 <= to < _DAY else ""


def _alert(alert: str, shift: Shift) -> str:
    """An alert moved: -1@18:00 to another hour of that day, -60m to more or fewer minutes before."""
    day, _, clock = alert.partition("@")
    if clock:
        to = _clock(clock, shift)
        return f"{day}@{to}" if to else ""
    before = int(alert.strip("-m")) - shift.minutes
    return f"-{before}m" if before > 0 else "0m" if before == 0 else ""
