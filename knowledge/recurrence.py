"""The dates of RFC 5545 rules, through dateutil, remembered a year at a time."""

from datetime import date, datetime, time
from functools import lru_cache

from dateutil.rrule import rrulestr

_MONDAY = date(2018, 1, 1)
"""A Monday, the first of a month and of a year: where rules without an anchor start counting."""


_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)


def needs_anchor(rule: str) -> bool:
    """Whether the dates of a rule depend on where it starts: it skips weeks or months, counts, or names no day."""
    parts = _parts(rule)
    named = any(part.startswith("BY") for part in parts) or parts.get("FREQ") == "DAILY"
    return int(parts.get("INTERVAL", "1")) > 1 or "COUNT" in parts or not named


def refused(rule: str) -> str:
    """Why a text is no rule for a clinic, empty when it is one. Asked before a rule is taken into the Book."""
    parts = _parts(rule)
    if parts.get("FREQ") not in _FREQUENCIES:
        return "FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"
    if not parts.get("INTERVAL", "1").isdecimal() or int(parts.get("INTERVAL", "1")) < 1:
        return "INTERVAL must be a whole number of at least 1"
    try:
        rrulestr(rule.removeprefix("RRULE:"), dtstart=datetime.combine(_MONDAY, time()))
    except ValueError as error:
        return str(error)
    return ""


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
