"""The ledger tells figures and no people; at night what is long done is forgotten and what nobody read expires."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import insert, select

from knowledge import tables as t
from knowledge.database import Database
from knowledge.message import Address
from knowledge.moments import in_storage
from scheduler import agenda, outbox
from scheduler.delivery import Absent, Rejected, SlowDown, Unknown, Unreachable
from scheduler.ledger import Ledger, ledger, prune
from scheduler.outbox import Order
from scheduler.plans import Plan
from tests.conftest import NOON
from tests.scheduler.town import NEIGHBOUR, Town

BATH = Plan(kind="personal", start="2026-11-24T19:00", rule="FREQ=WEEKLY;BYDAY=TU", words="泡脚", chosen=True)


def order(number: int, **more: object) -> Order:
    values = {"kind": "personal", "subject": "own", "event": NOON, "due": NOON, "state": "ready"} | more
    return Order(to=Address("telegram", str(number)), occurrence=str(number), **values)


def place(database: Database, *orders: Order, now=NOON) -> None:
    database.write(outbox.place, orders, now)


def states(database: Database) -> list[str]:
    d = t.delivery.c
    return database.read(lambda c: c.execute(select(d.state).order_by(d.id)).scalars().all())


def read(town: Town) -> Ledger:
    return town.database.read(ledger, town.now)


@pytest.fixture
def town(sqlite: Database) -> Town:
    return Town(sqlite)


def test_an_empty_house(database: Database):
    held = database.read(ledger, NOON)
    assert (held.backlog, held.late, held.reminders, held.follows, held.reached, held.lost) == (0, 0.0, 0, 0, 0, ())
    assert set(held.states.values()) == {0}


def test_the_backlog_is_as_late_as_its_oldest(database: Database):
    place(database, order(1, due=NOON - timedelta(seconds=90)), order(2), order(3, state="sent"))
    place(database, order(4, due=NOON + timedelta(hours=1), state="planned"))
    held = database.read(ledger, NOON + timedelta(seconds=10))
    assert (held.backlog, held.late) == (2, 100.0)
    assert held.states["planned"] == 1
    assert held.reached == 1


async def test_what_became_of_each_is_told_by_kind_and_reason(town):
    town.post.trouble = [
        Unreachable("blocked"),
        Unknown("no answer"),
        Rejected("chat not found"),
        Absent(),
        SlowDown(30),
    ]
    for number in range(6):
        town.settle_in(Address("telegram", str(number)))
        town.remind(BATH, Address("telegram", str(number)))
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    held = read(town)
    assert {state: number for state, number in held.states.items() if number} == {
        "failed": 2, "unknown": 1, "kept": 1, "planned": 1, "sent": 1,
    }  # fmt: skip
    assert held.lost == (
        ("personal", "chat not found", 1),
        ("personal", "no answer", 1),
        ("personal", "unreachable", 1),
    )
    assert held.reminders == 6
    assert held.gaps["telegram"] > 1 / 25
    assert not any(person in msgspec.json.encode(held).decode() for person in ("泡脚", NEIGHBOUR.channel + ":"))


async def test_only_seven_days_are_looked_back_on(town):
    town.remind(BATH)
    town.post.trouble = [Rejected("no")]
    town.now = town.now.replace(day=24, hour=19)
    await town.tick()
    assert read(town).lost
    town.now += timedelta(days=7, seconds=1)
    assert read(town).lost == ()


class TestAtNight:
    """What is forgotten, on both databases."""

    def at_night(self, database: Database, **later: float) -> list[str]:
        database.write(prune, NOON + timedelta(**later))
        return states(database)

    def test_deliveries_are_forgotten_after_ninety_days_and_never_while_they_wait(self, database):
        done = ("sent", "unknown", "failed", "skipped", "expired")
        far = NOON + timedelta(days=120)
        place(database, order(9, state="planned", due=far, event=far), *(order(n, state=s) for n, s in enumerate(done)))
        assert len(self.at_night(database, days=90)) == len(done) + 1
        assert self.at_night(database, days=90, seconds=1) == ["planned"]

    def test_what_no_channel_took_in_time_expires(self, database):
        place(database, order(1), order(2, kind="notice"))
        assert self.at_night(database, hours=2, seconds=1) == ["expired", "ready"]

    def test_what_nobody_came_back_to_read_expires_first(self, database):
        place(database, order(1, state="kept"))
        assert self.at_night(database, hours=2) == ["kept"]
        assert self.at_night(database, hours=2, seconds=1) == ["expired"]
        assert self.at_night(database, days=91) == []

    def test_reminders_that_are_done_are_forgotten_after_a_week_and_others_stay(self, database):
        once = Plan(kind="personal", start="2026-11-21T13:00", words="一次", chosen=True)
        for plan in (once, BATH):
            database.write(agenda.add, NEIGHBOUR, plan, NOON)
        rung = NOON + timedelta(hours=1)
        done = {"next_due": None, "dealt": in_storage(rung)}
        database.write(lambda c: c.execute(t.reminder.update().where(t.reminder.c.id == 1).values(**done)))
        self.at_night(database, days=7)
        assert database.read(agenda.reminder, NEIGHBOUR, 1) is not None
        self.at_night(database, days=7, hours=2)
        assert database.read(agenda.reminder, NEIGHBOUR, 1) is None
        assert [r.plan.words for r in database.read(agenda.reminders, NEIGHBOUR)] == ["泡脚"]

    def test_hand_offs_are_forgotten_after_fourteen_days(self, database):
        row = {"channel": "telegram", "address": "7", "topic": "referral_steps", "subject": "", "at": in_storage(NOON)}
        database.write(lambda c: c.execute(insert(t.handoff).values(**row)))
        left = lambda: len(database.read(lambda c: c.execute(select(t.handoff.c.id)).all()))  # noqa: E731 - asked twice
        self.at_night(database, days=14)
        assert left() == 1
        self.at_night(database, days=14, seconds=1)
        assert left() == 0
