"""核对于 stands under the words that somebody looked over, whichever door others come by."""

from datetime import timedelta

import msgspec
import pytest

from knowledge.book import Book
from knowledge.editing import Edit, publish
from knowledge.keeping import proposals
from knowledge.model import Entry
from knowledge.permission import Actor
from knowledge.reading import changes_since, states
from knowledge.undoing import restore, undo
from tests.conftest import NOON

DOORS = ("web", "chat", "import", "command", "program")
ANN = Actor("安", "web", "editor", reviewer="本")
OWN = Entry(id="q", title="问", topic="programme", answer="答", verified_on="2026-11-01", confirmed_by="安")
replace = msgspec.structs.replace


@pytest.fixture
def held(database):
    database.write(publish, [Edit(("entry", "q"), OWN)], "staff", ANN, NOON)
    return database


def vouched(database, fact, actor=ANN, now=NOON, origin="staff"):
    database.write(publish, [Edit(("entry", "q"), fact)], origin, actor, now)
    stored = database.read(states)["entry", "q"].fact
    return stored.confirmed_by, stored.verified_on


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", [{"answer": "别的"}, {"english": "other"}, {"title": "别的问题"}])
def test_changed_words_lose_the_former_confirmation_through_every_door(held, door, change):
    changed, by = replace(OWN, **change), Actor("本", door, "owner", reviewer="安")
    assert vouched(held, changed, by) == ("", "")
    assert vouched(held, changed, by) == ("", "")  # nor does it come back when the same file comes once more


@pytest.mark.parametrize("change", [{"phrasings": ("怎么问",)}, {"note": "给同事"}])
def test_what_residents_are_not_told_changes_nobodys_word(held, change):
    assert vouched(held, replace(OWN, **change)) == ("安", "2026-11-01")


def test_confirmed_again_it_is_the_word_of_who_did_so(held):
    ben = Actor("本", "web", "editor", reviewer="安")
    changed = replace(OWN, answer="别的", verified_on="2026-11-21", confirmed_by="本")
    assert vouched(held, changed, ben) == ("本", "2026-11-21")
    again = replace(changed, answer="再改")
    assert vouched(held, again, ben) == ("本", "2026-11-21")  # they say so of this, too, today
    assert vouched(held, replace(again, answer="第二天"), ben, NOON + timedelta(days=1)) == ("", "")


def test_words_that_come_back_are_the_word_of_who_confirmed_them(held):
    version = held.write(publish, [Edit(("entry", "q"), replace(OWN, answer="错的"))], "staff", ANN, NOON)
    held.write(undo, version, ANN, NOON)
    assert vouched(held, replace(OWN, answer="别的")) == ("", "")
    held.write(restore, 1, ANN, NOON)
    stored = held.read(states)["entry", "q"].fact
    assert stored == OWN


def test_what_the_second_person_lets_through_a_day_later_is_the_word_of_who_wrote_it(shipped):
    author, second = Actor("安", "web", "editor"), Actor("本", "web", "editor")
    fact = replace(OWN, topic="referral_steps", verified_on="2026-11-21")
    book = Book.from_changes(shipped.read(changes_since, 0))
    number = shipped.write(proposals.propose, book, Edit(("entry", "q"), fact, 0), author, "", NOON)
    shipped.write(proposals.approve, book, number, second, NOON + timedelta(days=1))
    assert shipped.read(states)["entry", "q"].fact == fact
