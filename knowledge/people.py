"""What the program remembers of a person: only what they asked for, gone at a word."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge import tables as t
from knowledge.message import Address
from knowledge.moments import in_storage


class Preferences(msgspec.Struct, frozen=True):
    """How a person wants to be spoken to. ``language`` empty: as they write; ``district`` only when they asked.

    ``reachable`` is no wish: false once they blocked us, until they write again.
    """

    language: str = ""
    elder: bool = False
    district: str = ""
    reachable: bool = True


def _is(address: Address) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return t.person.c.channel == address.channel, t.person.c.address == address.id


_P = t.person.c
_WISHES = select(_P.address, _P.language, _P.elder, _P.district, _P.reachable).where(
    _P.channel == bindparam("on"), _P.address.in_(bindparam("who", expanding=True))
)
"""Made once: it is asked for every message that leaves."""


def preferences(connection: Connection, address: Address) -> Preferences:
    """What this person asked to be remembered; defaults for somebody unknown."""
    return preferences_of(connection, [address]).get(address, Preferences())


def preferences_of(connection: Connection, people: Sequence[Address]) -> dict[Address, Preferences]:
    """What these people of one channel asked to be remembered; who is unknown is left out."""
    asked = {"on": people[0].channel, "who": [address.id for address in people]} if people else None
    rows = connection.execute(_WISHES, asked) if asked else ()
    return {Address(people[0].channel, address): Preferences(*wishes) for address, *wishes in rows}


def remember(connection: Connection, address: Address, wanted: Preferences, now: datetime) -> None:
    """Keep these preferences."""
    values = {"language": wanted.language, "elder": wanted.elder, "district": wanted.district, "seen": in_storage(now)}
    changed = connection.execute(update(t.person).where(*_is(address)).values(**values))
    if not changed.rowcount:
        try:
            with connection.begin_nested():
                connection.execute(insert(t.person).values(channel=address.channel, address=address.id, **values))
        except IntegrityError:  # two presses at once: the other one was first
            connection.execute(update(t.person).where(*_is(address)).values(**values))


def mark_reachable(connection: Connection, address: Address, now: datetime, *, reachable: bool) -> None:
    """Note that a known person blocked us, or lets us write again; somebody unknown stays unknown."""
    values = {"reachable": reachable, "seen": in_storage(now)}
    connection.execute(update(t.person).where(*_is(address)).values(**values))


def rehome(connection: Connection, old: Address, new: Address) -> None:
    """From now on this person comes by another address of their channel."""
    for table in (t.person, t.staff_address):
        here = (table.c.channel == old.channel, table.c.address == old.id)
        connection.execute(update(table).where(*here).values(address=new.id))


def erase(connection: Connection, address: Address) -> bool:
    """Forget this person wholly; tells whether there was anything to forget. A chat of the staff is theirs no more."""
    at = t.staff_address.c
    connection.execute(delete(t.staff_address).where(at.channel == address.channel, at.address == address.id))
    return bool(connection.execute(delete(t.person).where(*_is(address))).rowcount)
