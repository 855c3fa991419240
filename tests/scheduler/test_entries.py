"""Reminders as calendar entries, read back by the calendar library: the phone rings when we would."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.tuning import USUAL
from scheduler.entries import entry
from scheduler.plans import Plan, due_between
from tests.conftest import NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")


def events(plan: Plan) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(entry(plan, 7, "泡脚", NOON, USUAL.quiet)).events


def begins(event: icalendar.Event) -> datetime:
    start = event.start
    return start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time(), SHANGHAI)


def rings(event: icalendar.Event) -> list[datetime]:
    return sorted(begins(event) + alarm.TRIGGER for alarm in event.walk("VALARM"))


@pytest.mark.parametrize(
    "plan",
    [
        Plan(kind="personal", start="2026-11-24T19:00", words="泡脚", chosen=True),
        Plan(kind="visit", start="2026-11-25T08:00", half_day="上午", alerts=("-1@18:00", "0@07:00")),
        Plan(kind="visit", start="2026-11-25T14:00", alerts=("-30m",), chosen=True),
        Plan(kind="visit", start="2026-11-25T06:00", alerts=("-30m",)),
        Plan(kind="referral", start="2026-11-21T12:00", half_day="全天", alerts=("+3@10:00", "+7@10:00", "+14@10:00")),
    ],
    ids=lambda plan: f"{plan.kind} {plan.alerts}",
)
def test_one_event_rings_for_each_alert_at_our_time(plan: Plan):
    (event,) = events(plan)
    after = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    assert rings(event) == [due.at for due in due_between(plan, after, after + timedelta(days=90), USUAL.quiet)]
    assert len(event.walk("VALARM")) == len(plan.alerts)
    assert all(alarm["ACTION"] == "DISPLAY" for alarm in event.walk("VALARM"))
    assert str(event["SUMMARY"]) == "泡脚"


def test_an_event_whose_hour_is_not_known_lasts_the_day():
    (event,) = events(Plan(kind="visit", start="2026-11-25T08:00", half_day="上午", alerts=("0@07:00",)))
    assert event.start == date(2026, 11, 25)
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_what_comes_again_keeps_its_rule_and_its_last_day():
    plan = Plan(kind="personal", start="2026-11-24T19:00", rule="FREQ=WEEKLY;BYDAY=TU", until="2026-12-15", chosen=True)
    (event,) = events(plan)
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=event.start)
    after = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    assert [*rule] == [due.at for due in due_between(plan, after, after + timedelta(days=365), USUAL.quiet)]


def test_several_days_are_several_events_with_names_of_their_own():
    days = ("2026-11-23", "2026-11-25")
    found = events(Plan(kind="personal", start="2026-11-23T10:00", dates=days, chosen=True))
    assert [event.start.date().isoformat() for event in found] == [*days]
    assert len({event["UID"] for event in found}) == 2


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: NOON.replace(tzinfo=None) + timedelta(minutes=minutes)),
    st.lists(st.sampled_from(["-1@18:00", "0@07:00", "-30m", "0m", "-2@20:15"]), min_size=1, max_size=3, unique=True),
    st.sampled_from(["", "上午", "全天"]),
    st.booleans(),
)
def test_the_phone_rings_exactly_when_we_would(start: datetime, alerts: list[str], half_day: str, chosen: bool):
    plan = Plan(kind="visit", start=f"{start:%Y-%m-%dT%H:%M}", alerts=tuple(alerts), half_day=half_day, chosen=chosen)
    (event,) = events(plan)
    around = timedelta(days=30), start.replace(tzinfo=SHANGHAI)
    assert rings(event) == [
        due.at for due in due_between(plan, around[1] - around[0], around[1] + around[0], USUAL.quiet)
    ]
