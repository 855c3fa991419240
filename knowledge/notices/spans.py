"""Days of a notice once they are known: a span with its halves and doubts, cut as changes hold it."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from knowledge.notices.model import Flag
from knowledge.timetable import WEEKDAYS

_ONE = timedelta(1)


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """Days of a notice. ``first`` None: in doubt (``flag``); ``last`` None with a ``first``: no end was said.

    ``half`` is that of every day, ``half_first`` and ``half_last`` where the ends of a span differ. ``wide``: a whole
    week, month or holiday, which the days of later words lie in. ``weekdays`` narrow a span. ``bare``: only a weekday
    was said (周四), no week and no date. ``linked``: it continues a list. ``until``: it may end a span begun before.
    """

    first: date | None
    last: date | None
    half: str = ""
    half_first: str = ""
    half_last: str = ""
    weekdays: tuple[str, ...] = ()
    flag: Flag | None = None
    candidates: tuple[date, ...] = ()
    wide: str = ""
    edge: str = ""
    linked: bool = False
    until: bool = False
    bare: bool = False

    @property
    def single(self) -> bool:
        """Whether it is one day."""
        return self.first is not None and self.first == self.last


def weekday_name(number: int) -> str:
    """周一 for 0."""
    return WEEKDAYS[number]


def pieces(days: Days) -> list[tuple[date | None, date | None, str]]:
    """The span as changes hold it: (first, last, half-day), split where it begins or ends with half a day."""
    first, last = days.first, days.last
    if first is None or not (days.half_first in {"下午", "夜间"} or days.half_last == "上午"):
        return [(first, last, days.half or "全天")]
    if first == last:
        return [(first, last, days.half_first or days.half_last)]
    found: list[tuple[date | None, date | None, str]] = []
    if days.half_first in {"下午", "夜间"}:
        found.append((first, first, days.half_first))
        first += _ONE
    ends_early = days.half_last == "上午" and last is not None
    middle = last - _ONE if ends_early and last is not None else last
    if middle is None or first <= middle:
        found.append((first, middle, "全天"))
    return [*found, (last, last, "上午")] if ends_early else found


def nothing(flag: Flag, half: str = "", candidates: Sequence[date] = ()) -> Days:
    """No usable days, for a reason."""
    return Days(first=None, last=None, half=half, flag=flag, candidates=tuple(candidates))
