"""Opening the database, one transaction at a time, SQLite or PostgreSQL alike.

Synchronous on purpose: one short transaction in a worker thread costs less than half of the asynchronous drivers
(583 µs against 1,399 µs a row on SQLite), and reading, editing and tests stay plain functions of a connection.
"""

import asyncio
import logging
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from knowledge.errors import DatabaseUnavailable
from knowledge.private_file import close_to_others

log = logging.getLogger("jiamenkou.database")

P = ParamSpec("P")
T = TypeVar("T")

_FLUSHED = "PRAGMA synchronous=FULL"
_UNFLUSHED = "PRAGMA synchronous=NORMAL"
BUSY_SECONDS = 5
IDLE_SECONDS = 1
_TRIES = 50
_ADVICE = {
    "read-only": "nothing may be written there: give the program's user the right to write",
    "permission denied": "the program's user may not do this: give it the right, or name another user",
    "readonly": "the file or its folder is read-only: give the program write permission there, or name another file",
    "unable to open": "the file cannot be opened: check that its folder exists and may be written",
    "locked": f"another program held it for over {BUSY_SECONDS} seconds: close that program, then try again",
    "not a database": "the file is not an SQLite database: name another file, or restore it from a backup",
    "full": "the disk or the database is full: free some space, then try again",
    "resolve": "there is no host of that name: check the URL",
    "connection option": "the URL has an option that this database does not know: take it out",
    "connection": "the server does not answer: check that it runs and that host, port, user and password are right",
}
_OF_THE_PLACE = ("not a database", "permission denied", "read-only transaction", "connection option")
"""Words of errors that drivers file under other classes although the database itself is the trouble."""

_PASSWORD = re.compile(r"(?<=//).*@")


def _url(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnavailable(
            f"{_PASSWORD.sub('', text)!r} is no database URL: write sqlite:///FILE or postgresql://…"
        ) from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        if "\0" in (url.database or "") or url.query:
            raise DatabaseUnavailable(f"{text!r} must be sqlite:///FILE and nothing else: no ?options, no %00")
        if url.database in {None, "", ":memory:"}:
            raise DatabaseUnavailable(f"{text!r} names no file, so nothing would be kept: write sqlite:///FILE")
        return url.set(drivername="sqlite+pysqlite", database=str(Path(url.database or "").expanduser()))
    raise DatabaseUnavailable(f"{_PASSWORD.sub('', text)!r}: only sqlite:///FILE and postgresql://… are served")


def explain(error: DBAPIError, url: URL) -> DatabaseUnavailable:
    """The driver's error as a sentence that names the database and what to do."""
    words = str(error.orig)
    advice = next((a for key, a in _ADVICE.items() if key in words.lower()), "see the words of the database above")
    return DatabaseUnavailable(f"database {url.render_as_string(hide_password=True)}: {words.strip()} ({advice})")


def _write_ahead(connection: Any) -> None:
    """Turn on the write-ahead log. SQLite does not wait when others do so at the same first start, so we do."""
    connection.execute("PRAGMA busy_timeout=0")
    for left in reversed(range(_TRIES)):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or not left:
                raise
            time.sleep(BUSY_SECONDS / _TRIES)
        else:
            return


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return _asked_when_idle(create_engine(url, pool_size=4))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours
        _write_ahead(connection)
        for pragma in ("busy_timeout=5000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options, driver = connection.get_execution_options(), connection.connection.driver_connection
        how = "BEGIN IMMEDIATE" if options.get("writing", True) else "BEGIN"
        pragma = _FLUSHED if options.get("lasting", True) else _UNFLUSHED
        try:  # straight to the driver: half of what a short transaction costs would be this one line
            if connection.info.get("flush") != pragma:
                driver.execute(pragma)  # type: ignore[union-attr]  # it is open
                connection.info["flush"] = pragma
            driver.execute(how)  # type: ignore[union-attr]  # it is open
        except sqlite3.OperationalError as error:
            raise OperationalError(how, None, error) from error

    return engine


def insert_once(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that leaves rows whose unique key is taken as they are."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _asked_when_idle(engine: Engine) -> Engine:
    """Whether a server is still there is asked of a connection that lay idle, not before every transaction."""

    @event.listens_for(engine, "checkin")
    def _note(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info.get("idle_since", time.monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    return engine


class Database:
    """One database. Opens nothing until first used; :meth:`close` when done."""

    def __init__(self, url: str) -> None:
        """Take ``sqlite:///FILE`` or ``postgresql://…``; raises :class:`DatabaseUnavailable` for anything else."""
        self.url = _url(url)
        self.engine = _engine(self.url)
        self._reading = self.engine.execution_options(writing=False, lasting=False)
        self._marking = self.engine.execution_options(lasting=False)
        self._threads = ThreadPoolExecutor(1 if self.is_sqlite else 4, thread_name_prefix="database")

    @property
    def is_sqlite(self) -> bool:
        """Whether it is an SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def transaction(self, *, writing: bool = True, lasting: bool = True) -> Iterator[Connection]:
        """A connection in one transaction: committed at the end, rolled back on any error.

        ``lasting``: a power cut right after takes nothing back. On SQLite the disk is waited for, which takes forty
        times as long as the transaction itself; what may be done once more instead does without.
        Raises :class:`DatabaseUnavailable` with a sentence when the database itself is the trouble.
        """
        try:
            engine = (self.engine if lasting else self._marking) if writing else self._reading
            with engine.connect() as connection, connection.begin():
                yield connection
        except OperationalError as error:
            raise explain(error, self.url) from error
        except DBAPIError as error:
            if any(words in str(error.orig).lower() for words in _OF_THE_PLACE):
                raise explain(error, self.url) from error
            raise

    def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``work(connection, …)`` in one writing transaction."""
        with self.transaction() as connection:
            return work(connection, *args, **kwargs)

    def mark(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """:meth:`write` of what a power cut may take back: it is done once more then."""
        with self.transaction(lasting=False) as connection:
            return work(connection, *args, **kwargs)

    def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``work(connection, …)`` in one reading transaction."""
        with self.transaction(writing=False) as connection:
            return work(connection, *args, **kwargs)

    async def awrite(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """:meth:`write` in the database's own thread, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: self.write(work, *args, **kwargs)
        )

    async def amark(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """:meth:`mark` in the database's own thread, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: self.mark(work, *args, **kwargs))

    async def aread(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """:meth:`read` in the database's own thread, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: self.read(work, *args, **kwargs))

    def make_folder(self) -> None:
        """Create the folder of an SQLite file that does not exist yet, and the file for its owner alone to read.

        One that everybody may read is closed, which the log says.
        """
        if self.is_sqlite and self.url.database:
            file = Path(self.url.database)
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DatabaseUnavailable(
                    f"cannot create the folder of {self.url.database}: {error.strerror}"
                ) from error
            with suppress(OSError):  # where it cannot be written, opening it says so better
                if not file.exists():
                    file.touch(0o600)
            if found := close_to_others(file):
                log.warning("the database file was open to everybody (mode %04o): now to its owner alone", found)

    def close(self) -> None:
        """Close every connection and the thread."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()
