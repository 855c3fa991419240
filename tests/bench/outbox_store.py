"""Databases for the outbox benches: an empty one of each kind, filled with as many rows as wanted."""

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
from sqlalchemy import text

from knowledge.book import Book
from knowledge.database import Database
from knowledge.migrations import migrate
from scheduler.plans import Plan
from scheduler.policies import POLICIES
from tests.postgres import server

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""A Tuesday, 19:00 in Shanghai."""
BATH = Plan(kind="personal", start="2026-11-24T19:00", rule="FREQ=WEEKLY;BYDAY=TU", words="泡脚", chosen=True)
EMPTY = Book({}, 1)
_SECOND = "i % 86400 * 7919 % 86400"
_STAMP = {
    "sqlite": f"strftime('%Y-%m-%d %H:%M:%f000', '2026-11-24', :ahead || ' days', ({_SECOND}) || ' seconds')",
    "postgresql": f"timestamp '2026-11-24' + :ahead * interval '1 day' + ({_SECOND}) * interval '1 second'",
}


@contextlib.contextmanager
def stores() -> Iterator[dict[str, "contextlib.AbstractContextManager[Database]"]]:
    """An empty, migrated database of each kind, to be opened as often as wanted."""
    with server() as postgres:
        yield {"SQLite": _Opened(_file), "PostgreSQL": _Opened(postgres.fresh)}


class _Opened(contextlib.AbstractContextManager[Database]):
    """A fresh database each time it is entered."""

    def __init__(self, place):
        self._place = place

    def __enter__(self) -> Database:
        self._held = contextlib.ExitStack()
        database = Database(self._held.enter_context(self._place()))
        self._held.callback(database.close)
        migrate(database)
        return database

    def __exit__(self, *_: object) -> None:
        self._held.close()


@contextlib.contextmanager
def _file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="jiamenkou-bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite"


def fill(database: Database, many: int, state: str = "ready", *, ahead: int = 0, kind: str = "personal") -> None:
    """So many deliveries, each to another person and with a reminder; events ``ahead`` days from now, in no order."""
    stamp = _STAMP[database.engine.dialect.name]
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)"
    who = "'telegram', CAST(1000000 + i AS VARCHAR(80))"
    reminders = (
        "INSERT INTO reminder (id, channel, address, kind, subject, plan, made, dealt, next_due) "
        f"{numbers} SELECT i, {who}, 'personal', '', :plan, {stamp}, {stamp}, NULL FROM n"
    )
    deliveries = (
        "INSERT INTO delivery (channel, address, kind, subject, occurrence, reminder, rank, event_at, due, late_after, "
        "state, reason, worker, tries, at) "
        f"{numbers} SELECT {who}, :kind, 'own', i || '/x', i, :rank, {stamp}, {stamp}, "
        f"'2027-12-01 00:00:00.000000', :state, '', '', 0, {stamp} FROM n"
    )
    known = {"many": many, "ahead": ahead}
    with database.transaction() as connection:
        connection.execute(text(reminders), known | {"plan": msgspec.json.encode(BATH)})
        connection.execute(text(deliveries), known | {"state": state, "kind": kind, "rank": POLICIES[kind].rank})
        if not database.is_sqlite:  # numbers that were given by hand are not given again
            connection.execute(text("SELECT setval(pg_get_serial_sequence('reminder', 'id'), :many)"), known)
    tidied(database)


def tidied(database: Database) -> None:
    """What PostgreSQL does by itself within a minute, so that nothing pays for what was done before it."""
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))
