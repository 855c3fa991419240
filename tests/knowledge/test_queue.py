"""A question asked in vain becomes an answer: grouped, taken by one of the staff, published or let go."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import msgspec
import pytest
from sqlalchemy import func, select

from knowledge.book import Book
from knowledge.database import Database
from knowledge.errors import Conflict, NotAllowed
from knowledge.model import Entry
from knowledge.permission import Actor
from knowledge.queue import adopt, grouped, ignore, merge, release, take, waiting
from knowledge.reading import changes_since
from knowledge.tables import asker
from knowledge.unanswered import note
from tests.conftest import NOON

ANN, BEN = Actor("安", "web", "editor"), Actor("本", "web", "editor")
ENTRY = Entry(id="wheelchair", title="轮椅哪里借", topic="programme", answer="请到一楼服务台。")
ASKED = ("轮椅哪里可以借", "哪里可以借轮椅", "轮椅去哪里借呀", "停车场几点关门")


@pytest.fixture
def asked(database: Database):
    for n, question in enumerate(ASKED):
        database.write(note, question, "unknown", f"trace{n}", NOON)
        database.write(note, question, "unknown", "somebody", NOON)
    return database


def beside(database: Database) -> Database:
    """Another connection to the same, as another process has it."""
    return Database(database.url.set(drivername=database.url.get_backend_name()).render_as_string(hide_password=False))


def ids(database, word="轮椅"):
    return [one.id for one in database.read(waiting, NOON) if word in one.question]


def test_the_same_asked_three_ways_is_one_group(asked):
    groups = grouped(asked.read(waiting, NOON))
    assert [len(group.questions) for group in groups] == [3, 1]
    assert groups[0].askers == 6


def test_each_asker_counts_once_and_the_most_asked_come_first(asked):
    for trace in ("trace3", "somebody", "anew"):
        asked.write(note, "停车场几点关门？", "unknown", trace, NOON)
    held = asked.read(waiting, NOON + timedelta(minutes=1))
    assert [(one.question, one.askers) for one in held][:2] == [("停车场几点关门", 3), (ASKED[0], 2)]
    counted = select(asker.c.question, func.count()).group_by(asker.c.question)
    assert {one.id: one.askers for one in held} == dict(asked.read(lambda c: [*c.execute(counted)]))


def test_a_group_becomes_an_entry_that_answers_the_fourth_way_of_asking(asked):
    asked.write(adopt, ids(asked), ENTRY, ANN, NOON)
    book = Book.from_changes(asked.read(changes_since, 0))
    assert book.questions.likely("请问轮椅在哪里借")[0].key == "wheelchair"
    assert [one.question for one in asked.read(waiting, NOON)] == ["停车场几点关门"]


def test_a_question_becomes_one_more_wording_of_a_known_entry(asked):
    asked.write(adopt, ids(asked)[:2], ENTRY, ANN, NOON)
    asked.write(merge, ids(asked), "wheelchair", ANN, NOON)
    entry = Book.from_changes(asked.read(changes_since, 0)).entries["wheelchair"]
    assert set(entry.phrasings) == set(ASKED[:3])
    with pytest.raises(LookupError, match="没有条目"):
        asked.write(merge, ids(asked, "停车场"), "nowhere", ANN, NOON)
    assert ids(asked, "停车场")


def test_two_of_the_staff_never_work_on_the_same(asked):
    asked.write(take, ids(asked), ANN, NOON)
    assert {one.taken_by for one in asked.read(waiting, NOON) if "轮椅" in one.question} == {"安"}
    for work in (lambda c: take(c, ids(asked)[:1], BEN, NOON), lambda c: adopt(c, ids(asked), ENTRY, BEN, NOON)):
        with pytest.raises(Conflict, match="同事"):
            asked.write(work)
    assert "wheelchair" not in Book.from_changes(asked.read(changes_since, 0)).entries
    asked.write(take, ids(asked), ANN, NOON)  # one's own again
    asked.write(take, ids(asked), BEN, NOON + timedelta(minutes=16))
    asked.write(release, ids(asked), BEN)
    asked.write(take, ids(asked), ANN, NOON + timedelta(minutes=17))


def test_of_many_who_reach_for_the_same_at_once_one_has_it_all(asked):
    """Each from a connection of their own, at one moment, in any order: never half a group, never two owners."""
    everybody = [Actor(f"编辑{n}", "web", "editor") for n in range(8)]
    numbers, together = ids(asked), Barrier(len(everybody))

    def reach(n):
        held = beside(asked)
        mine = numbers if n % 2 else numbers[::-1]
        try:
            held.read(waiting, NOON)
            together.wait()
            held.write(take, mine, everybody[n], NOON)
        except Conflict:
            return None
        else:
            return everybody[n].name
        finally:
            held.close()

    with ThreadPoolExecutor(len(everybody)) as pool:
        winners = [name for name in pool.map(reach, range(len(everybody))) if name]
    assert len(winners) == 1
    assert {one.taken_by for one in asked.read(waiting, NOON) if one.id in numbers} == set(winners)


def test_of_two_who_answer_the_same_at_once_one_entry_is_published(asked):
    entries = [msgspec.structs.replace(ENTRY, id=f"wheelchair{n}") for n in range(4)]
    numbers, together = ids(asked), Barrier(len(entries))

    def answers(n):
        held = beside(asked)
        try:
            held.read(waiting, NOON)
            together.wait()
            held.write(adopt, numbers, entries[n], Actor(f"编辑{n}", "web", "editor"), NOON)
        except Conflict:
            return False
        else:
            return True
        finally:
            held.close()

    with ThreadPoolExecutor(len(entries)) as pool:
        assert sum(pool.map(answers, range(len(entries)))) == 1
    book = Book.from_changes(asked.read(changes_since, 0))
    assert len([key for key in book.entries if key.startswith("wheelchair")]) == 1


def test_what_needs_no_answer_is_let_go(asked):
    asked.write(ignore, ids(asked, "停车场"), ANN, NOON)
    assert len(asked.read(waiting, NOON)) == 3
    with pytest.raises(Conflict):
        asked.write(ignore, [10_000], ANN, NOON)


@pytest.mark.parametrize("role", ["clerk", "viewer"])
def test_only_editors_answer(asked, role):
    with pytest.raises(NotAllowed):
        asked.write(take, ids(asked), Actor("x", "chat", role), NOON)


def test_a_masked_question_is_no_wording(database: Database):
    database.write(note, "我叫王小明电话13812345678轮椅哪里借", "unknown", "t", NOON)
    database.write(adopt, ids(database), ENTRY, ANN, NOON)
    assert Book.from_changes(database.read(changes_since, 0)).entries["wheelchair"].phrasings == ()
