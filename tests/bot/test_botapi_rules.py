"""What the loopback Bot API server refuses in Telegram's words, and the trouble it makes when a test orders it."""

import asyncio

import aiohttp
import pytest
import telegram

from tests.bot.botapi_rig import library
from tests.botapi import Fault, Refused


@pytest.mark.parametrize(
    ("text", "changes", "words"),
    [
        ("", {}, "Message text is empty"),
        ("  \n ", {}, "Message text is empty"),
        ("<b></b>", {"parse_mode": "HTML"}, "Message text is empty"),
        ("长" * 4097, {}, "Message is too long"),
        ("😀" * 2049, {}, "Message is too long"),
        ("<p>x</p>", {"parse_mode": "HTML"}, 'Can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        ("家<b>x", {"parse_mode": "HTML"}, 'Can\'t find end tag corresponding to start tag "b"'),
        ("家<b>x</i>", {"parse_mode": "HTML"}, 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("x</b>", {"parse_mode": "HTML"}, "Unexpected end tag at byte offset 1"),
        ("1 < 2", {"parse_mode": "HTML"}, "Unclosed start tag at byte offset 2"),
        ("x", {"parse_mode": "LaTeX"}, "Unsupported parse_mode"),
    ],
)
async def test_texts_that_telegram_refuses_are_refused_in_its_words(api, text, changes, words):
    await api.person().says("/start")
    async with library(api) as bot:
        with pytest.raises(telegram.error.BadRequest) as refused:
            await bot.send_message(7, text, **changes)
    assert words.lower() in str(refused.value).lower()
    assert api.sent(7) == []


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"callback_data": "题" * 22}, "Button_data_invalid"),
        ({"callback_data": ""}, "Button_data_invalid"),
        ({"url": "tel:+8612345"}, "Inline keyboard button URL 'tel:+8612345' is invalid: Unsupported URL protocol"),
        ({}, "Text buttons are unallowed in the inline keyboard"),
    ],
)
async def test_buttons_that_telegram_refuses_are_refused(api, button, words):
    await api.person().says("/start")
    async with aiohttp.ClientSession() as web:
        markup = {"inline_keyboard": [[{"text": "按", **button}]]}
        body = {"chat_id": 7, "text": "好", "reply_markup": markup}
        async with web.post(f"{api.url}/bot{api.token}/sendMessage", json=body) as answer:
            assert answer.status == 400
            assert (await answer.json())["description"].lower() == f"bad request: {words}".lower()


async def test_the_longest_text_counts_after_its_tags_are_read(api):
    await api.person().says("/start")
    async with library(api) as bot:
        await bot.send_message(7, "<b>" + "长" * 4096 + "</b>", parse_mode="HTML")
    assert len(api.sent(7)[0]["text"]) == 4096


async def test_wrong_tokens_and_methods_are_told_apart(api):
    async with aiohttp.ClientSession() as web:
        for path, status, words in (
            ("/bot1:x/getMe", 401, "Unauthorized"),
            ("/botnonsense/getMe", 404, "Not Found"),
            (f"/bot{api.token}/getLost", 404, "Not Found: method not found"),
        ):
            async with web.get(api.url + path) as answer:
                assert (answer.status, (await answer.json())["description"]) == (status, words)
        async with web.get(f"{api.url}/bot{api.token}/GETME") as answer:
            assert (await answer.json())["result"]["id"] == 123456


async def test_chats_that_are_unknown_or_blocked_cannot_be_written_to(api):
    user = api.person()
    async with library(api) as bot:
        with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
            await bot.send_message(7, "在吗")
        await user.says("/start")
        await user.blocks()
        with pytest.raises(telegram.error.Forbidden, match="bot was blocked by the user"):
            await bot.send_message(7, "在吗")
        await user.unblocks()
        await bot.send_message(7, "在吗")
        updates = await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES)
        states = [u.my_chat_member.new_chat_member.status for u in updates if u.my_chat_member]
        assert states == ["kicked", "member"]


async def test_an_edit_that_changes_nothing_and_an_edit_of_nothing_are_refused(api):
    await api.person().says("/start")
    async with library(api) as bot:
        sent = await bot.send_message(7, "一")
        with pytest.raises(telegram.error.BadRequest, match="Message is not modified"):
            await bot.edit_message_text("一", 7, sent.message_id)
        with pytest.raises(telegram.error.BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("一", 7, 999)
        with pytest.raises(telegram.error.BadRequest, match="Message can't be edited"):
            await bot.edit_message_text("一", 7, 1)
        with pytest.raises(telegram.error.BadRequest, match="Message to delete not found"):
            await bot.delete_message(7, 999)


async def test_the_same_update_can_come_twice(api):
    user = api.person()
    update = await user.says("一")
    await user.repeats(update)
    async with library(api) as bot:
        ids = [u.update_id for u in await bot.get_updates()]
    assert ids == [update["update_id"]] * 2


async def test_poison_makes_the_stock_library_stumble(api):
    await api.person().poisons()
    async with library(api) as bot:
        with pytest.raises(TypeError, match="chat_instance"):
            await bot.get_updates()


async def test_no_waiter_misses_a_message_however_many_wait(api):
    await asyncio.gather(*(api.person(i).says("/start") for i in range(50)))
    waiters = [asyncio.create_task(api.wait_for(3, i)) for i in range(50)]
    async with aiohttp.ClientSession() as web:

        async def send(chat):
            for text in "一二三":
                await web.post(f"{api.url}/bot{api.token}/sendMessage", data={"chat_id": chat, "text": text})

        await asyncio.gather(*(send(i) for i in range(50)))
    assert all(len(messages) == 3 for messages in await asyncio.gather(*waiters))


async def test_waiting_in_vain_says_what_was_there(api):
    with pytest.raises(TimeoutError, match="0 of 1 messages in chat 7"):
        await api.wait_for(1, 7, seconds=0.01)


@pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (
            Fault("sendMessage", refusal=Refused(429, "Too Many Requests: retry after 3", retry_after=3)),
            telegram.error.RetryAfter,
        ),
        (
            Fault("sendMessage", chat=7, refusal=Refused(403, "Forbidden: user is deactivated")),
            telegram.error.Forbidden,
        ),
        (Fault(refusal=Refused(500, "Internal Server Error")), telegram.error.NetworkError),
        (Fault(refusal=Refused(502, "Bad Gateway"), html=True), telegram.error.NetworkError),
        (Fault("sendMessage", drop="before"), telegram.error.NetworkError),
    ],
)
async def test_an_ordered_fault_strikes_once_and_nothing_is_applied(api, fault, error):
    await api.person().says("/start")
    async with library(api) as bot:
        api.faults.add(fault)
        with pytest.raises(error):
            await bot.send_message(7, "一")
        assert api.sent(7) == []
        await bot.send_message(7, "二")
    assert [m["text"] for m in api.sent(7)] == ["二"]


async def test_a_connection_cut_after_applying_leaves_the_message_sent(api):
    await api.person().says("/start")
    async with library(api) as bot:
        api.faults.cut("after")
        with pytest.raises(telegram.error.NetworkError):
            await bot.send_message(7, "一")
    assert [m["text"] for m in api.sent(7)] == ["一"]


async def test_faults_match_method_and_chat_and_let_some_pass(api):
    for person in (7, 8):
        await api.person(person).says("/start")
    async with library(api) as bot:
        api.faults.add(Fault("sendMessage", chat=8, skip=1, times=2, refusal=Refused(500, "Internal Server Error")))
        outcomes = []
        for chat in (7, 8, 8, 8, 8, 7):
            try:
                await bot.send_message(chat, "好")
                outcomes.append("ok")
            except telegram.error.NetworkError:
                outcomes.append("no")
    assert outcomes == ["ok", "ok", "no", "no", "ok", "ok"]


async def test_a_slow_answer_comes_late(api):
    await api.person().says("/start")
    async with library(api) as bot:
        api.faults.slow(10)
        with pytest.raises(telegram.error.TimedOut):
            await bot.send_message(7, "好", read_timeout=0.05)


async def test_groups_have_no_location_button_and_replies_point_at_messages(api):
    group = api.group(-100)
    asked = await api.person().says("@jiamenkou_bot 在吗", group=group)
    async with library(api) as bot:
        answer = await bot.send_message(-100, "在", reply_to_message_id=asked["message"]["message_id"])
        assert answer.reply_to_message.text == "@jiamenkou_bot 在吗"
        keyboard = telegram.ReplyKeyboardMarkup([[telegram.KeyboardButton("位置", request_location=True)]])
        with pytest.raises(telegram.error.BadRequest, match="Location can be requested in private chats only"):
            await bot.send_message(-100, "在", reply_markup=keyboard)
