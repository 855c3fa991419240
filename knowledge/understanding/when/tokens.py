"""Words of time found in a sentence, and the table row that finds them."""

import re
from collections.abc import Callable
from functools import cache
from typing import Literal, NamedTuple

import msgspec

HalfKind = Literal["dawn", "morning", "noon", "afternoon", "evening", "all"]


class Half(msgspec.Struct, frozen=True):
    """A part of the day. ``weak``: a single character (早 晚) that counts only beside a day or an hour.

    ``session``: a kind of clinic (夜门诊), which tells the half of a named day but names no day itself.
    """

    kind: HalfKind
    weak: bool = False
    session: bool = False


class Clock(msgspec.Struct, frozen=True):
    """An hour and minute as said, before 上午 or 下午 moves it."""

    hour: int
    minute: int = 0


class Moment(msgspec.Struct, frozen=True):
    """So many minutes from now: 半小时后."""

    minutes: int


class Edge(msgspec.Struct, frozen=True):
    """A word after a day that turns it into a span: before, after, from, about, eve (前一天), next (后一天), reopen."""

    kind: Literal["before", "after", "from", "about", "eve", "next", "reopen"]


class Trap(msgspec.Struct, frozen=True):
    """Words that look like time and are none: 12号线, 咳嗽三天, 周一平医生."""


TRAP = Trap()


class Cut(NamedTuple):
    """A value that uses only the match up to ``end``."""

    value: object
    end: int


class Token(NamedTuple):
    """A value and where it stands."""

    value: object
    start: int
    end: int


class Pattern(NamedTuple):
    """One way to say a value. ``signs``: one of these characters must be in the text, else the search is spared."""

    signs: str
    regex: str
    make: Callable[[re.Match[str]], object | None]


def pattern(signs: str, regex: str, make: Callable[[re.Match[str]], object | None] | object) -> Pattern:
    """A table row; ``make`` may be a plain value."""
    return Pattern(signs, regex, make if callable(make) else lambda _match: make)


_compiled = cache(re.compile)  # at first use: a hundred patterns take 0.1 s


class Table:
    """Patterns in order of precedence."""

    def __init__(self, *rows: Pattern) -> None:
        self._rows = rows
        self._by_sign: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            for sign in row.signs:
                self._by_sign.setdefault(sign, []).append(place)

    def tokens(self, text: str) -> list[Token]:
        """The tokens in order of place. A stretch of text belongs to the first pattern that reads it."""
        taken, tokens = bytearray(len(text)), []
        for row in self._worth_trying(text):
            for match in _compiled(row.regex).finditer(text):
                start, end = match.span()
                value = None if any(taken[start:end]) else row.make(match)
                if value is None:
                    continue
                if isinstance(value, Cut):
                    value, end = value
                taken[start:end] = b"\1" * (end - start)
                tokens.append(Token(value, start, end))
        return sorted(tokens, key=lambda token: token.start)

    def _worth_trying(self, text: str) -> list[Pattern]:
        places = {place for sign in self._by_sign.keys() & set(text) for place in self._by_sign[sign]}
        return [self._rows[place] for place in sorted(places)]
