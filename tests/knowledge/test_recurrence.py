"""The dates of rules: month and year ends, leap days, odd weeks; no date is invented where the start is unknown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.recurrence import dates_in_year, needs_anchor, refused

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@given(st.integers(2018, 2060), st.integers(0, 6))
def test_a_weekly_rule_has_every_such_weekday_of_the_year(year, weekday):
    first = date(year, 1, 1)
    days = (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days))
    expected = {day for day in days if day.weekday() == weekday}
    assert dates_in_year(f"FREQ=WEEKLY;BYDAY={CODES[weekday]}", "", year) == expected


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 8))
def test_every_other_week_goes_on_over_new_year(anchor, years):
    rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={CODES[anchor.weekday()]}"
    found = dates_in_year(rule, anchor.isoformat(), anchor.year + years)
    assert all(day >= anchor and (day - anchor).days % 14 == 0 for day in found)
    assert 26 <= len(found) <= 27 or not years


@pytest.mark.parametrize(
    ("rule", "year", "first", "last", "count"),
    [
        ("FREQ=MONTHLY;BYDAY=1WE", 2026, date(2026, 1, 7), date(2026, 12, 2), 12),
        ("FREQ=MONTHLY;BYDAY=-1SU", 2026, date(2026, 1, 25), date(2026, 12, 27), 12),
        ("FREQ=MONTHLY;BYDAY=5FR", 2026, date(2026, 1, 30), date(2026, 10, 30), 4),
        ("FREQ=MONTHLY;BYMONTHDAY=31", 2026, date(2026, 1, 31), date(2026, 12, 31), 7),
        ("FREQ=MONTHLY;BYMONTHDAY=29", 2027, date(2027, 1, 29), date(2027, 12, 29), 11),
        ("FREQ=MONTHLY;BYMONTHDAY=29", 2028, date(2028, 1, 29), date(2028, 12, 29), 12),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 2028, date(2028, 2, 29), date(2028, 2, 29), 1),
        ("RRULE:FREQ=WEEKLY;BYDAY=TH,FR", 2026, date(2026, 1, 1), date(2026, 12, 31), 105),
    ],
)
def test_rules_of_rosters(rule, year, first, last, count):
    found = dates_in_year(rule, "", year)
    assert (min(found), max(found), len(found)) == (first, last, count)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=WEEKLY;COUNT=10;BYDAY=MO", "freq=weekly"],
)
def test_without_a_start_nothing_is_guessed(rule):
    assert needs_anchor(rule)
    assert dates_in_year(rule, "", 2026) == frozenset()
    assert dates_in_year(rule, "2026-03-02", 2026)


def test_a_counted_rule_ends_by_itself():
    assert len(dates_in_year("FREQ=WEEKLY;COUNT=3;BYDAY=MO", "2026-03-02", 2026)) == 3


def test_nothing_before_its_start():
    assert min(dates_in_year("FREQ=WEEKLY;BYDAY=MO", "2026-03-02", 2026)) == date(2026, 3, 2)


@pytest.mark.parametrize(
    "rule", ["", "WEEKLY", "FREQ=", "FREQ=HOURLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=MO;X=1"]
)
def test_what_is_no_rule_is_refused_with_a_reason(rule):
    assert refused(rule)


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;BYDAY=MO", "RRULE:FREQ=MONTHLY;BYDAY=1FR", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"]
)
def test_what_is_a_rule_is_taken(rule):
    assert refused(rule) == ""
