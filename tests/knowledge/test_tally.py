"""What is counted of questions, what never is, and that replicas add up."""

import pytest
from sqlalchemy import select

from handlers.counting import counted_in
from handlers.incoming import Incoming
from handlers.routes import Routes
from knowledge import tally
from knowledge.message import Address
from knowledge.tables import tally as table
from knowledge.tally import Tally, mark
from tests.conftest import NOON

ANN = Address("web", "ann")


@pytest.mark.parametrize(
    ("kind", "facts", "pressed", "expected"),
    [
        (
            "answer",
            {"topic": "find_base", "subject": "base:x", "district": "静安区"},
            False,
            ("find_base", "answer", "静安区", "base:x"),
        ),
        ("unknown", {"topic": "unknown", "subject": ""}, False, ("unknown", "unknown", "", "")),
        ("choices", {"topic": "find_base", "subject": "entries"}, False, ("find_base", "choices", "", "")),
        (
            "crisis",
            {"topic": "crisis", "subject": "crisis:x", "district": "静安区"},
            False,
            ("crisis", "crisis", "", ""),
        ),
        ("answer", {"topic": "programme", "subject": "entry:e1"}, True, ("programme", "button", "", "entry:e1")),
        ("unknown", {"topic": "unknown"}, True, None),
        ("help", {}, False, None),
        ("language", {}, True, None),
    ],
)
def test_what_an_answer_counts_for(kind, facts, pressed, expected):
    line = mark(NOON, "web", kind, facts, pressed=pressed)
    assert (line and (line.topic, line.kind, line.district, line.subject)) == expected


def test_the_hour_is_shanghais():
    line = mark(NOON.astimezone(tz=None), "web", "answer", {}, pressed=False)
    assert (line.day, line.hour) == ("2026-11-21", 12)


def test_two_replicas_add_up(database):
    for _ in range(2):
        held = Tally()
        for _ in range(3):
            held.add(mark(NOON, "web", "answer", {"topic": "find_base"}, pressed=False))
        database.write(tally.store, held.take())
        assert not held.take()
    assert database.read(lambda c: c.execute(select(table.c.count)).scalars().all()) == [6]


def test_what_could_not_be_written_waits():
    held = Tally()
    held.add(mark(NOON, "web", "answer", {}, pressed=False))
    taken = held.take()
    held.add(mark(NOON, "web", "answer", {}, pressed=False))
    held.put_back(taken)
    assert list(held.take().values()) == [2]


async def test_a_conversation_as_it_is_counted(desk):
    held = Tally()
    routes = Routes(desk, counted_in(held))
    for words in ("静安有几个基地", "噼里啪啦咕噜咕噜", "我不想活了", "/help", "谢谢"):
        await routes.answer(Incoming(address=ANN, when=NOON, text=words))
    lines = held.take()
    kinds = sorted(line.kind for line in lines)
    assert kinds == ["answer", "answer", "crisis", "unknown"]
    assert {line.district for line in lines if line.topic == "find_base"} == {"静安区"}
    assert not any("ann" in part for line in lines for part in map(str, line))


async def test_an_alarm_is_never_counted_as_unanswered(desk):
    held = Tally()
    routes = Routes(desk, counted_in(held))
    for words in ("胸口痛得喘不过气", "不想活了", "我爸突然昏过去了"):
        await routes.answer(Incoming(address=ANN, when=NOON, text=words))
    assert {line.kind for line in held.take()} <= {"emergency", "crisis", "choices"}
