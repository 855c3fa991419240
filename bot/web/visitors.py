"""Who is talking right now: what was said in the last half hour, so that no answer is lost on the way to a phone.

All of it lives in memory only, bounded, and is forgotten after 30 minutes without a sign of life.
"""

import asyncio
import contextlib
import re
import secrets
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from bot.web.labels import View
from bot.web.limits import Limits
from bot.web.shown import Answered, Shown
from knowledge.message import Attachment

_ID: Final = re.compile(r"[0-9a-f]{32}")
_ANSWERS_KEPT: Final = 16


def new_id() -> str:
    """128 random bits for a visitor's cookie."""
    return secrets.token_hex(16)


def is_id(text: str) -> bool:
    """Whether a cookie can be one of ours."""
    return _ID.fullmatch(text) is not None


class Entry(msgspec.Struct, frozen=True):
    """One entry of a conversation, with the files that belong to it by name (picture, document)."""

    number: int
    shown: Shown
    files: dict[str, Attachment]

    @property
    def unasked(self) -> bool:
        """Whether nobody asked for it: a reminder, a notice."""
        return self.shown.unasked


Maker = Callable[[str], Shown]
"""Makes an entry for the number it gets."""


class Visitor:
    """One person's conversation: numbered entries, answers by the id of what was said, and the open streams."""

    def __init__(self, visitor: str, limits: Limits, seen: datetime) -> None:
        """Begin an empty conversation. ``beginning`` tells its numbers from those of an earlier one."""
        self.id = visitor
        self.seen = seen
        self.view = View()
        self.turn = asyncio.Lock()
        self.answers: OrderedDict[str, asyncio.Task[Answered]] = OrderedDict()
        self._beginning = secrets.token_hex(4)
        self._count = 0
        self._entries: deque[Entry] = deque(maxlen=limits.remembered)
        self._news = asyncio.Event()
        self._streams: deque[object] = deque(maxlen=limits.streams)
        self._streamed = 0
        self._readers = 0
        self._unread: dict[str, asyncio.Event] = {}

    @property
    def is_listening(self) -> bool:
        """Whether a page is open."""
        return bool(self._streams)

    def add(self, make: Maker, files: dict[str, Attachment] | None = None) -> Shown:
        """Put an entry into the conversation and wake the streams."""
        self._count += 1
        made = make(f"{self._beginning}-{self._count}")
        self._entries.append(Entry(self._count, made, files or {}))
        self._wake()
        return made

    @property
    def count(self) -> int:
        """The number of the last entry."""
        return self._count

    def entries(self, after: int = 0) -> Iterator[Shown]:
        """What is remembered of the conversation, from the entry after a number on."""
        return (entry.shown for entry in self._entries if entry.number > after)

    @property
    def is_there(self) -> bool:
        """Whether a page is open, or one without a script is just being written."""
        return self.is_listening or self._readers > 0

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """What is put in meanwhile will be read: it becomes part of the page that is being written."""
        self._readers += 1
        try:
            yield
        finally:
            self._readers -= 1

    async def show(self, make: Maker, files: dict[str, Attachment], within: float) -> bool:
        """Put in what nobody asked for; True once a page says that it stands there, within so many seconds.

        Else it is taken out again, and the streams end: a page that is awake opens its own anew.
        """
        number = self.add(make, files).id
        if self._readers:
            return True
        read = self._unread[number] = asyncio.Event()
        await _within(read, within)
        if self._unread.pop(number, None) is None:
            return True
        self._entries = deque((e for e in self._entries if e.shown.id != number), self._entries.maxlen)
        self.leave()
        return False

    def confirm(self, number: str) -> None:
        """A page says that this entry stands there."""
        if (read := self._unread.pop(number, None)) is not None:
            read.set()

    def file(self, number: str, name: str) -> Attachment | None:
        """A file of an entry, None when it is forgotten."""
        return next((e.files.get(name) for e in self._entries if e.shown.id == number), None)

    def keep_answer(self, said: str, answer: "asyncio.Task[Answered]") -> None:
        """Remember an answer by the id of what was said, so that saying it again brings the same one."""
        self.answers[said] = answer
        while len(self.answers) > _ANSWERS_KEPT:
            self.answers.popitem(last=False)

    def clear(self) -> None:
        """Forget what was said; numbers go on."""
        self._entries.clear()
        self.answers.clear()

    def leave(self) -> None:
        """End all streams; whoever waits for a page to confirm waits no longer."""
        self._streams.clear()
        self._wake()
        for read in self._unread.values():
            read.set()

    async def stream(
        self, after: str, keepalive: float, opened: Callable[[], None] = lambda: None
    ) -> AsyncIterator[Shown | None]:
        """Entries after a number as they come, None after so many seconds of silence.

        An empty ``after`` is for a page that begins anew: of what was before, it gets only what nobody asked for and no
        script has had yet. A number of an earlier conversation brings everything. One stream more than allowed ends the
        oldest. ``opened`` is called once the stream is there.
        """
        me = object()
        self._streams.append(me)
        self._wake()
        done, new = self._position(after) if after else self._streamed, self._count if not after else 0
        opened()
        try:
            while me in self._streams:
                news = self._news
                for entry in [e for e in self._entries if e.number > done and (e.number > new or e.unasked)]:
                    done = entry.number
                    self._streamed = max(self._streamed, done)
                    yield entry.shown
                if not await _within(news, keepalive):
                    yield None
        finally:
            if me in self._streams:
                self._streams.remove(me)

    def _position(self, after: str) -> int:
        beginning, _, number = after.partition("-")
        return int(number) if beginning == self._beginning and number.isdecimal() and len(number) < 10 else 0

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


async def _within(news: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(news.wait(), seconds)
    except TimeoutError:
        return False
    return True


class Visitors:
    """All conversations, the one untouched for longest first."""

    def __init__(self, limits: Limits, clock: Callable[[], datetime]) -> None:
        """Take the bounds and the clock."""
        self._limits = limits
        self._clock = clock
        self._held: OrderedDict[str, Visitor] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Visitor]:
        return iter(self._held.values())

    def of(self, visitor: str) -> Visitor:
        """The conversation of a visitor, begun when there is none; counts as a sign of life."""
        now = self._clock()
        held = self._held.setdefault(visitor, Visitor(visitor, self._limits, now))
        held.seen = now
        self._held.move_to_end(visitor)
        self._forget(now)
        return held

    def known(self, visitor: str) -> Visitor | None:
        """The conversation of a visitor, None when there is none."""
        return self._held.get(visitor)

    def renew(self, visitor: Visitor, number: str) -> None:
        """Know a visitor by another id only: streams under the old one end, and whoever comes with it is a stranger."""
        self._held.pop(visitor.id, None)
        visitor.leave()
        visitor.id = number
        self._held[number] = visitor

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        for visitor in self:
            visitor.leave()

    def _forget(self, now: datetime) -> None:
        for visitor in list(self._gone(now)):
            visitor.leave()
            del self._held[visitor.id]

    def _gone(self, now: datetime) -> Iterable[Visitor]:
        """From the longest untouched on: more than there may be, or idle for too long."""
        for n, visitor in enumerate(self):
            too_many = len(self) - n > self._limits.visitors
            if not too_many and now - visitor.seen <= self._limits.idle:
                return
            yield visitor
