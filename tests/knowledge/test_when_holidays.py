"""Published holidays, moved workdays, and the lunar days behind the feasts."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from knowledge.holidays import Calendar
from knowledge.understanding.when.feasts import feast_day
from knowledge.understanding.when.lunar import lunar_day, new_years_eve, term

CALENDAR = Calendar()
EXTRA = {2027: [("国庆", date(2027, 10, 1), date(2027, 10, 7), [date(2027, 10, 9)])]}


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("元旦", (1, 1), (1, 3)),
        ("春节", (2, 15), (2, 23)),
        ("清明", (4, 4), (4, 6)),
        ("五一", (5, 1), (5, 5)),
        ("端午", (6, 19), (6, 21)),
        ("中秋", (9, 25), (9, 27)),
        ("国庆", (10, 1), (10, 7)),
    ],
)
def test_the_holidays_of_2026_are_as_published(name, first, last):
    assert CALENDAR.span(name, 2026) == (date(2026, *first), date(2026, *last))
    assert CALENDAR.holiday(date(2026, *last)) == name


def test_moved_workdays_are_worked_and_belong_to_their_holiday():
    assert CALENDAR.is_workday(date(2026, 2, 14))
    assert CALENDAR.entry("春节", 2026).work_days == (date(2026, 2, 14), date(2026, 2, 28))
    assert not CALENDAR.is_workday(date(2026, 10, 6))


def test_every_day_of_the_published_years_agrees_with_the_library():
    for year in (2008, 2019, 2020, 2025, 2026):
        for number in range(365):
            day = date(year, 1, 1) + timedelta(number)
            assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day


def test_an_unpublished_year_knows_only_the_days_fixed_by_law():
    assert not CALENDAR.covers(2027)
    assert CALENDAR.span("元旦", 2027) == (date(2027, 1, 1), date(2027, 1, 1))
    assert CALENDAR.span("春节", 2027) is None
    assert CALENDAR.is_workday(date(2027, 10, 4))


def test_what_staff_enter_for_a_year_is_used():
    entered = Calendar(EXTRA)
    assert entered.covers(2027)
    assert entered.holiday(date(2027, 10, 4)) == "国庆"
    assert entered.is_workday(date(2027, 10, 9))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (lunar_day(2026, 1, 1), date(2026, 2, 17)),
        (lunar_day(2025, 12, 23), date(2026, 2, 10)),
        (lunar_day(2025, 6, 1), date(2025, 6, 25)),
        (lunar_day(2025, 7, 1), date(2025, 8, 23)),
        (lunar_day(2033, 12, 1), date(2034, 1, 20)),
        (lunar_day(2026, 8, 15), date(2026, 9, 25)),
        (new_years_eve(2027), date(2027, 2, 5)),
        (term("冬至", 2026), date(2026, 12, 22)),
        (term("清明", 2026), date(2026, 4, 5)),
        (feast_day("端午", 2026), date(2026, 6, 19)),
        (feast_day("中秋", 2027), date(2027, 9, 15)),
    ],
)
def test_lunar_days_and_terms_fall_where_the_almanac_has_them(day, expected):
    assert day == expected


def test_a_thirtieth_that_the_month_does_not_have_is_no_day():
    assert lunar_day(2025, 12, 30) is None
    assert lunar_day(2026, 13, 1) is None
