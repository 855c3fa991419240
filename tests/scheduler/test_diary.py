"""From a wish to a message: planned in the database, composed from today's facts, sent once, stopped at a word."""

from datetime import timedelta

import pytest

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.routes import Routes
from knowledge.database import Database
from knowledge.message import Address
from knowledge.people import erase as forget
from scheduler import agenda
from scheduler.delivery import Rejected, SlowDown, TryLater, Unknown, Unreachable
from scheduler.plans import Plan
from tests.knowledge import sample_clinics as sample
from tests.scheduler.town import NEIGHBOUR, Town, suspended

VISIT = Plan(
    kind="visit", start="2026-11-25T08:00", alerts=("-1@18:00", "0@07:00"), subject="expert:e_wang", half_day="上午"
)
BATH = Plan(kind="personal", start="2026-11-24T19:00", rule="FREQ=WEEKLY;BYDAY=TU", words="泡脚", chosen=True)
OTHER = Address("telegram", "8")


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def test_a_visit_rings_the_evening_before_and_in_the_morning(town):
    town.remind(VISIT)
    await town.pass_time(days=3, hours=5, minutes=59)
    assert town.post.texts() == []
    await town.pass_time(minutes=1)  # Tuesday, 18:00
    assert "门诊提醒：11月25日周三上午" in town.post.texts()[0]
    assert "王示范" in town.post.texts()[0]
    await town.pass_time(hours=13)  # Wednesday, 07:00
    assert len(town.post.texts()) == 2
    await town.pass_time(days=30)
    assert len(town.post.texts()) == 2
    assert town.database.read(agenda.reminders, NEIGHBOUR) == []


async def test_what_repeats_rings_each_time_once_however_often_the_clock_ticks(town):
    town.remind(BATH)
    for _ in range(14 * 24):
        await town.pass_time(hours=1)
        await town.tick()
    assert town.post.texts() == ["到时间了：泡脚", "到时间了：泡脚"]


async def test_a_suspension_is_told_after_the_undo_window_with_what_else_there_is(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    await town.pass_time(seconds=59)
    assert town.post.texts() == []
    await town.pass_time(seconds=1)
    (text,) = town.post.texts()
    assert "停诊通知" in text
    assert "11月25日周三上午" in text
    assert "外出会诊" in text
    assert "下一次：11月30日周一上午" in text
    await town.pass_time(days=1)
    assert len(town.post.texts()) == 1


async def test_what_is_taken_back_within_the_window_was_never_told(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    await town.pass_time(seconds=30)
    town.publish(gone=["n1"])
    await town.pass_time(minutes=5)
    assert town.post.texts() == []
    assert town.states() == {}


async def test_what_is_taken_back_later_is_taken_back_aloud(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    await town.pass_time(minutes=2)
    town.publish(gone=["n1"])
    await town.pass_time(minutes=2)
    first, second = town.post.texts()
    assert "停诊通知" in first
    assert "变动已取消" in second
    assert "11月25日周三上午" in second


async def test_a_reminder_of_a_suspended_visit_says_so_and_offers_the_next(town):
    town.remind(VISIT)
    town.publish(suspended)
    await town.pass_time(minutes=2)
    assert "停诊通知" in town.post.texts()[0]  # who is to be reminded of that visit hears of it too
    town.now = town.now.replace(day=24, hour=18, minute=0)
    await town.tick()
    assert "有变动" in town.post.texts()[1]
    assert "11月30日周一上午" in town.post.texts()[1]


async def test_one_bad_recipient_stops_nobody(town):
    for to in (NEIGHBOUR, OTHER):
        town.remind(BATH, to)
    town.post.trouble = [Rejected("chat is odd")]
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    assert len(town.post.sent) == 1
    assert sorted(town.states()) == ["failed", "sent"]


@pytest.mark.parametrize(
    ("trouble", "after", "state"),
    [
        (TryLater(3), 20, "sent"),
        (SlowDown(30), 40, "sent"),
        (Unknown("no answer"), 3600, "unknown"),
        (Rejected("no"), 3600, "failed"),
        (Unreachable("blocked"), 3600, "failed"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
async def test_each_trouble_has_its_rule(town, trouble, after, state):
    town.settle_in()
    town.remind(BATH)
    town.post.trouble = [trouble]
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    await town.pass_time(seconds=after)
    assert list(town.states()) == [state]
    assert len(town.post.sent) == (state == "sent")


async def test_a_notice_that_may_not_have_arrived_is_sent_again_and_says_so(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    town.post.trouble = [Unknown("no answer")]
    await town.pass_time(minutes=2)
    await town.pass_time(minutes=2)
    (text,) = town.post.texts()
    assert "可能重复" in text
    assert sorted(town.states()) == ["sent", "unknown"]


async def test_somebody_who_blocked_us_hears_nothing_until_they_write_again(town):
    town.settle_in()
    town.remind(BATH)
    town.post.trouble = [Unreachable("blocked")]
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    await town.pass_time(days=7)
    assert town.post.sent == []
    assert sorted(town.states()) == ["failed", "skipped"]


async def test_nothing_goes_to_somebody_who_was_forgotten_even_in_the_middle_of_a_batch(town):
    people = [Address("telegram", str(n)) for n in range(100, 130)]
    for to in people:
        town.remind(BATH, to)
    gone = people[20]

    def forget_now(connection):
        agenda.erase(connection, gone)
        forget(connection, gone)

    class Forgetful(type(town.post)):
        async def send(self, to, message):
            await super().send(to, message)
            if len(self.sent) == 5:
                await town.database.awrite(forget_now)

    town.post = Forgetful()
    town.line = type(town.line)(channel="telegram", sender=town.post, per_second=25)
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    assert {to for to, _ in town.post.sent} == set(people) - {gone}


async def test_stopped_is_stopped_also_when_it_was_planned_already(town):
    town.remind(BATH)
    town.now = town.now.replace(day=24, hour=19)
    await town.diary.tick()  # planned, not yet sent
    assert town.database.write(agenda.stop_all, NEIGHBOUR, town.now) == 1
    await town.tick()
    await town.pass_time(days=14)
    assert town.post.sent == []
    assert town.states() == {"skipped": [town.states()["skipped"][0]]}


async def test_snoozing_adds_one_and_leaves_the_rest(town):
    number = town.remind(BATH)
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    town.database.write(agenda.snooze, NEIGHBOUR, number, town.now + timedelta(hours=1), town.now)
    await town.pass_time(hours=1)
    await town.pass_time(days=6, hours=23)
    assert len(town.post.texts()) == 3
    assert town.now.day == 1


async def test_after_a_long_time_away_what_is_still_of_use_is_sent_once_and_the_rest_is_on_record(town):
    town.remind(BATH)
    town.remind(VISIT)
    town.now = town.now.replace(day=25, hour=7, minute=30)
    await town.tick()
    (text,) = town.post.texts()
    assert "门诊提醒" in text
    assert "来晚了" in text
    states = town.states()
    assert {state: len(found) for state, found in states.items()} == {"expired": 1, "skipped": 1, "sent": 1}


async def test_an_early_notice_waits_for_the_morning_and_an_urgent_one_does_not(town):
    town.follow("expert:e_wang")
    town.now = town.now.replace(day=24, hour=22, minute=0)
    town.publish(suspended)  # tomorrow at eight: ten hours away
    await town.pass_time(minutes=2)
    assert len(town.post.texts()) == 1
    later = sample.change("n2", "suspend", expert="e_wang", first="2026-11-30", last="2026-11-30")
    town.publish(later)
    await town.pass_time(minutes=2)
    assert len(town.post.texts()) == 1
    await town.pass_time(hours=8, minutes=26)  # 06:30
    assert len(town.post.texts()) == 2


async def test_who_writes_again_is_reminded_again(town):
    town.settle_in()
    town.remind(BATH)
    town.post.trouble = [Unreachable("blocked")]
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    routes = Routes(Desk(town.database, town.shelf))
    await routes.answer(Incoming(address=NEIGHBOUR, when=town.now, text="你好"))
    await town.pass_time(days=7)
    assert town.post.texts() == ["到时间了：泡脚"]


async def test_an_hour_that_nobody_said_is_not_told(town):
    town.remind(Plan(kind="visit", start="2026-11-25T13:00", alerts=("-1@18:00",), half_day="下午", words="复查"))
    town.now = town.now.replace(day=24, hour=18)
    await town.tick()
    (text,) = town.post.texts()
    assert "11月25日周三下午" in text
    assert "13:00" not in text
