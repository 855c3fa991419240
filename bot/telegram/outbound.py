"""A message to a Telegram chat: words first, then picture, place and document; buttons under the last of them."""

import asyncio
import contextlib
import functools
import html
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

from telegram import Bot, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.telegram import keyboards, texts
from bot.telegram.request import NotTaken
from knowledge.message import Address, Attachment, Message, Place
from scheduler.delivery import Rejected, SlowDown, TryLater, Unknown, Unreachable

log = logging.getLogger(__name__)

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
CAPTION: Final = 1024
PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/webp"})
NO_CHAT: Final = re.compile(r"chat not found|not enough rights|have no rights|user not found|peer_id_invalid")
LONGEST_WAIT: Final = 60.0

Step = Callable[..., Awaitable[Any]]


class TelegramSender:
    """Sends messages through a bot. ``sleep`` waits (seconds) where Telegram asks for patience in mid-message."""

    def __init__(self, bot: Bot, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._bot = bot
        self._sleep = sleep

    async def send(self, to: Address, message: Message) -> None:
        """Deliver a message or raise a ``NotDelivered``; ``TryLater`` only while nothing of it has been sent."""
        steps = self._steps(to, message)
        if not steps:
            raise Rejected("there is nothing to send")
        for number, step in enumerate(steps):
            await (self._patiently(step) if number else _translated(step))

    async def _patiently(self, step: Step) -> None:
        """A later part: the first ones have arrived, so the whole must not be sent again nor be given up for it."""
        try:
            await _translated(step)
        except Rejected as rejected:
            log.warning("a part of a message was not taken: %s", rejected)
        except TryLater as later:
            if later.seconds > LONGEST_WAIT:
                raise Unknown("the rest of the message was not taken in time") from later
            await self._sleep(later.seconds)
            with _settled():
                await _translated(step)

    def _steps(self, to: Address, message: Message) -> list[Step]:
        """The calls a message needs, in order, the chat and the buttons already filled in."""
        chat = int(to.id)
        steps: list[Step] = [functools.partial(self._words, chat, piece) for piece in texts.html_pieces(message)]
        if message.picture:
            steps.append(functools.partial(self._picture, chat, message.picture))
        if message.place:
            steps.append(functools.partial(self._place, chat, message.place))
        if message.document:
            steps.append(functools.partial(self._document, chat, message.document))
        return self._dressed(chat, steps, message)

    def _dressed(self, chat: int, steps: list[Step], message: Message) -> list[Step]:
        """The last steps with the buttons and the position keyboard; a message of Telegram's holds only one of them."""
        asks = keyboards.location(message.choices) if chat > 0 else None
        markups = [markup for markup in (keyboards.inline(message.choices), asks) if markup]
        if asks and len(steps) < len(markups):
            steps.append(functools.partial(self._words, chat, f"👇 {html.escape(asks.keyboard[0][0].text)}"))
        for back, markup in enumerate(reversed(markups), 1):
            if back <= len(steps):
                steps[-back] = functools.partial(steps[-back], reply_markup=markup)
        return steps

    async def _words(self, chat: int, piece: str, reply_markup: Any = None) -> None:
        send = functools.partial(
            self._bot.send_message, chat, reply_markup=reply_markup, link_preview_options=NO_PREVIEW
        )
        try:
            await send(piece, parse_mode=ParseMode.HTML)
        except BadRequest as error:
            if "parse entities" not in error.message.lower():
                raise
            log.warning("Telegram could not read our HTML; the same words go out plain")
            await send(html.unescape(re.sub("<[^>]*>", "", piece)))

    async def _picture(self, chat: int, picture: Attachment, reply_markup: Any = None) -> None:
        if picture.media_type not in PICTURES:
            await self._document(chat, picture, reply_markup)
            return
        file = InputFile(picture.content, filename=picture.filename)
        caption = picture.description[:CAPTION] or None
        await self._bot.send_photo(chat, file, caption=caption, reply_markup=reply_markup)

    async def _document(self, chat: int, document: Attachment, reply_markup: Any = None) -> None:
        file = InputFile(document.content, filename=document.filename)
        caption = document.description[:CAPTION] or None
        await self._bot.send_document(chat, file, caption=caption, reply_markup=reply_markup)

    async def _place(self, chat: int, place: Place, reply_markup: Any = None) -> None:
        address = place.address or place.name
        await self._bot.send_venue(chat, place.lat, place.lon, place.name, address, reply_markup=reply_markup)


async def _translated(step: Step) -> None:
    """One call, its failure in the channel-neutral words of ``scheduler.delivery``."""
    try:
        await step()
    except NotTaken as error:
        raise (SlowDown if error.asked else TryLater)(error.seconds) from error
    except Forbidden as error:
        raise Unreachable(error.message) from error
    except (BadRequest, ChatMigrated) as error:
        if isinstance(error, ChatMigrated) or NO_CHAT.search(error.message.lower()):
            raise Unreachable(error.message) from error
        raise Rejected(error.message) from error
    except InvalidToken as error:
        raise Rejected("Telegram does not know this bot's token") from error
    except TelegramError as error:  # timed out, connection lost: it may have arrived
        raise Unknown(error.message) from error


@contextlib.contextmanager
def _settled() -> Iterator[None]:
    """Nothing may ask for the whole message again any more."""
    try:
        yield
    except TryLater as later:
        raise Unknown("the rest of the message was not taken") from later
