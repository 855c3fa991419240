"""An owner sets other quiet hours in the very moment in which another replica times something by the old ones."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select, text

from knowledge import tables as t
from knowledge.book import Book
from knowledge.database import Database
from knowledge.handoffs import hand_over
from knowledge.message import Address
from knowledge.migrations import migrate
from knowledge.people import Preferences
from knowledge.permission import Actor
from knowledge.tuning import USUAL, Quiet
from scheduler import agenda, planning
from scheduler.plans import Plan
from scheduler.quieting import set_quiet
from scheduler.replying import reply
from tests.conftest import NOON

ANN, OWNER = Address("telegram", "7"), Actor("安", "web")
EARLIER = Quiet(evening=time(20), morning=time(7))
EVENING = Plan(kind="visit", start="2026-11-23T09:00", alerts=("-1@21:00",))
OTHER = Plan(kind="visit", start="2026-11-24T09:00", alerts=("-1@21:00",))
NIGHT = NOON.replace(hour=23)
_WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture
def house(postgres_url):
    database = Database(postgres_url)
    migrate(database)
    database.write(agenda.add, ANN, EVENING, NOON)
    database.write(hand_over, ANN, "referral", "", NOON)
    yield database
    database.close()


def added(connection):
    agenda.add(connection, ANN, OTHER, NOON)


def amended(connection):
    agenda.amend(connection, ANN, 1, OTHER, Preferences(), NOON)


def planned(connection):
    planning.settle_clock(connection, Book({}, 0), NOON)
    connection.execute(t.reminder.update().values(next_due=datetime(2026, 11, 21)))  # noqa: DTZ001 - as it is stored
    assert planning.plan_due(connection, Book({}, 0), NOON) == 1


def answered(connection):
    reply(connection, 1, "请到一楼。", OWNER, NIGHT)


def both(database, first, then):
    """``first`` has not ended yet when ``then`` begins, which waits for it."""
    with ThreadPoolExecutor(1) as other:
        with database.transaction() as connection:
            first(connection)
            second = other.submit(database.write, then)
            while not second.done() and not database.read(lambda c: c.execute(_WAITS).scalar()):
                pass  # until it waits
            waited = not second.done()
        second.result(timeout=30)
    return waited


def told(database):
    """When reminders ring and replies leave once the next tick has planned anew, on the wall clock."""
    database.write(planning.plan_due, Book({}, 9), NIGHT)
    found = []
    for column in (t.reminder.c.next_due, t.delivery.c.due):
        rows = database.read(lambda c, one=column: c.execute(select(one)).scalars().all())
        found += [row.replace(tzinfo=UTC).astimezone(NOON.tzinfo).time() for row in rows if row]
    return found


@pytest.mark.postgres
@pytest.mark.parametrize("timed", [added, amended, planned, answered])
@pytest.mark.parametrize("first", ["timed", "set"])
def test_what_is_timed_meanwhile_keeps_the_new_hours(house, timed, first):
    def set_anew(connection):
        set_quiet(connection, EARLIER, USUAL.quiet, OWNER, NIGHT if timed is answered else NOON)

    order = (timed, set_anew) if first == "timed" else (set_anew, timed)
    assert both(house, *order)
    times = told(house)
    assert times
    assert all(time(7) <= one < time(20) for one in times), times
