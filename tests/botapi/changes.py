"""Waiting without missing anything."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """A revision counter that can be waited on.

    Whoever waits looks first and sleeps only until the next change. Between the look and the sleep nothing else can
    run, and every change wakes everybody, so no wake-up is lost however many wait.
    """

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def bump(self) -> None:
        self.count += 1
        woken, self._next = self._next, asyncio.Event()
        woken.set()

    async def until(self, look: Callable[[], Found], seconds: float | None) -> Found:
        """What ``look`` gives as soon as it is true, or its last (false) value when the seconds are over."""
        found = look()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not found:
                    await self._next.wait()
                    found = look()
        return found
