"""A reminder as a calendar entry (RFC 5545) with an alarm for each alert, so that the phone itself rings."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import icalendar

from knowledge.tuning import Quiet
from scheduler.plans import Due, Plan, due_between, moment

_LENGTH: Final = timedelta(minutes=30)
_AROUND: Final = timedelta(days=100)


def entry(plan: Plan, number: int, title: str, now: datetime, quiet: Quiet) -> bytes:
    """The plan as a calendar to open on a phone; ``number`` is the reminder's, ``now`` aware.

    An event whose hour is not known lasts the whole day and blocks no time. Alarms are told as lengths before or after
    the beginning, so that they hold for every repetition.
    """
    calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//jiamenkou//reminders//ZH")
    calendar.add("VERSION", "2.0")
    calendar.add_component(_zone(plan.zone))
    for place, day in enumerate(_days(plan)):
        calendar.add_component(_event(plan, day, f"reminder-{number}-{place}@jiamenkou", title, now, quiet))
    return bytes(calendar.to_ical())


@cache
def _zone(zone: str) -> icalendar.Timezone:
    return icalendar.Timezone.from_tzinfo(ZoneInfo(zone), first_date=date(2020, 1, 1))


def _days(plan: Plan) -> list[date]:
    return [date.fromisoformat(day) for day in sorted(plan.dates)] or [date.fromisoformat(plan.start[:10])]


def _event(plan: Plan, day: date, uid: str, title: str, now: datetime, quiet: Quiet) -> icalendar.Event:
    begins = datetime.fromisoformat(f"{day}T{plan.start[11:16]}").replace(tzinfo=ZoneInfo(plan.zone))
    start = day if plan.half_day else begins
    event = icalendar.Event.new(
        uid=uid,
        stamp=now.astimezone(UTC),
        start=start,
        end=None if plan.half_day else begins + _LENGTH,
        summary=title,
        transparency=icalendar.TRANSP.TRANSPARENT,
    )
    if plan.rule:
        event.add("RRULE", icalendar.vRecur.from_ical(_rule(plan)))
    midnight = datetime.combine(day, datetime.min.time(), ZoneInfo(plan.zone))
    for due in _alerts(plan, day, quiet):
        event.add_component(_alarm(due.at - (midnight if plan.half_day else begins), title))
    return event


def _rule(plan: Plan) -> str:
    """The rule with its last day; a calendar wants that as a moment."""
    last = moment(f"{plan.until}T23:59", plan.zone) if plan.until else None
    return plan.rule.removeprefix("RRULE:") + (f";UNTIL={last:%Y%m%dT%H%M%SZ}" if last else "")


def _alerts(plan: Plan, day: date, quiet: Quiet) -> list[Due]:
    """What rings for the event of one day."""
    noon = moment(f"{day}T12:00", plan.zone)
    dues = due_between(plan, noon - _AROUND, noon + _AROUND, quiet)
    return [due for due in dues if due.key.startswith(day.isoformat()) and not due.key.endswith("/extra")]


def _alarm(offset: timedelta, title: str) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", offset)
    return alarm
