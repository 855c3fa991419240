"""Messages nobody asked for on the web page: they count as sent once a page says that they stand there, else they wait.

A phone that lies in a pocket keeps its connection for a while although nobody reads: what its page does not confirm
is taken back and kept in the database until the visitor opens the page again, here or on another replica.
"""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Sequence
from contextlib import AbstractContextManager
from typing import Final

from bot.web.behind import Bring
from bot.web.chat import CHANNEL, Chat
from bot.web.visitors import Visitor
from knowledge.message import Address, Message
from scheduler.delivery import Absent

log = logging.getLogger("jiamenkou.web")

SIDE_BY_SIDE: Final = 64
"""Pages that may be asked for their confirmation at a time: each takes up to ten seconds to say nothing."""
_PATIENCE: Final = 3.0
"""Seconds that a page without a script is held up at most for what waits."""


class PageSender:
    """Shows a message on the visitor's open page."""

    def __init__(self, chat: Chat) -> None:
        """Take the conversations."""
        self._chat = chat

    async def send(self, to: Address, message: Message) -> None:
        """Show it, or raise Absent when no page of theirs in this process confirms that it stands there."""
        if not await self._chat.show(to, message):
            raise Absent


class Doorstep:
    """Where what was kept waits for visitors to come."""

    def __init__(self, chat: Chat, bring: Bring) -> None:
        """Take the conversations and what sends."""
        self._chat = chat
        self._bring = bring
        self._under_way: set[asyncio.Task[None]] = set()

    def opened(self, *visitors: Visitor) -> None:
        """These have a page open: what waits for them is on its way."""
        if visitors:
            self._start(self._brought(visitors, contextlib.nullcontext()))

    def look_again(self) -> None:
        """Whatever another replica kept meanwhile for those whose pages are open here."""
        self.opened(*[visitor for visitor in self._chat.visitors if visitor.is_listening])

    async def about_to_read(self, visitor: Visitor) -> None:
        """A page without a script is about to be written: what waits is put into the conversation first."""
        await asyncio.wait({self._start(self._brought([visitor], visitor.reading()))}, timeout=_PATIENCE)

    def _start(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _brought(self, visitors: Sequence[Visitor], meanwhile: AbstractContextManager[None]) -> None:
        try:
            with meanwhile:
                await self._bring([Address(CHANNEL, visitor.id) for visitor in visitors])
        except Exception as error:  # noqa: BLE001 - it stays where it is and comes with the next look
            log.warning("what waits for visitors could not be brought: %s", type(error).__name__)
