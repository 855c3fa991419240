"""Quiet hours, told as a table: when something meant for a time really goes out."""

from datetime import datetime

import pytest

from knowledge.tuning import USUAL
from scheduler.quiet import allowed, is_quiet, notice_time


def at(text):
    """「2 07:00」: the second of December at seven, on the wall clock."""
    day, clock = text.split()
    return datetime.strptime(f"2026-12-{int(day):02d} {clock}", "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a wall clock


@pytest.mark.parametrize(
    ("meant", "event", "told"),
    [
        ("1 18:00", "2 08:00", "1 18:00"),
        ("2 07:00", "2 08:00", "2 07:00"),
        ("1 21:29", "2 08:00", "1 21:29"),
        ("1 21:30", "2 08:00", "1 21:29"),
        ("2 01:00", "2 08:00", "1 21:29"),
        ("2 03:00", "2 08:00", "2 06:30"),
        ("2 05:59", "2 08:00", "2 06:30"),
        ("2 05:00", "2 06:00", "1 21:29"),  # the morning would be past the event
        ("5 23:00", "2 08:00", "5 21:29"),  # a follow-up lies after its event, which is no limit
        ("5 05:00", "2 08:00", "5 06:30"),
    ],
)
def test_a_reminder_moves_to_the_nearest_time_outside_but_never_past_its_event(meant, event, told):
    assert allowed(at(meant), at(event), USUAL.quiet) == at(told)


@pytest.mark.parametrize("clock", ["1 22:00", "2 00:00", "2 05:00"])
def test_a_time_that_was_chosen_is_kept(clock):
    assert allowed(at(clock), at("2 08:00"), USUAL.quiet, chosen=True) == at(clock)


@pytest.mark.parametrize(
    ("now", "event", "told"),
    [
        ("1 12:00", "9 08:00", "1 12:00"),
        ("1 21:45", "2 08:00", "1 21:45"),  # a session within 14 hours: until 22:30
        ("1 22:29", "2 08:00", "1 22:29"),
        ("1 22:30", "2 08:00", "2 06:00"),  # and again from six
        ("2 05:30", "2 08:00", "2 06:00"),
        ("1 21:45", "9 08:00", "2 06:30"),  # days ahead: the usual quiet hours
        ("2 03:00", "9 08:00", "2 06:30"),
        ("1 23:00", "2 05:30", None),  # before anybody may be told it is over
        ("1 23:00", None, "2 06:30"),
    ],
)
def test_a_change_of_a_clinic_is_told_at_once_when_it_is_urgent(now, event, told):
    found = notice_time(at(now), at(event) if event else None, USUAL.quiet)
    assert found == (at(told) if told else None)


@pytest.mark.parametrize(
    ("clock", "quiet"), [("1 21:29", False), ("1 21:30", True), ("1 06:29", True), ("1 06:30", False)]
)
def test_where_quiet_hours_begin_and_end(clock, quiet):
    assert is_quiet(at(clock), USUAL.quiet) is quiet
