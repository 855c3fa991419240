"""Plans, told as a table: what is said once, what comes again, and when each of it rings."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.tuning import USUAL
from scheduler.plans import Plan, due_between, next_due, refused
from tests.conftest import NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")


def upcoming(plan, after, most):
    found = []
    while len(found) < most and (due := next_due(plan, found[-1].at if found else after, USUAL.quiet)):
        found.append(due)
    return found


def rings(plan, most=4, after=NOON):
    return [f"{due.at.astimezone(ZoneInfo(plan.zone)):%m-%d %H:%M}" for due in upcoming(plan, after, most)]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Plan(kind="visit", start="2026-11-25T09:00", alerts=("-1@18:00", "0@07:00")), ["11-24 18:00", "11-25 07:00"]),
        (Plan(kind="visit", start="2026-11-22T09:00", alerts=("-1@11:00", "0@07:00")), ["11-22 07:00"]),
        (Plan(kind="personal", start="2026-11-24T19:00", rule="FREQ=WEEKLY;BYDAY=TU"), ["11-24 19:00", "12-01 19:00"]),
        (
            Plan(kind="personal", start="2026-11-24T19:00", rule="FREQ=WEEKLY;BYDAY=TU", until="2026-11-30"),
            ["11-24 19:00"],
        ),
        (
            Plan(kind="personal", start="2026-11-27T08:00", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
            ["11-27 08:00", "12-11 08:00"],
        ),
        (
            Plan(kind="referral", start="2026-11-21T12:00", alerts=("+3@10:00", "+7@10:00", "+14@10:00")),
            ["11-24 10:00", "11-28 10:00", "12-05 10:00"],
        ),
        (
            Plan(kind="series", start="2026-12-01T08:30", dates=("2026-12-11", "2026-12-01", "2026-12-21")),
            ["12-01 08:30", "12-11 08:30", "12-21 08:30"],
        ),
        (Plan(kind="personal", start="2026-11-20T09:00", extra=("2026-11-21T13:00",)), ["11-21 13:00"]),
        (Plan(kind="opens", start="2026-11-23T07:00", alerts=("-30m", "0m")), ["11-23 06:30", "11-23 07:00"]),
        (Plan(kind="personal", start="2028-02-29T09:00", rule="FREQ=YEARLY"), ["02-29 09:00"]),
    ],
    ids=[
        "eve and morning",
        "eve is over",
        "weekly",
        "until",
        "fortnightly",
        "referral",
        "dates",
        "snoozed",
        "minutes",
        "leap",
    ],
)
def test_when_it_rings(plan, expected):
    assert rings(plan, len(expected)) == expected


def test_what_lies_behind_is_refused():
    assert refused(Plan(kind="personal", start="2026-11-20T09:00"), NOON, USUAL.quiet) == "past"
    assert refused(Plan(kind="personal", start="2026-11-21T12:00"), NOON, USUAL.quiet) == "past"  # now is not to come
    assert refused(Plan(kind="personal", start="2026-11-21T12:01"), NOON, USUAL.quiet) == ""


def test_the_morning_of_something_before_the_morning_is_left_out():
    early = Plan(kind="visit", start="2026-11-25T06:00", alerts=("-1@18:00", "0@07:00"))
    assert rings(early, 4) == ["11-24 18:00"]


def test_what_was_missed_is_found_again_in_order():
    plan = Plan(kind="personal", start="2026-11-01T09:00", rule="FREQ=DAILY")
    found = due_between(plan, datetime(2026, 11, 18, 1, tzinfo=UTC), datetime(2026, 11, 21, 1, tzinfo=UTC), USUAL.quiet)
    assert [due.key for due in found] == [f"2026-11-{day}T09:00/0m" for day in (19, 20, 21)]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_summer_time_moves_nobodys_wall_clock(zone):
    plan = Plan(kind="personal", start="2026-03-01T09:00", rule="FREQ=DAILY", zone=zone)
    days = upcoming(plan, datetime(2026, 3, 1, tzinfo=UTC), 250)
    assert {f"{due.at.astimezone(ZoneInfo(zone)):%H:%M}" for due in days} == {"09:00"}
    assert len({due.key for due in days}) == 250


def test_an_hour_that_summer_time_skips_rings_once_and_one_that_comes_twice_rings_once():
    plan = Plan(kind="personal", start="2026-03-28T02:30", rule="FREQ=DAILY", zone="Europe/Berlin", chosen=True)
    spring = upcoming(plan, datetime(2026, 3, 28, 12, tzinfo=UTC), 2)
    assert [f"{due.at:%d %H:%M}" for due in spring] == ["29 01:30", "30 00:30"]
    autumn = upcoming(plan, datetime(2026, 10, 24, 12, tzinfo=UTC), 2)
    assert [due.key[:10] for due in autumn] == ["2026-10-25", "2026-10-26"]


@pytest.mark.parametrize("alert", ["soon", "1@7:00", "0@25:00", "12345m"])
def test_what_is_no_alert_is_refused(alert):
    with pytest.raises(ValueError, match=r"alert|hour"):
        next_due(Plan(kind="personal", start="2026-11-25T09:00", alerts=(alert,)), NOON, USUAL.quiet)
