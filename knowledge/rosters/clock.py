"""Clock times and half-days: which fits which."""

from typing import NamedTuple

Minutes = tuple[int, int]

_LATEST = {"上午": 14 * 60, "下午": 19 * 60, "夜间": 24 * 60}
_EARLIEST = {"上午": 5 * 60, "下午": 11 * 60, "夜间": 16 * 60}


class Clock(NamedTuple):
    """A half-day with its hours as HH:MM; ``why`` is a problem code when they do not fit."""

    half: str | None
    start: str | None = None
    end: str | None = None
    why: str | None = None


def hours(half: str | None, ends: tuple[Minutes, ...]) -> list[Clock]:
    """One clock for each half-day the hours cover; a span over noon with no half-day named is both."""
    start, end = _on_the_day(half, ends)
    if end is not None and end <= start:
        return [Clock(half, why="reversed_time")]
    if half is None and end is not None and start < 11 * 60 and end > 14 * 60:
        return [Clock("上午", _text(start), None), Clock("下午", None, _text(end))]
    named = half if half in _LATEST else _half_of(start, end)
    too_late = end is not None and end > _LATEST[named]
    begins_late = start >= {"上午": 12 * 60, "下午": 18 * 60}.get(named, 24 * 60)
    if start < _EARLIEST[named] or too_late or begins_late:
        return [Clock(half, why="half_day_time_conflict")]
    return [Clock(named, _text(start), _text(end))]


def _on_the_day(half: str | None, ends: tuple[Minutes, ...]) -> tuple[int, int | None]:
    """Minutes after midnight; bare afternoon and evening hours ("下午1:30-4:30") are moved past noon."""
    start = ends[0][0] * 60 + ends[0][1]
    end = ends[1][0] * 60 + ends[1][1] if len(ends) > 1 else None
    afternoon = half == "下午" or (half is None and start < 6 * 60)
    last_bare = {"下午": 6 * 60 + 59, "夜间": 10 * 60}.get("下午" if afternoon else half or "", -1)
    if start <= last_bare and (end is None or end > start or end <= last_bare):
        start += 720
        end = end + 720 if end is not None and end <= 11 * 60 else end
    return start, end


def _half_of(start: int, end: int | None) -> str:
    if start >= 17 * 60 or (start >= 16 * 60 and end is not None and end > 19 * 60):
        return "夜间"
    return "上午" if start < 12 * 60 else "下午"


def _text(minutes: int | None) -> str | None:
    return None if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"
