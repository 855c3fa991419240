"""What a sentence says about time, in the shape the readers of the book and the evaluation share."""

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

HalfDay = Literal["上午", "下午", "夜间", "全天", ""]
Span = tuple[int, int]


class When(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of ``dates``, ``first`` and ``last``, ``moment``, ``rule``, ``none``.

    Serialised, ``first`` and ``last`` are from and to (null = open end) and ``moment`` is datetime.

    ``rule`` is RFC 5545 text without DTSTART; with ``needs_anchor`` its first date must be asked. ``time`` and
    ``until`` are HH:MM. ``conflict``: weekday and date disagree, ``candidates`` are the days that may be meant.
    ``past``: only days already over were named (``over``). ``invalid``: a date that exists in no year.
    ``approximate``: 左右, or a holiday not yet published. ``assumed``: only a half-day or clock time was said, the
    day is the next that fits. ``spans``: (start, end) in ``canonical(text)`` of the words that were read as time.
    """

    dates: tuple[date, ...] = ()
    first: date | UnsetType = msgspec.field(name="from", default=UNSET)
    last: date | UnsetType | None = msgspec.field(name="to", default=UNSET)
    moment: datetime | None = msgspec.field(name="datetime", default=None)
    rule: str = ""
    none: bool = False
    half_day: HalfDay = ""
    time: str = ""
    until: str = ""
    past: bool = False
    invalid: bool = False
    conflict: bool = False
    candidates: tuple[date, ...] = ()
    needs_anchor: bool = False
    parity: Literal["odd", "even", ""] = ""
    over: tuple[date, ...] = ()
    approximate: bool = False
    assumed: bool = False
    spans: tuple[Span, ...] = ()

    def days(self, limit: int = 31) -> list[date]:
        """The days named, first to last, at most ``limit``; empty for a rule, a past day or nothing."""
        if self.moment:
            return [self.moment.date()]
        if isinstance(self.first, date):
            last = self.last if isinstance(self.last, date) else date.max
            length = min(limit, (last - self.first).days + 1)
            return [self.first + timedelta(each) for each in range(length)]
        return list(self.dates[:limit])
