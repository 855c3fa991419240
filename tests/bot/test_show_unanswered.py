"""The story of an unanswered question over real HTTP: asked three ways by three people, answered once by the staff.

The fourth way of asking then has its answer, in this process and in another one that the program runs in beside it.
"""

import asyncio
import contextlib
import os
import re
import sys
from pathlib import Path

import httpx
import pytest

from bot.assembly import open_house, shanghai_now
from bot.service import serve_until
from knowledge import invites
from knowledge.permission import Actor
from knowledge.reading import version
from tests.bot.staff_rig import KEPT, login, send
from tests.browser.house import browser, say
from tests.houses import house_settings
from tests.patience import PATIENCE

ASKED = ("拐杖哪里可以借", "哪里可以借拐杖", "拐杖去哪里借呀")
FOURTH = "请问借拐杖到哪里呢"
ANSWER = "拐杖在一楼大厅借，免押金。"


@pytest.fixture
async def street(shipped):
    """This process and a second one on one database: the addresses of both."""
    url = f"sqlite:///{shipped.url.database}"
    told, stopped = [], asyncio.Event()
    with open_house(house_settings(url)) as house:
        token = house.database.write(invites.first_owner, shanghai_now())
        house.database.write(invites.accept_on_web, token, "安", KEPT, shanghai_now())
        serving = asyncio.create_task(serve_until(house, stopped, told.append))
        try:
            async with second_process(url) as other:
                while not told:  # noqa: ASYNC110 - it tells a person, not a program
                    await asyncio.sleep(0.01)
                yield re.search(r"http://[^/]+", told[0])[0], other
        finally:
            stopped.set()
            await serving


@contextlib.asynccontextmanager
async def second_process(url):
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), "HOME": str(Path(url[10:]).parent)}
    env |= {"JIAMENKOU_DATABASE": url, "JIAMENKOU_LISTEN": "127.0.0.1:0", "PYTHONUNBUFFERED": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=env, stdout=asyncio.subprocess.PIPE
    )
    try:
        line = ""
        while "http" not in line:
            read = await process.stdout.readline()
            assert read, "the second process ended before it served"
            line = read.decode()
        yield re.search(r"http://[^/]+", line)[0]
    finally:
        process.terminate()
        await process.wait()


async def asks(address, words):
    """Somebody new at the page, who asks one thing."""
    async with browser(address) as client:
        await client.get("/")
        entry = (await say(client, text=words)).json()["entries"][-1]
        return entry["kind"], "".join(piece["text"] for piece in entry["body"])


async def test_asked_three_ways_answered_once_and_the_fourth_way_is_answered_everywhere(street, shipped):
    here, there = street
    for words, where in zip(ASKED, (here, there, here), strict=True):
        assert (await asks(where, words))[0] == "unknown"
    async with desk(here) as staff:
        page = (await staff.get("/staff")).text
        assert "还有 2 种问法" in page
        assert "3 人问过" in page
        ids = re.findall(r'name="ids" value="(\d+)"', page.split("/staff/questions/take")[1].split("</form>")[0])
        assert len(ids) == 3
        group = await send(staff, "/staff/questions/take", ids=ids)
        shown = (await staff.get(group.headers["location"])).text
        assert all(words in shown for words in ASKED)
        form = {"title": "拐杖在哪里借？", "answer": ANSWER, "topic": "programme"}
        done = await send(staff, "/staff/questions/adopt", ids=ids, **form)
        assert done.headers["location"] == "/staff?said=adopted"
        await answered_everywhere(street, shipped)
        assert "都答上来了" in (await staff.get("/staff")).text


async def test_the_same_from_the_desk_in_the_chat(street, shipped):
    here, there = street
    for words, where in zip(ASKED, (there, here, there), strict=True):
        assert (await asks(where, words))[0] == "unknown"
    link = shipped.write(invites.make, Actor("安", "web"), "本", "editor", (), shanghai_now())
    async with browser(here) as page:
        chat = Chat(page)
        await page.get("/")
        await chat.says(f"/start invite_{link}")
        await chat.says("/desk")
        assert "3 人问过，另有 2 种说法" in await chat.taps("待回答")
        shown = await chat.taps("回答 1")
        assert all(words in shown for words in ASKED)
        assert "关于什么" in await chat.says(ANSWER)
        assert "已成为新条目" in await chat.taps("工作人员")
        await answered_everywhere(street, shipped)
        assert "没有待回答的问题" in await chat.presses("sd:queue")


class Chat:
    """Somebody of the staff at the web chat."""

    def __init__(self, page):
        self.page, self.number, self.choices = page, 0, {}

    async def says(self, words):
        return await self._sent(text=words)

    async def taps(self, label):
        return await self.presses(self.choices[label], label)

    async def presses(self, token, label="…"):
        return await self._sent(token=token, label=label)

    async def _sent(self, **what):
        self.number += 1
        entry = (await say(self.page, self.number, **what)).json()["entries"][-1]
        self.choices = {choice["label"]: choice["token"] for choice in entry["choices"] if "token" in choice}
        return "".join(piece["text"] for piece in entry["body"])


async def answered_everywhere(street, shipped):
    """The fourth way of asking has its answer in both processes, once each has the newest Book."""
    for where in street:
        await newest_at(where, shipped.read(version))
        assert (await asks(where, FOURTH))[1].startswith(ANSWER)


@contextlib.asynccontextmanager
async def desk(address):
    headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "zh-CN"}
    async with httpx.AsyncClient(
        base_url=address, trust_env=False, verify=False, timeout=PATIENCE, headers=headers
    ) as client:
        await login(client, "安")
        yield client


async def newest_at(address, wanted):
    """Wait until this process has taken in what was published: it looks four times a second."""
    async with browser(address) as client, asyncio.timeout(PATIENCE):
        while (await client.get("/readyz")).json()["book_version"] < wanted:  # noqa: ASYNC110 - another process has no event for us
            await asyncio.sleep(0.02)
