"""The answer to a question about a reminder: 「明天九点」 after 「什么时候？」, 「改成周四」 before it is confirmed."""

import re
from datetime import date, timedelta
from typing import Final

import msgspec

from knowledge.holidays import Calendar
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.reminding import Wish, read_again
from knowledge.understanding.reminding_patterns import pattern
from knowledge.understanding.reminding_words import asks, part_clock
from knowledge.understanding.when import When
from knowledge.understanding.when.result import HalfDay

_MOST_BESIDE: Final = 4
_NOON: Final = 12
_HALF: Final = timedelta(hours=12)
_HOURS_OF: Final = {"08:00": range(5, 12), "09:00": range(5, 12), "14:00": range(12, 18), "19:00": range(17, 24)}
"""Hours that may be meant, by the hour which a part of the day is taken for."""
_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY_WEEK: Final = re.compile("FREQ=WEEKLY;BYDAY=[A-Z]{2}")
_WEEKDAY: Final = re.compile(r"(?<![下上这本个\d])(?:周|星期|礼拜)[一二三四五六日天]")
_ASKS_OF_A_DOCTOR: Final = re.compile(
    r"(?:主任|医生|大夫|教授|专家|院长)[^,。!]*(?:吗|么|嘛|伐|看不看|坐不坐|在不在|[?])"
)
_ENDS: Final[tuple[tuple[str, HalfDay], ...]] = (("12:00", "上午"), ("18:00", "下午"), ("24:00", "夜间"))


def completed(wish: Wish, meaning: Meaning, calendar: Calendar) -> Wish | None:
    """The wish with the day or hour that a short reply names; None when the words are no such reply."""
    reply = read_again(meaning, calendar)
    if asks(meaning.written) and reply.words:
        return None  # a wish of its own; 「提前两小时叫我」 is none
    if _ASKS_OF_A_DOCTOR.search(meaning.written) or _ASKS_OF_A_DOCTOR.search(meaning.text):
        return None  # 「沈主任周二看伐」 asks when somebody sits
    beside = pattern("changes").sub("", reply.words)
    when = reply.when
    says_time = not when.none or when.past or when.invalid or reply.clock or reply.zero
    if len(beside) > _MOST_BESIDE or not (says_time or reply.alerts):
        return None
    changed = msgspec.structs.replace(wish, zero=reply.zero, alerts=reply.alerts or wish.alerts)
    if reply.when.time or reply.when.moment is not None:
        changed = msgspec.structs.replace(changed, hours=reply.hours, often=False)
    if not says_time:
        return changed
    if rule := _other_weekday(reply, wish, meaning.written):
        return msgspec.structs.replace(changed, when=msgspec.structs.replace(wish.when, rule=rule))
    reply = _same_week(reply, wish, meaning.written)
    return _timed(changed, _other_half(_same_half(reply, wish, meaning.written), wish))


def on_day(wish: Wish, day: date, half_day: str = "") -> Wish:
    """The wish on a day that was chosen, with the hour it has; the first day of what has a beat."""
    if wish.when.rule:
        return msgspec.structs.replace(wish, first=day)
    when = When(dates=(day,), half_day=half_day or wish.when.half_day, time=_hour(wish.when))  # type: ignore[arg-type]  # a half-day of a token
    return msgspec.structs.replace(wish, when=when, zero=False)


def _timed(wish: Wish, reply: Wish) -> Wish:
    old, new = wish.when, reply.when
    only_hour = new.assumed or (new.none and not new.past and not new.invalid)
    if old.rule and not new.rule:
        if not only_hour:
            return msgspec.structs.replace(wish, first=next(iter(new.days()), None))
        return _at_hour(wish, reply, old)
    if only_hour and old.dates and not old.conflict:
        return _at_hour(wish, reply, When(dates=old.dates))
    if only_hour and old.moment is not None:
        return _at_hour(wish, reply, When(dates=(old.moment.date(),)))
    if new.dates and not _hour(new) and not reply.clock and not new.past:
        hour = {"half_day": new.half_day or old.half_day, "time": _hour(old)}
        return msgspec.structs.replace(wish, when=msgspec.structs.replace(new, **hour))
    if new.past and not _hour(new):
        new = msgspec.structs.replace(new, time=_hour(old))  # the day is asked again, the hour is known
    return msgspec.structs.replace(wish, when=new, clock=reply.clock or wish.clock)


def _other_weekday(reply: Wish, wish: Wish, said: str) -> str:
    """「错了，是礼拜四」 of what comes every Wednesday: the rule with that weekday; empty for anything else."""
    rule, days = wish.when.rule, reply.when.dates
    if len(days) != 1 or not _EVERY_WEEK.fullmatch(rule) or not _WEEKDAY.search(said) or _hour(reply.when):
        return ""
    return f"FREQ=WEEKLY;BYDAY={_CODES[days[0].weekday()]}"


def _same_week(reply: Wish, wish: Wish, said: str) -> Wish:
    """「改成礼拜天」 of what is on a Saturday two weeks on: the Sunday of that week."""
    days, before = reply.when.dates, wish.when.days(1)
    if len(days) != 1 or not before or not _WEEKDAY.search(said) or reply.when.conflict:
        return reply
    day = before[0] + timedelta(days=days[0].weekday() - before[0].weekday())
    if day <= days[0]:  # over, or the very day that was read
        return reply
    return msgspec.structs.replace(reply, when=msgspec.structs.replace(reply.when, dates=(day,)))


def _same_half(reply: Wish, wish: Wish, said: str) -> Wish:
    """「换成九点」 of what is in the evening is nine in the evening."""
    moment, before = reply.when.moment, _hour(wish.when)
    if moment is None or moment.hour >= _NOON or before < f"{_NOON}:00" or part_clock(said):
        return reply
    return msgspec.structs.replace(reply, when=msgspec.structs.replace(reply.when, moment=moment + _HALF))


def _other_half(reply: Wish, wish: Wish) -> Wish:
    """「不对，是晚上」 of what is at eight in the morning: eight in the evening. Nine is no hour of an afternoon."""
    before, new = _hour(wish.when), reply.when
    if not before or _hour(new) or not (new.none or new.dates):
        return reply
    meant = _HOURS_OF.get(reply.clock, range(0))
    hour = next((h for h in (int(before[:2]), (int(before[:2]) + _NOON) % 24) if h in meant), None)
    if hour is None:
        return reply
    when = When(dates=new.dates, time=f"{hour:02}{before[2:]}", assumed=new.none or new.assumed)
    return msgspec.structs.replace(reply, clock="", when=when)


def _at_hour(wish: Wish, reply: Wish, when: When) -> Wish:
    """The same days at another hour."""
    half_day = reply.when.half_day or next((half for end, half in _ENDS if reply.clock and reply.clock < end), "")
    when = msgspec.structs.replace(when, time=_hour(reply.when), half_day=half_day)
    return msgspec.structs.replace(wish, when=when, clock=reply.clock)


def _hour(when: When) -> str:
    return f"{when.moment:%H:%M}" if when.moment is not None else when.time
