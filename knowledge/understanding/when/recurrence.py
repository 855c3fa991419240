"""Rules of recurrence: RFC 5545 text from what was said."""

import msgspec

from knowledge.understanding.when.values import MonthDay, Weekdays

_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Rule(msgspec.Struct, frozen=True):
    """``weekdays`` 0 Monday, with ``nths`` the n-th of a month; ``anchor``: its first date is not known."""

    freq: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    month: int = 0
    anchor: bool = False
    parity: str = ""

    def text(self) -> str:
        """The rule without DTSTART."""
        days = [f"{nth or ''}{_NAMES[day]}" for day in self.weekdays for nth in self.nths or (0,)]
        parts = {
            "FREQ": self.freq,
            "INTERVAL": self.interval if self.interval > 1 else "",
            "BYMONTH": self.month or "",
            "BYDAY": ",".join(days),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
        }
        return ";".join(f"{key}={value}" for key, value in parts.items() if value)

    @property
    def open(self) -> bool:
        """Whether only the beat was said, not the day."""
        return not (self.weekdays or self.month_days)

    def with_days(self, other: object) -> "Rule | None":
        """The rule on more days (每周二和周四), or None when they do not belong to it."""
        if isinstance(other, Weekdays) and self.freq == "WEEKLY":
            more = range(other.numbers[0], other.numbers[-1] + 1) if other.run else other.numbers
            return self._on(weekdays=tuple(sorted({*self.weekdays, *more})))
        if isinstance(other, MonthDay) and self.freq == "MONTHLY" and not other.month and not self.weekdays:
            return self._on(month_days=tuple(sorted({*self.month_days, other.day})))
        if isinstance(other, Rule) and other.freq == self.freq and (self.open or other.interval == self.interval):
            return self._merge(other)
        return None

    def _on(self, **days: tuple[int, ...]) -> "Rule":
        return msgspec.structs.replace(self, **days, anchor=self.interval > 1)

    def _merge(self, other: "Rule") -> "Rule":
        return msgspec.structs.replace(
            self,
            interval=max(self.interval, other.interval),
            weekdays=tuple(sorted({*self.weekdays, *other.weekdays})),
            nths=tuple(sorted({*self.nths, *other.nths})),
            month_days=tuple(sorted({*self.month_days, *other.month_days})),
            anchor=(self.anchor and other.anchor) or self.interval > 1 or other.interval > 1,
            parity=self.parity or other.parity,
        )
