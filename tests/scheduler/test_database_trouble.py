"""The database restarts, is held by another or is full: the diary goes on by itself, nothing twice, nothing lost."""

import asyncio
import contextlib
import sqlite3

import pytest
from sqlalchemy import event

from knowledge.database import Database
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Address
from knowledge.migrations import migrate
from scheduler import agenda
from scheduler.diary import Diary
from scheduler.outbox import LEASE
from scheduler.worker import Line
from tests.conftest import NOON
from tests.scheduler.test_diary import BATH
from tests.scheduler.town import Post, Town

PEOPLE = [Address("telegram", str(number)) for number in range(100, 140)]


class Troubled(Post):
    """A channel during whose fifth message something happens."""

    def __init__(self, happens):
        super().__init__()
        self.happens = happens

    async def send(self, to, message):
        await super().send(to, message)
        if len(self.sent) == 5:
            await asyncio.to_thread(self.happens)


def busy_town(database, happens=lambda: None) -> Town:
    """Forty people who are to be reminded now."""
    town = Town(database)
    town.post = Troubled(happens)
    town.line = Line(channel="telegram", sender=town.post)
    for to in PEOPLE:
        town.remind(BATH, to)
    town.now = town.now.replace(day=24, hour=19)
    return town


async def tick_as_the_program_does(town: Town) -> bool:
    """One tick; False when the database was not there for it."""
    try:
        await town.tick()
    except DatabaseUnavailable:
        return False
    return True


async def until_quiet(town: Town) -> None:
    for _ in range(10):
        await town.pass_time(seconds=LEASE.seconds / 2)


def received(town: Town) -> list[str]:
    return sorted(to.id for to, _ in town.post.sent)


@pytest.fixture
def served(postgres_url):
    """A database on the server that is stopped and started."""
    held = Database(postgres_url)
    migrate(held)
    yield held
    held.close()


@pytest.mark.postgres
async def test_a_server_that_restarts_between_two_ticks_is_waited_for(postgres, served):
    town = busy_town(served)
    postgres.stop()
    assert not await tick_as_the_program_does(town)
    postgres.start()
    await until_quiet(town)
    assert received(town) == sorted(to.id for to in PEOPLE)
    assert {state: len(found) for state, found in town.states().items()} == {"sent": len(PEOPLE)}


@pytest.mark.postgres
async def test_a_server_that_goes_away_in_the_middle_leaves_at_most_what_was_on_its_way_unknown(postgres, served):
    town = busy_town(served, postgres.stop)
    await tick_as_the_program_does(town)
    postgres.start()
    await until_quiet(town)
    states = {state: len(found) for state, found in town.states().items()}
    assert sum(states.values()) == len(PEOPLE)
    assert states.keys() <= {"sent", "unknown"}
    assert states.get("unknown", 0) <= town.line.side_by_side
    assert len(set(received(town))) == len(received(town))
    assert states["sent"] <= len(received(town)) <= len(PEOPLE)


@contextlib.contextmanager
def prepared(database, pragma):
    """Every connection of this database opened from now on has a pragma of its own."""
    database.engine.dispose()

    def prepare(connection, _record):
        connection.execute(pragma)

    event.listen(database.engine, "connect", prepare)
    yield
    event.remove(database.engine, "connect", prepare)
    database.engine.dispose()


async def test_a_file_held_by_another_program_for_a_while_costs_nothing_but_time(sqlite):
    other = sqlite3.connect(sqlite.url.database, isolation_level=None, check_same_thread=False)
    town = busy_town(sqlite, lambda: other.execute("BEGIN IMMEDIATE"))

    async def nap(seconds):
        if other.in_transaction and seconds == 2:  # somebody has been patient twice before
            other.execute("ROLLBACK")

    town.nap = nap
    town.diary = Diary(town.around(), "patient")
    with prepared(sqlite, "PRAGMA busy_timeout=1"):
        await town.tick()
        await until_quiet(town)
    other.close()
    assert received(town) == sorted(to.id for to in PEOPLE)
    assert {state: len(found) for state, found in town.states().items()} == {"sent": len(PEOPLE)}


async def test_a_file_that_is_locked_at_a_tick_is_tried_again_at_the_next(sqlite):
    town = busy_town(sqlite)
    other = sqlite3.connect(sqlite.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with prepared(sqlite, "PRAGMA busy_timeout=1"):
        assert not await tick_as_the_program_does(town)
        other.execute("ROLLBACK")
        await until_quiet(town)
    other.close()
    assert received(town) == sorted(to.id for to in PEOPLE)


async def test_a_full_file_plans_nothing_by_halves_and_goes_on_once_there_is_space(sqlite):
    town = busy_town(sqlite)
    wanted = len(PEOPLE)
    with prepared(sqlite, f"PRAGMA max_page_count={pages(sqlite)}"):
        with contextlib.suppress(DatabaseUnavailable):
            for wanted in range(len(PEOPLE), 1000):  # until the last free corner of the file is used
                town.database.write(agenda.add, Address("telegram", str(10_000 + wanted)), BATH, NOON)
        for _ in range(3):
            assert not await tick_as_the_program_does(town)
            town.now += LEASE
        assert town.states() == {}
    await until_quiet(town)
    assert len(received(town)) == wanted == len(set(received(town)))
    assert {state: len(found) for state, found in town.states().items()} == {"sent": wanted}


async def test_marks_need_no_more_room_so_a_file_that_gets_full_in_the_middle_of_sending_loses_none(sqlite):
    other = sqlite3.connect(sqlite.url.database, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE ballast (words TEXT)")
    full = []

    def fill_up():
        while not full:
            try:
                other.execute("INSERT INTO ballast VALUES (?)", ["x" * 900])
            except sqlite3.OperationalError as error:
                full.append(str(error))

    town = busy_town(sqlite, fill_up)
    await town.diary.tick()  # planned while there was space
    limit = f"PRAGMA max_page_count={pages(sqlite) + 2}"
    other.execute(limit)
    with prepared(sqlite, limit):
        await tick_as_the_program_does(town)
    other.close()
    assert full == ["database or disk is full"]
    assert received(town) == sorted(to.id for to in PEOPLE)
    assert {state: len(found) for state, found in town.states().items()} == {"sent": len(PEOPLE)}


def pages(database) -> int:
    """How large the file is now."""
    with contextlib.closing(sqlite3.connect(database.url.database)) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])
