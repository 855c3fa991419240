"""Sending what is ready, one channel a worker: claim, mark, send, mark; each delivery by itself.

One bad recipient stops nobody: whatever happens to a delivery is written beside it and the next one follows.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection

from knowledge.book import Book
from knowledge.database import Database
from knowledge.message import Address, Message
from knowledge.people import Preferences, mark_reachable
from scheduler import composing, outbox, pace, recovery
from scheduler.composing import Material, Skipped
from scheduler.delivery import Absent, Rejected, Sender, SlowDown, TryLater, Unknown, Unreachable
from scheduler.outbox import LEASE, Delivery
from scheduler.policies import TRIES

log = logging.getLogger("jiamenkou.scheduler")

BATCH: Final = 10
_LONGEST_PAUSE: Final = 600.0
Manner = Callable[[Message, Preferences], Message]


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
    fit a person's wishes; ``chance`` (0 to 1) spreads retries.
    """

    database: Database
    book: Callable[[], Book]
    clock: Callable[[], datetime]
    manner: Manner = lambda message, _wishes: message
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class Worker:
    """Sends for one channel. ``name`` tells this process's rows from those of others."""

    def __init__(self, name: str, line: Line, around: Surroundings) -> None:
        self._name = name
        self._line = line
        self._around = around
        self._hands = asyncio.Semaphore(line.side_by_side)

    async def drain(self) -> int:
        """Send until nothing is ready; tells how many deliveries were taken up."""
        count = 0
        async with asyncio.TaskGroup() as tasks:
            while rows := await self._claimed():
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
        rows = await database.awrite(recovery.take_kept, people, self._name, self._around.clock())
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
        return await self._around.database.awrite(self._take, self._around.clock())

    def _take(self, connection: Connection, now: datetime) -> list[tuple[Delivery, datetime]]:
        speed = self._line.per_second
        rows = outbox.claim(connection, self._line.channel, self._name, now, most=BATCH, spaced=speed is not None)
        if not rows or speed is None:
            return [(row, now) for row in rows]
        slots = pace.reserve(connection, self._line.channel, len(rows), speed, now)
        return list(zip(rows, slots, strict=True))

    async def _until(self, at: datetime) -> None:
        seconds = (at - self._around.clock()).total_seconds()
        if seconds > 0:
            await self._around.sleep(seconds)

    async def _handed(self, delivery: Delivery) -> None:
        try:
            await self._delivered(delivery)
        except Exception as error:  # noqa: BLE001 - one delivery must not stop those behind it
            log.error("a delivery broke: %s", type(error).__name__)  # noqa: TRY400 - without the words it holds
            with contextlib.suppress(Exception):
                await self._settle(delivery, "failed", f"broken: {type(error).__name__}")
        finally:
            self._hands.release()

    async def _delivered(self, delivery: Delivery) -> None:
        now = self._around.clock()
        if now > delivery.late_after:
            await self._settle(delivery, "expired", "late")
            return
        held = await self._around.database.awrite(_begun, delivery, self._name, now)
        if held is None:
            return
        try:
            message = composing.compose(delivery, held, self._around.book(), now)
        except Skipped as reason:
            await self._settle(delivery, "skipped", str(reason))
            return
        await self._sent(delivery, self._around.manner(message, held.wishes))

    async def _sent(self, delivery: Delivery, message: Message) -> None:
        """The request itself, and what became of it."""
        try:
            await self._line.sender.send(delivery.to, message)
        except SlowDown as slow:
            await self._put_off(delivery, slow.seconds)
            await self._around.database.awrite(pace.pause, self._line.channel, slow.seconds, self._around.clock())
        except TryLater as later:
            await self._put_off(delivery, max(later.seconds, self._backoff(delivery.tries)))
        except Absent:
            await self._around.database.awrite(outbox.keep, delivery, self._name, self._around.clock())
        except Unreachable:
            await self._around.database.awrite(_gone, delivery, self._name, self._around.clock())
        except Unknown:
            await self._around.database.awrite(_unknown, delivery, self._name, self._around.clock())
        except Rejected as error:
            await self._settle(delivery, "failed", str(error))
        else:
            await self._settle(delivery, "sent")

    async def _settle(self, delivery: Delivery, state: outbox.State, reason: str = "") -> None:
        now = self._around.clock()
        await self._around.database.awrite(outbox.settle, delivery.id, self._name, now, state, reason)

    async def _put_off(self, delivery: Delivery, seconds: float) -> None:
        """Surely not delivered: once more later, unless it was tried often enough or would come too late."""
        now = self._around.clock()
        until = now + timedelta(seconds=seconds)
        if delivery.tries + 1 >= TRIES:
            await self._settle(delivery, "failed", f"given up after {TRIES} tries")
        elif until > delivery.late_after:
            await self._settle(delivery, "expired", "not taken in time")
        else:
            await self._around.database.awrite(outbox.postpone, delivery.id, self._name, now, until)

    def _backoff(self, tries: int) -> float:
        """Seconds: twice as long each time, spread so that not everybody comes back at once."""
        return min(2.0 ** (tries + 1), _LONGEST_PAUSE) * (0.5 + self._around.chance() / 2)


def _begun(connection: Connection, delivery: Delivery, worker: str, now: datetime) -> Material | None:
    """Mark that the request is about to leave, and read what it says; None when the row is gone."""
    if not outbox.begin(connection, delivery.id, worker, now, lease=LEASE):
        return None
    return composing.material(connection, delivery)


def _gone(connection: Connection, delivery: Delivery, worker: str, now: datetime) -> None:
    """The person cannot be reached: nothing more goes to them until they write again."""
    outbox.settle(connection, delivery.id, worker, now, "failed", "unreachable")
    mark_reachable(connection, delivery.to, now, reachable=False)
    recovery.unreachable(connection, delivery.to, now)


def _unknown(connection: Connection, delivery: Delivery, worker: str, now: datetime) -> None:
    """It may have arrived: on record as such, and sent again only if its kind is better told twice than never."""
    if outbox.settle(connection, delivery.id, worker, now, "unknown", "no answer"):
        recovery.repeat(connection, delivery, now)
