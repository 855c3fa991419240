"""Who is talking right now: what was said in the last half hour, so that no answer is lost on the way to a phone.

All of it lives in memory only, bounded, and is forgotten after 30 minutes without a sign of life.
"""

import asyncio
import re
import secrets
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from bot.web.limits import Limits
from bot.web.shown import Shown
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


Maker = Callable[[str], Shown]
"""Makes an entry for the number it gets."""


class Visitor:
    """One person's conversation: numbered entries, answers by the id of what was said, and the open streams."""

    def __init__(self, visitor: str, limits: Limits, seen: datetime) -> None:
        """Begin an empty conversation. ``beginning`` tells its numbers from those of an earlier one."""
        self.id = visitor
        self.seen = seen
        self.turn = asyncio.Lock()
        self.answers: OrderedDict[str, asyncio.Task[list[Shown]]] = OrderedDict()
        self._beginning = secrets.token_hex(4)
        self._count = 0
        self._entries: deque[Entry] = deque(maxlen=limits.remembered)
        self._news = asyncio.Event()
        self._streams: deque[object] = deque(maxlen=limits.streams)

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

    def entries(self) -> Iterator[Shown]:
        """What is remembered of the conversation."""
        return (entry.shown for entry in self._entries)

    def file(self, number: str, name: str) -> Attachment | None:
        """A file of an entry, None when it is forgotten."""
        return next((e.files.get(name) for e in self._entries if e.shown.id == number), None)

    def keep_answer(self, said: str, answer: "asyncio.Task[list[Shown]]") -> None:
        """Remember an answer by the id of what was said, so that saying it again brings the same one."""
        self.answers[said] = answer
        while len(self.answers) > _ANSWERS_KEPT:
            self.answers.popitem(last=False)

    def clear(self) -> None:
        """Forget what was said; numbers go on."""
        self._entries.clear()
        self.answers.clear()

    def leave(self) -> None:
        """End all streams."""
        self._streams.clear()
        self._wake()

    async def stream(self, after: str, keepalive: float) -> AsyncIterator[Shown | None]:
        """Entries after a number as they come, None after so many seconds of silence.

        An empty ``after`` is for a page that begins anew; a number of an earlier conversation brings everything.
        One stream more than allowed ends the oldest.
        """
        me = object()
        self._streams.append(me)
        self._wake()
        done = self._count if not after else self._position(after)
        try:
            while me in self._streams:
                news = self._news
                for entry in [entry for entry in self._entries if entry.number > done]:
                    done = entry.number
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
