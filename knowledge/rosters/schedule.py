"""The grammar of schedule texts: "周四、周五下午", "单周三上午；每月第一个周四下午", "7/4下 7/11下" → slots.

A half-day after several days belongs to all of them; one before them ("上午：周一、周三") holds until the next.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from knowledge.rosters.dates import Period, period_in, weekday_of
from knowledge.rosters.slots import Group, Hours, Slot, slots_of
from knowledge.rosters.spans import expanded, joined
from knowledge.rosters.tokens import Token, tokens

_DAYS = {"weekday", "date", "before", "nth", "weeks", "monthday"}


class Reading(NamedTuple):
    """Slots of a text, its troubles as (problem code, words), what was not understood, remarks in brackets.

    ``vague`` are words that give no date ("电话预约"), ``doubt`` words that leave it open ("轮流").
    """

    slots: tuple[Slot, ...]
    troubles: tuple[tuple[str, str], ...]
    rest: tuple[str, ...]
    asides: tuple[str, ...]
    vague: str | None
    doubt: str | None


@lru_cache(maxsize=20_000)
def read(text: str, period: Period = Period()) -> Reading:  # noqa: B008 (an immutable value)
    """Read a folded text."""
    stated = period_in(text)
    grammar = _Grammar(period if period.year else stated)
    return grammar.run(expanded(text, grammar.period))


class _Grammar:
    """Walks over the tokens once, gathering groups of days."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self.groups: list[Group] = []
        self.group = Group(None)
        self.prefix: list[Hours] = []
        self.kind: str | None = None
        self.pending: str | None = None
        self.clause_parity: str | None = None
        self.troubles: list[tuple[str, str]] = []
        self.rest: list[str] = []
        self.asides: list[str] = []
        self.vague: str | None = None
        self.doubt: str | None = None
        self.valid: dict[str, str] = {}
        self.depth = 0
        self.previous = ""
        self.comma = False

    def run(self, text: str) -> Reading:
        found = joined(tokens(text, self.period))
        for index, token in enumerate(found):
            following = next((t.kind for t in found[index + 1 :] if t.kind not in {"mark", "fill", "open"}), "")
            self._take(token, following)
            self.comma = token.kind == "mark" and "," in token.text
            if token.kind not in {"mark", "fill", "open"}:
                self.previous = token.kind
        self._close()
        return Reading(
            self._slots(), tuple(self.troubles), tuple(self.rest), tuple(self.asides), self.vague, self.doubt
        )

    def _take(self, token: Token, following: str) -> None:
        handler = getattr(self, f"_on_{token.kind}", None)
        if handler is not None:
            handler(token, following)

    def _close(self) -> None:
        if self.group.days:
            self.group.hours = self.group.hours or list(self.prefix)
            self.groups.append(self.group)
            self.group = Group(self.kind)

    def _add_day(self, kind: str, value: Any) -> None:
        if self.group.days and (self.group.hours or self.group.kind != self.kind):
            self._close()
        self.group.days.append((kind, value, self.pending or self.clause_parity))

    def _on_weekday(self, token: Token, _: str) -> None:
        if self.previous in {"date", "open_date"} and self.group.days and self.group.days[-1][0] == "date":
            if len(token.value) == 1 and weekday_of(self.group.days[-1][1]) != token.value[0]:
                self.troubles.append(("date_weekday_mismatch", f"{self.group.days[-1][1]} {token.text}"))
            return
        for day in token.value:
            self._add_day("weekday", day)
        self.pending = None

    def _on_date(self, token: Token, _: str) -> None:
        last = self.group.days[-1] if self.group.days else None
        if self.previous in {"weekday", "open_weekday"} and last and last[0] == "weekday" and not self.group.hours:
            if len(self.group.days) == 1 and weekday_of(token.value) != last[1]:
                self.troubles.append(("date_weekday_mismatch", f"{token.value} {last[1]}"))
            if len(self.group.days) == 1:
                self.group.days.clear()
        self._add_day("date", token.value)

    def _on_span(self, token: Token, _: str) -> None:
        self._add_day("span", token.value)

    def _on_nth(self, token: Token, _: str) -> None:
        self._add_day("nth", token.value)

    def _on_weeks(self, token: Token, _: str) -> None:
        self._add_day("weeks", (token.value[1], token.text))

    def _on_monthday(self, token: Token, _: str) -> None:
        self._add_day("monthday", token.value)

    def _on_half(self, token: Token, following: str) -> None:
        heads = following in _DAYS and (self.comma or self.previous != "half") and bool(self.group.hours)
        if self.group.days and (heads or (self.prefix and self.previous != "half")):
            self._close()
            self.prefix = []
        if self.group.days:
            self.group.hours += [(half, ()) for half in token.value]
        else:
            goes_on = self.previous in {"half", ""} or (self.previous == "time" and following not in _DAYS)
            self.prefix = (self.prefix if goes_on else []) + [(half, ()) for half in token.value]

    def _on_time(self, token: Token, _: str) -> None:
        entries = self.group.hours if self.group.days else self.prefix
        if entries and not entries[-1][1]:
            entries[-1] = (entries[-1][0], token.value)
        else:
            entries.append((None, token.value))

    def _on_before(self, token: Token, _: str) -> None:
        if self.group.hours:
            self._close()
        self.pending = token.value

    def _on_parity(self, token: Token, following: str) -> None:
        if self.group.days:
            self.group.parity = self.group.parity or token.value
        elif following == "colon":
            self.clause_parity = token.value
        else:
            self.pending = token.value

    def _on_kind(self, token: Token, following: str) -> None:
        if self.previous == "kind" and token.value in {"专家", "普通"}:
            return  # "特需专家门诊" is 特需
        heads = following in {"colon", "weekday", "date", "before", "nth"} and not self.depth
        if self.group.days and not (heads and self.group.hours):
            self.group.kind = token.value
            return
        self._close()
        self.kind = self.group.kind = token.value

    def _on_quota(self, token: Token, _: str) -> None:
        self._current().quota = token.value

    def _on_campus(self, token: Token, _: str) -> None:
        self._current().campus = token.value

    def _on_stop(self, _: Token, __: str) -> None:
        self._current().stopped = True

    def _current(self) -> Group:
        """The group a word after it belongs to."""
        return self.group if self.group.days or not self.groups else self.groups[-1]

    def _on_since(self, token: Token, _: str) -> None:
        if isinstance(token.value, str) and token.value[:2] == "20":
            self.valid["from"] = token.value

    def _on_until(self, token: Token, _: str) -> None:
        if isinstance(token.value, str) and token.value[:2] == "20":
            self.valid["to"] = token.value

    def _on_vague(self, token: Token, _: str) -> None:
        self.vague = token.text

    def _on_doubt(self, token: Token, _: str) -> None:
        self.doubt = self.doubt or token.text

    def _on_wrong(self, token: Token, _: str) -> None:
        self.troubles.append((token.value, token.text))

    def _on_rest(self, token: Token, _: str) -> None:
        (self.asides if self.depth else self.rest).append(token.text.strip())

    def _on_to(self, token: Token, _: str) -> None:
        if self.previous:
            self.rest.append(token.text)  # "8:00-": the other end is missing

    def _on_open(self, _: Token, __: str) -> None:
        self.depth += 1
        self.previous = f"open_{self.previous}"

    def _on_close(self, _: Token, __: str) -> None:
        self.depth = max(0, self.depth - 1)

    def _on_break(self, _: Token, __: str) -> None:
        self._close()
        self.prefix, self.clause_parity, self.pending = [], None, None

    def _slots(self) -> tuple[Slot, ...]:
        if not self.groups and (
            self.prefix
            or self.group.kind
            or self.pending
            or self.group.stopped
            or self.group.quota
            or self.group.campus
        ):
            self.group.hours, self.group.parity = self.prefix, self.pending
            return slots_of([self.group], self.valid, self.troubles)
        return slots_of(self.groups, self.valid, self.troubles)
