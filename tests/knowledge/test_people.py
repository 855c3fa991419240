"""What is remembered of a person: only what they asked for."""

from sqlalchemy import text

from knowledge.database import Database
from knowledge.message import Address
from knowledge.people import Preferences, erase, mark_reachable, preferences, remember
from tests.conftest import NOON

ANN, BOB = Address("telegram", "1"), Address("web", "1")


def test_somebody_unknown_has_no_wishes(database: Database):
    assert database.read(preferences, ANN) == Preferences()


def test_wishes_of_two_channels_are_two_people(database: Database):
    database.write(remember, ANN, Preferences("en"), NOON)
    database.write(remember, BOB, Preferences("zh", elder=True), NOON)
    assert database.read(preferences, ANN) == Preferences("en")
    assert database.read(preferences, BOB) == Preferences("zh", elder=True)


def test_a_new_wish_replaces_the_old_one(database: Database):
    database.write(remember, ANN, Preferences("en", elder=True), NOON)
    database.write(remember, ANN, Preferences("zh"), NOON)
    assert database.read(preferences, ANN) == Preferences("zh")


def test_erased_is_gone_and_told_once(database: Database):
    database.write(remember, ANN, Preferences("en"), NOON)
    database.write(remember, BOB, Preferences("zh"), NOON)
    assert database.write(erase, ANN)
    assert not database.write(erase, ANN)
    assert database.read(lambda c: c.execute(text("SELECT count(*) FROM person")).scalar()) == 1


def test_somebody_who_blocks_us_is_noted_only_when_known(database: Database):
    database.write(mark_reachable, ANN, NOON, reachable=False)
    assert database.read(lambda c: c.execute(text("SELECT count(*) FROM person")).scalar()) == 0
    database.write(remember, ANN, Preferences("en"), NOON)
    database.write(mark_reachable, ANN, NOON, reachable=False)
    assert not database.read(lambda c: c.execute(text("SELECT reachable FROM person")).scalar())
    assert database.read(preferences, ANN) == Preferences("en", reachable=False)
