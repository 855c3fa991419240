"""A reading of time in one short line, so that the golden table reads like a list."""

from datetime import date

from knowledge.understanding.when import When


def told(when: When) -> str:
    parts = [_days(when), when.half_day, when.time and f"at {when.time}", when.until and f"until {when.until}"]
    flags = ("past", "invalid", "conflict", "needs_anchor", "parity")
    parts += [f"{flag}" if value is True else value for flag in flags if (value := getattr(when, flag))]
    parts += ["~" * when.approximate, "?" * when.assumed]
    return " ".join(part for part in parts if part)


def _days(when: When) -> str:
    if when.none:
        return "none"
    if when.moment:
        return when.moment.strftime("%Y-%m-%dT%H:%M")
    if isinstance(when.first, date):
        return f"{when.first}..{when.last or ''}"
    return when.rule or " ".join(map(str, when.dates))
