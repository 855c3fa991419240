"""The dates of RFC 5545 rules, through dateutil, remembered a year at a time."""

from datetime import date, datetime, time
from functools import lru_cache

from dateutil.rrule import rrulestr

_MONDAY = date(2018, 1, 1)
"""A Monday, the first of a month and of a year: where rules without an anchor start counting."""


def needs_anchor(rule: str) -> bool:
    """Whether a rule skips weeks or months, so that its dates depend on where it starts."""
    parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)
    return int(parts.get("INTERVAL", "1")) > 1


@lru_cache(maxsize=4096)
def dates_in_year(rule: str, anchor: str, year: int) -> frozenset[date]:
    """The dates of a rule in a year; from ``anchor`` (ISO) on when one is given, none when one is needed and missing.

    Raises ValueError for a text that is no rule.
    """
    if not anchor and needs_anchor(rule):
        return frozenset()
    start = date.fromisoformat(anchor) if anchor else _MONDAY
    occurrences = rrulestr(rule.removeprefix("RRULE:"), dtstart=datetime.combine(start, time()))
    first, last = datetime(year, 1, 1), datetime(year, 12, 31)  # noqa: DTZ001  (days, not moments)
    return frozenset(moment.date() for moment in occurrences.between(first, last, inc=True))
