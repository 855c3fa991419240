"""A link opened in a chat: once, in private, by any channel's way of opening links."""

from datetime import timedelta

import pytest

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.routes import Routes
from knowledge import invites
from knowledge.database import Database
from knowledge.message import Address
from knowledge.permission import Actor
from tests.conftest import NOON

SHELL = Actor("root", "command")
PHONE = Address("telegram", "7")


@pytest.fixture
def link(shipped: Database) -> str:
    return shipped.write(invites.make, SHELL, "小王", "clerk", ["tianshan"], NOON)


def opened(link: str, **how) -> Incoming:
    return Incoming(address=PHONE, when=NOON, **how)


@pytest.mark.parametrize("way", ["text", "token"])
async def test_the_chat_knows_them_from_then_on(routes: Routes, desk: Desk, link: str, way):
    how = {"text": f"/start invite_{link}"} if way == "text" else {"token": f"open:invite_{link}"}
    assert await desk.actor(PHONE, NOON) is None
    said = (await routes.answer(opened(link, **how)))[0].plain
    assert "小王" in said
    assert "排班员，" in said
    assert await desk.actor(PHONE, NOON) == Actor("小王", "chat", "clerk", ("tianshan",))
    stranger = Incoming(address=Address("telegram", "8"), when=NOON, **how)
    assert "已经用过" in (await routes.answer(stranger))[0].plain
    assert await desk.actor(stranger.address, NOON) is None


async def test_in_a_group_it_lets_nobody_in(routes: Routes, desk: Desk, link: str):
    said = await routes.answer(opened(link, text=f"/start invite_{link}", private=False))
    assert "单独" in said[0].plain
    assert await desk.actor(PHONE, NOON) is None


async def test_a_day_later_it_is_over(routes: Routes, desk: Desk, link: str):
    late = NOON + timedelta(days=1)
    said = await routes.answer(Incoming(address=PHONE, when=late, text=f"/start invite_{link}"))
    assert "过期" in said[0].plain
    assert await desk.actor(PHONE, late) is None


async def test_the_first_owner_is_sent_to_a_browser_and_the_link_is_still_good(routes: Routes, shipped: Database):
    token = shipped.write(invites.first_owner, NOON)
    assert "浏览器" in (await routes.answer(opened(token, text=f"/start invite_{token}")))[0].plain
    assert shipped.read(invites.peek, token, NOON) is not None


async def test_who_has_everything_deleted_is_no_staff_in_this_chat(routes: Routes, desk: Desk, link: str):
    await routes.answer(opened(link, text=f"/start invite_{link}"))
    await routes.answer(opened(link, token="del:yes"))
    assert await desk.actor(PHONE, NOON) is None


async def test_a_resident_starts_as_ever(routes: Routes, desk: Desk):
    for text in ("/start", "/start invite", "/start invite_x", "/start expert_1"):
        assert "链接" not in (await routes.answer(Incoming(address=PHONE, when=NOON, text=text)))[0].plain
    assert await desk.actor(PHONE, NOON) is None
