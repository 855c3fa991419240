"""What falls due while a page is closed waits there: it is read once, says when it was meant for, and grows old."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge import tables as t
from knowledge.database import Database
from knowledge.message import Address
from scheduler import agenda, ledger
from scheduler.delivery import Absent
from scheduler.diary import Diary
from scheduler.plans import Plan
from scheduler.worker import Line
from tests.scheduler.town import NEIGHBOUR, Post, Town, suspended

BATH = Plan(kind="personal", start="2026-11-24T19:00", words="泡脚", chosen=True)
DAILY = Plan(kind="personal", start="2026-11-22T19:00", rule="FREQ=DAILY", words="量血压", chosen=True)
VISIT = Plan(
    kind="visit", start="2026-11-25T08:00", alerts=("-1@18:00", "0@07:00"), subject="expert:e_wang", half_day="上午"
)


class Page(Post):
    """A page that can be open or closed."""

    is_open = False

    async def send(self, to, message):
        if not self.is_open:
            raise Absent
        await super().send(to, message)


class Neighbourhood(Town):
    """A town whose people read a page."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.post = Page()
        self.line = Line(channel="telegram", sender=self.post, per_second=None)

    async def open_page(self, to: Address = NEIGHBOUR) -> list[str]:
        """What stands on the page when it is opened."""
        self.post.is_open, self.post.sent = True, []
        diary = Diary(self.around(), "two")
        async with diary.open(self.line):
            await diary.bring([to])
        self.post.is_open = False
        return self.post.texts(to)


@pytest.fixture
def town(database: Database) -> Neighbourhood:
    return Neighbourhood(database)


async def test_it_waits_and_is_read_once(town):
    town.remind(BATH)
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    assert list(town.states()) == ["kept"]
    await town.pass_time(minutes=9)
    assert await town.open_page() == ["到时间了：泡脚"]
    assert list(town.states()) == ["sent"]
    assert await town.open_page() == []


async def test_read_days_later_it_says_when_it_was_meant_for(town):
    town.remind(BATH)
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    await town.pass_time(days=5)
    (text,) = await town.open_page()
    assert "原定11月24日周二 19:00" in text
    assert town.post.sent[0][1].facts["due"] == "2026-11-24T11:00:00+00:00"


async def test_of_one_that_came_every_day_the_newest_is_enough(town):
    town.remind(DAILY)
    town.now = town.now.replace(hour=19)
    for _ in range(4):
        await town.pass_time(days=1)
    await town.pass_time(minutes=30)
    (text,) = await town.open_page()
    assert "来晚了" in text
    assert "11月25日" in text
    assert {state: len(rows) for state, rows in town.states().items()} == {"skipped": 3, "sent": 1}


async def test_two_that_wait_are_both_read_with_their_own_times(town):
    for plan in (BATH, Plan(kind="personal", start="2026-11-24T20:00", words="吃药", chosen=True)):
        town.remind(plan)
    town.now = town.now.replace(day=24, hour=20)
    await town.tick()
    await town.pass_time(hours=1)
    first, second = await town.open_page()
    assert "泡脚" in first
    assert "19:00" in first
    assert "吃药" in second
    assert "20:00" in second


async def test_a_visit_that_has_begun_is_not_told_any_more(town):
    town.remind(VISIT)
    town.now = town.now.replace(day=24, hour=18)
    await town.tick()
    town.now = town.now.replace(day=25, hour=8, minute=1)
    assert await town.open_page() == []
    assert list(town.states()) == ["expired"]


async def test_a_visit_that_was_called_off_meanwhile_says_so(town):
    town.remind(VISIT)
    town.now = town.now.replace(day=24, hour=18)
    await town.tick()
    town.publish(suspended)
    await town.pass_time(minutes=2)
    told = await town.open_page()
    assert len(told) == 2
    assert "停诊通知" in told[0]
    assert "有变动" in told[1]


async def test_stopped_while_it_waited_is_stopped(town):
    town.remind(BATH)
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    town.database.write(agenda.stop_all, NEIGHBOUR, town.now)
    assert await town.open_page() == []


async def test_what_nobody_comes_back_for_expires_after_a_week(town):
    town.remind(BATH)
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    town.database.write(ledger.prune, town.now + timedelta(days=6, hours=23))
    assert list(town.states()) == ["kept"]
    town.database.write(ledger.prune, town.now + timedelta(days=7, minutes=1))
    assert list(town.states()) == ["expired"]
    reasons = town.database.read(lambda c: c.execute(select(t.delivery.c.reason)).scalars().all())
    assert reasons == ["not read in time"]


async def test_a_page_that_closes_at_that_moment_loses_nothing(town):
    town.remind(BATH)
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    town.post.trouble = [Absent()]
    town.post.is_open = True
    assert await town.open_page() == []
    assert list(town.states()) == ["kept"]
    assert await town.open_page() == ["到时间了：泡脚"]


async def test_a_reminder_put_off_the_evening_before_is_still_about_the_next_day(town):
    number = town.remind(VISIT)
    town.now = town.now.replace(day=24, hour=18)
    await town.tick()
    await town.open_page()
    town.database.write(agenda.snooze, NEIGHBOUR, number, town.now + timedelta(hours=1), town.now)
    town.post.is_open = True
    await town.pass_time(hours=1)
    assert "门诊提醒：11月25日周三上午" in town.post.texts()[-1]
