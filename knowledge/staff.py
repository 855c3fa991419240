"""Who is staff: their names, roles and institutions, and which chat speaks for whom. Every change is audited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, get_args

import msgspec
from sqlalchemy import Connection, delete, func, or_, select, tuple_, update

from knowledge import audit
from knowledge import tables as t
from knowledge.editing import one_at_a_time
from knowledge.errors import InputError, NotAllowed
from knowledge.message import Address
from knowledge.moments import in_storage
from knowledge.permission import Actor, Role
from knowledge.standing import check_still, demand_now
from knowledge.unseen import seen_name, strange_letter

ROLES: Final[tuple[Role, ...]] = get_args(Role)
CHECK: Final = "staff:week"
"""What a clerk's weekly look at their own rosters is about, among the reminders of their chat."""
_LONGEST_NAME: Final = 40


class Member(msgspec.Struct, frozen=True):
    """Somebody of the staff. ``institutions``: ids a clerk answers for."""

    id: int
    name: str
    role: Role
    institutions: tuple[str, ...]
    active: bool
    has_password: bool

    def actor(self, door: str) -> Actor:
        """Somebody who changes something, by a door (web, chat, command, import)."""
        return Actor(self.name, door, self.role, self.institutions)

    @property
    def place(self) -> str:
        """Role and institutions as the audit tells them."""
        return " ".join((self.role, *self.institutions))


def _member(row: Any) -> Member:
    institutions = msgspec.json.decode(row.institutions, type=tuple[str, ...])
    return Member(row.id, row.name, row.role, institutions, row.active, bool(row.password))


def members(connection: Connection) -> list[Member]:
    """Everybody, in the order in which they came; those who have gone too."""
    return [_member(row) for row in connection.execute(select(t.staff).order_by(t.staff.c.id))]


def member(connection: Connection, number: int) -> Member:
    """One person by number. Raises LookupError when there is none."""
    row = connection.execute(select(t.staff).where(t.staff.c.id == number)).first()
    if row is None:
        raise LookupError(f"nobody of the staff has the number {number}")
    return _member(row)


def named(connection: Connection, name: str) -> Member | None:
    """One person by name, also who has gone; None when there is none."""
    row = connection.execute(select(t.staff).where(t.staff.c.name == seen_name(name))).first()
    return _member(row) if row else None


def password_of(connection: Connection, name: str) -> str:
    """What is kept of the password of somebody active; empty when there is nothing."""
    s = t.staff.c
    return connection.execute(select(s.password).where(s.name == seen_name(name), s.active)).scalar() or ""


def set_password(connection: Connection, who: Member, kept: str, actor: Actor, now: datetime) -> None:
    """Keep another password (its hash) of somebody."""
    check_still(connection, actor)
    connection.execute(update(t.staff).where(t.staff.c.id == who.id).values(password=kept))
    audit.record(connection, actor, now, "password", who.name)


def actor_of(connection: Connection, address: Address, now: datetime, door: str = "chat") -> Actor | None:
    """Who of the staff speaks from this chat, with what they may do now; None for a resident."""
    at = t.staff_address.c
    own = (at.channel == address.channel, at.address == address.id, or_(at.until.is_(None), at.until > in_storage(now)))
    wanted = select(t.staff).join(t.staff_address, at.staff == t.staff.c.id).where(*own, t.staff.c.active)
    row = connection.execute(wanted).first()
    return _member(row).actor(door) if row else None


def leave_chat(connection: Connection, address: Address) -> None:
    """From now on a chat speaks for nobody of the staff."""
    at = t.staff_address.c
    connection.execute(delete(t.staff_address).where(at.channel == address.channel, at.address == address.id))


def actor_named(connection: Connection, name: str, door: str) -> Actor:
    """Who is called so, with what they may do. Raises InputError when nobody active is."""
    found = named(connection, name)
    if found is None or not found.active:
        raise InputError("nobody_called", name=seen_name(name))
    return found.actor(door)


def checked_name(name: str) -> str:
    """A name that can be given to somebody. Raises InputError with what is wrong."""
    plain = seen_name(name)
    if not 1 <= len(plain) <= _LONGEST_NAME:
        raise InputError("name_length", most=_LONGEST_NAME)
    if sign := strange_letter(plain):
        raise InputError("name_of_strange_letters", name=plain, sign=sign)
    return plain


def checked_place(connection: Connection, role: str, institutions: Sequence[str]) -> tuple[Role, tuple[str, ...]]:
    """A role with its institutions (none but for clerks). Raises InputError for what there is not."""
    found = next((known for known in ROLES if known == role), None)
    if found is None:
        raise InputError("no_such_role", role=role[:_LONGEST_NAME])
    if found != "clerk":
        return found, ()
    i = t.item.c
    known = set(connection.execute(select(i.id).where(i.kind == "institution", ~i.archived)).scalars())
    wanted = tuple(dict.fromkeys(institutions))
    if not wanted or not known.issuperset(wanted):
        strange = [one for one in wanted if one not in known]
        raise InputError("no_such_hospitals", names=strange) if strange else InputError("clerk_without_hospital")
    return found, wanted


def move(
    connection: Connection, actor: Actor, number: int, role: str, institutions: Sequence[str], now: datetime
) -> Member:
    """Give somebody another role or other institutions. Raises NotAllowed, InputError, LookupError."""
    one_at_a_time(connection)
    demand_now(connection, actor, "staff")
    before = member(connection, number)
    to, places = checked_place(connection, role, institutions)
    if not before.active:
        raise InputError("staff_removed", name=before.name)
    if to != "owner":
        _keep_an_owner(connection, before)
        void_invites(connection, made_by=before.name)
    values = {"role": to, "institutions": msgspec.json.encode(places).decode()}
    connection.execute(update(t.staff).where(t.staff.c.id == number).values(**values))
    after = member(connection, number)
    audit.record(connection, actor, now, "role", before.name, before=before.place, after=after.place)
    return after


def remove(connection: Connection, actor: Actor, number: int, now: datetime) -> None:
    """Let somebody go: their sessions, chats, open links and weekly reminders end at once; the audit keeps the name."""
    one_at_a_time(connection)
    demand_now(connection, actor, "staff")
    gone = member(connection, number)
    if not gone.active:
        return
    _keep_an_owner(connection, gone)
    connection.execute(update(t.staff).where(t.staff.c.id == number).values(active=False, password=""))
    _forget_checks(connection, number)
    for table in (t.staff_session, t.staff_address):
        connection.execute(delete(table).where(table.c.staff == number))
    void_invites(connection, made_by=gone.name)
    void_invites(connection, name=gone.name)
    audit.record(connection, actor, now, "remove", gone.name, before=gone.place)


def _forget_checks(connection: Connection, number: int) -> None:
    """The chats of somebody who goes are not asked any more to look their week over."""
    r, at = t.reminder.c, t.staff_address.c
    chats = select(at.channel, at.address).where(at.staff == number)
    connection.execute(delete(t.reminder).where(r.subject == CHECK, tuple_(r.channel, r.address).in_(chats)))


def owners(connection: Connection) -> int:
    """How many active owners there are."""
    s = t.staff.c
    return connection.execute(select(func.count()).where(s.role == "owner", s.active)).scalar_one()


def void_invites(connection: Connection, **of: str) -> None:
    """Take back the links nobody has used, of one ``name`` or ``made_by`` one person."""
    i = t.invite.c
    connection.execute(delete(t.invite).where(i.used.is_(None), *(i[column] == value for column, value in of.items())))


def _keep_an_owner(connection: Connection, leaving: Member) -> None:
    if leaving.role == "owner" and owners(connection) < 2:
        raise NotAllowed("last_owner", name=leaving.name)
