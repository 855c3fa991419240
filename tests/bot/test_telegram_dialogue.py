"""The Telegram channel end to end: real HTTP to the loopback server, people on the other side."""

import asyncio

import pytest

from bot.telegram import polling
from tests.bot.telegram_rig import open_channel, running, say


async def test_start_ask_button_location_venue(api):
    user = api.person(7, language="zh-hans")
    async with running(api):
        await user.says("/start")
        greeting = await user.hears()
        assert greeting["text"] == "您好\n\n想找什么？"
        assert greeting["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
        assert user.buttons == ["找基地"]
        assert (await user.hears())["text"] == "👇 📍 我的位置"
        assert user.keyboard == ["📍 我的位置"]
        await user.says("浦东看骨伤")
        assert (await user.hears())["text"] == "收到：浦东看骨伤"
        pressed = await user.presses("找基地")
        assert (await user.hears())["text"] == "按了t:base。请发位置。"
        assert api.asked[pressed["callback_query"]["id"]] is not None
        await user.shares(31.2, 121.4)
        answer = await user.hears()
        assert answer["text"].endswith("资料日期：2021年")
        assert answer["entities"][0]["type"] == "italic"
        venue = await user.hears()
        assert (venue["venue"]["title"], venue["venue"]["address"]) == ("龙华医院", "徐汇区宛平南路725号")


async def test_the_menu_and_the_descriptions_are_set_once_and_not_again_at_the_next_start(api):
    for _ in range(2):
        async with running(api):
            await api.person().says("在吗")
            await api.until(lambda: not api.updates.pending or api.sent(7))
        assert len(api.called("setMyCommands")) == 2
    assert api.texts["description", "en"].startswith("For people living in Shanghai")
    assert {language for _, language in api.commands} == {"", "en"}


async def test_an_update_nobody_can_read_is_set_aside_and_the_next_one_answered(api, caplog):
    user = api.person()
    async with running(api):
        api.updates.push({"message": {"message_id": "eins", "text": "秘密"}})
        api.updates.push({"callback_query": {"id": 5, "data": "秘密"}})
        await user.poisons()
        await user.says("在吗")
        heard = [await user.hears(), await user.hears()]
        assert heard[-1]["text"] == "收到：在吗"
        await api.until(lambda: not api.updates.pending)
    assert caplog.text.count("set aside") == 2
    assert "秘密" not in caplog.text


async def test_a_press_without_the_fields_other_libraries_need_is_still_answered(api):
    async with running(api):
        await api.person().says("/start")
        await api.person().poisons()
        await api.wait_for(3, 7)


async def test_the_same_update_twice_is_answered_once(api):
    user = api.person()
    async with running(api):
        update = await user.says("一")
        await user.repeats(update)
        await user.says("二")
        await api.until(lambda: not api.updates.pending)
        await user.repeats(update)
        await user.says("三")
        await api.wait_for(3, 7)
    assert [m["text"] for m in api.sent(7)] == ["收到：一", "收到：二", "收到：三"]


async def test_what_an_earlier_run_answered_is_not_answered_again(api):
    user = api.person()
    old = await user.says("旧")

    async def seen(number):
        return number == old["update_id"]

    async with running(api, seen=seen):
        await user.says("新")
        await api.wait_for(1, 7)
    assert [m["text"] for m in api.sent(7)] == ["收到：新"]


async def test_a_moving_live_location_and_edited_words_do_not_ask_again(api):
    user = api.person()
    async with running(api):
        shared = await user.shares(31.2, 121.4, live=True)
        await api.wait_for(2, 7)
        api.updates.allowed = []  # as if another program had asked for everything
        for step in range(5):
            await user.moves(shared, 31.2 + step / 100, 121.4)
        await user.says("好了")
        await api.wait_for(3, 7)
        await api.until(lambda: not api.updates.pending)
    assert len(api.sent(7)) == 3


async def test_a_person_is_answered_in_order_while_others_do_not_wait(api):
    gate = asyncio.Event()

    async def slow_for_seven(incoming):
        if incoming.address.id == "7":
            await gate.wait()
        return [say(incoming.text)]

    async with running(api, slow_for_seven):
        for text in "一二三":
            await api.person(7).says(text)
            await api.person(8).says(text)
        await api.wait_for(3, 8)
        assert api.sent(7) == []
        gate.set()
        await api.wait_for(3, 7)
    assert [m["text"] for m in api.sent(7)] == [m["text"] for m in api.sent(8)] == ["一", "二", "三"]


async def test_stopping_answers_what_was_taken_and_confirms_it(api):
    started, gate = asyncio.Event(), asyncio.Event()

    async def slow(incoming):
        started.set()
        await gate.wait()
        return [say(incoming.text)]

    async with open_channel(api, slow) as channel:
        task = asyncio.create_task(channel.run())
        await api.person().says("一")
        await started.wait()
        channel.stop()
        gate.set()
        await task
    assert [m["text"] for m in api.sent(7)] == ["一"]
    assert api.updates.pending == []


async def test_a_cancelled_run_answers_what_was_taken_too(api):
    async with open_channel(api) as channel:
        task = asyncio.create_task(channel.run())
        await api.person().says("一")
        await api.wait_for(1, 7)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert api.updates.pending == []


async def test_in_a_group_only_what_speaks_to_the_bot_is_marked_so(api):
    heard = []

    async def listen(incoming):
        heard.append((incoming.text, incoming.addressed, incoming.private))
        return []

    group, user = api.group(-100), api.person()
    async with running(api, listen):
        for text in ("吃了吗", "@Jiamenkou_Bot 浦东看骨伤", "/start@jiamenkou_bot", "/start@other_bot", "/help"):
            await user.says(text, group=group)
        await user.says("对", group=group, reply_to={"message_id": 1, "date": 1, "chat": group, "from": api.bot})
        await api.until(lambda: len(heard) == 6)
    assert heard == [
        ("吃了吗", False, False),
        ("浦东看骨伤", True, False),
        ("/start", True, False),
        ("/start@other_bot", False, False),
        ("/help", True, False),
        ("对", True, False),
    ]


async def test_updates_wait_on_the_server_until_their_answers_are_sent(api):
    """A crash between fetching and answering loses nothing: the batch has not been confirmed yet."""
    gate = asyncio.Event()

    async def slow(incoming):
        await gate.wait()
        return [say(incoming.text)]

    assert polling.GRACE > 1
    async with running(api, slow):
        await api.person().says("一")
        await api.until(lambda: api.called("getUpdates") and api.updates.pending)
        gate.set()
        await api.wait_for(1, 7)
        await api.until(lambda: not api.updates.pending)
