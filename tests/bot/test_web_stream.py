"""The stream of answers: nothing is lost over a reload, a cut line or a new start; nothing is kept for long."""

import asyncio
import re
from pathlib import Path

import pytest

from bot import web
from bot.web.limits import Limits
from bot.web.shown import Shown
from bot.web.visitors import Visitors
from tests.browser.house import BEGIN, House, browser, events, open_page, say, until, until_listening
from tests.patience import PATIENCE

RETRY = 2000
"""Milliseconds after which a browser opens a stream anew that has ended."""


@pytest.fixture
def house():
    return House()


@pytest.fixture
async def client(house):
    async with open_page(house, keepalive=0.05) as client:
        await client.get("/")
        yield client


async def test_a_page_that_begins_hears_only_what_is_new(client):
    await say(client, 1, text="甲")
    listening = asyncio.create_task(events(client, 2))
    await until_listening(client)
    await say(client, 2, text="乙")
    told = [entry for _, entry in await listening]
    assert told[0]["said"] == "乙"
    assert told[1]["body"][0]["text"] == "没有听懂：乙"


async def test_numbers_of_the_stream_are_those_of_the_answers(client):
    entries = (await say(client, 1, text="甲")).json()["entries"]
    assert [number for number, _ in await events(client, 2, after="0")] == [entry["id"] for entry in entries]


async def test_after_a_cut_line_the_stream_goes_on_where_it_was(client):
    seen = (await say(client, 1, text="甲")).json()["entries"][-1]["id"]
    await say(client, 2, text="乙")
    by_header = await events(client, 2, header=seen)
    by_address = await events(client, 2, after=seen)
    assert by_header == by_address
    assert by_header[0][1]["said"] == "乙"


async def test_the_header_of_the_browser_goes_before_the_address(client):
    first = (await say(client, 1, text="甲")).json()["entries"][-1]["id"]
    await say(client, 2, text="乙")
    assert (await events(client, 1, after="0", header=first))[0][1]["said"] == "乙"


async def test_a_number_of_an_earlier_start_brings_everything(client):
    await say(client, 1, text="甲")
    for number in ("0123abcd-77", "rubbish", "-", "x-99999999999999999999"):
        assert (await events(client, 1, after=number))[0][1]["said"] == "甲"


async def test_silence_is_filled_so_that_the_line_stays_open(client):
    async with asyncio.timeout(PATIENCE), client.stream("GET", "/chat/stream") as reply:
        lines = reply.aiter_lines()
        assert await anext(lines) == f"retry: {RETRY}"
        while await anext(lines) != ":":
            pass


def test_a_stream_that_comes_back_in_time_is_no_news():
    quiet = re.search(r"QUIET = (\d+);", (Path(web.__file__).parent / "static" / "wire.js").read_text())
    assert int(quiet[1]) > RETRY  # milliseconds: before, the page would say that it is cut off


async def test_a_stranger_is_told_to_stop_asking(client):
    async with browser(client.base_url) as stranger:
        assert (await stranger.get("/chat/stream")).status_code == 204


async def test_two_pages_of_one_visitor_hear_the_same(client):
    both = asyncio.gather(events(client, 2, after="0"), events(client, 2, after="0"))
    await say(client, 1, text="甲")
    first, second = await both
    assert first == second


async def test_an_open_stream_does_not_keep_the_server_from_stopping(house):
    async with asyncio.timeout(4):
        async with open_page(house) as client:
            await client.get("/")
            listening = asyncio.create_task(events(client, 1))
            await until_listening(client)
            listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


class TestMemory:
    def visitors(self, house, **limits):
        return Visitors(Limits(**limits), house.clock)

    async def test_half_an_hour_without_a_sign_of_life_and_all_is_forgotten(self, house):
        visitors = self.visitors(house)
        visitors.of("a").add(lambda number: Shown(id=number, said="甲"))
        house.later(minutes=29)
        visitors.of("b")
        assert visitors.known("a") is not None
        house.later(minutes=2)
        visitors.of("b")
        assert visitors.known("a") is None
        assert not list(visitors.of("a").entries())

    async def test_no_more_visitors_are_held_than_allowed(self, house):
        visitors = self.visitors(house, visitors=3)
        for name in "abcd":
            visitors.of(name)
        assert [visitor.id for visitor in visitors] == ["b", "c", "d"]

    async def test_no_more_entries_are_held_than_allowed(self, house):
        visitor = self.visitors(house, remembered=3).of("a")
        for word in "甲乙丙丁":
            visitor.add(lambda number, word=word: Shown(id=number, said=word))
        assert [entry.said for entry in visitor.entries()] == ["乙", "丙", "丁"]

    async def test_one_stream_too_many_ends_the_oldest(self, house):
        visitor = self.visitors(house, streams=1).of("a")
        oldest, newest = visitor.stream("", 30), visitor.stream("", 30)
        first = asyncio.create_task(anext(oldest, "ended"))
        await asyncio.sleep(0)
        second = asyncio.create_task(anext(newest, "ended"))
        assert await first == "ended"
        visitor.add(lambda number: Shown(id=number, said="甲"))
        assert (await second).said == "甲"
        await newest.aclose()

    async def test_forgetting_a_visitor_ends_the_streams(self, house):
        visitors = self.visitors(house)
        stream = visitors.of("a").stream("", 30)
        waiting = asyncio.create_task(anext(stream, "ended"))
        await until(lambda: visitors.of("a").is_listening)
        house.later(minutes=31)
        visitors.of("b")
        assert await waiting == "ended"

    def test_a_visitor_begins_when_the_clock_says(self, house):
        assert self.visitors(house).of("a").seen == BEGIN
