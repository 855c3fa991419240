"""The desk: what it remembers, forgets, counts, and how it carries on when the database is away."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.desk import Desk, Recent
from handlers.incoming import Incoming
from handlers.routes import Routes
from knowledge.database import Database
from knowledge.message import Address
from knowledge.people import Preferences
from knowledge.shelf import Shelf
from knowledge.understanding.follow import Talk
from tests.conftest import NOON
from tests.houses import kept

ANN, BOB = Address("test", "person-ann"), Address("test", "bob")


def rows(database: Database, table: str) -> list:
    return [*database.read(lambda c: c.execute(text(f"SELECT * FROM {table}")).mappings().all())]


@pytest.fixture
def homeless(shipped: Database, tmp_path: Path) -> tuple[Desk, list[str]]:
    """A desk whose database went away after it opened."""
    shelf = Shelf(shipped, kept())
    shelf.load()
    gone = Database(f"sqlite:///{tmp_path / 'gone' / 'x.sqlite'}")
    told: list[str] = []
    return Desk(gone, shelf, report=told.append), told


def test_recent_keeps_only_the_newest():
    recent: Recent[int, int] = Recent(3)
    for n in range(5):
        recent.put(n, n)
    recent.put(2, 22)
    recent.put(9, 9)
    assert [recent.get(n) for n in (0, 1, 2, 3, 4, 9)] == [None, None, 22, None, 4, 9]
    recent.drop(2)
    recent.drop(2)
    assert recent.get(2) is None


async def test_wishes_are_kept_and_erased_at_once(desk: Desk):
    await desk.remember(ANN, Preferences(language="en", elder=True), NOON)
    desk.keep(ANN, Talk(NOON))
    assert await desk.preferences(ANN, NOON) == Preferences(language="en", elder=True)
    assert await desk.preferences(BOB, NOON) == Preferences()
    await desk.erase(ANN)
    assert await desk.preferences(ANN, NOON) == Preferences()
    assert desk.talk(ANN) is None


async def test_a_wish_changed_on_another_replica_is_seen_within_a_minute(desk: Desk, shipped: Database):
    other = Desk(shipped, desk.shelf)
    assert not (await desk.preferences(ANN, NOON)).elder
    await other.remember(ANN, Preferences(elder=True), NOON)
    assert (await desk.preferences(ANN, NOON + timedelta(seconds=61))).elder


async def test_answers_go_out_while_the_database_is_away(homeless: tuple[Desk, list[str]]):
    desk, told = homeless
    (answer, *_) = await Routes(desk).answer(Incoming(address=ANN, when=NOON, text="浦东看骨伤去哪里"))
    assert answer.kind == "answer"
    (answer, *_) = await Routes(desk).answer(Incoming(address=ANN, when=NOON, text="噼里啪啦咕噜咕噜"))
    assert answer.kind == "unknown"
    assert told
    assert all("噼里" not in line and "person-ann" not in line for line in told)


async def test_forgetting_is_never_claimed_when_it_could_not_be_done(homeless: tuple[Desk, list[str]]):
    desk, _ = homeless
    (answer,) = await Routes(desk).answer(Incoming(address=ANN, when=NOON, token="del:yes"))
    assert answer.kind == "broken"


async def test_an_unknown_question_is_queued_without_who_asked(routes: Routes, shipped: Database):
    for person in (ANN, ANN, BOB):
        await routes.answer(Incoming(address=person, when=NOON, text="噼里啪啦咕噜咕噜，我的电话13812345678"))
    (row,) = rows(shipped, "unanswered")
    assert row["times"] == 3
    assert "138" not in row["question"]
    askers = rows(shipped, "asker")
    assert len(askers) == 2
    assert not any("ann" in str(asker["trace"]) for asker in askers)


async def test_an_alarm_is_never_written_down(routes: Routes, shipped: Database):
    await routes.answer(Incoming(address=ANN, when=NOON, text="我不想活了"))
    assert rows(shipped, "unanswered") == rows(shipped, "person") == []


async def test_feedback_counts_once_a_person_and_the_second_word_holds(routes: Routes, shipped: Database):
    for token in ("fb:1:base:x", "fb:0:base:x", "why:old:base:x"):
        await routes.answer(Incoming(address=ANN, when=NOON, token=token))
    (row,) = rows(shipped, "feedback")
    assert (row["topic"], row["subject"], bool(row["helpful"]), row["reason"]) == ("base", "base:x", False, "old")


@pytest.mark.parametrize(
    "subject", ["", "x" * 60, "a:" + "b" * 70, "'; DROP TABLE feedback", "骨伤", "a\x00b", "\udcff"]
)
async def test_feedback_on_nothing_of_ours_is_not_kept(desk: Desk, shipped: Database, subject: str):
    await desk.rate(subject, ANN, NOON, helpful=True)
    assert rows(shipped, "feedback") == []


async def test_a_location_is_never_written_down(routes: Routes, shipped: Database):
    await routes.answer(Incoming(address=ANN, when=NOON, point=(31.1128, 121.3804)))
    for table in ("person", "unanswered", "feedback", "asker"):
        assert rows(shipped, table) == []
