"""The whole house on Telegram: real handlers, real Book, our own Bot API server on loopback."""

import asyncio
import contextlib
import shutil
import socket

import pytest

from bot.assembly import open_house
from bot.service import serve_until
from tests.conftest import NOON
from tests.houses import house_settings


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextlib.asynccontextmanager
async def open_door(api, shipped_file, tmp_path, *, delivered: bool):
    port = free_port()
    settings = house_settings(
        shutil.copy(shipped_file, tmp_path / "house.sqlite"),
        telegram_token=api.token,
        telegram_api=api.url,
        telegram_webhook=f"http://127.0.0.1:{port}" if delivered else "",
        port=port,
    )
    told, stopped = [], asyncio.Event()
    with open_house(settings, lambda: NOON) as house:
        task = asyncio.create_task(serve_until(house, stopped, told.append))
        await api.until(lambda: api.called("setMyCommands") and (not delivered or api.webhook.url))
        yield told
        stopped.set()
        await task


@pytest.mark.parametrize("delivered", [False, True], ids=["polling", "webhook"])
async def test_a_resident_finds_a_base_by_words_button_and_location(api, shipped_file, tmp_path, delivered):
    user = api.person()
    async with open_door(api, shipped_file, tmp_path, delivered=delivered) as told:
        await user.says("/start")
        await api.wait_for(1, 7)
        await user.says("浦东看骨伤去哪里")
        await api.wait_for(3, 7)  # the answer, and the place on a map
        await user.presses("👍")
        await api.wait_for(4, 7)
        await user.shares(31.1128, 121.3804)
        await api.wait_for(6, 7)
    texts = [m.get("text") or m["venue"]["title"] for m in api.sent(7)]
    assert "家门口" in texts[0]
    assert "浦东新区中医医院" in texts[1]
    assert "资料日期 2021-09-22" in texts[1]
    assert texts[2] == "浦东新区中医医院"
    assert "闵行区的基地没有看骨伤的" in texts[4]  # what was asked for is kept for the place that was shared
    assert "天山中医医院" in texts[4]
    assert any("@" in line for line in told)


async def test_an_update_that_two_runs_see_is_answered_once(api, shipped_file, tmp_path):
    user = api.person()
    async with open_door(api, shipped_file, tmp_path, delivered=False):
        update = await user.says("静安有几个基地")
        await api.wait_for(1, 7)
        await user.repeats(update)
        await user.says("谢谢")
        await api.wait_for(2, 7)
    assert sum("静安区的重点基地" in m.get("text", "") for m in api.sent(7)) == 1
