"""What the staff answer to people who asked for them: kept with the return address, gone with it once it was sent."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from knowledge.errors import Conflict, InputError
from knowledge.handoffs import Handoff
from knowledge.message import Address
from knowledge.moments import from_storage
from knowledge.tables import handoff

LONGEST = 1_500
"""Characters of an answer."""
_LISTED = 100
"""Shown at a time: whoever begins conversations by the thousand is not to fill the page."""


def unanswered(connection: Connection) -> Sequence[Handoff]:
    """Who still waits for an answer, the longest waiting first; not more than staff look at."""
    h = handoff.c
    rows = connection.execute(select(handoff).where(h.answer == "").order_by(h.at, h.id).limit(_LISTED)).all()
    return [_handoff(row) for row in rows]


def one(connection: Connection, number: int) -> Handoff:
    """One who waits. Raises LookupError when nobody does under this number."""
    row = connection.execute(select(handoff).where(handoff.c.id == number, handoff.c.answer == "")).first()
    if row is None:
        raise LookupError(f"nobody waits under {number}")
    return _handoff(row)


def _handoff(row: Any) -> Handoff:
    return Handoff(row.id, Address(row.channel, row.address), row.topic, row.subject, from_storage(row.at))


def write(connection: Connection, number: int, words: str, asked: str = "") -> Handoff:
    """Keep the answer until it is sent. Raises InputError for no words or too many, and Conflict when a colleague was
    faster or the person is gone.

    ``asked`` is the moment (ISO) at which asked whom the words are for, empty does not care: who asked once more since
    is to read no answer that was written before.
    """
    words = words.strip()
    if not 1 <= len(words) <= LONGEST:
        raise InputError("reply_length", most=LONGEST)
    h = handoff.c
    open_now = (h.id == number, h.answer == "")
    row = connection.execute(select(handoff).where(*open_now)).first()
    if row is not None and asked not in {"", _handoff(row).at.isoformat()}:
        row = None
    if row is None or not connection.execute(update(handoff).where(*open_now).values(answer=words)).rowcount:
        raise Conflict("resident_answered")
    return _handoff(row)


def written(connection: Connection, number: int) -> str:
    """The answer that waits to be sent; empty when there is none."""
    return connection.execute(select(handoff.c.answer).where(handoff.c.id == number)).scalar() or ""
