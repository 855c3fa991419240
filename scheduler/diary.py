"""The diary of one process: at each tick what is due is planned, and a worker for each open channel sends it."""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from uuid import uuid4

from knowledge.message import Address
from scheduler import planning
from scheduler.worker import Line, Surroundings, Worker

log = logging.getLogger("jiamenkou.scheduler")


def own_name() -> str:
    """A name for this process's rows that no other process has, nor this one after a restart."""
    return f"{socket.gethostname()[:16]}-{os.getpid()}-{uuid4().hex[:8]}"


class Diary:
    """Plans and sends. Channels are opened while they can be written to; what is for others waits in the database."""

    def __init__(self, around: Surroundings, name: str) -> None:
        """Take what workers need of the house, and a name no other process has."""
        self._around = around
        self._name = name
        self._wake: dict[str, asyncio.Event] = {}
        self._workers: dict[str, Worker] = {}

    async def tick(self) -> None:
        """Plan what is due now and wake the workers. Cheap when there is nothing to do."""
        now, database = self._around.clock(), self._around.database
        todo = await database.aread(planning.look, now)
        try:
            if todo.plan:
                await self._plan(now)
        finally:  # what is ready goes out, also when planning fails
            if todo.plan or todo.send:
                self._ring()

    async def _plan(self, now: datetime) -> None:
        database = self._around.database
        await database.amark(planning.settle_clock, self._around.book(), now)
        while await database.amark(planning.plan_due, self._around.book(), now) == planning.BATCH:
            self._ring()  # the first are on their way while the last are still being planned

    def _ring(self) -> None:
        for event in self._wake.values():
            event.set()

    async def bring(self, people: Sequence[Address]) -> int:
        """Send what was kept for people of one channel who are there now; tells how many deliveries were taken up."""
        worker = self._workers.get(people[0].channel) if people else None
        return await worker.bring(people) if worker is not None else 0

    @contextlib.asynccontextmanager
    async def open(self, line: Line) -> AsyncIterator[None]:
        """Send to this channel for as long as the context is open; what is under way at its end is finished."""
        wake = self._wake[line.channel] = asyncio.Event()
        wake.set()
        worker = self._workers[line.channel] = Worker(self._name, line, self._around)
        task = asyncio.create_task(self._work(worker, wake))
        try:
            yield
        finally:
            self._wake.pop(line.channel, None)
            self._workers.pop(line.channel, None)
            worker.stop()
            wake.set()
            await task

    async def _work(self, worker: Worker, wake: asyncio.Event) -> None:
        while not worker.is_stopped:
            await wake.wait()
            wake.clear()
            try:
                await worker.drain()
            except Exception as error:  # noqa: BLE001 - the database may be away for a while: the next tick tries again
                log.warning("sending stopped for now: %s", type(error).__name__)
