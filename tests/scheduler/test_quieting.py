"""Other quiet hours hold from the next tick on, for what waits as well, in every process, on both databases."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge import adjusting, audit
from knowledge import tables as t
from knowledge.database import Database
from knowledge.errors import Conflict, InputError, NotAllowed
from knowledge.permission import Actor
from knowledge.reading import tuning
from knowledge.tuning import USUAL, Quiet
from scheduler.diary import Diary
from scheduler.plans import Plan
from scheduler.quiet import is_quiet
from scheduler.quieting import moved, set_quiet
from tests.conftest import NOON, SHANGHAI
from tests.scheduler.town import Town, suspended

OWNER = Actor("安", "web")
EARLIER = Quiet(evening=time(20, 0), morning=time(7, 0), urgent_evening=time(20, 0), urgent_morning=time(7, 0))
LATER = Quiet(evening=time(22, 30), morning=time(6, 30), urgent_evening=time(22, 30), urgent_morning=time(6, 30))


@pytest.fixture
def town(database):
    return Town(database)


def at(hour, minute=0, day=21):
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def change(town, quiet, seen=USUAL.quiet):
    town.database.write(set_quiet, quiet, seen, OWNER, town.now)


async def test_a_reminder_that_is_kept_already_moves_with_the_hours_and_rings_once(town):
    town.remind(Plan(kind="visit", start="2026-11-22T08:00", alerts=("-1@21:00",)))
    change(town, EARLIER)
    await town.pass_time(hours=7, minutes=59)  # 19:59
    assert len(town.post.sent) == 1
    change(town, USUAL.quiet, EARLIER)
    town.now = at(21, 1)
    await town.tick()
    assert len(town.post.sent) == 1


async def test_what_new_hours_move_into_the_past_waits_for_the_morning(town):
    town.remind(Plan(kind="visit", start="2026-11-22T09:00", alerts=("-1@22:10",)))
    change(town, LATER)
    town.now = at(22, 0)
    change(town, EARLIER, LATER)
    await town.tick()
    assert not town.post.sent
    town.now = at(7, 0, day=22)
    await town.tick()
    assert len(town.post.sent) == 1


async def test_a_notice_that_waits_for_the_morning_waits_for_the_new_one(town):
    town.follow("expert:e_wang")
    town.now = at(21, 45)
    town.publish(suspended)
    await town.pass_time(seconds=61)
    assert not town.post.sent
    change(town, EARLIER)
    town.now = at(6, 59, day=22)
    await town.tick()
    assert not town.post.sent
    await town.pass_time(minutes=1)
    assert len(town.post.sent) == 1


async def test_a_notice_that_waits_is_told_at_once_when_it_is_not_night_any_more(town):
    town.follow("expert:e_wang")
    town.now = at(21, 45)
    town.publish(suspended)
    await town.pass_time(seconds=61)
    change(town, LATER)
    await town.tick()
    assert len(town.post.sent) == 1


async def test_a_process_that_has_not_read_the_book_again_keeps_the_new_hours(town):
    """The other process plans from the database it writes to, not from what it has in memory."""
    other = Database(str(town.database.url.render_as_string(hide_password=False)))
    stale = Diary(town.around(other), "two")  # its shelf is not refreshed below
    town.remind(Plan(kind="visit", start="2026-11-22T08:00", alerts=("-1@21:00",)))
    change(town, EARLIER)
    town.now += timedelta(seconds=2)
    await stale.tick()
    held = town.database.read(lambda c: c.execute(select(t.reminder.c.next_due)).scalar())
    assert held == datetime(2026, 11, 21, 11, 59)  # noqa: DTZ001 - stored in UTC: 19:59
    other.close()


async def test_what_comes_late_wakes_nobody_but_a_chosen_time_is_kept(town):
    town.remind(Plan(kind="visit", start="2026-11-22T14:00", alerts=("-1@20:00",)))
    town.remind(Plan(kind="personal", start="2026-11-21T23:30", chosen=True))
    town.now = at(23, 31)  # the program was away since noon
    await town.tick()
    assert len(town.post.sent) == 1
    town.now = at(6, 30, day=22)
    await town.tick()
    assert len(town.post.sent) == 2


def usual(**other):
    return {"evening": time(21, 30), "morning": time(6, 30), "urgent_evening": time(22, 30),
            "urgent_morning": time(6), **other}  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"evening": time(23, 30)}, "开始太晚"),
        ({"evening": time(0, 30)}, "开始太早"),
        ({"evening": time(18, 0)}, "开始太早"),
        ({"morning": time(5, 30), "urgent_morning": time(5, 30)}, "结束太早"),
        ({"morning": time(10, 0)}, "结束太晚"),
        ({"evening": time(23, 0), "urgent_evening": time(23, 0)}, "至少 8 个小时"),
        ({"urgent_evening": time(23, 30)}, "最晚告诉到几点"),
        ({"urgent_evening": time(21, 0)}, "最晚告诉到几点"),
        ({"urgent_morning": time(5, 0)}, "最早几点告诉"),
        ({"urgent_morning": time(7, 0)}, "最早几点告诉"),
    ],
)
def test_nobody_makes_messages_at_night_the_rule(sqlite, hours, said):
    with pytest.raises(InputError, match=said):
        sqlite.write(set_quiet, Quiet(**usual(**hours)), USUAL.quiet, OWNER, NOON)
    assert sqlite.read(tuning) == USUAL


def test_only_owners_set_them_nobody_unseen_and_it_is_on_record(database):
    for role in ("editor", "clerk", "viewer"):
        with pytest.raises(NotAllowed):
            database.write(set_quiet, EARLIER, USUAL.quiet, Actor("x", "web", role), NOON)
    database.write(set_quiet, EARLIER, USUAL.quiet, OWNER, NOON)
    with pytest.raises(Conflict):
        database.write(set_quiet, LATER, USUAL.quiet, OWNER, NOON)
    assert database.read(tuning).quiet == EARLIER
    told = str([*database.read(audit.page, 20)])
    assert "20:00:00" in told
    assert "21:30:00" in told


def test_what_is_told_at_another_time_is_shown():
    told = {(one.what, f"{one.at:%H:%M}"): one for one in moved(USUAL.quiet, EARLIER, NOON.date())}
    notice = told["notice", "20:10"]
    assert (notice.before.isoformat(), notice.after.isoformat()) == ("2026-11-21T20:10:00", "2026-11-22T07:00:00")
    assert not moved(USUAL.quiet, USUAL.quiet, NOON.date())


def test_the_usual_hours_may_be_set():
    assert adjusting.unquiet(USUAL.quiet) is None


evenings = st.sampled_from([time(hour, minute) for hour in range(18, 24) for minute in (0, 30)])
mornings = st.sampled_from([time(hour, minute) for hour in range(5, 10) for minute in (0, 30)])


@settings(max_examples=400)
@given(st.builds(Quiet, evening=evenings, morning=mornings, urgent_evening=evenings, urgent_morning=mornings))
def test_whatever_may_be_set_the_night_is_quiet(quiet):
    if adjusting.unquiet(quiet):
        return
    day = [datetime(2026, 11, 21) + timedelta(minutes=n) for n in range(24 * 60)]  # noqa: DTZ001 - a wall clock
    urgent = Quiet(evening=quiet.urgent_evening, morning=quiet.urgent_morning)
    assert all(is_quiet(at, quiet) and is_quiet(at, urgent) for at in day if at.hour == 23 or at.hour < 6)
    assert sum(is_quiet(at, quiet) for at in day) >= 8 * 60
    assert sum(is_quiet(at, quiet) for at in day) >= sum(is_quiet(at, urgent) for at in day)
