"""Which week of a roster staff work on: this one while somebody still sits in it, else the coming one."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.rostering.week import working_monday
from tests.knowledge import sample_clinics as sample

USUAL = sample.book_of(changes=())
SUNDAY_NIGHT = sample.book_of(changes=(
    sample.change("c", "extra", expert="e_wang2", first="2026-11-22", last="2026-11-22", half_day="夜间"),
    sample.change("d", "extra", expert="e_li", first="2026-11-29", last="2026-11-29", half_day="上午",
                  start="08:00", end="10:30"),
))  # fmt: skip
WEDNESDAYS = sample.book_of(sessions=sample.SESSIONS[1:2], changes=())
NOBODY = sample.book_of(sessions=(), changes=())
THIS, NEXT, AFTER = date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("book", "now", "monday"),
    [
        (USUAL, "2026-11-16T00:00", THIS),
        (USUAL, "2026-11-20T23:50", THIS),  # somebody sits on Saturday morning
        (USUAL, "2026-11-21T08:00", THIS),
        (USUAL, "2026-11-21T17:00", NEXT),
        (USUAL, "2026-11-22T00:00", NEXT),
        (USUAL, "2026-11-22T23:59", NEXT),
        (USUAL, "2026-11-23T00:00", NEXT),
        (SUNDAY_NIGHT, "2026-11-22T12:00", THIS),  # who is ill today is called off today
        (SUNDAY_NIGHT, "2026-11-22T23:00", NEXT),
        (SUNDAY_NIGHT, "2026-11-29T10:29", NEXT),
        (SUNDAY_NIGHT, "2026-11-29T10:30", AFTER),
        (WEDNESDAYS, "2026-11-18T08:00", THIS),
        (WEDNESDAYS, "2026-11-18T18:00", NEXT),
        (NOBODY, "2026-11-18T08:00", THIS),
        (NOBODY, "2026-11-22T08:00", NEXT),
    ],
)
def test_the_week_that_is_over_gives_way_to_the_coming_one(book, now, monday):
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert working_monday(book, "tianshan", moment) == monday
