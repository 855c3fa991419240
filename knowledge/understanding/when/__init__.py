"""Chinese dates, half-days, clock times, spans and recurrences in what residents type.

A sentence becomes plain Chinese (:mod:`spelling`), then tokens through tables of patterns (:mod:`traps`, :mod:`weeks`,
:mod:`dates`, :mod:`names`, :mod:`lengths`, :mod:`clocks`), then phrases (:mod:`phrases`), then days (:mod:`resolving`).
Conventions: the week is Monday to Sunday, a bare weekday is the coming one, N天后 is N days on, and a rule without a
known start asks for it.
"""

from datetime import datetime

from knowledge.holidays import Calendar
from knowledge.understanding.normalise import canonical
from knowledge.understanding.when import clocks, dates, lengths, names, traps, weeks
from knowledge.understanding.when.phrases import read
from knowledge.understanding.when.resolving import resolve
from knowledge.understanding.when.result import When
from knowledge.understanding.when.spelling import plain
from knowledge.understanding.when.tokens import Table, Token, Trap

__all__ = ["When", "read_when", "words_of_time"]

_TABLE = Table(
    *traps.FIRST, *clocks.EARLY, *weeks.RULES, *lengths.RULES, *lengths.OFFSETS, *traps.DURATIONS,
    *dates.DAYS, *weeks.ROWS, *names.ROWS, *dates.MONTHS, *clocks.ROWS,
)  # fmt: skip
_LONGEST = 500


def read_when(text: str, now: datetime, calendar: Calendar) -> When:
    """What the text says about time, seen from ``now`` (aware, Asia/Shanghai). Reads at most 500 characters."""
    sentence, origins = plain(canonical(text)[:_LONGEST])
    tokens = [token for token in _TABLE.tokens(sentence) if not isinstance(token.value, Trap)]
    if not tokens:
        return When(none=True)
    reading = read(sentence, tokens)
    if origins:
        spans = ((origins[start][0], origins[end - 1][1]) for start, end in reading.spans)
        reading.spans = list(dict.fromkeys(spans))
    return resolve(reading, now, calendar)


def words_of_time(text: str) -> list[Token]:
    """The single words of time in canonical text, in order, each with its value and its place in ``text``.

    For readers with conventions of their own (notices look back as well as ahead): traps such as 12号线 are left out.
    """
    sentence, origins = plain(text)
    found = [token for token in _TABLE.tokens(sentence) if not isinstance(token.value, Trap)]
    if origins is None:
        return found
    return [Token(value, origins[start][0], origins[end - 1][1]) for value, start, end in found]
