"""Loading: a difference, then all or nothing; nobody's edit is lost to a new release."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from knowledge import library, reading
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.library import export, load_shipped, shipped_is_old
from knowledge.migrations import migrate
from knowledge.reading import changes_since, states, version
from tests.conftest import NOON
from tests.knowledge.facts import CLERK, TOWN, changes, load_files, write


def test_the_same_file_twice_changes_nothing(database: Database, tmp_path: Path):
    path = write(tmp_path)
    assert len(changes(load_files(database, path))["new"]) == 6
    before = database.read(states)
    assert changes(load_files(database, path)) == {}
    assert database.read(states) == before
    assert database.read(version) == 1


def test_a_changed_fact_is_told_by_its_fields_and_reaches_the_book(database: Database, tmp_path: Path):
    load_files(database, write(tmp_path))
    report = load_files(database, write(tmp_path, TOWN.replace("021-1", "021-2").replace("社区先约", "社区可先约")))
    assert changes(report) == {"changed": ["institution first", "entry early"]}
    assert [d.fields for d in report.differences if d.change == "changed"] == [("campuses",), ("answer",)]
    assert database.read(changes_since, 1).changed.keys() == {("institution", "first"), ("entry", "early")}


def test_a_dry_run_changes_nothing(database: Database, tmp_path: Path):
    assert changes(load_files(database, write(tmp_path), dry_run=True))["new"]
    assert database.read(states) == {}


@pytest.mark.parametrize(
    "broken",
    [
        TOWN.replace("lead: first", "lead: gone"),
        TOWN.replace("- {id: early", "- {id: early, colour: red"),
        TOWN + "x: [",
    ],
)
def test_one_wrong_fact_keeps_all_out_and_says_where(database: Database, tmp_path: Path, broken: str):
    load_files(database, write(tmp_path, TOWN, "good.yaml"))
    before = database.read(states)
    report = load_files(database, write(tmp_path, broken.replace("021-1", "021-9"), "broken.yaml"))
    assert report.errors
    assert all("broken.yaml:" in error for error in report.errors)
    assert not report.loaded
    assert database.read(states) == before


def test_what_is_exported_loads_back_without_a_change_here_and_whole_elsewhere(database: Database, tmp_path: Path):
    load_files(database, write(tmp_path))
    files = database.read(export, tmp_path / "out")
    assert {path.stem for path in files} == {"source", "district", "specialty", "institution", "base", "entry"}
    assert changes(load_files(database, *files)) == {}
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    migrate(other)
    load_files(other, *files)
    assert other.read(changes_since, 0).changed == database.read(changes_since, 0).changed
    other.close()


def test_the_shipped_book_is_loaded_once_and_leaves_export_and_load_without_a_change(shipped: Database, tmp_path: Path):
    assert not shipped.read(shipped_is_old)
    assert not shipped.write(load_shipped, NOON)
    files = shipped.read(export, tmp_path / "out")
    assert changes(load_files(shipped, *files)) == {}


def stale(database: Database) -> None:
    """As if another release had been loaded last."""
    database.write(lambda c: c.execute(text("UPDATE book SET shipped = 'older'")))


def edit(database: Database, key, origin: str, **fields) -> None:
    fact = msgspec.structs.replace(database.read(states)[key].fact, **fields)
    database.write(publish, [Edit(key, fact)], origin, Actor("somebody", "web"), NOON)


@pytest.mark.parametrize("origin", ["staff", "file"])
def test_an_edit_survives_a_new_release_but_an_old_shipped_fact_does_not(shipped: Database, origin: str):
    edit(shipped, ("institution", "longhua"), origin, grade="ours")
    edit(shipped, ("institution", "yueyang"), "shipped", grade="theirs of old")
    stale(shipped)
    assert shipped.write(load_shipped, NOON)
    held = shipped.read(states)
    assert held["institution", "longhua"].fact.grade == "ours"
    assert held["institution", "yueyang"].fact.grade != "theirs of old"


def test_a_fact_shipped_no_more_is_archived_unless_something_that_stays_names_it(shipped: Database):
    source = shipped.read(states)["source", "tcm_notice_2021"].fact
    old = msgspec.structs.replace(source, id="old_paper")
    used = msgspec.structs.replace(source, id="used_paper")
    ours = msgspec.structs.replace(source, id="our_paper")
    shipped.write(
        publish, [Edit(("source", "old_paper"), old), Edit(("source", "used_paper"), used)], "shipped", CLERK, NOON
    )
    shipped.write(publish, [Edit(("source", "our_paper"), ours)], "staff", CLERK, NOON)
    edit(shipped, ("institution", "longhua"), "staff", sources=("used_paper",))
    stale(shipped)
    shipped.write(load_shipped, NOON)
    held = shipped.read(states)
    assert held["source", "old_paper"].archived
    assert not held["source", "used_paper"].archived
    assert not held["source", "our_paper"].archived


def test_what_comes_back_into_a_release_is_shown_again(shipped: Database):
    shipped.write(publish, [Edit(("institution", "longhua"), None)], "shipped", CLERK, NOON)
    assert shipped.read(states)["institution", "longhua"].archived
    stale(shipped)
    shipped.write(load_shipped, NOON)
    assert not shipped.read(states)["institution", "longhua"].archived


def test_two_programs_starting_at_once_load_the_shipped_book_once(database_url: str):
    held = [Database(database_url) for _ in range(2)]
    for one in held:
        migrate(one)
    with ThreadPoolExecutor(2) as pool:
        done = [*pool.map(lambda one: one.write(load_shipped, NOON), held)]
    assert sorted(done) == [False, True]
    assert held[0].read(version) == 1
    for one in held:
        one.close()


def test_two_clerks_loading_at_once_both_get_through(database_url: str, tmp_path: Path):
    held = [Database(database_url) for _ in range(2)]
    for one in held:
        migrate(one)
    path = write(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        reports = [*pool.map(lambda one: load_files(one, path), held)]
    assert sorted(len(changes(report).get("new", ())) for report in reports) == [0, 6]
    for one in held:
        one.close()


def test_lists_keep_the_order_in_which_facts_were_entered_after_an_edit(shipped: Database):
    before = [key for key in shipped.read(changes_since, 0).changed if key[0] == "base"]
    edit(shipped, before[0], "staff", note="looked at")
    assert [key for key in shipped.read(changes_since, 0).changed if key[0] == "base"] == before


def test_the_digest_tells_whether_the_shipped_facts_changed():
    assert library.shipped_digest() == library.shipped_digest()
    assert len(library.shipped_digest()) == 64
    assert reading.Changes(1, {}, ()).whole is False
