"""How often one may try to log in: a burst, then one now and then; kept in the database, so that replicas share it."""

import hashlib
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection, case, delete, select, update

from knowledge import tables as t
from knowledge.database import insert_once


class Allowance(msgspec.Struct, frozen=True):
    """``burst`` tries at once, and one more every ``seconds``."""

    burst: int
    seconds: float


PER_NAME: Final = Allowance(8, 120)
"""Slow enough against guessing (720 a day), short enough that somebody locked out by a stranger soon comes in."""
PER_NETWORK: Final = Allowance(40, 15)
"""A whole hospital may sit behind one address."""


def wait(connection: Connection, key: str, allowed: Allowance, now: datetime) -> float:
    """Seconds until the next try of this key is taken; 0 takes this one into account (the generic cell rate algorithm).

    One statement decides, so that tries at the same moment are all counted.
    """
    moment, digest, tries = now.timestamp(), _digest(key), t.login_try
    latest = moment + (allowed.burst - 1) * allowed.seconds
    connection.execute(insert_once(connection, tries).values(key=digest, due=moment))
    begin = case((tries.c.due > moment, tries.c.due), else_=moment)
    mine = update(tries).where(tries.c.key == digest, tries.c.due <= latest)
    if connection.execute(mine.values(due=begin + allowed.seconds)).rowcount:
        return 0.0
    due = connection.execute(select(tries.c.due).where(tries.c.key == digest)).scalar()
    return max((due or moment) - latest, 0.001)


def forgive(connection: Connection, key: str) -> None:
    """Forget the tries of a key: it was the right person after all."""
    connection.execute(delete(t.login_try).where(t.login_try.c.key == _digest(key)))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
