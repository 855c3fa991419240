"""The week of a hospital as a grid: who sits, on which day, in which half-day, and how each sitting stands."""

from datetime import date, datetime, timedelta

import msgspec

from knowledge.book import Book
from knowledge.clinics import Expert, HalfDay
from knowledge.timetable import Sitting
from knowledge.understanding.when.values import half_is_over

HALVES: tuple[HalfDay, ...] = ("上午", "下午", "夜间")
ALL_DAY = "全天"
DAYS = 7


class Line(msgspec.Struct, frozen=True):
    """A half-day of one expert: seven cells from Monday on, each with the sittings there (mostly none or one)."""

    half_day: HalfDay
    cells: tuple[tuple[Sitting, ...], ...]


class Row(msgspec.Struct, frozen=True):
    """An expert with a line for each half-day in which they ever sit."""

    expert: Expert
    departments: tuple[str, ...]
    lines: tuple[Line, ...]


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(day.weekday())


def working_monday(book: Book, institution: str, now: datetime) -> date:
    """The Monday of the week on which staff work at ``now`` (aware, Shanghai): this one while anybody still sits in it,
    else the coming one, unless nobody sits then either and it is no Sunday.
    """
    today, monday = now.date(), monday_of(now.date())
    coming = monday + timedelta(DAYS)
    sessions = book.clinics.by_institution.get(institution, ())
    if any(not _is_over(one, now) for one in book.clinics.sittings(sessions, today, coming - timedelta(1))):
        return monday
    over = today.weekday() == DAYS - 1 or book.clinics.sittings(sessions, coming, coming + timedelta(DAYS - 1))
    return coming if over else monday


def _is_over(sitting: Sitting, now: datetime) -> bool:
    if sitting.day != now.date():
        return sitting.day < now.date()
    return f"{now:%H:%M}" >= sitting.end if sitting.end else half_is_over(sitting.half_day, now)


def week_of(book: Book, institution: str, monday: date) -> list[Row]:
    """Everybody who has sessions at an institution, by department and name."""
    sessions = book.clinics.by_institution.get(institution, ())
    held: dict[tuple[str, HalfDay, date], list[Sitting]] = {}
    halves: dict[str, set[HalfDay]] = {}
    departments: dict[str, dict[str, None]] = {}
    for session in sessions:
        halves.setdefault(session.expert, set()).add(session.half_day)
        departments.setdefault(session.expert, {})[session.department] = None
    for one in book.clinics.sittings(sessions, monday, monday + timedelta(DAYS - 1)):
        held.setdefault((one.session.expert, one.half_day, one.day), []).append(one)
        halves[one.session.expert].add(one.half_day)
    days = [monday + timedelta(n) for n in range(DAYS)]
    rows = [
        Row(
            book.clinics.experts[key],
            tuple(filter(None, departments[key])),
            tuple(
                Line(half, tuple(tuple(held.get((key, half, day), ())) for day in days))
                for half in HALVES
                if half in halves[key]
            ),
        )
        for key in halves
        if key in book.clinics.experts
    ]
    return sorted(rows, key=lambda row: (row.departments, row.expert.name, row.expert.id))
