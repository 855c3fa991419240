"""People who asked the staff for help: where to reach them and about what, until answered.

The nightly care of the diary forgets those who asked more than 14 days ago.
"""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, update

from knowledge.message import Address
from knowledge.moments import in_storage
from knowledge.tables import handoff


class Handoff(msgspec.Struct, frozen=True):
    """One who waits: ``subject`` is what it is about (pathway:ID), ``at`` is aware (UTC)."""

    id: int
    address: Address
    topic: str
    subject: str
    at: datetime


def hand_over(connection: Connection, address: Address, topic: str, subject: str, now: datetime) -> None:
    """Put somebody who agreed to it before the staff; asked again about the same, they wait once."""
    h, at = handoff.c, in_storage(now)
    same = (h.channel == address.channel, h.address == address.id, h.topic == topic, h.subject == subject)
    if not connection.execute(update(handoff).where(*same).values(at=at)).rowcount:
        row = {"channel": address.channel, "address": address.id, "topic": topic, "subject": subject, "at": at}
        connection.execute(insert(handoff).values(**row))


def settle(connection: Connection, number: int) -> bool:
    """Answered: the return address goes. False when nobody waits under this number."""
    return bool(connection.execute(delete(handoff).where(handoff.c.id == number)).rowcount)
