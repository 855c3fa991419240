"""The Telegram channel in trouble: floods, blocks, cut connections, wrong tokens; over real HTTP."""

import asyncio
import logging
import tempfile

import pytest

from bot.telegram.channel import connected
from bot.telegram.conversation import Hooks
from bot.telegram.polling import TwoBots
from knowledge.errors import SettingsError
from tests.bot.telegram_rig import Naps, desk, open_channel, running, say
from tests.botapi import Refused


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
    assert "the menu or the webhook was not updated" in caplog.text


async def test_no_token_no_words_and_no_files_are_left_behind(api, caplog, tmp_path, monkeypatch):
    caplog.set_level(logging.DEBUG)
    # the machine's folder for temporary files, not a part of ours
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
