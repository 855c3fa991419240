"""A copy of everything in one file, and back, on either database."""

import gzip
import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from knowledge import audit, invites, people, sessions, staff, unanswered
from knowledge.backup import back_up, restore
from knowledge.database import Database
from knowledge.errors import ContentError
from knowledge.inbox import first_time
from knowledge.message import Address
from knowledge.migrations import migrate
from knowledge.people import Preferences
from knowledge.permission import Actor
from knowledge.shelf import Shelf
from knowledge.tables import metadata
from tests.conftest import NOON
from tests.knowledge.facts import TOWN, load_files, write

ANN = Address("test", "ann")
OWNER = Actor("安", "command")


def everything(database: Database) -> dict[str, list]:
    def read(connection):
        return {t.name: sorted(map(repr, connection.execute(select(t)).all())) for t in metadata.sorted_tables}

    return database.read(read)


def without_versions(held: dict[str, list]) -> dict[str, list]:
    return {name: rows for name, rows in held.items() if name not in {"book", "item", "audit"}}


def put_back(database: Database, path: Path):
    return database.write(restore, path, OWNER, NOON)


@pytest.fixture
def lived_in(database: Database, tmp_path: Path) -> Database:
    """A database in which something has happened."""
    load_files(database, write(tmp_path))
    database.write(people.remember, ANN, Preferences("en", elder=True), NOON)
    database.write(unanswered.note, "噼里啪啦", "unknown", "trace", NOON)
    database.write(unanswered.rate, "base", "base:b1", "trace", NOON, helpful=False, reason="old")
    database.write(first_time, "telegram", "1", NOON)
    return database


def test_what_is_put_back_is_what_was_there(lived_in: Database, tmp_path: Path):
    before, items = everything(lived_in), lived_in.read(lambda c: c.execute(text("SELECT id, body FROM item")).all())
    rows = lived_in.read(back_up, tmp_path / "copy.gz")
    assert rows == sum(map(len, before.values()))
    lived_in.write(people.erase, ANN)
    load_files(lived_in, write(tmp_path, TOWN.replace("021-1", "021-9")))
    assert put_back(lived_in, tmp_path / "copy.gz").rows == rows
    assert without_versions(everything(lived_in)) == without_versions(before)
    assert lived_in.read(lambda c: c.execute(text("SELECT id, body FROM item")).all()) == items


def test_a_copy_of_one_kind_of_database_fits_an_empty_one_of_the_other(lived_in: Database, tmp_path: Path, request):
    lived_in.read(back_up, tmp_path / "copy.gz")
    empty = f"sqlite:///{tmp_path / 'x.sqlite'}"
    other = Database(request.getfixturevalue("postgres_url") if lived_in.is_sqlite else empty)
    migrate(other)
    put_back(other, tmp_path / "copy.gz")
    assert without_versions(everything(other)) == without_versions(everything(lived_in))
    other.write(unanswered.note, "另一个问题", "unknown", "trace", NOON)  # numbers go on, none is used twice
    load_files(other, write(tmp_path, TOWN.replace("021-1", "021-9")))
    other.close()


async def test_a_running_program_takes_in_what_was_put_back(lived_in: Database, tmp_path: Path):
    lived_in.read(back_up, tmp_path / "copy.gz")
    more = "hotline:\n- {id: h, number: '1', name: n, use: u, sources: [paper]}\n"
    load_files(lived_in, write(tmp_path, TOWN.replace("社区先约", "以后再约") + more))
    shelf = Shelf(lived_in)
    shelf.load()
    assert shelf.book.hotlines
    put_back(lived_in, tmp_path / "copy.gz")
    assert await shelf.refresh()
    assert shelf.book.entries["early"].answer == "社区先约。"
    assert not shelf.book.hotlines


def test_one_question_of_very_many_askers_is_put_back(database: Database, tmp_path: Path):
    database.write(unanswered.note, "噼里啪啦", "unknown", "trace", NOON)

    def many(connection):
        from knowledge.tables import asker

        connection.execute(asker.insert(), [{"question": 1, "trace": f"more{n}"} for n in range(2100)])

    database.write(many)
    before = everything(database)
    database.read(back_up, tmp_path / "copy.gz")
    put_back(database, tmp_path / "copy.gz")
    assert without_versions(everything(database)) == without_versions(before)


def test_links_and_logins_of_the_time_of_the_copy_are_void(database: Database, tmp_path: Path):
    first = database.write(invites.first_owner, NOON)
    ann = database.write(invites.accept_on_web, first, "安", "hash", NOON)
    cookie = database.write(sessions.start, ann, NOON)
    link = database.write(invites.make, ann.actor("web"), "本", "editor", (), NOON)
    mine = database.write(invites.again, ann.actor("web"), ann.id, NOON)
    database.write(invites.accept_in_chat, mine, Address("web", "page"), NOON)
    mine = database.write(invites.again, ann.actor("web"), ann.id, NOON)
    database.write(invites.accept_in_chat, mine, Address("telegram", "7"), NOON)
    database.read(back_up, tmp_path / "copy.gz")
    done = put_back(database, tmp_path / "copy.gz")
    assert (done.links, done.logins) == (1, 2)
    assert database.read(invites.peek, link, NOON) is None
    assert database.read(sessions.find, cookie, NOON) is None
    assert database.read(staff.actor_of, Address("web", "page"), NOON) is None
    assert database.read(staff.actor_of, Address("telegram", "7"), NOON)
    newest = database.read(audit.page, 1)[0]
    assert (newest.who, newest.action, newest.subject) == ("安", "restore", "copy.gz")
    assert "1 links, 2 log-ins" in newest.after


def gz(path: Path, *lines: str) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return path


HEAD = json.dumps({"jiamenkou": "0001"})
PERSON = (
    '["person", {"channel": "web", "address": "a", "language": "", "elder": false, "district": "",'
    ' "reachable": true, "seen": "2026-11-21T04:00:00"}]'
)
FACT = (
    '["item", {"kind": "district", "id": "x", "body": "e30=", "origin": "file", "revision": 1, "version": 1,'
    ' "archived": false}]'
)


NO_BACKUPS = (
    (),
    ("not json",),
    ("[]",),
    (json.dumps({"jiamenkou": "9999"}),),
    (HEAD,),
    (HEAD, "not json"),
    (HEAD, "{}"),
    (HEAD, "[1]"),
    (HEAD, '["nonsense", {}]'),
    (HEAD, '["person", {"channel": "x"}]'),
    (HEAD, '["person", 3]'),
    ("[" * 100_000,),
    (HEAD, "[" * 100_000),
    (HEAD, PERSON, PERSON),
    (HEAD, PERSON.replace('"web"', "null")),
    (HEAD, PERSON.replace("false", '"perhaps"')),
    (HEAD, FACT.replace("e30=", "Z2FyYmFnZQ==")),
    (HEAD, FACT),
    (HEAD, FACT.replace("district", "nonsense")),
    (HEAD, '["item", {"kind":"a","id":"b","body":"%","origin":"o","revision":1,"version":1,"archived":false}]'),
)


def test_a_file_that_is_no_whole_backup_changes_nothing(lived_in: Database, tmp_path: Path):
    before = everything(lived_in)
    for lines in NO_BACKUPS:
        with pytest.raises(ContentError, match=r"bad\.gz"):
            put_back(lived_in, gz(tmp_path / "bad.gz", *lines))
        assert everything(lived_in) == before


def test_a_backup_cut_short_or_no_backup_at_all_changes_nothing(lived_in: Database, tmp_path: Path):
    before = everything(lived_in)
    lived_in.read(back_up, tmp_path / "copy.gz")
    whole = (tmp_path / "copy.gz").read_bytes()
    for content in (b"", b"hello", whole[:40], whole[:-9], whole[:-1], whole[:60] + b"\x00" + whole[61:]):
        (tmp_path / "bad.gz").write_bytes(content)
        with pytest.raises(ContentError, match=r"bad\.gz"):
            put_back(lived_in, tmp_path / "bad.gz")
    with pytest.raises(ContentError):
        put_back(lived_in, tmp_path / "missing.gz")
    assert everything(lived_in) == before


def test_a_backup_that_fails_leaves_the_one_before_it(lived_in: Database, tmp_path: Path):
    (tmp_path / "copy.gz").write_bytes(b"the one before")
    (tmp_path / "copy.gz.part").mkdir()
    with pytest.raises(OSError, match=r"copy\.gz\.part"):
        lived_in.read(back_up, tmp_path / "copy.gz")
    assert (tmp_path / "copy.gz").read_bytes() == b"the one before"


def test_a_backup_is_for_its_owner_alone(lived_in: Database, tmp_path: Path):
    left = tmp_path / "copy.gz.part"
    left.touch(0o644)
    lived_in.read(back_up, tmp_path / "copy.gz")
    assert stat.S_IMODE((tmp_path / "copy.gz").stat().st_mode) == 0o600


def test_pruning_forgets_what_is_old_and_nothing_else(lived_in: Database):
    lived_in.write(unanswered.prune, NOON + timedelta(days=1))
    held = everything(lived_in)
    assert held["unanswered"]
    assert held["seen_update"]
    lived_in.write(unanswered.prune, NOON + timedelta(days=31))
    held = everything(lived_in)
    assert held["unanswered"] == held["asker"] == held["seen_update"] == []
    assert held["item"]
    assert held["person"]
