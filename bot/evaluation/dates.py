"""Readings of time: the same days, half-day and moment; rules by their occurrences; a question where one is due."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr

from bot.evaluation.formats import Json, WhenRow
from bot.evaluation.score import Miss, Score, share, tallies

_LONG = 400
Days = str | tuple[str, ...] | None


def days(reading: Json) -> Days:
    """The days of a reading as a comparable value: ISO days, "none", "rule", an open or very long span, or nothing."""
    if not reading:
        return None
    if reading.get("none"):
        return "none"
    if reading.get("dates"):
        return tuple(sorted(reading["dates"]))
    if "from" in reading:
        return _span(reading["from"], reading.get("to"))
    if reading.get("datetime"):
        return (reading["datetime"][:10],)
    return "rule" if reading.get("rule") else None


def _span(first: str, last: str | None) -> tuple[str, ...]:
    if last is None:
        return ("from", first)
    start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    if (end - start).days > _LONG:
        return ("span", first, last)
    return tuple((start + timedelta(n)).isoformat() for n in range((end - start).days + 1))


def right(want: Json, got: Json, now: datetime) -> bool:
    """Whether ``got`` is the reading ``want`` at ``now``."""
    for holds in (_rule, _anchor, _conflict, _past, _none):
        told = holds(want, got, now)
        if told is not None:
            return told
    return _dated(want, got)


def _rule(want: Json, got: Json, now: datetime) -> bool | None:
    if not want.get("rule"):
        return None
    try:
        same = bool(got.get("rule")) and _occurrences(want["rule"], now) == _occurrences(got["rule"], now)
    except (ValueError, TypeError, AttributeError, KeyError):
        return False
    return same and (not want.get("needs_anchor") or bool(got.get("needs_anchor")))


def _occurrences(rule: str, now: datetime) -> list[date]:
    start = now.replace(tzinfo=None)
    found = rrulestr(rule.removeprefix("RRULE:"), dtstart=start)
    return [day.date() for day in found.between(start - timedelta(1), start + timedelta(366), inc=True)]


def _anchor(want: Json, got: Json, _now: datetime) -> bool | None:
    return bool(got.get("needs_anchor")) if want.get("needs_anchor") else None


def _conflict(want: Json, got: Json, _now: datetime) -> bool | None:
    asked = want.get("conflict") and set(want.get("candidates", ["-"])) <= set(got.get("candidates") or ())
    return True if asked else None


def _past(want: Json, got: Json, now: datetime) -> bool | None:
    said = days(got)
    if want.get("past") and isinstance(said, tuple) and all(day < now.date().isoformat() for day in said):
        return True
    return None


def _none(want: Json, got: Json, _now: datetime) -> bool | None:
    return days(got) in {"none", None} if want.get("none") else None


def _dated(want: Json, got: Json) -> bool:
    return (
        days(want) == days(got)
        and (not want.get("half_day") or want["half_day"] == got.get("half_day"))
        and (not want.get("datetime") or want["datetime"][:16] == (got.get("datetime") or "")[:16])
        and (not want.get("conflict") or bool(got.get("conflict") or got.get("candidates")))
    )


def score(rows: Sequence[WhenRow], readings: Sequence[Json]) -> Score:
    """The share read right, how many "no date" rows gave one, and apart the rows of the lunar calendar."""
    judged = [(row, got, _any(row, got)) for row, got in zip(rows, readings, strict=True)]
    counted = [(row, ok) for row, _, ok in judged if not row.optional]
    lunar = [ok for row, _, ok in judged if row.optional]
    nones = [ok for row, ok in counted if row.expect.get("none")]
    figures = {
        "right": share(sum(ok for _, ok in counted), len(counted)),
        "false_dates": nones.count(False),
        "no_date_rows": len(nones),
        "lunar_right": sum(lunar),
        "lunar_rows": len(lunar),
    }
    by = {"tag": tallies((row.tags, ok) for row, ok in counted)}
    return Score(figures, by, tuple(_misses(judged)))


def _any(row: WhenRow, got: Json) -> bool:
    return any(right(want, got, row.now) for want in (row.expect, *row.also))


def _misses(judged: Sequence[tuple[WhenRow, Json, bool]]) -> Iterator[Miss]:
    for row, got, ok in judged:
        if not ok:
            said = {key: value for key, value in got.items() if key != "spans"}
            why = f"at {row.now:%Y-%m-%d %H:%M}{', lunar' if row.optional else ''}"
            yield Miss(row.id, row.q, str(row.expect), str(said), why)
