"""A series of reminders made by staff (膏方, 三伏贴): days and words that residents may ask to be reminded of.

Staff's own words about dates and places, never medical advice. Nothing is shipped.
"""

from datetime import date, datetime, timedelta
from typing import Final

from knowledge.model import Fact
from knowledge.recurrence import dates_in_year, needs_anchor
from knowledge.tuning import Quiet

EARLIEST: Final = "06:00"
LATEST: Final = "22:59"
"""Before and after these it is quiet whatever an owner sets; what their hours take besides, :func:`told_at` moves."""
MOST_DAYS: Final = 100
"""Days of one series; more than that is no season."""


class Series(Fact, frozen=True, kw_only=True):
    """What residents may follow for a season.

    The days are ``dates``, or those of ``rule`` (RFC 5545) from ``first`` to ``last``, both inclusive; ``time`` is
    HH:MM in Shanghai. ``institution`` and ``base`` are ids, ``link`` an http(s) address. A
    ``paused`` series is neither offered nor told; ``sample`` is said in every answer.
    """

    name: str
    text: str
    english_name: str = ""
    english: str = ""
    dates: tuple[str, ...] = ()
    rule: str = ""
    first: str = ""
    last: str = ""
    time: str = "09:00"
    institution: str = ""
    base: str = ""
    link: str = ""
    paused: bool = False
    sample: bool = False


def days_of(series: Series) -> tuple[date, ...]:
    """All days of a series in order."""
    if series.dates:
        return tuple(sorted({date.fromisoformat(day) for day in series.dates}))
    if not (series.rule and series.first and series.last):
        return ()
    first, last = date.fromisoformat(series.first), date.fromisoformat(series.last)
    anchor = series.first if needs_anchor(series.rule) else ""
    years = (dates_in_year(series.rule, anchor, year) for year in range(first.year, last.year + 1))
    return tuple(sorted(day for days in years for day in days if first <= day <= last))


def hours(quiet: Quiet) -> tuple[str, str]:
    """The first and the last minute (HH:MM) of a day at which these quiet hours let a series be told."""
    last = datetime.combine(date.min, quiet.evening) - timedelta(minutes=1)
    return f"{quiet.morning:%H:%M}", f"{last:%H:%M}"


def told_at(series: Series, quiet: Quiet) -> str:
    """When it is told on its days (HH:MM): at its time, or as near to it as the quiet hours that are set now let it."""
    first, last = hours(quiet)
    return min(max(series.time, first), last)


def unfit(series: Series) -> str:
    """Why the days of a readable series are no season, empty when they are."""
    if bool(series.dates) == bool(series.rule):
        return "give either dates or a rule"
    if series.rule and not (series.first and series.last and series.first <= series.last):
        return "a rule needs first and last, in this order"
    if series.rule and date.fromisoformat(series.last) - date.fromisoformat(series.first) > timedelta(days=366):
        return "a season lasts a year at most"
    if not EARLIEST <= series.time <= LATEST:
        return f"the time {series.time} is when people sleep: choose one from {EARLIEST} to {LATEST}"
    count = len(days_of(series))
    if not count:
        return "no day of the rule lies between first and last"
    return f"{count} days are more than {MOST_DAYS}" if count > MOST_DAYS else ""


SERIES_KINDS: dict[str, type[Fact]] = {"series": Series}
