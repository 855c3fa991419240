"""The schema: made once, by whoever comes first, the same as the tables say."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from knowledge import migrations
from knowledge.database import Database
from knowledge.errors import DatabaseUnavailable
from knowledge.migrations import HEAD, current, migrate
from knowledge.tables import metadata


def test_the_newest_script_is_the_one_the_program_asks_for():
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [HEAD]


def test_a_second_time_does_nothing(database_url: str):
    held = Database(database_url)
    assert held.read(current) is None
    assert migrate(held)
    assert not migrate(held)
    assert held.read(current) == HEAD
    held.close()


def test_the_migrated_schema_is_the_one_of_the_tables(database: Database):
    with database.transaction(writing=False) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_several_processes_at_once_make_it_once(database_url: str):
    held = [Database(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = [*pool.map(migrate, held)]
    assert any(done)
    assert [one.read(current) for one in held] == [HEAD] * 4
    for one in held:
        one.close()


def test_a_database_of_a_newer_release_is_told_and_left_alone(database: Database):
    database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DatabaseUnavailable, match="9999"):
        migrate(database)
    assert database.read(current) == "9999"
