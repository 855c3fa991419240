"""What a person wants to be reminded of, and when that is: pure functions of a plan and a moment.

A plan has events (one date, listed dates, or a rule) and alerts around each event. Times are kept as the wall clock of
a zone and made into moments only when they are needed, so that neither the server's own zone nor a change of summer
time moves a reminder.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from knowledge.alerts import shifted
from knowledge.moments import SHANGHAI
from knowledge.recurrence import dates_in_year, needs_anchor
from knowledge.tuning import Quiet
from scheduler.quiet import allowed

Kind = Literal["visit", "opens", "cancel_by", "referral", "return", "personal", "series"]
_YEARS: Final = 5


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What to remind of and when.

    ``start`` is the (first) event on the wall clock of ``zone``, ``2026-11-25T09:00``; ``rule`` is RFC 5545 text for
    what comes again, ``dates`` a list of days instead of a rule, ``until`` the last day. ``alerts``: ``-1@18:00`` is
    the day before at six, ``0@07:00`` the day itself, ``+3@10:00`` three days later, ``-30m`` minutes before, ``0m``
    the event's own time. ``extra`` are single further moments (晚点再说). ``chosen``: the person named the time, so
    quiet hours do not move it. ``subject`` is what it is about (expert:ID, session:ID, base:ID, series:ID, pathway:ID);
    ``words`` what the person said it is for; ``whom`` 本人, 爸爸, 妈妈…: a label and nothing more.
    """

    kind: Kind
    start: str
    alerts: tuple[str, ...] = ("0m",)
    zone: str = SHANGHAI.key
    rule: str = ""
    dates: tuple[str, ...] = ()
    until: str = ""
    extra: tuple[str, ...] = ()
    chosen: bool = False
    subject: str = ""
    half_day: str = ""
    words: str = ""
    whom: str = ""


class Due(msgspec.Struct, frozen=True, order=True):
    """One reminder that comes: when it is sent, when its event is (both aware, UTC), and its name within the plan."""

    at: datetime
    event: datetime
    key: str


def next_due(plan: Plan, after: datetime, quiet: Quiet) -> Due | None:
    """The first reminder strictly later than ``after`` (aware), None when nothing comes any more."""
    return next(_dues(plan, after, quiet), None)


def due_between(plan: Plan, after: datetime, until: datetime, quiet: Quiet) -> list[Due]:
    """Every reminder later than ``after`` and not later than ``until``, in order."""
    return due_until(plan, after, until, quiet)[0]


def due_until(plan: Plan, after: datetime, until: datetime, quiet: Quiet) -> tuple[list[Due], Due | None]:
    """Every reminder later than ``after`` and not later than ``until``, in order; and the first one after them."""
    found: list[Due] = []
    for due in _dues(plan, after, quiet):
        if due.at > until:
            return found, due
        found.append(due)
    return found, None


def moment(local: str, zone: str) -> datetime:
    """A wall-clock time as a moment (aware, UTC); one that summer time skips is as much later."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def refused(plan: Plan, now: datetime, quiet: Quiet) -> str:
    """Why a plan cannot be taken: ``past`` when nothing of it is still to come; empty when it can."""
    return "" if next_due(plan, now, quiet) else "past"


def _dues(plan: Plan, after: datetime, quiet: Quiet) -> Iterator[Due]:
    """Reminders later than ``after``, in order: events are read in blocks that no alert reaches across."""
    local, reach = after.astimezone(ZoneInfo(plan.zone)).date(), _reach(plan)
    limit = max(local, date.fromisoformat(plan.start[:10])) + timedelta(days=366 * _YEARS)
    waiting = sorted(due for extra in plan.extra if (due := _extra(plan, extra)).at > after)
    for day in _days(plan, local - reach, limit):
        settled = moment(f"{day - reach}T00:00", plan.zone) if waiting else after
        while waiting and waiting[0].at < settled:
            yield waiting.pop(0)
        waiting = sorted([*waiting, *(due for due in _alerts(plan, day, quiet) if due.at > after)])
    yield from waiting


def _reach(plan: Plan) -> timedelta:
    """The most days between an event and its alerts, quiet hours included."""
    noon = datetime(2026, 1, 1, 12)  # noqa: DTZ001  (a wall clock: only differences are looked at)
    return timedelta(days=1 + max((abs((shifted(noon, alert) - noon).days) + 1 for alert in plan.alerts), default=0))


def _days(plan: Plan, first: date, last: date) -> Iterator[date]:
    """The days of the plan's events from ``first`` to ``last``."""
    start = date.fromisoformat(plan.start[:10])
    last = min(last, date.fromisoformat(plan.until)) if plan.until else last
    if plan.dates or not plan.rule:
        listed = sorted({date.fromisoformat(day) for day in plan.dates} or {start})
        yield from (day for day in listed if first <= day <= last)
        return
    anchor = start.isoformat() if needs_anchor(plan.rule) else ""
    for year in range(max(first, start).year, last.year + 1):
        days = sorted(dates_in_year(plan.rule, anchor, year))
        yield from (day for day in days if max(first, start) <= day <= last)


def _alerts(plan: Plan, day: date, quiet: Quiet) -> Iterator[Due]:
    event = datetime.combine(day, time.fromisoformat(plan.start[11:16]))
    for alert in plan.alerts:
        at = shifted(event, alert)
        limit = datetime.combine(day, time.max) if plan.kind == "series" else event  # a series is about its whole day
        told = allowed(at, limit, quiet, chosen=plan.chosen)
        if at > event and not alert.startswith("+"):  # 「当天 07:00」 of something at six: it is over by then
            continue
        key = f"{event:%Y-%m-%dT%H:%M}/{alert}"
        yield Due(moment(told.isoformat(), plan.zone), moment(event.isoformat(), plan.zone), key)


def _extra(plan: Plan, local: str) -> Due:
    """A single further reminder is about the event of its day or the next one, else about the last there was."""
    day = date.fromisoformat(local[:10])
    first = date.fromisoformat(plan.start[:10])
    event = next(_days(plan, day, day + timedelta(days=366)), None) or max(_days(plan, first, day), default=first)
    return Due(moment(local, plan.zone), moment(f"{event}T{plan.start[11:16]}", plan.zone), f"{local}/extra")
