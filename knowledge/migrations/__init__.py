"""Alembic migrations, run by the program itself at start; ``HEAD`` is checked first, since Alembic is slow to import."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from knowledge.database import Database

HEAD = "0001"
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

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with database.transaction() as connection:
        if not database.is_sqlite:  # SQLite's write lock is already ours; here several replicas may start at once
            connection.execute(text("SELECT pg_advisory_xact_lock(7215301)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
