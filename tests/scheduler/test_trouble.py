"""Clocks that jump, channels that stay away, rows that cannot be read, several workers: nothing twice, nothing lost.

Over 250 lines: each test is one trouble, in one town.
"""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from knowledge import tables as t
from knowledge.database import Database
from knowledge.message import Address
from knowledge.moments import in_storage
from scheduler import claiming, outbox, pace
from scheduler.delivery import SlowDown, TryLater
from scheduler.diary import Diary
from scheduler.plans import Plan
from scheduler.worker import Line, Worker
from tests.knowledge import sample_clinics as sample
from tests.scheduler.test_diary import BATH, VISIT
from tests.scheduler.town import NEIGHBOUR, Post, Town, suspended

WALK = Plan(kind="personal", start="2026-11-24T18:40", words="散步", chosen=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def tuesday(town: Town, hour: int, minute: int = 0) -> None:
    town.now = town.now.replace(day=24, hour=hour, minute=minute)


async def test_a_clock_that_goes_back_an_hour_repeats_nothing_and_holds_nothing_up(town):
    town.remind(BATH)
    tuesday(town, 19)
    await town.tick()
    town.now -= HOUR
    town.remind(WALK)
    for _ in range(50):
        await town.pass_time(minutes=1)
        if town.now.hour == 18 and town.now.minute == 41:
            assert town.post.texts() == ["到时间了：泡脚", "到时间了：散步"]
    await town.pass_time(hours=2)
    assert len(town.post.texts()) == 2


async def test_a_clock_that_leaps_an_hour_ahead_leaves_nothing_out_and_back_again_repeats_nothing(town):
    town.remind(BATH)
    town.remind(WALK)
    tuesday(town, 18, 30)
    town.now += HOUR
    await town.tick()
    await town.pass_time(seconds=1)
    await town.pass_time(seconds=1)
    assert sorted(text.split("\n")[0] for text in town.post.texts()) == ["到时间了：散步", "到时间了：泡脚"]
    town.now -= HOUR
    for _ in range(12):
        await town.pass_time(minutes=10)
    assert len(town.post.texts()) == 2


@pytest.mark.parametrize("leap", [HOUR, -HOUR], ids=["ahead", "back"])
async def test_a_clock_that_jumps_while_a_message_is_on_its_way_changes_nothing(town, leap):
    people = [Address("telegram", str(number)) for number in range(100, 130)]
    for to in people:
        town.remind(BATH, to)

    class Jumping(Post):
        async def send(self, to, message):
            await super().send(to, message)
            if len(self.sent) == 5:
                town.now += leap

    town.post = Jumping()
    town.line = Line(channel="telegram", sender=town.post, per_second=25)
    tuesday(town, 19)
    await town.tick()
    for _ in range(40):
        await town.pass_time(seconds=30)
    assert sorted(to.id for to, _ in town.post.sent) == sorted(to.id for to in people)
    assert {state: len(found) for state, found in town.states().items()} == {"sent": 30}


class Away(Post):
    """A channel that cannot be reached for as long as ``away`` says so."""

    away = True
    asked = 0

    async def send(self, to, message):
        self.asked += 1
        if self.away:
            raise TryLater(1)
        await super().send(to, message)


async def test_a_channel_away_for_hours_is_asked_ever_less_and_hears_what_is_still_of_use(town):
    town.post = Away()
    town.line = Line(channel="telegram", sender=town.post)
    town.remind(WALK)  # of use for two hours
    town.remind(VISIT)  # told the evening before, of use until the visit
    town.follow("expert:e_wang")
    tuesday(town, 17, 55)
    town.publish(suspended)
    for _ in range(5 * 60):
        await town.pass_time(minutes=1)
    assert len(town.post.sent) == 0
    assert town.post.asked < 3 * 5 * 60 / 6  # at least ten minutes apart after a while, on the whole
    town.post.away = False
    for _ in range(20):
        await town.pass_time(minutes=1)
    texts = town.post.texts()
    assert sorted(text[:4] for text in texts) == ["停诊通知", "有变动："] or len(texts) == 2
    assert any("来晚了" in text for text in texts)
    assert {state: len(found) for state, found in town.states().items()} == {"expired": 1, "sent": 2}


async def test_a_channel_that_wants_minutes_of_patience_gets_them_and_no_row_is_held_meanwhile(town):
    town.settle_in()
    town.remind(BATH)
    town.remind(BATH, Address("telegram", "8"))
    town.post.trouble = [SlowDown(200)]
    tuesday(town, 19)
    await town.tick()
    start = town.now
    while len(town.post.sent) < 2:
        await town.pass_time(seconds=2)
    assert timedelta(seconds=200) <= town.now - start <= timedelta(seconds=210)
    assert town.states().keys() == {"sent"}


async def test_a_reminder_nobody_can_read_stops_nobody(town):
    number = town.remind(BATH)
    town.remind(BATH, Address("telegram", "8"))
    broken = {"plan": b'{"kind": "of a newer release", "start": "2026-11-24T19:00"}'}
    town.database.write(lambda c: c.execute(update(t.reminder).where(t.reminder.c.id == number).values(**broken)))
    tuesday(town, 19)
    await town.tick()
    assert [to.id for to, _ in town.post.sent] == ["8"]


async def test_a_change_nobody_can_read_stops_no_other_news(town):
    town.follow("expert:e_wang")
    town.publish(sample.change("n0", "suspend", expert="e_li", first="2026-11-26", last="2026-11-26"))
    town.publish(suspended)
    broken = update(t.revision).where(t.revision.c.id == "n0").values(after=b'{"change": "of a newer release"}')
    town.database.write(lambda connection: connection.execute(broken))
    await town.pass_time(minutes=2)
    assert [text[:4] for text in town.post.texts()] == ["停诊通知"]


async def test_three_workers_at_once_send_each_thing_once(town, database):
    people = [Address("telegram", str(number)) for number in range(100, 220)]
    for to in people:
        town.remind(BATH, to)
    others = [Database(database.url.render_as_string(hide_password=False)) for _ in range(2)]
    around = [town.around(), *map(town.around, others)]
    line = Line(channel="telegram", sender=town.post, per_second=None)
    tuesday(town, 19)
    await asyncio.gather(*(Diary(one, f"process {n}").tick() for n, one in enumerate(around)))
    taken = await asyncio.gather(*(Worker(f"process {n}", line, one).drain() for n, one in enumerate(around)))
    assert sum(taken) == len(people)
    assert sorted(to.id for to, _ in town.post.sent) == sorted(to.id for to in people)
    assert {state: len(found) for state, found in town.states().items()} == {"sent": len(people)}
    for held in others:
        held.close()


def test_what_begins_after_its_lease_is_over_or_was_taken_by_another_does_not_begin(town):
    order = outbox.Order(
        to=NEIGHBOUR, kind="personal", subject="own", occurrence="1/x", event=town.now + HOUR, due=town.now
    )
    database, now = town.database, town.now
    database.write(outbox.place, [order], now)
    (held,) = database.write(claiming.claim, "telegram", "one", now, most=10)
    assert database.write(claiming.claim, "telegram", "two", now, most=10) == []
    assert database.write(outbox.begin, [held.id], "two", now) == set()
    assert database.write(outbox.begin, [held.id], "one", now + outbox.LEASE) == set()
    assert database.write(outbox.begin, [held.id], "one", now) == {held.id}
    assert database.write(outbox.settle, [held.id], "two", now, "sent") == 0
    assert database.write(outbox.settle, [held.id], "one", now, "sent") == 1
    assert database.write(outbox.settle, [held.id], "one", now, "failed") == 0


def test_a_pause_asked_for_outlasts_a_restart_but_not_a_clock_put_back(town):
    database, now = town.database, town.now
    database.write(pace.reserve, "telegram", 1, 25, now)
    database.write(pace.pause, "telegram", 120, now)
    assert database.read(pace.wait, "telegram", now + timedelta(seconds=20)) == timedelta(seconds=100)
    assert database.read(pace.wait, "telegram", now - HOUR) == timedelta()
    (slot,) = database.write(pace.reserve, "telegram", 1, 25, now - HOUR)
    assert slot <= now - HOUR


async def test_who_stopped_while_their_notice_was_put_off_is_not_told_any_more(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    town.post = Away()
    town.line = Line(channel="telegram", sender=town.post)
    await town.pass_time(minutes=2)
    assert town.post.asked == 1
    gone = t.follow.delete().where(t.follow.c.address == NEIGHBOUR.id)
    town.database.write(lambda connection: connection.execute(gone))  # as when they stop in the middle of the sending
    town.post.away = False
    await town.pass_time(minutes=5)
    assert town.post.sent == []
    assert town.states().keys() == {"skipped"}


def test_a_row_of_the_past_keeps_its_lease_until_it_is_over(town):
    database, now = town.database, town.now
    row = {
        "channel": "telegram", "address": "9", "kind": "personal", "subject": "own", "occurrence": "1/x", "rank": 3,
        "event_at": in_storage(now), "due": in_storage(now), "late_after": in_storage(now + HOUR), "state": "ready",
        "at": in_storage(now),
    }  # fmt: skip
    database.write(lambda connection: connection.execute(insert(t.delivery).values(**row)))
    (held,) = database.write(claiming.claim, "telegram", "one", now, most=1)
    database.write(outbox.postpone, [held.id], "one", now, now + timedelta(seconds=30))
    assert database.write(outbox.promote, now + timedelta(seconds=29)) == 0
    assert database.write(outbox.promote, now + timedelta(seconds=30)) == 1
    (again,) = database.write(claiming.claim, "telegram", "two", now + timedelta(seconds=30), most=1)
    assert (again.due, again.tries) == (held.due, 1)


class Slow(Post):
    """A channel that takes a few turns of the loop for each message."""

    def __init__(self):
        super().__init__()
        self.begun = asyncio.Event()

    async def send(self, to, message):
        self.begun.set()
        for _ in range(20):
            await asyncio.sleep(0)
        await super().send(to, message)


async def test_what_is_on_its_way_when_the_program_stops_is_finished_and_the_rest_waits_for_the_next_one(town):
    people = [Address("telegram", str(number)) for number in range(100, 140)]
    for to in people:
        town.remind(BATH, to)
    tuesday(town, 19)
    town.post = Slow()
    town.line = Line(channel="telegram", sender=town.post, per_second=None)
    async with town.diary.open(town.line):
        await town.diary.tick()
        await town.post.begun.wait()
    states = {state: len(found) for state, found in town.states().items()}
    assert states["sent"] == len(town.post.sent) < len(people)
    assert states.keys() <= {"sent", "ready", "claimed"}
    await town.pass_time(seconds=60)
    assert sorted(to.id for to, _ in town.post.sent) == sorted(to.id for to in people)
