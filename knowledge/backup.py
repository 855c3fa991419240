"""A copy of everything in one file, and back: the same file serves SQLite and PostgreSQL."""

import gzip
import json
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError

from knowledge import audit, invites, sessions
from knowledge.errors import ContentError
from knowledge.migrations import HEAD
from knowledge.permission import Actor
from knowledge.reading import states, version
from knowledge.tables import book, item, metadata

_BATCH = 1000


class Restored(msgspec.Struct, frozen=True):
    """What putting a backup back has done: ``rows`` put in; ``links`` of invites and ``logins`` that are void since."""

    rows: int
    links: int
    logins: int


def _out(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(column.type, DateTime) else value


def _in(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return b64decode(value, validate=True)
    return datetime.fromisoformat(value) if isinstance(column.type, DateTime) else value


def back_up(connection: Connection, path: Path) -> int:
    """Write every row to ``path`` (gzip, a JSON line each, the schema's revision first); returns how many rows.

    Nobody but the owner of the file may read it: it holds people's reminders and the staff's sessions.
    """
    unfinished = path.with_name(path.name + ".part")
    rows = 0
    private = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    unfinished.chmod(0o600)  # one that a run cut short has left may be open to all
    with os.fdopen(private, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"jiamenkou": HEAD}) + "\n")
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                values = {column.name: _out(column, row[column.name]) for column in table.columns}
                file.write(json.dumps([table.name, values], ensure_ascii=False) + "\n")
                rows += 1
    unfinished.replace(path)  # a backup cut short never takes the place of a whole one
    return rows


def _lines(path: Path) -> Iterator[Any]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, EOFError, ValueError, RecursionError, zlib.error) as error:
        raise ContentError([f"{path}: is no whole backup file: {error}"]) from error


def restore(connection: Connection, path: Path, actor: Actor, now: datetime) -> Restored:
    """Put every row of a backup in place of what is there, all or nothing.

    Links nobody has used and log-ins that were open when the copy was made are void: they may have been taken back
    since. Raises :class:`ContentError` for a file that is no backup or belongs to another schema.
    """
    before = version(connection)
    rows = _put_in(connection, path)
    _check_facts(connection, path)
    for table in metadata.sorted_tables:
        _continue_numbers(connection, table)
    _make_newest(connection, before)
    done = Restored(rows, invites.void_all(connection), sessions.end_everywhere(connection))
    said = f"{done.rows} rows; void: {done.links} links, {done.logins} log-ins"
    audit.record(connection, actor, now, "restore", path.name, after=said)
    return done


def _put_in(connection: Connection, path: Path) -> int:
    """Every row of the file in place of every row there is; returns how many."""
    lines = _lines(path)
    head = next(lines, None)
    if not isinstance(head, dict) or head.get("jiamenkou") != HEAD:
        raise ContentError([f"{path}: is no backup of this release (schema {HEAD}): restore it with its own release"])
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))
    count = 0
    for table, rows in _batches(lines, path):
        try:
            connection.execute(insert(table), rows)
        except (IntegrityError, DataError, StatementError) as error:
            if isinstance(error, OperationalError):  # the database's own trouble, not the file's
                raise
            raise ContentError([f"{path}: a row of {table.name} does not fit: {error.orig}"]) from error
        count += len(rows)
    if not count:
        raise ContentError([f"{path}: holds no rows, and putting it back would only delete everything"])
    return count


def _batches(lines: Iterator[Any], path: Path) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Rows in the order of the file, where those that others point to come first."""
    try:
        for name, held in groupby(lines, key=itemgetter(0)):
            table = metadata.tables[name]
            while some := [*islice(held, _BATCH)]:
                yield table, [{c.name: _in(c, values[c.name]) for c in table.columns} for _, values in some]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ContentError([f"{path}: holds something that is no row of this program: {error!r}"]) from error


def _check_facts(connection: Connection, path: Path) -> None:
    """Facts that could not be read back would stop every later start."""
    try:
        states(connection)
    except (ContentError, KeyError) as error:
        raise ContentError([f"{path}: holds a fact that does not fit: {error}"]) from error


def _make_newest(connection: Connection, before: int) -> None:
    """What was put back is a new version of the Book, so that programs that are running take it in as a whole."""
    newest = max(before, version(connection)) + 1
    connection.execute(update(book).values(version=newest))
    connection.execute(update(item).values(version=newest))


def _continue_numbers(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from where its own sequence stood: move it past what was put in, never back.

    SQLite does so by itself: a number that was given after the copy was made is in somebody's button.
    """
    key = next(iter(table.primary_key.columns))
    if connection.dialect.name != "postgresql" or not isinstance(key.type, Integer) or not key.autoincrement:
        return
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": key.name}
    ).scalar()
    last = connection.execute(select(func.max(key))).scalar()
    if sequence and last:
        connection.execute(text("SELECT setval(:s, greatest(:n, nextval(:s)))"), {"s": sequence, "n": last})
