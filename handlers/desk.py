"""What a handler may use: the Book as it is now, people's wishes, the queue for staff, the talk of ten minutes."""

import re
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from copy import copy
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from handlers.pending import Pending
from handlers.spoken import Shown
from knowledge import invites, people, staff, unanswered
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.database import Database
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Address, Choice
from knowledge.people import Preferences
from knowledge.permission import Actor
from knowledge.understanding.follow import Talk
from scheduler import agenda

K = TypeVar("K")
V = TypeVar("V")

_REMEMBERED = 10_000
_FRESH = timedelta(minutes=1)
_SUBJECT = re.compile(r"[A-Za-z_]{1,30}(:[A-Za-z0-9:_.-]{0,49})?")


class Recent(Generic[K, V]):
    """The values used last, at most so many."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        """Take how many to hold."""
        self._held: OrderedDict[K, V] = OrderedDict()
        self._most = most

    def get(self, key: K) -> V | None:
        """The value of a key, None when it is not held."""
        return self._held.get(key)

    def put(self, key: K, value: V) -> None:
        """Hold a value; the one untouched for longest may go."""
        self._held[key] = value
        self._held.move_to_end(key)
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def drop(self, key: K) -> None:
        """Hold it no longer."""
        self._held.pop(key, None)


class Known(msgspec.Struct, frozen=True):
    """Preferences as they were read at a moment."""

    preferences: Preferences
    at: datetime


class Visit(msgspec.Struct, frozen=True):
    """What is held of a person between two messages, in memory only.

    ``talk``: what was spoken of; ``shown``: the buttons that can be spoken; ``offered``: all choices of the answer
    under way, of which 长者模式 shows two; ``language`` of the last answer; ``crisis``: when words of despair were
    answered; ``pending``: a reminder that waits to be confirmed.
    """

    talk: Talk | None = None
    shown: Shown | None = None
    offered: tuple[Choice, ...] = ()
    language: str = ""
    crisis: datetime | None = None
    pending: Pending | None = None


class Bookcase(Protocol):
    """Where a desk reads from: the shelf, or the shelf with something laid on top."""

    @property
    def book(self) -> Book:
        """The Book as it is now."""
        ...

    @property
    def reader(self) -> Reader:
        """What reads questions against it."""
        ...


class Desk:
    """The front desk of one process."""

    def __init__(
        self, database: Database, shelf: Bookcase, *, per_minute: int = 30, report: Callable[[str], None] = print
    ) -> None:
        """Take the database, the shelf with the Book, one person's messages a minute, and where to report."""
        self._database = database
        self._shelf: Bookcase = shelf
        self._report = report
        self._known: Recent[Address, Known] = Recent()
        self._visits: Recent[Address, Visit] = Recent()
        self._pace: Recent[Address, deque[datetime]] = Recent()
        self._traces = unanswered.Traces()
        self._per_minute = per_minute

    @property
    def book(self) -> Book:
        """The Book as it is now."""
        return self._shelf.book

    @property
    def shelf(self) -> Bookcase:
        """Where the Book is read from."""
        return self._shelf

    def beside(self, shelf: "Bookcase") -> "Desk":
        """The same desk in front of another shelf: what is held of people is shared."""
        other = copy(self)
        vars(other)["_shelf"] = shelf
        return other

    async def preferences(self, address: Address, now: datetime) -> Preferences:
        """How this person wants to be spoken to; defaults when the database cannot say."""
        known = self._known.get(address)
        if known is None or now - known.at > _FRESH:
            read = await self._tried(self._database.aread(people.preferences, address)) or Preferences()
            if not read.reachable:  # they write again: whoever they blocked may write to them again too
                await self._tried(self._database.awrite(_reachable, address, now))
            known = Known(read, now)
            self._known.put(address, known)
        return known.preferences

    async def remember(self, address: Address, wanted: Preferences, now: datetime) -> None:
        """Keep how this person wants to be spoken to."""
        self._known.put(address, Known(wanted, now))
        await self._tried(self._database.awrite(people.remember, address, wanted, now))

    async def erase(self, address: Address) -> None:
        """Forget this person: wishes, reminders, talk, at once. Raises DatabaseUnavailable when that cannot be done."""
        await self._database.awrite(agenda.forget, address)
        self._known.drop(address)
        self._visits.drop(address)

    async def actor(self, address: Address, now: datetime) -> Actor | None:
        """Who of the staff speaks from this chat, asked anew each time: who has gone may do nothing. None: a resident.

        Raises DatabaseUnavailable.
        """
        return await self._database.aread(staff.actor_of, address, now)

    async def join(self, token: str, address: Address, renewed: Address, now: datetime) -> staff.Member:
        """Let a chat speak for whom an invite is for, from its ``renewed`` address on, where its own things move to.

        Raises InputError when it is over, and DatabaseUnavailable.
        """
        return await self._database.awrite(_joined, token, address, renewed, now)

    async def look(self, work: Callable[..., V], *args: object) -> V:
        """Read from a person's agenda. Raises DatabaseUnavailable."""
        return await self._reported(self._database.aread(work, *args))

    async def change(self, work: Callable[..., V], *args: object) -> V:
        """Change a person's agenda in one transaction. Raises DatabaseUnavailable: then nothing was kept."""
        return await self._reported(self._database.awrite(work, *args))

    def wait(self, address: Address, pending: Pending | None) -> None:
        """Hold a reminder until it is confirmed, or let go of it."""
        self.hold(address, msgspec.structs.replace(self.visit(address), pending=pending))

    def visit(self, address: Address) -> Visit:
        """What is held of this person since their last message."""
        return self._visits.get(address) or Visit()

    def hold(self, address: Address, visit: Visit) -> None:
        """Hold this until their next message."""
        self._visits.put(address, visit)

    def talk(self, address: Address) -> Talk | None:
        """What was spoken of last."""
        return self.visit(address).talk

    def keep(self, address: Address, talk: Talk) -> None:
        """Keep what was spoken of; it lives in memory only."""
        self.hold(address, msgspec.structs.replace(self.visit(address), talk=talk))

    def offer(self, address: Address, choices: tuple[Choice, ...]) -> None:
        """Note all choices of the answer that is about to go out."""
        self.hold(address, msgspec.structs.replace(self.visit(address), offered=choices))

    def too_fast(self, address: Address, now: datetime) -> bool:
        """Whether this person has sent more than they may in the last minute; counts this one."""
        sent = self._pace.get(address) or deque(maxlen=self._per_minute + 1)
        sent.append(now)
        self._pace.put(address, sent)
        return len(sent) > self._per_minute and now - sent[0] < timedelta(minutes=1)

    async def note_unanswered(self, question: str, reason: str, address: Address, now: datetime) -> None:
        """Put a question into the staff's queue, without who asked."""
        trace = self._traces.of(address, now)
        await self._tried(self._database.awrite(unanswered.note, question, reason, trace, now))

    async def rate(self, subject: str, address: Address, now: datetime, *, helpful: bool, reason: str = "") -> None:
        """Keep whether an answer helped, without who said so."""
        if not _SUBJECT.fullmatch(subject):  # a button that is none of ours
            return
        trace = self._traces.of(address, now)
        topic = subject.partition(":")[0]
        await self._tried(
            self._database.awrite(unanswered.rate, topic, subject, trace, now, helpful=helpful, reason=reason)
        )

    async def _tried(self, work: Coroutine[Any, Any, V]) -> V | None:
        """An answer goes out even when the database is away; what could not be kept is reported."""
        try:
            return await self._reported(work)
        except DatabaseUnavailable:
            return None

    async def _reported(self, work: Coroutine[Any, Any, V]) -> V:
        try:
            return await work
        except DatabaseUnavailable as error:
            self._report(f"not kept: {error}")
            raise


def _joined(connection: Any, token: str, address: Address, renewed: Address, now: datetime) -> staff.Member:
    """Whoever knew the address before (a planted cookie, a shared browser) does not speak for the staff with it."""
    if renewed != address:
        agenda.rehome(connection, address, renewed)
    return invites.accept_in_chat(connection, token, renewed, now)


def _reachable(connection: Any, address: Address, now: datetime) -> None:
    people.mark_reachable(connection, address, now, reachable=True)
