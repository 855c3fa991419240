"""The queue of questions without an answer, and whether answers helped: grouped, masked, without anybody's identity."""

import hashlib
import re
import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge import tables as t
from knowledge.message import Address
from knowledge.moments import in_storage
from knowledge.reading import version
from knowledge.understanding.masking import masked
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling

KEPT = timedelta(days=30)
_QUIET = re.compile(r"[\W_]+|[啊呀呢吗嘛么吧哦嗯的了]")


def likeness(question: str) -> str:
    """What questions worded almost alike share: their sound without punctuation and particles."""
    return sound_with_spelling(_QUIET.sub("", canonical(masked(question))))[:200]


class Traces:
    """Hashes that tell askers apart for one day: the salt lives in memory only and is renewed each day."""

    def __init__(self) -> None:
        """Start with no salt; the first day makes one."""
        self._day: date | None = None
        self._salt = b""

    def of(self, address: Address, now: datetime) -> str:
        """The person's trace of this day."""
        if self._day != now.date():
            self._day, self._salt = now.date(), secrets.token_bytes(16)
        spoken = f"{address.channel}:{address.id}".encode()
        return hashlib.blake2s(spoken, key=self._salt, digest_size=16).hexdigest()


def note(connection: Connection, question: str, reason: str, trace: str, now: datetime) -> None:
    """Put a question into the queue, or count it once more when one like it is there.

    One that was held to be answered since waits again: evidently it is not.
    """
    like = likeness(question)
    if not like:
        return
    try:
        with connection.begin_nested():
            _count(connection, like, question, reason, trace, now)
    except IntegrityError:  # somebody asked the same at this very moment: now it is there
        _count(connection, like, question, reason, trace, now)


def _count(connection: Connection, like: str, question: str, reason: str, trace: str, now: datetime) -> None:
    at, u = in_storage(now), t.unanswered.c
    tried = version(connection)
    number = connection.execute(select(u.id).where(u.likeness == like)).scalar()
    if number is None:
        row = {"likeness": like, "question": masked(question), "reason": reason, "times": 1, "tried": tried}
        made = connection.execute(insert(t.unanswered).values(**row, first_asked=at, last_asked=at))
        number = made.inserted_primary_key[0] if made.inserted_primary_key else None
    else:
        again = {"times": u.times + 1, "last_asked": at, "tried": tried, "answered_by": "", "answered_at": None}
        connection.execute(update(t.unanswered).where(u.id == number).values(**again))
    known = select(t.asker.c.trace).where(t.asker.c.question == number, t.asker.c.trace == trace)
    if connection.execute(known).first() is None:
        connection.execute(insert(t.asker).values(question=number, trace=trace))
        connection.execute(update(t.unanswered).where(u.id == number).values(askers=u.askers + 1))


def rate(
    connection: Connection, topic: str, subject: str, trace: str, now: datetime, *, helpful: bool, reason: str = ""
) -> None:
    """Keep whether an answer helped; the same person's second word on the same day replaces the first."""
    f = t.feedback.c
    values = {"topic": topic, "helpful": helpful, "reason": reason, "at": in_storage(now)}
    changed = connection.execute(update(t.feedback).where(f.subject == subject, f.trace == trace).values(**values))
    if not changed.rowcount:
        try:
            with connection.begin_nested():
                connection.execute(insert(t.feedback).values(subject=subject, trace=trace, **values))
        except IntegrityError:  # two presses at once: the other one was first
            connection.execute(update(t.feedback).where(f.subject == subject, f.trace == trace).values(**values))


def prune(connection: Connection, now: datetime) -> None:
    """Nightly: forget questions not asked for 30 days and the events of channels older than two."""
    connection.execute(delete(t.unanswered).where(t.unanswered.c.last_asked < in_storage(now - KEPT)))
    connection.execute(delete(t.seen_update).where(t.seen_update.c.at < in_storage(now - timedelta(days=2))))
