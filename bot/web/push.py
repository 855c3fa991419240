"""Messages nobody asked for on the web page: shown at once on an open page, else kept until the visitor comes back."""

from collections.abc import Sequence
from datetime import datetime

from bot.web.chat import Chat
from knowledge.database import Database
from knowledge.message import Address, Message
from scheduler.delivery import Absent
from scheduler.recovery import arrived, is_kept


class PageSender:
    """Shows a message on the visitor's open page."""

    def __init__(self, chat: Chat) -> None:
        """Take the conversations."""
        self._chat = chat

    async def send(self, to: Address, message: Message) -> None:
        """Show it, or raise Absent when no page of theirs is open in this process."""
        if not self._chat.push(to, message):
            raise Absent


async def bring_kept(database: Database, there: Sequence[Address], now: datetime) -> int:
    """What waits for these visitors is due; a look first, since nearly always nothing waits."""
    if not await database.aread(is_kept, there):
        return 0
    return await database.awrite(arrived, there, now)
