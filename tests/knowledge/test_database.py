"""One transaction at a time on either database; whatever is wrong with the place is said in one sentence.

Over 250 lines: each test is one thing a database may do to us.
"""

import asyncio
import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from knowledge import people
from knowledge.database import Database
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Address
from knowledge.migrations import migrate
from knowledge.people import Preferences
from tests.postgres import Postgres

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
ANN = Address("test", "ann")


def count(connection) -> int:
    return connection.execute(text("SELECT count(*) FROM person")).scalar()


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    held = Database(f"sqlite:///{path}")
    try:
        yield held
    finally:
        held.close()


@contextmanager
def as_an_ordinary_user() -> Iterator[Path]:
    """A folder of an ordinary user, and that user's rights, also when the tests run as root."""
    with tempfile.TemporaryDirectory() as name:
        folder, me = Path(name), os.geteuid()
        if me == 0:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        try:
            yield folder
        finally:
            folder.chmod(0o700)
            if me == 0:
                os.seteuid(0)


def test_what_is_written_is_read_back(database: Database):
    database.write(people.remember, ANN, Preferences(language="en", elder=True), NOW)
    assert database.read(people.preferences, ANN) == Preferences(language="en", elder=True)


def test_an_error_rolls_everything_back(database: Database):
    def half(connection):
        people.remember(connection, ANN, Preferences(), NOW)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        database.write(half)
    assert database.read(count) == 0


async def test_many_writers_at_once_lose_nothing(database: Database):
    everybody = [Address("test", str(n)) for n in range(40)]
    await asyncio.gather(*(database.awrite(people.remember, one, Preferences(), NOW) for one in everybody))
    assert await database.aread(count) == 40


async def test_one_person_pressing_twice_at_once_is_remembered_once(database: Database):
    await asyncio.gather(*(database.awrite(people.remember, ANN, Preferences(language="en"), NOW) for _ in range(12)))
    assert await database.aread(count) == 1


def test_a_reader_sees_nothing_of_an_unfinished_writing(database: Database):
    with database.transaction() as connection:
        people.remember(connection, ANN, Preferences(), NOW)
        assert database.read(count) == 0
    assert database.read(count) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://a/b",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://user:secret@host:port/name",
        "oracle://user:secret@host/name",
        "\x00",
        "sqlite:///a%00b",
        "sqlite:///a\x00b",
        "sqlite:///facts.sqlite?timeout=abc",
    ],
)
def test_a_wrong_url_is_told_without_its_password(url: str):
    with pytest.raises(DatabaseUnavailable) as told:
        Database(url)
    assert "sqlite:///FILE" in str(told.value)
    assert "secret" not in str(told.value)


def test_a_tilde_is_the_home_folder(tmp_path: Path):
    held = Database("sqlite:///~/facts.sqlite")
    assert held.url.database == str(Path.home() / "facts.sqlite")
    held.close()


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path):
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear Sir, " * 200, encoding="utf-8")
    with opened(path) as held, pytest.raises(DatabaseUnavailable, match="not an SQLite database"):
        held.read(count)
    assert path.read_text(encoding="utf-8") == "Dear Sir, " * 200


def test_a_missing_folder_is_told(tmp_path: Path):
    with opened(tmp_path / "no" / "such" / "x.sqlite") as held, pytest.raises(DatabaseUnavailable, match="folder"):
        held.read(count)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with opened(tmp_path / "file" / "x.sqlite") as held, pytest.raises(DatabaseUnavailable, match="cannot create"):
        migrate(held)


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path):
    with opened(tmp_path) as held, pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        held.read(count)


def test_a_locked_file_is_told_and_nothing_is_lost(tmp_path: Path):
    path = tmp_path / "x.sqlite"
    with opened(path) as held:
        migrate(held)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO person VALUES ('test', 'bob', '', 0, '', 1, '2026-11-21')")
        with held.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA busy_timeout=20")
        with pytest.raises(DatabaseUnavailable, match="another program held it"):
            held.write(people.remember, ANN, Preferences(), NOW)
        other.execute("COMMIT")
        other.close()
        held.write(people.remember, ANN, Preferences(), NOW)
        assert held.read(count) == 2


def test_a_read_only_file_still_answers_and_says_why_it_keeps_nothing():
    with as_an_ordinary_user() as folder:
        path = folder / "x.sqlite"
        with opened(path) as held:
            migrate(held)
            held.write(people.remember, ANN, Preferences(language="en"), NOW)
        path.chmod(0o400)
        with opened(path) as held:
            assert held.read(people.preferences, ANN).language == "en"
            with pytest.raises(DatabaseUnavailable, match="read-only"):
                held.write(people.remember, ANN, Preferences(), NOW)


def test_a_read_only_folder_is_told():
    with as_an_ordinary_user() as folder:
        folder.chmod(0o500)
        with opened(folder / "x.sqlite") as held, pytest.raises(DatabaseUnavailable, match="cannot be opened"):
            migrate(held)


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path):
    with opened(tmp_path / "x.sqlite") as held:
        migrate(held)
        with held.engine.connect() as connection:
            pages = connection.connection.driver_connection.execute("PRAGMA page_count").fetchone()[0]
            connection.connection.driver_connection.execute(f"PRAGMA max_page_count={pages}")

        def much(connection):
            for n in range(3000):
                people.remember(connection, Address("test", f"{n:070}"), Preferences(), NOW)

        with pytest.raises(DatabaseUnavailable, match="full"):
            held.write(much)
        assert held.read(count) == 0


def test_a_postgresql_that_is_down_is_told_without_its_password():
    held = Database("postgresql://me:secret@127.0.0.1:1/name")
    with pytest.raises(DatabaseUnavailable) as told:
        held.read(count)
    held.close()
    assert "does not answer" in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.postgres
def test_a_postgresql_without_that_database_is_told(postgres: Postgres):
    held = Database(postgres.url("nowhere"))
    with pytest.raises(DatabaseUnavailable, match="nowhere"):
        held.read(count)
    held.close()


@pytest.mark.postgres
def test_a_postgresql_user_without_rights_is_told(postgres_url: str):
    owner = Database(postgres_url)
    migrate(owner)
    owner.write(lambda connection: connection.execute(text("CREATE ROLE reader LOGIN")))
    reader = Database(postgres_url.replace("postgres@", "reader@"))
    try:
        with pytest.raises(DatabaseUnavailable, match="give it the right"):
            reader.read(count)
        with pytest.raises(DatabaseUnavailable, match="give it the right"):
            reader.write(people.remember, ANN, Preferences(), NOW)
    finally:
        reader.close()
        owner.write(lambda connection: connection.execute(text("DROP ROLE reader")))
        owner.close()


def test_opening_reads_nothing_and_makes_no_file(tmp_path: Path):
    with opened(tmp_path / "x.sqlite"):
        pass
    assert not list(tmp_path.iterdir())


def test_texts_of_any_script_come_back_as_they_were(database: Database):
    strange = "𠮷野家 👨‍👩‍👧 ﷽ \u202e ' \" ; -- %s :x"
    database.write(people.remember, Address("test", "x"), Preferences(district=strange), NOW)
    assert database.read(people.preferences, Address("test", "x")).district == strange


def test_times_are_kept_in_utc(database: Database):
    from knowledge.tables import person

    shanghai = datetime.fromisoformat("2026-11-21T12:00:00+08:00")
    database.write(people.remember, ANN, Preferences(), shanghai)
    assert database.read(lambda c: c.execute(select(person.c.seen)).scalar()) == datetime(2026, 11, 21, 4)  # noqa: DTZ001 - as stored


def test_what_people_are_told_outlasts_a_power_cut_and_marks_that_may_be_made_again_do_not_wait(sqlite: Database):
    """SQLite's own words: 2 waits for the disk at each commit, 1 does not."""
    ask = lambda connection: connection.execute(text("PRAGMA synchronous")).scalar()  # noqa: E731 - asked three times
    assert sqlite.write(ask) == 2
    assert sqlite.mark(ask) == 1
    assert sqlite.write(ask) == 2


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path):
    held = Database(f"sqlite:///{tmp_path / 'deep' / 'new.sqlite'}")
    migrate(held)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "deep").iterdir()}
    held.close()
    assert modes
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize(
    ("found", "becomes"),
    [(0o644, 0o600), (0o664, 0o600), (0o606, 0o600), (0o640, 0o640), (0o660, 0o660), (0o600, 0o600)],
    ids=oct,
)
def test_a_file_open_to_everybody_is_closed_and_one_for_a_group_stays(tmp_path: Path, caplog, found, becomes):
    file = tmp_path / "old.sqlite"
    for name in ("old.sqlite", "old.sqlite-wal"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(found)
    held = Database(f"sqlite:///{file}")
    held.make_folder()
    held.close()
    assert stat.S_IMODE(file.stat().st_mode) == becomes
    assert stat.S_IMODE((tmp_path / "old.sqlite-wal").stat().st_mode) == becomes
    assert (f"{found:04o}" in caplog.text) is (found != becomes)
