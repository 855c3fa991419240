"""What many tasks ask of the database, in few transactions: while one is being committed, the next ones gather.

A commit and the way to the server cost more than the row they are for. Nobody waits longer than alone: what finds
nothing under way goes at once, and each answer comes only after its transaction has been committed.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy import Connection

from knowledge.database import Database

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """``work(connection, items)`` gives a result for each item; it may be done anew after it was rolled back, and once
    more after a power cut took it back.

    For one event loop.
    """

    def __init__(self, database: Database, work: Callable[[Connection, Sequence[Item]], Sequence[Result]]) -> None:
        self._database = database
        self._work = work
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, item: Item) -> Result:
        """The result for one item, committed; raises what the work raises for this item alone."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._all())
        return await done

    async def _all(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting, []
                await self._some(some)
        finally:
            self._writing = None

    async def _some(self, some: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        """In one transaction; when it fails, each by itself, so that nobody pays for another's error."""
        try:
            results = await self._database.amark(self._work, [item for item, _ in some])
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            if len(some) > 1:
                for one in some:
                    await self._some([one])
            elif not some[0][1].cancelled():
                some[0][1].set_exception(error)
        else:
            for (_, done), result in zip(some, results, strict=True):
                if not done.cancelled():
                    done.set_result(result)
