"""Long polling: fetch raw updates, hand them on, never stop for a bad one or a bad network."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.telegram.conversation import Conversation
from bot.telegram.inbound import WANTED
from bot.telegram.request import NotTaken
from knowledge.errors import JiamenkouError, SettingsError

log = logging.getLogger(__name__)

HOLD: Final = 25  # seconds Telegram holds a poll open
GRACE: Final = 2.0  # seconds in which a batch should be answered before the next one is asked for
DRAIN: Final = 10.0
LONGEST_PAUSE: Final = 60.0


class TwoBots(JiamenkouError):
    """Another program reads this bot's updates."""


class Polling:
    """Runs until ``stop``. A batch is confirmed after it has been answered, or after a short grace, so that a crash
    loses next to nothing and one slow answer holds nobody up.
    """

    def __init__(
        self,
        bot: Bot,
        request: BaseRequest,
        conversation: Conversation,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._request = request
        self._conversation = conversation
        self._sleep = sleep
        self._offset = 0
        self._stopped = False
        self._poll: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Poll and answer until stopped (or cancelled); then answer what is there and confirm it."""
        if self._stopped:
            return
        self._poll = asyncio.create_task(self._forever())
        try:
            await self._poll
        except asyncio.CancelledError:
            if not self._stopped:
                raise
        finally:
            await self._conversation.lanes.stop(DRAIN)
            await self._confirm()

    def stop(self) -> None:
        """Take nothing new any more; ``run`` returns when the rest is answered."""
        self._stopped = True
        if self._poll:
            self._poll.cancel()

    async def _forever(self) -> None:
        while True:
            for update in await self._fetched():
                self._conversation.take(update)
                self._offset = max(self._offset, _number(update) + 1)
            await self._conversation.lanes.settled(GRACE)

    async def _fetched(self) -> list[dict[str, Any]]:
        """The next updates, however long the network takes to come back."""
        pause = 1.0
        while True:
            try:
                return await self._updates(HOLD)
            except Conflict as error:
                raise TwoBots(
                    "Telegram says that another program uses this bot token or has set a webhook for it. "
                    "Stop the other one, or give this one its own token (JIAMENKOU_TELEGRAM_TOKEN)."
                ) from error
            except InvalidToken as error:
                raise wrong_token() from error
            except TelegramError as error:
                named = error.seconds if isinstance(error, NotTaken) else 0.0
                log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
                await self._sleep(max(pause, named))
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _updates(self, hold: int, limit: int = 100) -> list[dict[str, Any]]:
        wanted = msgspec.json.encode(WANTED).decode()
        query = urlencode({"offset": self._offset, "timeout": hold, "limit": limit, "allowed_updates": wanted})
        found = await self._request.post(f"{self._bot.base_url}/getUpdates?{query}", read_timeout=hold + 10)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []

    async def _confirm(self) -> None:
        """Tell Telegram what has been answered, so that the next start does not get it again."""
        if self._offset:
            with contextlib.suppress(TelegramError):
                await self._updates(hold=0, limit=1)


def wrong_token() -> SettingsError:
    """Telegram answers 401 and 404 for a token it does not know, and for a wrong address too."""
    return SettingsError(
        "Telegram does not know this bot: check JIAMENKOU_TELEGRAM_TOKEN (from @BotFather, like 123456:ABC…) "
        "and, if it is set, JIAMENKOU_TELEGRAM_API."
    )


def _number(update: dict[str, Any]) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else -1
