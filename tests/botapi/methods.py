"""The methods that put something before people, and the table of all methods."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.botapi import formatting, profile
from tests.botapi.calls import Call
from tests.botapi.refusal import bad

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

Handler = Callable[["BotApi", Call], Awaitable[Any] | Any]
ACTIONS = frozenset(
    [
        *("typing", "upload_photo", "upload_video", "upload_voice", "upload_document", "upload_video_note"),
        *("record_video", "record_voice", "record_video_note", "choose_sticker", "find_location"),
    ]
)


def _text(call: Call) -> dict[str, Any]:
    text, entities = formatting.read(
        call.fields.get("text", ""), call.fields.get("parse_mode"), call.fields.get("entities")
    )
    if not text:
        raise bad("message text is empty")
    if formatting.units(text) > 4096:
        raise bad("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def _caption(call: Call) -> dict[str, Any]:
    text, entities = formatting.read(
        call.fields.get("caption", ""), call.fields.get("parse_mode"), call.fields.get("caption_entities")
    )
    if formatting.units(text) > 1024:
        raise bad("message caption is too long")
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})


def _point(call: Call) -> dict[str, float]:
    for name, most in (("latitude", 90), ("longitude", 180)):
        if call.fields.get(name, "") == "":
            raise bad(f"{name} is empty")
        if abs(call.fields[name]) > most:
            raise bad("wrong location specified" if name == "latitude" else "wrong longitude specified")
    return {name: call.fields[name] for name in ("latitude", "longitude")}


def send_message(api: "BotApi", call: Call) -> dict[str, Any]:
    return api.chats.send(api.chats.reachable(call), call, _text(call))


def send_photo(api: "BotApi", call: Call) -> dict[str, Any]:
    chat = api.chats.reachable(call)
    return api.chats.send(chat, call, {"photo": api.files.photo(call)} | _caption(call))


def send_document(api: "BotApi", call: Call) -> dict[str, Any]:
    chat = api.chats.reachable(call)
    return api.chats.send(chat, call, {"document": api.files.document(call)} | _caption(call))


def send_location(api: "BotApi", call: Call) -> dict[str, Any]:
    return api.chats.send(api.chats.reachable(call), call, {"location": _point(call)})


def send_venue(api: "BotApi", call: Call) -> dict[str, Any]:
    chat, point = api.chats.reachable(call), _point(call)
    for name in ("title", "address"):
        if not call.fields.get(name):
            raise bad(f"{name} is empty")
    venue = {"location": point, "title": call.fields["title"], "address": call.fields["address"]}
    return api.chats.send(chat, call, {"venue": venue, "location": point})


def send_chat_action(api: "BotApi", call: Call) -> bool:
    chat = api.chats.reachable(call)
    if call.fields.get("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat.actions.append(call.fields["action"])
    return True


def edit_message_text(api: "BotApi", call: Call) -> dict[str, Any]:
    content = {"entities": []} | _text(call)
    return api.chats.edit(
        api.chats.reachable(call), call, content if content["entities"] else {"text": content["text"]}
    )


def edit_message_reply_markup(api: "BotApi", call: Call) -> dict[str, Any]:
    return api.chats.edit(api.chats.reachable(call), call, {})


def delete_message(api: "BotApi", call: Call) -> bool:
    api.chats.delete(api.chats.reachable(call), call.fields.get("message_id", 0))
    return True


def answer_callback_query(api: "BotApi", call: Call) -> bool:
    asked = call.fields.get("callback_query_id")
    if asked not in api.asked:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if formatting.units(call.fields.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    return api.answer(asked, call.fields)


def answer_inline_query(api: "BotApi", call: Call) -> bool:
    results = call.fields.get("results")
    if not isinstance(results, list):
        raise bad("expected an Array of inline query results")
    if len(results) > 50:
        raise bad("too many inline query results specified")
    if len({result["id"] for result in results}) < len(results):
        raise bad("RESULT_ID_DUPLICATE")
    if call.fields.get("inline_query_id") not in api.asked:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    return api.answer(call.fields["inline_query_id"], call.fields)


def get_updates(api: "BotApi", call: Call) -> Awaitable[Any]:
    return api.updates.poll(call)


METHODS: dict[str, Handler] = {
    "getUpdates": get_updates,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    **profile.METHODS,
}
