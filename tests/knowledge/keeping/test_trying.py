"""Trying a question and rehearsing an edit: what would be answered, why, and what an edit takes from others."""

import pytest
from msgspec.structs import replace

from knowledge.keeping.catalogue import find, label
from knowledge.keeping.rehearsal import Rehearsal
from knowledge.keeping.trying import tried
from knowledge.model import Entry
from knowledge.reading import Changes
from tests.conftest import NOON

THIEF = Entry(
    id="thief", title="早预约怎么约？", topic="early_booking", answer="…", phrasings=("家庭医生能帮我约号吗",)
)
KEY = ("entry", "thief")


@pytest.fixture(scope="module")
def rehearsal():
    return Rehearsal()


def test_a_copy_of_a_known_question_takes_it_from_its_entry(reader, rehearsal):
    taken = [moved for moved in rehearsal.moved(reader, KEY, THIEF, NOON).moved if moved.stolen]
    assert {moved.after.key for moved in taken} == {KEY}
    assert ("entry", "early_how") in {moved.home for moved in taken}


def test_trying_leaves_the_book_as_it_was(book, reader, rehearsal):
    before = book.questions.likely("早预约怎么约")
    rehearsal.moved(reader, KEY, THIEF, NOON)
    assert book.questions.likely("早预约怎么约") == before
    assert "thief" not in book.entries
    assert rehearsal.moved(reader, ("entry", "early_how"), book.entries["early_how"], NOON).moved == ()


def test_a_second_rehearsal_after_a_publish_knows_of_it(book, reader, rehearsal):
    rehearsal.moved(reader, KEY, THIEF, NOON)
    later = reader.after(book.with_changes(Changes(book.version + 1, {KEY: THIEF}, ())))
    gone = rehearsal.moved(later, KEY, None, NOON).moved
    assert {moved.before.key for moved in gone} <= {KEY}
    assert ("entry", "early_how") in {moved.after.key for moved in gone}


def test_a_name_that_stands_in_very_many_questions_is_told_to_be_too_common(book, reader, rehearsal):
    held = book.institutions["longhua"]
    moves = rehearsal.moved(reader, ("institution", held.id), replace(held, aliases=("怎么",)), NOON)
    assert moves.unasked > 100
    assert moves.harm


def test_a_question_tried_shows_what_is_understood_and_why(reader):
    trial = tried(reader, "静安区明天哪里看肾病", NOON)
    understood = dict(trial.understood)
    assert understood["district"] == ("静安区",)
    assert understood["day"] == ("2026-11-22",)
    assert trial.alarm == ""
    assert "静安" in trial.answer.text


def test_an_alarm_is_shown_as_one(reader):
    trial = tried(reader, "我不想活了", NOON)
    assert trial.alarm
    assert trial.answer.kind == "crisis"


def test_the_five_nearest_tell_what_speaks_for_them(reader):
    first, *_ = tried(reader, "早预约怎么约", NOON).top
    assert first.witness.key == "early_how"
    assert first.witness.near > 0.9
    assert first.witness.phrasing


@pytest.mark.parametrize(
    ("kind", "words", "wanted"),
    [
        ("entry", "早预约", "early_how"),
        ("entry", "怎样预约社区优先号", "early_how"),
        ("institution", "longhua", "longhua"),
        ("institution", "龙华医院", "longhua"),
        ("institution", "龙华医园", "longhua"),
    ],
)
def test_facts_are_found_by_what_they_are_called(book, kind, words, wanted):
    assert wanted in find(book, kind, words)[:8]


def test_every_fact_has_a_label(book):
    assert all(label(fact, book).strip() for facts in book.kinds.values() for fact in facts.values())
    assert find(book, "entry", "") == list(book.entries)
