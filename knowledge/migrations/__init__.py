"""Alembic migrations, run by the program itself at start; ``HEAD`` is looked at first: Alembic is slow to import."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from knowledge.database import Database
from knowledge.errors import DatabaseUnavailable

HEAD = "0012"
"""The newest revision (a test keeps it equal to the last script)."""


def current(connection: Connection) -> str | None:
    """The schema revision the database is at, or None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(database: Database) -> bool:
    """Bring the schema to ``HEAD``; tells whether anything was done. Safe to run from several processes."""
    database.make_folder()
    if database.read(current) == HEAD:
        return False
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with database.transaction() as connection:
        if not database.is_sqlite:  # SQLite's write lock is already ours; here several replicas may start at once
            connection.execute(text("SELECT pg_advisory_xact_lock(7215301)"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            found = current(connection)
            raise DatabaseUnavailable(
                f"the database has schema {found!r}, this program knows {HEAD}: run the release that made it"
            ) from error
    return True
