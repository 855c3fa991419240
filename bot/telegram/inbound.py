"""What comes from Telegram: one raw update becomes one Incoming, or nothing.

Only the few fields that are used are read and checked, so that news in the rest of an update never hides what a
person said.
"""

import re
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from handlers.incoming import Incoming
from knowledge.message import Address

CHANNEL: Final = "telegram"
WANTED: Final = ("message", "callback_query", "inline_query", "my_chat_member")
GONE: Final = frozenset({"kicked", "left"})
ATTACHMENTS: Final = (
    *("photo", "voice", "audio", "video", "video_note", "animation", "sticker", "document"),
    *("contact", "poll", "dice", "story", "paid_media", "game", "invoice", "checklist"),
)
OTHER_BOT: Final = re.compile(r"^/\w+@(\w+)")
LINK: Final = re.compile(r"/start(?:@(?P<bot>\w+))?\s+(?P<payload>[A-Za-z0-9_-]{1,64})")


class Unreadable(ValueError):
    """An update that does not have the fields its kind needs. The message says which, never what was written."""


class Me(msgspec.Struct, frozen=True):
    """The bot itself: its id and its name without @."""

    id: int
    username: str


class Press(msgspec.Struct, frozen=True):
    """A pressed button: Telegram shows a clock on it until ``query`` is answered."""

    query: str
    incoming: Incoming


class Reachability(msgspec.Struct, frozen=True):
    """Somebody blocked the bot, or lets it write again."""

    address: Address
    reachable: bool


class Asked(msgspec.Struct, frozen=True):
    """Somebody types our @name and some words in a chat of their own; the cards go to ``query``."""

    query: str
    words: str


Event = Incoming | Press | Reachability | Asked


class _User(msgspec.Struct):
    id: int
    is_bot: bool = False
    language_code: str = ""


class _Chat(msgspec.Struct):
    id: int
    type: str


class _Point(msgspec.Struct):
    latitude: float
    longitude: float


class _Sent(msgspec.Struct):
    """A message that is answered or whose button is pressed."""

    chat: _Chat
    sender: _User | None = msgspec.field(default=None, name="from")


class _Said(msgspec.Struct):
    message_id: int
    date: int
    chat: _Chat
    sender: _User | None = msgspec.field(default=None, name="from")
    text: str = ""
    caption: str = ""
    location: _Point | None = None
    reply_to_message: _Sent | None = None


class _Pressed(msgspec.Struct):
    id: str
    sender: _User = msgspec.field(name="from")
    data: str = ""
    message: _Sent | None = None


class _Inline(msgspec.Struct):
    id: str
    query: str = ""


class _Status(msgspec.Struct):
    status: str


class _Membership(msgspec.Struct):
    chat: _Chat
    new_chat_member: _Status


def read(update: dict[str, Any], me: Me, now: datetime) -> Event | None:
    """What an update means to us; None for what needs no answer (edits, moving live locations, service notices).

    ``now`` (aware) dates what Telegram does not date itself: a pressed button.
    """
    try:
        if "message" in update:
            return _said(update, me)
        if "callback_query" in update:
            return _pressed(update, now)
        if "inline_query" in update:
            asked = msgspec.convert(update["inline_query"], _Inline)
            return Asked(asked.id, _proper(asked.query))
        if "my_chat_member" in update:
            return _membership(msgspec.convert(update["my_chat_member"], _Membership))
    except (msgspec.ValidationError, OverflowError, OSError) as error:
        raise Unreadable(str(error)) from None
    return None


def _said(update: dict[str, Any], me: Me) -> Incoming | None:
    raw = update["message"]
    said = msgspec.convert(raw, _Said)
    attachment = next((kind for kind in ATTACHMENTS if kind in raw), "")
    text = _proper(said.text or said.caption)
    if said.sender is None or said.sender.is_bot or not (text or attachment or said.location):
        return None
    private, token = said.chat.type == "private", _opened(text, me)
    return Incoming(
        address=Address(CHANNEL, str(said.chat.id)),
        when=datetime.fromtimestamp(said.date, UTC),
        text="" if token else _without_name(text, me),
        token=token,
        point=(said.location.latitude, said.location.longitude) if said.location else None,
        attachment=attachment,
        private=private,
        addressed=private or _speaks_to(said, text, me),
        language=said.sender.language_code.lower(),
        update=str(update["update_id"]),
    )


def _pressed(update: dict[str, Any], now: datetime) -> Press:
    pressed = msgspec.convert(update["callback_query"], _Pressed)
    chat = pressed.message.chat if pressed.message else _Chat(pressed.sender.id, "private")
    incoming = Incoming(
        address=Address(CHANNEL, str(chat.id)),
        when=now,
        token=_proper(pressed.data),
        private=chat.type == "private",
        language=pressed.sender.language_code.lower(),
        update=str(update["update_id"]),
    )
    return Press(pressed.id, incoming)


def _membership(change: _Membership) -> Reachability:
    return Reachability(Address(CHANNEL, str(change.chat.id)), change.new_chat_member.status not in GONE)


def _opened(text: str, me: Me) -> str:
    """The token of a link to us (t.me/NAME?start=expert_12), which arrives as the words ``/start expert_12``."""
    link = LINK.fullmatch(text.strip())
    if link is None or (link["bot"] or me.username).lower() != me.username.lower():
        return ""
    return f"open:{link['payload']}"


def _speaks_to(said: _Said, text: str, me: Me) -> bool:
    """In a group: named with @, answered to, or given a command that is not another bot's."""
    if said.reply_to_message and said.reply_to_message.sender and said.reply_to_message.sender.id == me.id:
        return True
    if f"@{me.username}".lower() in text.lower():
        return True
    return text.startswith("/") and not OTHER_BOT.match(text)


def _without_name(text: str, me: Me) -> str:
    """The words without our @name; ``/start@name`` becomes ``/start``."""
    return re.sub(rf"@{re.escape(me.username)}\b\s*", "", text, flags=re.IGNORECASE).strip()


def _proper(text: str) -> str:
    """Without half characters, which can be neither stored nor sent."""
    return text.encode("utf-8", "replace").decode()
