"""Tasks that ask at the same moment share a transaction, and nobody pays for another's error."""

import asyncio

import pytest
from sqlalchemy import text

from knowledge.together import Together


def kept(connection):
    return sorted(connection.execute(text("SELECT address FROM person")).scalars())


class Desk:
    """Keeps names; counts its transactions that were committed."""

    def __init__(self, database):
        self.database = database
        self.sizes = []
        self.together = Together(database, self.keep)

    def keep(self, connection, names):
        for name in names:
            insert = "INSERT INTO person (channel, address, language, elder, district, seen, reachable) "
            values = "VALUES ('test', :name, '', :no, '', '2026-11-21 12:00:00.000000', :no)"
            connection.execute(text(insert + values), {"name": name, "no": False})
        self.sizes.append(len(names))
        return [f"kept {name}" for name in names]


@pytest.fixture
def desk(database):
    return Desk(database)


async def test_who_asks_meanwhile_shares_the_next_transaction_and_gets_their_own_answer(desk):
    answers = await asyncio.gather(*(desk.together.write(f"n{number}") for number in range(9)))
    assert answers == [f"kept n{number}" for number in range(9)]
    assert sum(desk.sizes) == 9
    assert len(desk.sizes) < 9
    assert len(desk.database.read(kept)) == 9


async def test_who_asks_alone_is_not_kept_waiting(desk):
    assert await desk.together.write("a") == "kept a"
    assert await desk.together.write("b") == "kept b"
    assert desk.sizes == [1, 1]


async def test_one_error_is_told_to_whom_it_belongs_and_the_others_are_kept(desk):
    asked = (desk.together.write(name) for name in ("first", "a", "twice", "twice", "b"))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(answer).__name__ for answer in answers] == ["str", "str", "str", "IntegrityError", "str"]
    assert desk.database.read(kept) == ["a", "b", "first", "twice"]


async def test_who_does_not_wait_any_more_disturbs_nobody(desk):
    waiting = [asyncio.create_task(desk.together.write(name)) for name in ("first", "gone", "last")]
    await asyncio.sleep(0)
    waiting[1].cancel()
    assert await waiting[2] == "kept last"
    assert desk.database.read(kept) == ["first", "gone", "last"]
