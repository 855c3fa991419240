"""The Telegram channel as one thing to open, run and close."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.telegram import menu
from bot.telegram.conversation import NO_HOOKS, Answer, Conversation, Hooks
from bot.telegram.inbound import WANTED
from bot.telegram.outbound import TelegramSender
from bot.telegram.polling import LONGEST_PAUSE, Polling, wrong_token
from bot.telegram.request import AiohttpRequest, environment_proxy

log = logging.getLogger(__name__)

OFFICIAL: Final = "https://api.telegram.org"
Sleep = Callable[[float], Awaitable[None]]


class TelegramChannel:
    """An open bot: ``sender`` for those who write to people, ``run`` to listen, ``stop`` to end listening."""

    def __init__(self, bot: Bot, request: AiohttpRequest, answer: Answer, hooks: Hooks) -> None:
        self.bot = bot
        self.sender = TelegramSender(bot, hooks.sleep)
        self.conversation = Conversation(bot, self.sender, answer, hooks)
        self._polling = Polling(bot, request, self.conversation, hooks.sleep)

    async def run(self) -> None:
        """Publish the menu, then poll until stopped."""
        try:
            await self.bot.delete_webhook()  # while Telegram delivers, nobody may ask
            await menu.publish(self.bot)
        except TelegramError as error:  # a menu is no reason not to answer people
            log.warning("the menu or the webhook was not updated: %s", type(error).__name__)
        await self._polling.run()

    async def listen(self, url: str, secret: str) -> None:
        """Publish the menu and have Telegram deliver to ``url`` with ``secret`` in the header, until cancelled."""
        await menu.publish(self.bot)
        await self.bot.set_webhook(url, secret_token=secret, allowed_updates=list(WANTED), max_connections=20)
        await asyncio.Event().wait()

    def stop(self) -> None:
        """End listening; ``run`` returns when everything taken has been answered."""
        self._polling.stop()


@contextlib.asynccontextmanager
async def connected(
    token: str, answer: Answer, *, api: str = OFFICIAL, hooks: Hooks = NO_HOOKS
) -> AsyncIterator[TelegramChannel]:
    """A channel for a bot token. ``api`` is the address of a Bot API server.

    Waits for the network with growing pauses; a token Telegram does not know is a ``SettingsError``.
    """
    base = api.rstrip("/")
    request = AiohttpRequest(proxy=environment_proxy(base))
    bot = Bot(token, f"{base}/bot", f"{base}/file/bot", request=request, get_updates_request=request)
    try:
        await _introduced(bot, hooks.sleep)
        yield TelegramChannel(bot, request, answer, hooks)
    finally:
        await bot.shutdown()
        await request.shutdown()


async def _introduced(bot: Bot, sleep: Sleep) -> None:
    pause = 1.0
    while True:
        try:
            await bot.initialize()
        except InvalidToken as error:
            raise wrong_token() from error
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
            await sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return
