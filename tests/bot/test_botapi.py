"""The loopback Bot API server, kept honest by two real clients: python-telegram-bot and aiogram."""

import asyncio
import socket

import aiohttp
import pytest
import telegram
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from tests.bot.botapi_rig import library, picture, second_client, web_server


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
