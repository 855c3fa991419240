"""An event that comes twice is taken in once, also by two replicas at the same moment."""

import asyncio

from knowledge.database import Database
from knowledge.inbox import first_time
from tests.conftest import NOON


def test_the_second_time_is_no_first_time(database: Database):
    assert database.write(first_time, "telegram", "1", NOON)
    assert not database.write(first_time, "telegram", "1", NOON)
    assert database.write(first_time, "telegram", "2", NOON)
    assert database.write(first_time, "web", "1", NOON)


async def test_of_many_at_once_exactly_one_is_first(database: Database):
    other = Database(database.url.render_as_string(hide_password=False))
    tries = [held.awrite(first_time, "telegram", "7", NOON) for held in (database, other) for _ in range(8)]
    assert sum(await asyncio.gather(*tries)) == 1
    other.close()
