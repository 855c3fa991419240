"""One lane a person: in order within a lane, lanes side by side."""

import asyncio
import logging
import traceback
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

log = logging.getLogger(__name__)

Item = TypeVar("Item")
LONGEST: Final = 50  # things one person can have waiting; more is a machine gone wild


class Lanes(Generic[Item]):
    """Runs ``work`` on every item. A lane exists only while it has something to do, so nothing piles up."""

    def __init__(self, work: Callable[[Item], Awaitable[None]]) -> None:
        self._work = work
        self._waiting: dict[str, deque[Item]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, key: str, item: Item, *, urgent: bool = False) -> bool:
        """Queue an item behind the others of the same key; False if that lane is full.

        What is ``urgent`` goes before the others and is never refused.
        """
        lane = self._waiting.get(key)
        if lane is not None and urgent:
            lane.appendleft(item)
            return True
        if lane is not None and len(lane) >= LONGEST:
            return False
        if lane is not None:
            lane.append(item)
            return True
        self._waiting[key] = deque([item])
        task = asyncio.create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def settled(self, seconds: float) -> bool:
        """Wait until nothing is left to do, at most so many seconds; False if something still is."""
        if not self._tasks:
            return True
        _, busy = await asyncio.wait(self._tasks, timeout=seconds)
        return not busy

    async def stop(self, seconds: float) -> None:
        """Finish what is there within so many seconds, then give up the rest."""
        await self.settled(seconds)
        for task in (left := list(self._tasks)):
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _run(self, key: str) -> None:
        lane = self._waiting[key]
        try:
            while lane:
                await self._one(lane.popleft())
        finally:
            del self._waiting[key]

    async def _one(self, item: Item) -> None:
        try:
            await self._work(item)
        except Exception as error:  # noqa: BLE001 - one failure must not stop a lane; no words of people in the log
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{frame.filename}:{frame.lineno}"
            log.error("an update failed: %s at %s", type(error).__name__, where)  # noqa: TRY400 - no words of people
