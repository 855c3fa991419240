"""The Telegram channel of a running house: by polling, or delivered by Telegram when a public address is set."""

from collections.abc import Callable
from typing import Any

from starlette.routing import Route

from bot.assembly import House
from bot.telegram import inline, webhook
from bot.telegram.channel import TelegramChannel, connected
from bot.telegram.conversation import Hooks
from bot.telegram.inbound import Reachability
from knowledge.inbox import first_time
from knowledge.people import mark_reachable
from scheduler.diary import Diary
from scheduler.worker import Line


class Messenger:
    """Telegram for one house; :meth:`run` until cancelled."""

    def __init__(self, house: House, diary: Diary) -> None:
        """Take the house whose handlers answer, and the diary that writes to people while the channel is open."""
        self._house = house
        self._diary = diary
        self._channel: TelegramChannel | None = None

    def routes(self) -> list[Route]:
        """The webhook's route, when Telegram is to deliver."""
        settings = self._house.settings
        if not (settings.telegram_token and settings.telegram_webhook):
            return []
        return [webhook.route(settings.telegram_token, settings.secret, self._take)]

    def _take(self, update: dict[str, Any]) -> bool:
        if self._channel is not None:
            self._channel.conversation.take(update)
        return self._channel is not None

    async def run(self, tell: Callable[[str], None]) -> None:
        """Connect, say so, and answer; raises SettingsError for a token that Telegram does not know."""
        settings = self._house.settings
        answer = self._house.routes.answer
        async with connected(
            settings.telegram_token, answer, api=settings.telegram_api, hooks=self._hooks()
        ) as channel:
            self._channel = channel
            tell(f"Telegram: @{channel.bot.username}")
            line = Line(channel="telegram", sender=channel.sender, per_second=settings.per_second)
            try:
                async with self._diary.open(line):
                    await self._listen(channel)
            finally:
                self._channel = None
                channel.stop()

    async def _listen(self, channel: TelegramChannel) -> None:
        settings = self._house.settings
        if settings.telegram_webhook:
            path, header = webhook.secrets_of(settings.telegram_token, settings.secret)
            await channel.listen(f"{settings.telegram_webhook}/telegram/{path}", header)
        else:
            await channel.run()

    def _hooks(self) -> Hooks:
        house = self._house

        async def seen(number: int) -> bool:
            return not await house.database.amark(first_time, "telegram", str(number), house.clock())

        async def reached(change: Reachability) -> None:
            await house.database.awrite(mark_reachable, change.address, house.clock(), reachable=change.reachable)

        def cards(words: str) -> list[inline.Card]:
            return inline.cards(words, house.shelf.book, house.clock())

        return Hooks(seen=seen, reached=reached, clock=house.clock, cards=cards)
