"""Every change is written with its revision and its version, together or not at all."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from knowledge import tables as t
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.moments import in_storage
from knowledge.reading import changes_since, states, version
from tests.conftest import NOON
from tests.knowledge.facts import facts, replaced

ANN = Actor("ann", "command")
KEY = ("institution", "first")


def put(database: Database, *edits: Edit, origin: str = "staff") -> int:
    return database.write(publish, edits, origin, ANN, NOON)


def revisions(database: Database):
    return database.read(lambda c: c.execute(select(t.revision).order_by(t.revision.c.number)).all())


def test_no_edit_is_no_new_version(database: Database):
    assert put(database) == 0
    assert put(database, Edit(KEY, facts()[KEY])) == 1
    assert put(database) == 1


def test_each_publishing_is_one_version_and_each_edit_one_revision(database: Database):
    put(database, *(Edit(key, fact) for key, fact in facts().items()))
    put(database, Edit(KEY, replaced(KEY, short="一院")))
    put(database, Edit(KEY, None))
    assert database.read(version) == 3
    assert [row.version for row in revisions(database)] == [1] * 6 + [2, 3]
    *_, changed, gone = revisions(database)
    assert (changed.who, changed.door, changed.at) == ("ann", "command", datetime(2026, 11, 21, 4))  # noqa: DTZ001 - as stored
    assert (changed.before is None, changed.after is None, gone.after is None) == (False, False, True)
    assert gone.before == changed.after


def test_a_fact_taken_out_is_archived_and_can_come_back(database: Database):
    put(database, Edit(KEY, facts()[KEY]))
    put(database, Edit(KEY, None))
    assert database.read(changes_since, 1).removed == (KEY,)
    assert database.read(states)[KEY].archived
    put(database, Edit(KEY, facts()[KEY]))
    held = database.read(states)[KEY]
    assert (held.archived, held.revision, held.origin) == (False, 3, "staff")


def test_an_error_in_the_middle_leaves_no_trace(database: Database):
    put(database, Edit(KEY, facts()[KEY]))
    with pytest.raises(LookupError, match="to archive"):
        put(database, Edit(("source", "paper"), facts()["source", "paper"]), Edit(("source", "never"), None))
    assert database.read(version) == 1
    assert len(revisions(database)) == 1
    assert database.read(states).keys() == {KEY}


def test_what_changed_since_a_version_is_told_once(database: Database):
    put(database, Edit(KEY, facts()[KEY]), Edit(("source", "paper"), facts()["source", "paper"]))
    put(database, Edit(KEY, replaced(KEY, short="一院")))
    since = database.read(changes_since, 1)
    assert (since.version, since.whole) == (2, False)
    assert {key: fact.short for key, fact in since.changed.items()} == {KEY: "一院"}
    assert database.read(changes_since, 2).changed == {}
    assert database.read(changes_since, 0).whole


def test_moments_are_stored_in_utc():
    midnight = datetime(2026, 11, 21, 0, 30, tzinfo=timezone(timedelta(hours=8)))
    assert in_storage(midnight) == datetime(2026, 11, 20, 16, 30)  # noqa: DTZ001 - as stored
