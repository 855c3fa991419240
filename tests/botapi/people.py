"""The other side: people who write, press buttons, share where they are, block the bot."""

import itertools
from typing import TYPE_CHECKING, Any

from tests.botapi import formatting
from tests.botapi.chats import Chat, Message
from tests.botapi.updates import Update
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

QUERY_IDS = itertools.count(1)


class Person:
    """A person with Telegram. What they do becomes an update; ``hears`` gives the bot's messages one after another."""

    def __init__(self, api: "BotApi", id: int, language: str, name: str) -> None:  # noqa: A002 - Telegram's word
        self.id = id
        self.user: dict[str, Any] = {"id": id, "is_bot": False, "first_name": name}
        if language:
            self.user["language_code"] = language
        self._api = api
        self._name = name
        self._heard = 0

    @property
    def chat(self) -> Chat:
        """Their own chat with the bot; it exists from the first thing they do in it."""
        return self._api.chats.open({"id": self.id, "type": "private", "first_name": self._name})

    def _posts(self, content: Message, group: dict[str, Any] | None = None) -> Update:
        chat = self._api.chats.open(group) if group else self.chat
        return self._api.updates.push({"message": self._api.chats.post(chat, self.user, content)})

    async def says(self, text: str, *, group: dict[str, Any] | None = None, reply_to: Message | None = None) -> Update:
        entities = formatting.detected(text)
        content = {"text": text} | ({"entities": entities} if entities else {})
        return self._posts(content | ({"reply_to_message": reply_to} if reply_to else {}), group)

    async def presses(self, label: str) -> Update:
        """Press the newest button with this label: an inline one sends its data, one of the keyboard its words."""
        for message in reversed(self.chat.sent):
            for button in itertools.chain(*message.get("reply_markup", {}).get("inline_keyboard", ())):
                if button["text"] == label:
                    return self._calls_back(message, button)
        if label in self.keyboard:
            return await self.says(label)
        raise AssertionError(f"no button {label!r}; there are {self.buttons} and the keyboard {self.keyboard}")

    def _calls_back(self, message: Message, button: dict[str, Any]) -> Update:
        if "callback_data" not in button:
            raise AssertionError(f"button {button['text']!r} opens {button.get('url')!r} and sends nothing")
        query = self._query() | {"message": message, "data": button["callback_data"]}
        return self._api.updates.push({"callback_query": query | {"chat_instance": str(self.id)}})

    def _query(self) -> dict[str, Any]:
        query_id = str(next(QUERY_IDS))
        self._api.asked[query_id] = None
        return {"id": query_id, "from": self.user}

    async def asks_inline(self, text: str) -> Update:
        return self._api.updates.push({"inline_query": self._query() | {"query": text, "offset": ""}})

    async def shares(self, lat: float, lon: float, *, live: bool = False) -> Update:
        point: dict[str, Any] = {"latitude": lat, "longitude": lon}
        return self._posts({"location": point | ({"live_period": 900} if live else {})})

    async def moves(self, shared: Update, lat: float, lon: float) -> Update:
        """A live location goes on: an edited message without words."""
        message = shared["message"]
        moved = {
            "location": message["location"] | {"latitude": lat, "longitude": lon},
            "edit_date": message["date"] + 1,
        }
        return self._api.updates.push({"edited_message": message | moved})

    async def sends(self, kind: str, caption: str = "") -> Update:
        """A photo, voice, sticker, document, video, contact or dice."""
        return self._posts(_media(kind) | ({"caption": caption} if caption else {}))

    async def hears(self, seconds: float = PATIENCE) -> Message:
        """The next message of the bot that has not been heard yet."""
        messages = await self._api.wait_for(self._heard + 1, self.id, seconds)
        self._heard += 1
        return messages[self._heard - 1]

    async def blocks(self) -> Update:
        self.chat.blocked = True
        return self._membership("member", "kicked")

    async def unblocks(self) -> Update:
        self.chat.blocked = False
        return self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> Update:
        def state(status: str) -> dict[str, Any]:
            return {"user": self._api.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        change = {"chat": self.chat.info, "from": self.user, "date": 1, "old_chat_member": state(old)}
        return self._api.updates.push({"my_chat_member": change | {"new_chat_member": state(new)}})

    async def repeats(self, update: Update) -> Update:
        """The very same update once more, as after a lost acknowledgement."""
        return self._api.updates.push(update)

    async def poisons(self) -> Update:
        """An update python-telegram-bot can't parse: a callback without its required chat_instance."""
        return self._api.updates.push({"callback_query": self._query()})

    @property
    def buttons(self) -> list[str]:
        """Labels of the inline buttons under the newest message that has any."""
        rows = (m["reply_markup"]["inline_keyboard"] for m in reversed(self.chat.sent) if "reply_markup" in m)
        return [button["text"] for row in next(rows, []) for button in row]

    @property
    def keyboard(self) -> list[str]:
        return [b if isinstance(b, str) else b["text"] for row in self.chat.keyboard for b in row]


def _media(kind: str) -> Message:
    file = {"file_id": f"their-{kind}", "file_unique_id": f"u-{kind}"}
    sized = file | {"width": 90, "height": 90}
    return {
        "photo": {"photo": [sized]},
        "voice": {"voice": file | {"duration": 3}},
        "document": {"document": file | {"file_name": "病历.pdf"}},
        "video": {"video": sized | {"duration": 3}},
        "sticker": {"sticker": sized | {"type": "regular", "is_animated": False, "is_video": False}},
        "contact": {"contact": {"phone_number": "+8613800000000", "first_name": "小王"}},
        "dice": {"dice": {"emoji": "🎲", "value": 3}},
    }[kind]
