"""Chats and what stands in them."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.botapi import keyboards
from tests.botapi.calls import Call
from tests.botapi.changes import Changes
from tests.botapi.refusal import Refused, bad

Message = dict[str, Any]
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@dataclass
class Chat:
    """A chat as the server knows it. ``sent`` are the bot's messages in order, as they read now (edits included)."""

    info: dict[str, Any]
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    sent: list[Message] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    keyboard: list[list[Any]] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.info["id"])

    @property
    def private(self) -> bool:
        return bool(self.info["type"] == "private")


class Chats:
    def __init__(self, bot: dict[str, Any], changes: Changes, clock: Callable[[], float]) -> None:
        self._bot = bot
        self._changes = changes
        self._clock = clock
        self._ids = itertools.count(1)
        self._chats: dict[int, Chat] = {}

    def open(self, info: dict[str, Any]) -> Chat:
        """The chat with this id, made when it is new."""
        return self._chats.setdefault(info["id"], Chat(info))

    def get(self, chat_id: int) -> Chat | None:
        return self._chats.get(chat_id)

    def reachable(self, call: Call) -> Chat:
        """The chat a call is for, or the reason why the bot can't write there."""
        if call.chat is None or call.chat == "":
            raise bad("chat_id is empty")
        chat = self._chats.get(call.chat) if isinstance(call.chat, int) else None
        if chat is None:
            raise bad("chat not found")
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def post(self, chat: Chat, sender: dict[str, Any], content: Message) -> Message:
        """A new message in a chat, from anyone."""
        stamp = {"message_id": next(self._ids), "date": int(self._clock()), "chat": chat.info, "from": sender}
        message = stamp | content
        chat.messages[message["message_id"]] = message
        self._changes.bump()
        return message

    def send(self, chat: Chat, call: Call, content: Message) -> Message:
        """A new message from the bot, with the reply and buttons the call asks for."""
        markup = keyboards.accepted(call.fields.get("reply_markup"), private=chat.private) or {}
        content |= self._reply(chat, call)
        if "inline_keyboard" in markup:
            content["reply_markup"] = markup
        elif markup:
            chat.keyboard = markup.get("keyboard", [])
        if call.fields.get("protect_content"):
            content["has_protected_content"] = True
        message = self.post(chat, self._bot, content)
        chat.sent.append(message)
        return message

    def _reply(self, chat: Chat, call: Call) -> Message:
        asked = call.fields.get("reply_parameters") or {}
        if "message_id" not in asked:
            return {}
        found = chat.messages.get(asked["message_id"])
        if found is None and not asked.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return {"reply_to_message": {k: v for k, v in found.items() if k != "reply_to_message"}} if found else {}

    def edit(self, chat: Chat, call: Call, content: Message) -> Message:
        """Change one of the bot's messages in place; an inline keyboard that is not given again goes away."""
        message = chat.messages.get(call.fields.get("message_id", 0))
        if message is None:
            raise bad("message to edit not found")
        if message["from"]["id"] != self._bot["id"]:
            raise bad("message can't be edited")
        markup = keyboards.accepted(call.fields.get("reply_markup"), private=chat.private)
        changed = {k: v for k, v in message.items() if k not in {"reply_markup", "edit_date", *content}} | content
        if markup and markup.get("inline_keyboard"):
            changed["reply_markup"] = markup
        if changed == {k: v for k, v in message.items() if k != "edit_date"}:
            raise bad(SAME)
        message.clear()
        message |= changed | {"edit_date": int(self._clock())}
        self._changes.bump()
        return message

    def delete(self, chat: Chat, message_id: int) -> None:
        message = chat.messages.pop(message_id, None)
        if message is None:
            raise bad("message to delete not found")
        if message in chat.sent:
            chat.sent.remove(message)
        self._changes.bump()
