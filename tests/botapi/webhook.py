"""Delivery of updates by webhook: the secret, order, retries with growing pauses."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import aiohttp

from tests.botapi.changes import Changes
from tests.botapi.updates import Update, Updates


class Webhook:
    """One update at a time, the oldest first, until the bot answers 2xx. ``backoff`` gives the pause in seconds of
    the bot's time after so many failures in a row; a test may replace it.
    """

    def __init__(self, updates: Updates, changes: Changes, second: float) -> None:
        self.url = ""
        self.failures = 0
        self.backoff: Callable[[int], float] = lambda failures: min(2.0**failures, 60.0)
        self._updates = updates
        self._changes = changes
        self._second = second
        self._secret = ""
        self._connections = 40
        self._trouble: dict[str, Any] = {}

    def set(self, url: str, secret: str, connections: int) -> None:
        self.url, self._secret, self._connections = url, secret, connections
        self.failures, self._trouble = 0, {}
        self._updates.webhook_set = bool(url)
        if url:
            self._updates.hang_up()
        self._changes.bump()

    def describe(self) -> dict[str, Any]:
        return {"max_connections": self._connections, "ip_address": "127.0.0.1", **self._trouble}

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                await self._changes.until(lambda: self.url and self._updates.pending, None)
                await self._deliver(session, self._updates.pending[0])

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> None:
        trouble = await self._post(session, update)
        if not trouble:
            self.failures, self._trouble = 0, {}
            self._updates.pending[:] = [kept for kept in self._updates.pending if kept is not update]
            self._changes.bump()
            return
        self.failures += 1
        self._trouble = {"last_error_date": int(time.time()), "last_error_message": trouble}
        self._changes.bump()
        await asyncio.sleep(self.backoff(self.failures) * self._second)

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> str:
        """The reason why the bot did not take an update; empty when it did."""
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            async with session.post(self.url, data=json.dumps(update), headers=headers) as response:
                return "" if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError):
            return "Connection refused"
