"""A file that somebody of the staff looks at before it is taken in: kept for an hour, one each, for every replica."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, select

from knowledge.moments import in_storage
from knowledge.permission import Actor
from knowledge.tables import upload

KEPT: Final = timedelta(hours=1)


class Upload(msgspec.Struct, frozen=True):
    """The file: ``digest`` tells it from another, ``name`` is only shown, ``institution`` is an id or empty."""

    digest: str
    name: str
    institution: str
    content: bytes


def keep(connection: Connection, actor: Actor, name: str, institution: str, content: bytes, now: datetime) -> str:
    """Keep a file in place of the one this person looked at before; returns its digest."""
    digest = hashlib.sha256(content).hexdigest()
    drop(connection, actor)
    values = {"digest": digest, "name": name, "institution": institution, "content": content, "at": in_storage(now)}
    connection.execute(insert(upload).values(staff=actor.name, **values))
    return digest


def of(connection: Connection, actor: Actor, now: datetime) -> Upload | None:
    """The file this person looks at, None when there is none or it lay too long."""
    wanted = (upload.c.staff == actor.name, upload.c.at > in_storage(now - KEPT))
    row = connection.execute(select(upload).where(*wanted)).first()
    return Upload(row.digest, row.name, row.institution, row.content) if row else None


def drop(connection: Connection, actor: Actor) -> None:
    """Forget it."""
    connection.execute(delete(upload).where(upload.c.staff == actor.name))


def prune(connection: Connection, now: datetime) -> None:
    """Nightly: forget what nobody came back to."""
    connection.execute(delete(upload).where(upload.c.at <= in_storage(now - KEPT)))
