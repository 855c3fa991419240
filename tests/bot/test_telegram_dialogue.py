"""The Telegram channel end to end: real HTTP to the loopback server, people on the other side, trouble on the way."""

import asyncio
import logging
import tempfile

import pytest

from bot.telegram import polling
from bot.telegram.channel import connected
from bot.telegram.conversation import Hooks
from bot.telegram.polling import TwoBots
from knowledge.errors import SettingsError
from tests.bot.telegram_rig import Naps, desk, open_channel, running, say
from tests.botapi import BotApi, Refused


@pytest.fixture
async def api():
    async with BotApi() as server:
        yield server


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
    async with running(api, seen=lambda number: number == old["update_id"]):
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


async def test_a_failing_answer_stops_nobody(api, caplog):
    async def clumsy(incoming):
        if incoming.text == "坏":
            raise ValueError(incoming.text)
        return [say(incoming.text)]

    async with running(api, clumsy):
        await api.person(7).says("坏")
        await api.person(7).says("好")
        await api.wait_for(1, 7)
    assert "an update failed: ValueError at" in caplog.text
    assert "坏" not in caplog.text


async def test_flood_control_is_obeyed_and_the_answer_comes_once(api):
    naps = Naps()
    async with running(api, sleep=naps):
        api.faults.flood(7, times=2)
        await api.person().says("在吗")
        await api.wait_for(1, 7)
    assert naps.seconds == [7.0, 7.0]
    assert len(api.sent(7)) == 1


async def test_a_blocked_bot_learns_it_and_goes_on(api):
    changes = []

    async def reached(change):
        changes.append((change.address.id, change.reachable))

    async with running(api, reached=reached):
        user = api.person(7)
        api.faults.forbid(chat=7)
        await user.says("一")
        await api.until(lambda: changes)
        await user.blocks()
        await user.unblocks()
        await user.says("二")
        await api.wait_for(1, 7)
    assert changes == [("7", False), ("7", False), ("7", True)]
    assert [m["text"] for m in api.sent(7)] == ["收到：二"]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_message_cut_off_underway_is_not_blindly_repeated(api, when, caplog):
    async with running(api):
        api.faults.cut(when)
        await api.person().says("一")
        await api.until(lambda: api.called("sendMessage"))
        await api.person().says("二")
        await api.until(lambda: api.sent(7) and api.sent(7)[-1]["text"] == "收到：二")
    assert [m["text"] for m in api.sent(7)] == (["收到：一", "收到：二"] if when == "after" else ["收到：二"])
    assert "may be lost: Unknown" in caplog.text


async def test_words_that_save_a_life_are_repeated_when_nobody_knows_whether_they_arrived(api):
    async def urgent(incoming):
        return [say("请马上打120。", kind="emergency")]

    async with running(api, urgent):
        api.faults.cut("after")
        await api.person().says("胸口痛")
        await api.wait_for(2, 7)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_broken_server_is_asked_again_until_it_is_back(api, status):
    naps = Naps()
    async with running(api, sleep=naps):
        await api.until(lambda: api.called("getUpdates"))
        api.faults.broken("getUpdates", times=3, status=status)
        await api.person().says("一")
        await api.wait_for(1, 7)
        await api.person().says("二")
        await api.wait_for(2, 7)
    assert naps.seconds == [1.0, 2.0, 4.0]


async def test_a_poll_cut_off_underway_is_made_again(api):
    async with running(api):
        await api.until(lambda: api.called("getUpdates"))
        api.faults.cut("after", "getUpdates", times=2)
        await api.person().says("一")
        await api.wait_for(1, 7)
        await api.person().says("二")
        await api.wait_for(2, 7)
    assert len(api.sent(7)) == 2


async def test_two_programs_with_one_token_end_with_a_clear_sentence(api):
    async with open_channel(api) as channel:
        task = asyncio.create_task(channel.run())
        await api.until(lambda: api.called("getUpdates"))
        api.faults.refuse(Refused(409, "Conflict: terminated by other getUpdates request"), "getUpdates")
        await api.person().says("在吗")
        with pytest.raises(TwoBots, match="another program uses this bot token"):
            await task


@pytest.mark.parametrize("token", ["123456:wrong", "nonsense"])
async def test_a_wrong_token_ends_with_a_clear_sentence(api, token):
    with pytest.raises(SettingsError, match="JIAMENKOU_TELEGRAM_TOKEN"):
        async with connected(token, desk, api=api.url):
            pass


async def test_a_token_that_is_revoked_while_running_ends_with_a_clear_sentence(api):
    async with open_channel(api) as channel:
        api.faults.refuse(Refused(401, "Unauthorized"), "getUpdates")
        with pytest.raises(SettingsError, match="JIAMENKOU_TELEGRAM_TOKEN"):
            await channel.run()


async def test_the_channel_waits_for_a_network_that_is_not_there_yet(api):
    naps = Naps()
    api.faults.broken("getMe", times=3)
    async with connected(api.token, desk, api=api.url, hooks=Hooks(sleep=naps)) as channel:
        assert channel.bot.username == "jiamenkou_bot"
    assert naps.seconds == [1.0, 2.0, 4.0]


async def test_a_menu_that_cannot_be_set_keeps_nobody_from_answering(api, caplog):
    api.faults.broken("getMyCommands")
    async with running(api):
        await api.person().says("在吗")
        await api.wait_for(1, 7)
    assert "the command menu was not updated" in caplog.text


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


async def test_no_token_no_words_and_no_files_are_left_behind(api, caplog, tmp_path, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with running(api):
        await api.person(id=987654321).says("我的秘密")
        await api.wait_for(1, 987654321)
        api.faults.cut("before")
        await api.person(id=987654321).says("还有一个")
        await api.until(lambda: len(api.called("sendMessage")) == 2)
    ours = [r.getMessage() for r in caplog.records if r.name.startswith(("bot.", "aiohttp"))]
    assert not [line for line in ours if api.token in line or "秘密" in line or "987654321" in line]
    assert list(tmp_path.iterdir()) == []


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


async def test_an_answer_telegram_wants_much_later_is_given_up(api, caplog):
    naps = Naps()
    async with running(api, sleep=naps):
        api.faults.flood(3600)
        await api.person().says("一")
        await api.until(lambda: api.called("sendMessage"))
        await api.person().says("二")
        await api.wait_for(1, 7)
    assert (api.sent(7)[0]["text"], naps.seconds) == ("收到：二", [])
    assert "given up" in caplog.text


async def test_a_button_too_old_for_its_clock_is_answered_all_the_same(api):
    user = api.person()
    async with running(api):
        await user.says("/start")
        await api.wait_for(2, 7)
        api.faults.refuse(Refused(400, "Bad Request: query is too old"), "answerCallbackQuery")
        await user.presses("找基地")
        await api.wait_for(3, 7)


async def test_a_person_who_writes_like_a_machine_is_not_answered_without_end(api, caplog):
    for number in range(60):
        await api.person().says(str(number))
    async with running(api):
        await api.wait_for(50, 7)
        await api.until(lambda: not api.updates.pending)
    assert len(api.sent(7)) < 60
    assert "queue is full" in caplog.text
