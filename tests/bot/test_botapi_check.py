"""Every call is checked: against the published schema where it is there, else against the library's signatures."""

import aiohttp
import pytest

from tests.botapi import BotApi, Call, check, formatting, schema


async def test_an_attached_part_that_was_not_sent_is_complained_about(api):
    await api.person().says("/start")
    async with aiohttp.ClientSession() as web:
        form = {"chat_id": 7, "photo": "attach://nothing", "colour": "red"}
        await web.post(f"{api.url}/bot{api.token}/sendPhoto", data=form)
    assert set(api.complaints) == {"sendPhoto: attach://nothing has no file part", "sendPhoto.colour: no such field"}
    api.complaints.clear()


async def test_leaving_with_complaints_fails_the_test():
    with pytest.raises(AssertionError, match=r"sendMessage\.text: is missing"):
        async with BotApi() as api, aiohttp.ClientSession() as web:
            await web.post(f"{api.url}/bot{api.token}/sendMessage", data={"chat_id": 7})


KEYBOARD = {"keyboard": [[{"text": "位置", "request_location": True}]]}
CALLS = [
    (Call("sendMessage", {"chat_id": 7, "text": "好"}), []),
    (Call("sendMessage", {"chat_id": 7, "text": "好", "reply_markup": KEYBOARD}), []),
    (Call("sendMessage", {"text": "好"}), ["sendMessage.chat_id: is missing"]),
    (Call("sendMessage", {"chat_id": 7, "text": 5}), ["sendMessage.text: must be String, is 5"]),
    (Call("sendMessage", {"chat_id": 7, "text": "好", "txt": "x"}), ["sendMessage.txt: no such field"]),
]
DEEP_CALLS = [
    (Call("sendMessage", {"chat_id": 7, "text": "好", "reply_markup": {"keyboard": "zz"}}), 1),
    (Call("setMessageReaction", {"chat_id": 7, "message_id": 1, "reaction": [{"type": "emoji"}]}), 1),
    (Call("setMessageReaction", {"chat_id": 7, "message_id": 1, "reaction": [{"type": "paid"}]}), 0),
    (Call("setMyCommands", {"commands": [{"command": "a"}]}), 1),
    (Call("setMyCommands", {"commands": [], "scope": {"type": "moon"}}), 1),
    (Call("sendVenue", {"chat_id": 7, "latitude": True, "longitude": 1.0, "title": "a", "address": "b"}), 1),
]


@pytest.mark.parametrize(("call", "wrong"), CALLS)
def test_calls_are_checked_against_the_library_when_nothing_else_is_there(call, wrong):
    assert check.complaints(schema.from_library(), call) == wrong


@pytest.mark.parametrize(("call", "wrong"), CALLS)
def test_calls_are_checked_against_the_published_schema(call, wrong):
    assert check.complaints(published(), call) == wrong


@pytest.mark.parametrize(("call", "count"), DEEP_CALLS)
def test_the_published_schema_reaches_into_objects_and_tells_their_kinds_apart(call, count):
    assert len(check.complaints(published(), call)) == count


def published() -> schema.Schema:
    if not schema.PUBLISHED.exists():
        pytest.skip("../shared/telegram/api.json is not beside this checkout")
    return schema.from_json(schema.PUBLISHED)


def test_the_library_and_the_published_schema_know_the_same_methods():
    assert published().methods.keys() == schema.from_library().methods.keys()


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>一</b>二", "一二", [("bold", 0, 1)]),
        ("😀<i>二</i>", "😀二", [("italic", 2, 1)]),
        ("&lt;b&gt; &amp;&#33; &nbsp;", "<b> &! &nbsp;", []),
        ("  <b> 一 </b> ", "一", [("bold", 0, 1)]),
        ('<a href="https://e.cn/?a=1&amp;b">路</a>', "路", [("text_link", 0, 1)]),
        ("<b><i>一</i></b>", "一", [("bold", 0, 1), ("italic", 0, 1)]),
        ("问 /start 和 @abcde", "问 /start 和 @abcde", [("bot_command", 2, 6), ("mention", 11, 6)]),
    ],
)
def test_html_is_read_as_telegram_reads_it(html, text, entities):
    plain, found = formatting.read(html, "HTML")
    assert (plain, [(e["type"], e["offset"], e["length"]) for e in found]) == (text, entities)
