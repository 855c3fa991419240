"""The loopback Bot API server, kept honest by two real clients: python-telegram-bot and aiogram."""

import asyncio
import contextlib
import io
import socket

import aiohttp
import pytest
import telegram
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from PIL import Image
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from tests.botapi import BotApi, Call, Fault, Refused, check, formatting, schema


@pytest.fixture
async def api():
    async with BotApi() as server:
        yield server


@contextlib.asynccontextmanager
async def library(api):
    async with telegram.Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as bot:
        yield bot


@contextlib.asynccontextmanager
async def second_client(api):
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
    async with AiogramBot(api.token, session=session) as bot:
        yield bot


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    return file.getvalue()


def dialogue(api) -> Application:
    """A tiny bot with the stock library: /start, one inline button, an echo, a location."""

    async def start(update, context):
        button = telegram.InlineKeyboardButton("找基地", callback_data="base")
        await update.message.reply_html("<b>您好</b>", reply_markup=telegram.InlineKeyboardMarkup([[button]]))

    async def pressed(update, context):
        await update.callback_query.answer()
        await update.callback_query.edit_message_text("您住哪个区?")

    async def echo(update, context):
        await update.message.reply_text(update.message.text or f"{update.message.location.latitude:.2f}")

    app = Application.builder().token(api.token).base_url(f"{api.url}/bot").build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(MessageHandler(filters.TEXT | filters.LOCATION, echo))
    return app


async def talk(api) -> None:
    user = api.person(7, language="zh-hans")
    await user.says("/start")
    greeting = await user.hears()
    assert (greeting["text"], greeting["entities"]) == ("您好", [{"type": "bold", "offset": 0, "length": 2}])
    pressed = await user.presses("找基地")
    await api.until(lambda: api.asked[pressed["callback_query"]["id"]] is not None)
    await api.until(lambda: api.sent(7)[0]["text"] == "您住哪个区?")
    await user.says("徐汇")
    assert (await user.hears())["text"] == "徐汇"
    await user.shares(31.18, 121.43)
    assert (await user.hears())["text"] == "31.18"


async def test_a_dialogue_by_long_polling_with_the_real_library(api):
    async with dialogue(api) as app:
        await app.start()
        await app.updater.start_polling()
        await talk(api)
        await app.updater.stop()
        await app.stop()


async def test_a_dialogue_by_webhook_with_the_real_library(api):
    """The bot's web server is a plain one here: the library gets what the server delivers."""
    secrets = []

    async def receive(request):
        secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await app.update_queue.put(telegram.Update.de_json(await request.json(), app.bot))
        return aiohttp.web.Response()

    async with web_server(receive) as url, dialogue(api) as app:
        await app.start()
        await app.bot.set_webhook(url, secret_token="s3cret")
        await talk(api)
        assert (await app.bot.get_webhook_info()).pending_update_count == 0
        await app.stop()
    assert set(secrets) == {"s3cret"}


@contextlib.asynccontextmanager
async def web_server(handler):
    web = aiohttp.web
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_a_webhook_that_fails_gets_the_update_again_in_order(api):
    seen, answers = [], [500, 500, 200, 200]

    async def receive(request):
        seen.append((await request.json())["message"]["text"])
        return aiohttp.web.Response(status=answers.pop(0))

    pauses = []
    api.webhook.backoff = lambda failures: pauses.append(failures) or 0.0
    async with web_server(receive) as url, library(api) as bot:
        await bot.set_webhook(url)
        user = api.person()
        await user.says("一")
        await user.says("二")
        await api.until(lambda: not api.updates.pending)
        assert seen == ["一", "一", "一", "二"]
        assert pauses == [1, 2]
        with pytest.raises(telegram.error.Conflict, match="webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert (await bot.get_webhook_info()).url == ""


async def test_a_webhook_that_is_down_is_told_in_the_webhook_info(api):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with library(api) as bot:
            await bot.set_webhook(f"http://127.0.0.1:{taken.getsockname()[1]}/hook")
            await api.person().says("在吗")
            await api.until(lambda: api.webhook.failures)
            info = await bot.get_webhook_info()
            assert (info.pending_update_count, info.last_error_message) == (1, "Connection refused")


async def test_everything_the_library_can_send_comes_back_as_a_real_message(api):
    user = api.person()
    await user.says("/start")
    async with library(api) as bot:
        assert (await bot.get_me()).username == "jiamenkou_bot"
        assert (await bot.send_message(7, "一 &amp; 二", parse_mode="HTML")).text == "一 & 二"
        photo = await bot.send_photo(7, picture(), caption="地图")
        assert (photo.photo[0].width, photo.photo[0].height, photo.caption) == (60, 40, "地图")
        again = await bot.send_photo(7, photo.photo[0].file_id)
        assert again.photo[0].file_id == photo.photo[0].file_id
        document = await bot.send_document(7, b"BEGIN:VCALENDAR", filename="a.ics")
        assert document.document.file_name == "a.ics"
        file = await bot.get_file(document.document.file_id)
        assert await file.download_as_bytearray() == b"BEGIN:VCALENDAR"
        venue = await bot.send_venue(7, 31.2, 121.4, "龙华医院", "宛平南路725号")
        assert (venue.venue.title, venue.location.latitude) == ("龙华医院", 31.2)
        assert (await bot.send_location(7, 31.2, 121.4)).location.longitude == 121.4
        assert await bot.send_chat_action(7, "typing")
        edited = await bot.edit_message_text("三", 7, photo.message_id - 1)
        assert edited.edit_date is not None
        assert await bot.delete_message(7, venue.message_id)
        assert [m.get("text") for m in api.sent(7)] == ["三", None, None, None, None]


async def test_commands_and_descriptions_are_kept_by_language_and_scope(api):
    async with library(api) as bot:
        await bot.set_my_commands([("start", "开始")])
        await bot.set_my_commands(
            [("start", "Start")], language_code="en", scope=telegram.BotCommandScopeAllPrivateChats()
        )
        assert [c.description for c in await bot.get_my_commands()] == ["开始"]
        assert await bot.get_my_commands(language_code="en") == ()
        await bot.set_my_description("问路")
        await bot.set_my_description("Ask", language_code="en")
        assert (await bot.get_my_description("en")).description == "Ask"
        assert (await bot.get_my_description("fr")).description == "问路"
        await bot.set_my_short_description("短")
        assert (await bot.get_my_short_description()).short_description == "短"


async def test_inline_queries_are_answered_once_asked(api):
    user = api.person()
    asked = await user.asks_inline("骨伤")
    async with library(api) as bot:
        content = telegram.InputTextMessageContent("龙华医院")
        article = telegram.InlineQueryResultArticle("1", "龙华医院", content)
        await bot.answer_inline_query(asked["inline_query"]["id"], [article])
        assert api.asked[asked["inline_query"]["id"]]["results"][0]["title"] == "龙华医院"
        with pytest.raises(telegram.error.BadRequest, match="Query is too old"):
            await bot.answer_inline_query("nobody", [article])


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


async def test_updates_stay_until_their_offset_is_confirmed(api):
    user = api.person()
    for text in ("一", "二", "三"):
        await user.says(text)
    async with library(api) as bot:
        first = await bot.get_updates(limit=2)
        assert [u.message.text for u in first] == ["一", "二"]
        assert len(await bot.get_updates()) == 3
        rest = await bot.get_updates(offset=first[-1].update_id + 1)
        assert [u.message.text for u in rest] == ["三"]
        assert [u.message.text for u in await bot.get_updates(offset=-1)] == ["三"]
        assert await bot.get_updates(offset=rest[-1].update_id + 1, timeout=1) == ()


async def test_the_kinds_of_updates_asked_for_once_stay_asked_for_with_another_client(api):
    user = api.person()
    async with library(api) as bot:
        await bot.get_updates(allowed_updates=["message"])
    await user.asks_inline("骨伤")
    await user.says("骨伤")
    async with library(api) as bot:
        assert [u.inline_query for u in await bot.get_updates()] == [None]
        assert (await bot.get_webhook_info()).allowed_updates == ("message",)
        await bot.get_updates(allowed_updates=[])
        await user.asks_inline("骨伤")
        assert len(await bot.get_updates()) == 2


async def test_a_second_poller_ends_the_first_one(api):
    async with library(api) as one, library(api) as two:
        first = asyncio.create_task(one.get_updates(timeout=40))
        await api.until(lambda: api.called("getUpdates"))
        second = asyncio.create_task(two.get_updates(timeout=40))
        with pytest.raises(telegram.error.Conflict, match="terminated by other getUpdates request"):
            await first
        await api.person().says("在吗")
        assert len(await second) == 1


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


async def test_a_second_client_finds_nothing_strange(api):
    user = api.person()
    await user.says("/start")
    async with second_client(api) as bot:
        assert (await bot.get_me()).username == "jiamenkou_bot"
        button = InlineKeyboardButton(text="好", callback_data="ok")
        markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
        await bot.send_message(7, "<b>您好</b>", parse_mode="HTML", reply_markup=markup)
        photo = await bot.send_photo(7, BufferedInputFile(picture(), "map.png"), caption="图")
        assert photo.photo[0].width == 60
        document = await bot.send_document(7, BufferedInputFile(b"x", "a.ics"))
        assert document.document.file_name == "a.ics"
        assert (
            await bot.send_venue(7, latitude=31.2, longitude=121.4, title="龙华", address="宛平南路")
        ).venue.title == "龙华"
        await bot.edit_message_text("改", chat_id=7, message_id=photo.message_id - 1, reply_markup=markup)
        pressed = await user.presses("好")
        updates = await bot.get_updates(timeout=5, allowed_updates=["message", "callback_query"])
        assert updates[-1].callback_query.data == "ok"
        assert await bot.answer_callback_query(pressed["callback_query"]["id"], text="收到")
    assert "attach://" in str(api.called("sendPhoto")[0].fields["photo"])


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


async def test_groups_have_no_location_button_and_replies_point_at_messages(api):
    group = api.group(-100)
    asked = await api.person().says("@jiamenkou_bot 在吗", group=group)
    async with library(api) as bot:
        answer = await bot.send_message(-100, "在", reply_to_message_id=asked["message"]["message_id"])
        assert answer.reply_to_message.text == "@jiamenkou_bot 在吗"
        keyboard = telegram.ReplyKeyboardMarkup([[telegram.KeyboardButton("位置", request_location=True)]])
        with pytest.raises(telegram.error.BadRequest, match="Location can be requested in private chats only"):
            await bot.send_message(-100, "在", reply_markup=keyboard)
