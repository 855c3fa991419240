"""Links that let somebody in once, within 24 hours, by the web or by chat. Only a digest of each is kept."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from knowledge import audit, staff
from knowledge import tables as t
from knowledge.editing import one_at_a_time
from knowledge.errors import InputError, NotAllowed
from knowledge.message import Address
from knowledge.moments import in_storage
from knowledge.permission import Actor, Role, demand
from knowledge.sessions import LONGEST, digest_of, end_all
from knowledge.staff import Member
from knowledge.standing import check_still, demand_now

LASTS: Final = timedelta(hours=24)
_PROGRAM: Final = Actor("家门口", "program")
_OVER: Final = "这个链接已经用过、过期或不存在：请管理员再发一个"


class Invite(msgspec.Struct, frozen=True):
    """What a link offers. ``name`` is empty for the first owner, who says their own; ``known``: they are here."""

    name: str
    role: Role
    institutions: tuple[str, ...]
    known: bool = False


def make(connection: Connection, actor: Actor, name: str, role: str, institutions: Sequence[str], now: datetime) -> str:
    """A link's token for somebody new, or who comes back. Raises NotAllowed and InputError."""
    demand_now(connection, actor, "staff")
    name = staff.checked_name(name)
    to, places = staff.checked_place(connection, role, institutions)
    held = staff.named(connection, name)
    if held is not None and held.active:
        raise InputError("name_is_staff", name=name)
    return _made(connection, actor, Invite(name, to, places), now)


def again(connection: Connection, actor: Actor, number: int, now: datetime) -> str:
    """Another link's token for somebody who is here: to set a new password or to come by chat as well.

    Owners give it to anybody, everybody else to themselves alone.
    """
    who = staff.member(connection, number)
    if who.name != actor.name:
        demand(actor, "staff")
    check_still(connection, actor)
    if not who.active:
        raise InputError("staff_removed", name=who.name)
    return _made(connection, actor, Invite(who.name, who.role, who.institutions), now)


def first_owner(connection: Connection, now: datetime) -> str | None:
    """A token for the first owner while there is none; None when there is one."""
    if staff.owners(connection):
        return None
    return _made(connection, _PROGRAM, Invite("", "owner", ()), now)


def peek(connection: Connection, token: str, now: datetime) -> Invite | None:
    """What a link offers, without using it up; None when it is used, over, or never was."""
    i = t.invite.c
    unused = (i.digest == digest_of(token), i.used.is_(None), i.expires > in_storage(now))
    row = connection.execute(select(t.invite).where(*unused)).first()
    if row is None or (not row.name and staff.owners(connection)):
        return None
    held = staff.named(connection, row.name) if row.name else None
    places = msgspec.json.decode(row.institutions, type=tuple[str, ...])
    return Invite(row.name, row.role, places, held is not None and held.active)


def accept_on_web(connection: Connection, token: str, name: str, password: str, now: datetime) -> Member:
    """Use a link up with a new password (its hash); ``name`` counts only where the link has none.

    Whoever was logged in under this name is logged out, and whatever chat spoke for it does so no more, unless this is
    somebody's first password. Raises InputError.
    """
    who = _accepted(connection, token, name, "web", now)
    connection.execute(update(t.staff).where(t.staff.c.id == who.id).values(password=password))
    if who.has_password:
        end_all(connection, who, who.actor("web"), now)
    return staff.member(connection, who.id)


def accept_in_chat(connection: Connection, token: str, address: Address, now: datetime) -> Member:
    """Use a link up by speaking from a chat, which from now on speaks for this person. Raises InputError."""
    offer = peek(connection, token, now)
    if offer is not None and not offer.name:
        raise InputError("first_owner_by_web")
    who = _accepted(connection, token, "", "chat", now)
    at = t.staff_address.c
    connection.execute(delete(t.staff_address).where(at.channel == address.channel, at.address == address.id))
    until = in_storage(now + LONGEST) if address.channel == "web" else None
    values = {"channel": address.channel, "address": address.id, "staff": who.id, "until": until}
    connection.execute(insert(t.staff_address).values(**values))
    return who


def void_all(connection: Connection) -> int:
    """Take back every link that nobody has used; returns how many."""
    return connection.execute(delete(t.invite).where(t.invite.c.used.is_(None))).rowcount


def _made(connection: Connection, actor: Actor, offer: Invite, now: datetime) -> str:
    if offer.name:  # one link a name: an older one may lie with somebody else
        staff.void_invites(connection, name=offer.name)
    token = secrets.token_urlsafe(24)
    values = {"digest": digest_of(token), "name": offer.name, "role": offer.role, "made_by": actor.name}
    places = msgspec.json.encode(offer.institutions).decode()
    connection.execute(insert(t.invite).values(institutions=places, expires=in_storage(now + LASTS), **values))
    if offer.name:
        audit.record(connection, actor, now, "invite", offer.name, after=" ".join((offer.role, *offer.institutions)))
    return token


def _accepted(connection: Connection, token: str, name: str, door: str, now: datetime) -> Member:
    """The person whom a link lets in, who is staff from now on; the link is used up."""
    one_at_a_time(connection)
    offer = peek(connection, token, now)
    if offer is None:
        raise InputError("link_over")
    if not offer.name and staff.named(connection, name):
        raise InputError("name_taken")
    called = offer.name or staff.checked_name(name)
    i = t.invite.c
    used = update(t.invite).where(i.digest == digest_of(token), i.used.is_(None))
    if not connection.execute(used.values(used=in_storage(now), name=called)).rowcount:
        raise NotAllowed("link_over")
    staff.void_invites(connection, name=called)
    who = _seated(connection, called, offer, now)
    audit.record(connection, who.actor(door), now, "accept", who.name, after=who.place)
    return who


def _seated(connection: Connection, name: str, offer: Invite, now: datetime) -> Member:
    """Who has this name: as they are when active, else new or back in the place that is offered."""
    held = staff.named(connection, name)
    values: dict[str, Any] = {"role": offer.role, "institutions": msgspec.json.encode(offer.institutions).decode()}
    if held is None:
        made = in_storage(now)
        connection.execute(insert(t.staff).values(name=name, active=True, password="", made=made, **values))
    elif not held.active:
        connection.execute(update(t.staff).where(t.staff.c.id == held.id).values(active=True, **values))
    found = staff.named(connection, name)
    if found is None:
        raise LookupError(name)
    return found
