"""A visit or a series that somebody is to be reminded of, held against the facts as they are now."""

from collections.abc import Sequence
from datetime import date

import msgspec

from knowledge.book import Book
from knowledge.clinics import Session
from knowledge.series import Series, days_of
from knowledge.timetable import Sitting
from scheduler.plans import Plan


def sessions_of(subject: str, book: Book) -> Sequence[Session]:
    """The sessions that ``expert:ID``, ``session:ID`` or ``base:ID`` names; none for anything else."""
    kind, _, key = subject.partition(":")
    clinics = book.clinics
    if kind == "expert":
        return clinics.by_expert.get(key, ())
    if kind == "session":
        return (clinics.sessions[key],) if key in clinics.sessions else ()
    return clinics.by_institution.get(book.bases[key].institution, ()) if kind == "base" and key in book.bases else ()


def sittings_on(plan: Plan, day: date, book: Book) -> list[Sitting]:
    """What the roster says of the plan's clinic on a day (and its half-day, when it names one)."""
    found = book.clinics.sittings(sessions_of(plan.subject, book), day, day)
    return [s for s in found if not plan.half_day or plan.half_day in {s.half_day, "全天"}]


def plan_of(series: Series) -> Plan:
    """The plan of whoever wants to be reminded of a series: it rings at each of its days and ends after the last."""
    days = [day.isoformat() for day in days_of(series)]
    return Plan(
        kind="series",
        subject=f"series:{series.id}",
        start=f"{days[0]}T{series.time}",
        dates=tuple(days),
        until=days[-1],
        words=series.name,
    )


def reconciled(plan: Plan, book: Book) -> Plan:
    """The plan of a single visit with the hour that the roster gives now, of a series with its days; the rest stays."""
    series = book.series.get(plan.subject.removeprefix("series:")) if plan.kind == "series" else None
    if series is not None:
        now = plan_of(series)
        return msgspec.structs.replace(plan, start=now.start, dates=now.dates, until=now.until, words=now.words)
    if plan.kind != "visit" or plan.rule or plan.dates:
        return plan
    starts = {s.start for s in sittings_on(plan, date.fromisoformat(plan.start[:10]), book) if s.held and s.start}
    start = starts.pop() if len(starts) == 1 else plan.start[11:16]
    return msgspec.structs.replace(plan, start=f"{plan.start[:10]}T{start.zfill(5)}")
