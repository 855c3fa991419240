"""Sending what is ready, one channel a worker: claim, mark, send, mark; each delivery by itself.

One bad recipient stops nobody: whatever happens to a delivery is written beside it and the next one follows.
"""

import asyncio
import contextlib
import logging
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Concatenate, Final, NamedTuple, ParamSpec, TypeVar

import msgspec
from sqlalchemy import Connection

from knowledge import handoffs
from knowledge.book import Book
from knowledge.database import Database
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Address, Message
from knowledge.people import Preferences
from knowledge.together import Together
from scheduler import claiming, composing, outbox, pace, recovery
from scheduler.claiming import told_as_one
from scheduler.delivery import Absent, Rejected, Sender, SlowDown, TryLater, Unknown, Unreachable
from scheduler.material import Material, materials
from scheduler.outbox import LEASE, Delivery
from scheduler.replying import number_of

log = logging.getLogger("jiamenkou.scheduler")

BATCH: Final = 10
_LONGEST_PAUSE: Final = 600.0
_PATIENCE: Final = (0.5, 1, 2, 4, 8)
"""Seconds between tries to note what became of a message while the database is away: within a lease."""

Manner = Callable[[Message, Preferences], Message]
P = ParamSpec("P")
T = TypeVar("T")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A channel that is written to: its name, how to send, and messages a second (None: no limit of its own).

    ``side_by_side``: how many are under way at a time, more where each waits for the person's device to answer.
    """

    channel: str
    sender: Sender
    per_second: float | None = 25.0
    side_by_side: int = 8


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker needs of the house. ``clock`` gives aware time; ``sleep`` waits seconds; ``manner`` makes a message
    fit a person's wishes; ``chance`` (0 to 1) spreads retries; ``lease`` is how long rows stay with a silent worker.
    """

    database: Database
    book: Callable[[], Book]
    clock: Callable[[], datetime]
    manner: Manner = lambda message, _wishes: message
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    lease: timedelta = LEASE


class _End(NamedTuple):
    """What became of some rows."""

    numbers: tuple[int, ...]
    state: outbox.State
    reason: str


class Worker:
    """Sends for one channel. ``name`` tells this process's rows from those of others."""

    def __init__(self, name: str, line: Line, around: Surroundings) -> None:
        self._name = name
        self._line = line
        self._around = around
        self._hands = asyncio.Semaphore(line.side_by_side)
        self._begins = Together(around.database, self._begun)
        self._ends = Together(around.database, self._ended)
        self.is_stopped = False

    def stop(self) -> None:
        """Take up nothing more: :meth:`drain` returns once what is under way has been told and noted."""
        self.is_stopped = True

    async def drain(self) -> int:
        """Send until nothing is ready; tells how many deliveries were taken up."""
        count = 0
        async with asyncio.TaskGroup() as tasks:
            while not self.is_stopped and (rows := await self._claimed()):
                for delivery, at in rows:
                    await self._until(at)
                    await self._hands.acquire()
                    tasks.create_task(self._handed(delivery))
                count += len(rows)
        return count

    async def bring(self, people: Sequence[Address]) -> int:
        """Send what was kept for these people, who are there now; a look first, since nearly always nothing waits."""
        database = self._around.database
        if not people or not await database.aread(recovery.is_kept, people):
            return 0
        rows = await database.amark(recovery.take_kept, people, self._name, self._around.clock())
        async with asyncio.TaskGroup() as tasks:
            for to in dict.fromkeys(row.to for row in rows):
                tasks.create_task(self._in_order([row for row in rows if row.to == to]))
        return len(rows)

    async def _in_order(self, rows: Sequence[Delivery]) -> None:
        """What one person gets, one after the other."""
        for delivery in rows:
            await self._hands.acquire()
            await self._handed(delivery)

    async def _claimed(self) -> list[tuple[Delivery, datetime]]:
        try:
            return await self._around.database.amark(self._take, self._around.clock())
        except DatabaseUnavailable as error:  # the next tick tries again; what is under way is not cut off
            log.warning("nothing is taken up for now: %s", error)
            return []

    @property
    def _speed(self) -> float | None:
        """Messages a second: as an owner has set it, else as the program was started; None for a line without limit."""
        usual = self._line.per_second
        return usual if usual is None else self._around.book().tuning.per_second or usual

    def _take(self, connection: Connection, now: datetime) -> list[tuple[Delivery, datetime]]:
        """The next rows and when each may leave; none while the channel wants more patience than half a lease."""
        channel, speed, lease = self._line.channel, self._speed, self._around.lease
        if speed is not None and pace.wait(connection, channel, now) > lease / 2:
            return []
        spaced = speed is not None
        rows = claiming.claim(connection, channel, self._name, now, most=BATCH, lease=lease, spaced=spaced)
        if not rows or speed is None:
            return [(row, now) for row in rows]
        return list(zip(rows, pace.reserve(connection, channel, len(rows), speed, now), strict=True))

    async def _until(self, at: datetime) -> None:
        seconds = (at - self._around.clock()).total_seconds()
        if seconds > 0:
            await self._around.sleep(seconds)

    async def _handed(self, delivery: Delivery) -> None:
        try:
            await self._delivered(delivery)
        except DatabaseUnavailable:  # nothing can be noted: what it is decides itself when the lease is over
            log.warning("a delivery was left to its lease: the database is away")
        except Exception as error:  # noqa: BLE001 - one delivery must not stop those behind it
            log.error("a delivery broke: %s", type(error).__name__)  # noqa: TRY400 - without the words it holds
            with contextlib.suppress(DatabaseUnavailable):
                await self._settle(delivery, "failed", f"broken: {type(error).__name__}")
        finally:
            self._hands.release()

    async def _delivered(self, delivery: Delivery) -> None:
        now = self._around.clock()
        late = [one for one in delivery.all if now > one.late_after]
        for one in late:
            await self._settle(one, "expired", "late")
        if len(late) == len(delivery.all):
            return
        held = await self._begins.write(told_as_one([one for one in delivery.all if one not in late]))
        if not held:
            return
        message, told, skipped = composing.compose(delivery, held, self._around.book(), now)
        for one in delivery.all:
            if one.id in skipped:
                await self._settle(one, "skipped", skipped[one.id])
        if message is not None:
            await self._sent(told_as_one(told), self._around.manner(message, held[told[0].id].wishes))

    async def _sent(self, delivery: Delivery, message: Message) -> None:
        """The request itself, and what became of it."""
        try:
            await self._line.sender.send(delivery.to, message)
        except SlowDown as slow:
            await self._put_off(delivery, slow.seconds)
            await self._noted(pace.pause, self._line.channel, slow.seconds, self._around.clock())
        except TryLater as later:
            await self._put_off(delivery, max(later.seconds, self._backoff(delivery.tries)))
        except Absent:
            await self._around.database.amark(outbox.keep, delivery, self._name, self._around.clock())
        except Unreachable:
            await self._noted(recovery.gone, delivery, self._name, self._around.clock())
        except Rejected as error:
            await self._settle(delivery, "failed", str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the request may have left before
            why = "no answer" if isinstance(error, Unknown) else f"broken: {type(error).__name__}"
            await self._noted(recovery.unknown, delivery, self._name, self._around.clock(), why)
        else:
            await self._settle(delivery, "sent")

    async def _put_off(self, delivery: Delivery, seconds: float) -> None:
        """Surely not delivered: once more later, for as long as it is of use."""
        now = self._around.clock()
        until = now + timedelta(seconds=seconds)
        for one in delivery.all:
            if until > one.late_after:
                await self._settle(one, "expired", f"not taken in time, tries: {one.tries + 1}")
        later = [one.id for one in delivery.all if until <= one.late_after]
        if later:
            await self._noted(outbox.postpone, later, self._name, now, until)

    def _backoff(self, tries: int) -> float:
        """Seconds: twice as long each time, spread so that not everybody comes back at once."""
        return min(2.0 ** min(tries + 1, 20), _LONGEST_PAUSE) * (0.5 + self._around.chance() / 2)

    async def _settle(self, delivery: Delivery, state: outbox.State, reason: str = "") -> None:
        numbers = tuple(one.id for one in delivery.all)
        await self._patiently(lambda: self._ends.write(_End(numbers, state, reason)))
        if delivery.kind == "reply":  # its words and the return address are of no use any more
            await self._noted(handoffs.settle, number_of(delivery))

    async def _noted(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._patiently(lambda: self._around.database.amark(work, *args, **kwargs))

    async def _patiently(self, mark: Callable[[], Awaitable[T]]) -> T:
        """What became of a message is not lost because the database is away for a moment."""
        for pause in _PATIENCE:
            try:
                return await mark()
            except DatabaseUnavailable:
                await self._around.sleep(pause)
        return await mark()

    def _begun(self, connection: Connection, deliveries: Sequence[Delivery]) -> list[dict[int, Material]]:
        """Mark that these requests are about to leave, and read what their rows say; rows that are gone are missing."""
        rows, now = [one for delivery in deliveries for one in delivery.all], self._around.clock()
        ours = outbox.begin(connection, [one.id for one in rows], self._name, now, lease=self._around.lease)
        held = materials(connection, [one for one in rows if one.id in ours])
        return [{one.id: held[one.id] for one in delivery.all if one.id in held} for delivery in deliveries]

    def _ended(self, connection: Connection, ends: Sequence[_End]) -> list[None]:
        """Mark what became of these, those of one fate at a time."""
        fates: defaultdict[tuple[outbox.State, str], list[int]] = defaultdict(list)
        for end in ends:
            fates[end.state, end.reason] += end.numbers
        for (state, reason), numbers in fates.items():
            outbox.settle(connection, numbers, self._name, self._around.clock(), state, reason)
        return [None] * len(ends)
