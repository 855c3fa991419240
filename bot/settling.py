"""The queue of unanswered questions kept true to the Book, a little at a time: a few questions a tick."""

import asyncio
from datetime import datetime
from typing import Final

from knowledge import answered
from knowledge.database import Database
from knowledge.keeping import settling
from knowledge.shelf import Shelf

_AT_ONCE: Final = 20
"""Questions asked again a tick: a fifth of a second beside everything else."""


class Settling:
    """Asks the questions that staff see once more after each publishing. One for the process."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        """Take the queue's database and the shelf that follows the Book."""
        self._database = database
        self._shelf = shelf
        self._lock = asyncio.Lock()
        self._version = -1
        self._left: tuple[int, ...] = ()

    async def tick(self, now: datetime) -> int:
        """Ask the next few again; returns how many left the queue. Cheap when nothing was published.

        What somebody of the staff works on waits for them. Raises DatabaseUnavailable.
        """
        async with self._lock:
            reader = self._shelf.reader
            if self._version != reader.book.version:
                if await self._database.aread(settling.is_news, self._version):
                    self._left = await self._database.aread(settling.to_ask, reader.book, now)
                self._version = reader.book.version
            if not self._left:
                return 0
            batch = await self._database.aread(settling.next_of, self._left, now, _AT_ONCE)
            self._left = batch.left  # first, so that one that breaks is not tried again and again
            found = await asyncio.to_thread(settling.asked_again, reader, batch, now)
            asked = [one.id for one in batch.questions]
            return await self._database.amark(answered.settle, asked, found, self._version, now) if asked else 0
