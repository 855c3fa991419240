"""Who is logged in at the web desk: a cookie's token stands for a person until it idles, ends, or they go."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select, update

from knowledge import audit
from knowledge import tables as t
from knowledge.message import Address
from knowledge.moments import from_storage, in_storage
from knowledge.permission import Actor
from knowledge.staff import Member, leave_chat, member, set_password, void_invites

IDLE: Final = timedelta(hours=12)
LONGEST: Final = timedelta(days=7)
_NOTED_EVERY: Final = timedelta(minutes=1)
"""How exactly it is noted when somebody was seen: one small write a minute instead of one a page."""


class Session(msgspec.Struct, frozen=True):
    """One browser in which somebody is logged in; moments are aware (UTC)."""

    digest: str
    member: Member
    made: datetime
    seen: datetime

    def is_stale(self, now: datetime) -> bool:
        """Whether it should be noted that they were seen again."""
        return now - self.seen >= _NOTED_EVERY


def digest_of(token: str) -> str:
    """What is kept of a secret token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def form_token(token: str) -> str:
    """What every form of this session carries: another site cannot know it."""
    return hashlib.sha256(b"form:" + token.encode("utf-8", "replace")).hexdigest()


def start(connection: Connection, who: Member, now: datetime) -> str:
    """Log somebody in; returns the new token, which is told to their browser alone."""
    token, moment = secrets.token_urlsafe(32), in_storage(now)
    until = in_storage(now + LONGEST)
    values = {"digest": digest_of(token), "staff": who.id, "made": moment, "seen": moment, "until": until}
    connection.execute(insert(t.staff_session).values(**values))
    audit.record(connection, who.actor("web"), now, "login", who.name)
    return token


def find(connection: Connection, token: str, now: datetime) -> Session | None:
    """The session of a token; None when there is none, it lay idle, it is over, or its person has gone."""
    s = t.staff_session.c
    open_now = (s.until > in_storage(now), s.seen > in_storage(now - IDLE))
    row = connection.execute(select(t.staff_session).where(s.digest == digest_of(token), *open_now)).first()
    if row is None:
        return None
    who = member(connection, row.staff)
    if not who.active:
        return None
    return Session(row.digest, who, from_storage(row.made), from_storage(row.seen))


def note_seen(connection: Connection, session: Session, now: datetime) -> None:
    """Note that somebody still works in this session."""
    own = t.staff_session.c.digest == session.digest
    connection.execute(update(t.staff_session).where(own).values(seen=in_storage(now)))


def of(connection: Connection, who: Member, now: datetime) -> list[Session]:
    """All open sessions of a person, newest first."""
    s = t.staff_session.c
    open_now = (s.staff == who.id, s.until > in_storage(now), s.seen > in_storage(now - IDLE))
    rows = connection.execute(select(t.staff_session).where(*open_now).order_by(s.made.desc(), s.digest))
    return [Session(r.digest, who, from_storage(r.made), from_storage(r.seen)) for r in rows]


def end(connection: Connection, session: Session, now: datetime) -> None:
    """Log out of this browser."""
    connection.execute(delete(t.staff_session).where(t.staff_session.c.digest == session.digest))
    audit.record(connection, session.member.actor("web"), now, "logout", session.member.name)


def leave(connection: Connection, session: Session, chat: Address, now: datetime) -> None:
    """Log out of this browser, whose ``chat`` speaks for nobody of the staff any more either."""
    end(connection, session, now)
    leave_chat(connection, chat)


def change_password(connection: Connection, own: Session, kept: str, actor: Actor, now: datetime) -> None:
    """Keep another password (its hash); everybody else who knew the old one is out. Raises NotAllowed."""
    set_password(connection, own.member, kept, actor, now)
    end_all(connection, own.member, actor, now, own.digest)


def end_all(connection: Connection, who: Member, actor: Actor, now: datetime, but: str = "") -> int:
    """Log somebody out everywhere, ``but`` in the session of this digest; returns in how many browsers.

    Whoever had their password may have made a chat speak for them, or a link to come back by: both end as well.
    """
    s = t.staff_session.c
    ended = connection.execute(delete(t.staff_session).where(s.staff == who.id, s.digest != but)).rowcount
    connection.execute(delete(t.staff_address).where(t.staff_address.c.staff == who.id))
    void_invites(connection, name=who.name)
    if ended:
        audit.record(connection, actor, now, "logout_all", who.name)
    return ended


def end_everywhere(connection: Connection) -> int:
    """Log everybody out, also browsers' chats; returns of how many log-ins. Chats of accounts are theirs for good."""
    ended = connection.execute(delete(t.staff_session)).rowcount
    return ended + connection.execute(delete(t.staff_address).where(t.staff_address.c.until.is_not(None))).rowcount


def prune(connection: Connection, now: datetime) -> None:
    """Forget what is over: sessions, links, browsers' chats, tries."""
    moment, a_week_ago = in_storage(now), in_storage(now - LONGEST)
    s, i = t.staff_session.c, t.invite.c
    connection.execute(delete(t.staff_session).where(or_(s.until <= moment, s.seen <= in_storage(now - IDLE))))
    connection.execute(delete(t.invite).where(i.expires <= a_week_ago))
    connection.execute(delete(t.staff_address).where(t.staff_address.c.until <= moment))
    connection.execute(delete(t.login_try).where(t.login_try.c.due <= now.timestamp()))
