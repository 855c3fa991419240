"""The whole program as ``jiamenkou run`` starts it, from a new database, with a clock that is turned by hand."""

import asyncio
import re
import threading
from datetime import timedelta

from bot.assembly import open_house
from bot.service import serve_until
from tests.conftest import NOON
from tests.houses import house_settings
from tests.patience import PATIENCE


class Turned:
    """A clock that is turned by hand."""

    now = NOON

    def __call__(self):
        return self.now


class Program:
    """It runs in a thread of its own until it is stopped; ``printed`` are the lines that its owner reads."""

    def __init__(self, folder):
        self.clock, self.printed = Turned(), []
        self._settings = house_settings(folder / "book.sqlite")
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    async def _run(self):
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        with open_house(self._settings, self.clock) as self.house:
            await serve_until(self.house, self._stop, self._tell)

    def _tell(self, line):
        self.printed.append(line)
        if "TELEGRAM" in line:  # the last line of a start
            self._ready.set()

    @property
    def url(self):
        return re.search(r"(http://\S+?)/? ", self.printed[0])[1]

    @property
    def link(self):
        """The link for the first owner, as it was printed."""
        return re.search(r"http://\S+/staff/invite/\S+", "\n".join(self.printed))[0]

    def later(self, **time):
        self.clock.now += timedelta(**time)

    def stop(self):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)
