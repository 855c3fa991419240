"""One update after another: read, asked, answered. Reads the same from polling as from a webhook."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from telegram import Bot
from telegram.error import TelegramError

from bot.telegram import inbound, inline
from bot.telegram.inbound import Asked, Event, Me, Press, Reachability
from bot.telegram.lanes import Lanes
from handlers.guards import is_alarm
from handlers.incoming import Incoming
from knowledge.message import Address, Message
from scheduler.delivery import NotDelivered, Sender, TryLater, Unknown, Unreachable

log = logging.getLogger(__name__)

Answer = Callable[[Incoming], Awaitable[Sequence[Message]]]
REMEMBERED: Final = 2000
TRIES: Final = 3
LONGEST_WAIT: Final = 60.0
TOLD_TWICE: Final = frozenset({"crisis", "emergency"})  # better twice than never


async def _never(_number: int) -> bool:
    """Nothing was answered before."""
    return False


async def _nobody(change: Reachability) -> None:
    """Nobody wants to know who can be reached."""


class Hooks(msgspec.Struct, frozen=True, kw_only=True):
    """What the house lends a conversation.

    ``seen`` is asked once for each update right before its work: has this update id been answered before (by an
    earlier run, by another replica)? ``reached`` learns who blocked the bot and who lets it write again. ``sleep``
    waits seconds; ``clock`` gives the aware time of what Telegram does not date. ``cards`` finds the schedule cards for
    words typed after the bot's @name in any chat.
    """

    seen: Callable[[int], Awaitable[bool]] = _never
    reached: Callable[[Reachability], Awaitable[None]] = _nobody
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    cards: Callable[[str], Sequence[inline.Card]] = lambda _words: ()


NO_HOOKS: Final = Hooks()


class Conversation:
    """Takes raw updates and answers them with ``answer``, each person in order, people side by side."""

    def __init__(self, bot: Bot, sender: Sender, answer: Answer, hooks: Hooks = NO_HOOKS) -> None:
        self.lanes: Lanes[tuple[int, Event]] = Lanes(self._handle)
        self._bot = bot
        self._sender = sender
        self._answer = answer
        self._hooks = hooks
        self._recent: dict[int, None] = {}

    def take(self, update: dict[str, Any]) -> None:
        """Queue an update. What cannot be read is set aside with a line in the log that holds none of its content."""
        try:
            number = int(update["update_id"])
            event = inbound.read(update, Me(self._bot.id, self._bot.username), self._hooks.clock())
        except Exception as error:  # noqa: BLE001 - one update must never stop the others
            reason = error if isinstance(error, inbound.Unreadable) else type(error).__name__
            log.warning("an update was set aside: %s", reason)
            return
        if event is None or self._is_repeated(number):
            return
        urgent = isinstance(event, Incoming) and is_alarm(event)
        if not self.lanes.put(_lane(event), (number, event), urgent=urgent):
            log.warning("a person's queue is full: an update was dropped")

    def _is_repeated(self, number: int) -> bool:
        if number in self._recent:
            return True
        self._recent[number] = None
        if len(self._recent) > REMEMBERED:
            del self._recent[next(iter(self._recent))]
        return False

    async def _handle(self, numbered: tuple[int, Event]) -> None:
        number, event = numbered
        if isinstance(event, Asked):  # twice does no harm, and every letter typed is one: not worth remembering
            await inline.show(self._bot, event.query, self._hooks.cards(event.words))
            return
        if await self._hooks.seen(number):
            return
        if isinstance(event, Reachability):
            await self._hooks.reached(event)
        elif isinstance(event, Press):
            await self._stop_clock(event.query)
            await self._reply(event.incoming)
        else:
            await self._reply(event)

    async def _stop_clock(self, query: str) -> None:
        """Tell Telegram that the press arrived; an old or lost one is no reason not to answer."""
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            log.info("a button's clock could not be stopped: %s", type(error).__name__)

    async def _reply(self, incoming: Incoming) -> None:
        for message in await self._answer(incoming):
            if not await self._delivered(incoming.address, message):
                return

    async def _delivered(self, to: Address, message: Message) -> bool:
        """Send with patience; False when the rest is better not sent either."""
        for _ in range(TRIES):
            try:
                await self._sender.send(to, message)
            except TryLater as later:
                if later.seconds > LONGEST_WAIT:
                    break
                await self._hooks.sleep(later.seconds)
            except Unreachable:
                await self._hooks.reached(Reachability(to, reachable=False))
                return False
            except NotDelivered as error:
                if isinstance(error, Unknown) and message.kind in TOLD_TWICE:
                    continue
                log.warning("an answer may be lost: %s (%s)", type(error).__name__, message.kind)
                return True
            else:
                return True
        log.warning("an answer was given up: Telegram did not take it in time (%s)", message.kind)
        return False


def _lane(event: Event) -> str:
    if isinstance(event, Asked):
        return f"inline {event.query}"  # typing goes on: no card waits for another
    return event.incoming.address.id if isinstance(event, Press) else event.address.id
