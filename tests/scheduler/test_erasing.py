"""Somebody who wants to be forgotten while another replica is planning what they are to be reminded of."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from knowledge.book import Book
from knowledge.database import Database
from knowledge.message import Address
from knowledge.migrations import migrate
from scheduler import agenda, planning
from scheduler.plans import Plan
from tests.conftest import NOON

ANN = Address("telegram", "7")
_WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.mark.postgres
def test_nothing_of_them_is_left_when_both_happen_at_once(postgres_url):
    database = Database(postgres_url)
    migrate(database)
    database.write(agenda.add, ANN, Plan(kind="personal", start="2026-11-21T12:01", words="泡脚"), NOON)
    with ThreadPoolExecutor(1) as other:
        with database.transaction() as connection:
            assert planning.plan_due(connection, Book({}, 1), NOON.replace(minute=1)) == 1
            gone = other.submit(database.write, agenda.forget, ANN)
            while not gone.done() and not database.read(lambda c: c.execute(_WAITS).scalar()):
                pass  # until it waits for the planning to end
        assert gone.result(timeout=30)
    assert database.read(lambda c: c.execute(text("SELECT * FROM delivery")).all()) == []
    database.close()
