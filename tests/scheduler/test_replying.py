"""What the staff answer reaches the resident by the outbox, and is forgotten with the address as soon as it has."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge import audit, handoffs, replies
from knowledge import tables as t
from knowledge.errors import Conflict, InputError, NotAllowed
from knowledge.message import Address
from knowledge.permission import Actor
from scheduler import agenda
from scheduler.delivery import Absent, Rejected, TryLater, Unknown, Unreachable
from scheduler.replying import reply
from tests.conftest import NOON
from tests.scheduler.town import NEIGHBOUR, Town

ANN = Actor("安", "web", "editor")
WORDS = "请打 12345 转人工，报您要去的医院。"


@pytest.fixture
def town(database):
    held = Town(database)
    database.write(handoffs.hand_over, NEIGHBOUR, "referral", "pathway:green", NOON)
    return held


def rows(town):
    return town.database.read(lambda c: c.execute(select(t.handoff)).all())


def states(town):
    return town.database.read(lambda c: [*c.execute(select(t.delivery.c.state)).scalars()])


async def test_the_answer_arrives_and_nothing_of_it_stays(town):
    due = town.database.write(reply, 1, f"  {WORDS}\n", ANN, NOON)
    assert due == NOON
    assert town.database.read(replies.unanswered) == []
    await town.tick()
    assert town.post.texts() == [f"工作人员答复您：\n{WORDS}"]
    assert rows(town) == []
    (line,) = town.database.read(audit.page, 1)
    assert (line.who, line.action, line.subject, WORDS in line.before + line.after) == (
        "安",
        "reply",
        *("referral pathway:green", False),
    )


async def test_at_night_it_waits_for_the_morning(town):
    town.now = NOON.replace(hour=23)
    due = town.database.write(reply, 1, WORDS, ANN, town.now)
    assert (due.hour, due.minute, due.day) == (6, 30, 22)
    await town.tick()
    assert town.post.texts() == []
    town.now = due
    await town.tick()
    assert len(town.post.texts()) == 1


@pytest.mark.parametrize("trouble", [Unreachable(), Unknown(), Rejected("no")], ids=lambda error: type(error).__name__)
async def test_whatever_becomes_of_it_the_address_is_forgotten(town, trouble):
    town.post.trouble = [trouble]
    town.database.write(reply, 1, WORDS, ANN, NOON)
    await town.tick()
    assert rows(town) == []
    assert states(town)[0] in {"failed", "unknown"}


@pytest.mark.parametrize("trouble", [Absent(), TryLater(5)], ids=lambda error: type(error).__name__)
async def test_what_will_be_sent_later_keeps_its_words(town, trouble):
    town.post.trouble = [trouble]
    town.database.write(reply, 1, WORDS, ANN, NOON)
    await town.tick()
    assert [row.answer for row in rows(town)] == [WORDS]


async def test_who_asked_to_be_forgotten_gets_nothing(town):
    town.database.write(reply, 1, WORDS, ANN, NOON)
    town.database.write(agenda.erase, NEIGHBOUR)
    await town.tick()
    assert (town.post.texts(), rows(town)) == ([], [])


def test_only_one_answers_and_only_who_may(town):
    for role in ("clerk", "viewer"):
        with pytest.raises(NotAllowed):
            town.database.write(reply, 1, WORDS, Actor("丙", "web", role), NOON)
    for words in (" ", "长" * (replies.LONGEST + 1)):
        with pytest.raises(InputError):
            town.database.write(reply, 1, words, ANN, NOON)
    town.database.write(reply, 1, WORDS, ANN, NOON)
    with pytest.raises(Conflict):
        town.database.write(reply, 1, "另一个答复", Actor("本", "web", "editor"), NOON + timedelta(minutes=1))
    assert [row.answer for row in rows(town)] == [WORDS]


async def test_what_was_meant_for_one_never_reaches_the_next_who_has_their_number(town):
    """SQLite gives the number of somebody who is gone to the next one; a page may have stood open meanwhile."""
    stranger = Address("web", "somebody else")
    meant_for = town.database.read(replies.one, 1).at.isoformat()
    town.database.write(reply, 1, WORDS, ANN, NOON, meant_for)
    await town.tick()
    later = NOON + timedelta(hours=1)
    town.database.write(handoffs.hand_over, stranger, "referral", "pathway:green", later)
    number = rows(town)[0].id
    with pytest.raises(Conflict):
        town.database.write(reply, number, "给前一位的话", ANN, later, meant_for)
    assert rows(town)[0].answer == ""


async def test_who_asks_once_more_is_answered_once_more(town):
    for hours in range(2):
        town.now = NOON + timedelta(hours=hours)
        town.database.write(handoffs.hand_over, NEIGHBOUR, "referral", "pathway:green", town.now)
        town.database.write(reply, rows(town)[0].id, f"{WORDS}{hours}", ANN, town.now)
        await town.tick()
    assert [text.rpartition("\n")[2] for text in town.post.texts()] == [f"{WORDS}0", f"{WORDS}1"]
