"""A reminder that fell due while the page was closed stands there when it is opened: once, on whatever page that is."""

import asyncio
import contextlib

import pytest

from bot.reminding import manner
from bot.web.behind import Behind
from bot.web.push import PageSender
from bot.web.server import serving
from knowledge.message import Address
from scheduler.diary import Diary
from scheduler.plans import Plan
from scheduler.worker import Line, Surroundings
from tests.browser.house import House, browser, events, until
from tests.scheduler.town import Town

WHO = Address("web", "0123456789abcdef" * 2)
BATH = Plan(kind="personal", start="2026-11-24T19:00", words="泡脚", chosen=True)


class Street:
    """Replicas of the page over one database, and a visitor who asked to be reminded."""

    def __init__(self, database):
        self.town = Town(database)
        self.town.remind(BATH, WHO)

    def diary(self, name):
        around = Surroundings(
            database=self.town.database, book=lambda: self.town.shelf.book, clock=lambda: self.town.now, manner=manner
        )
        return Diary(around, name)

    @contextlib.asynccontextmanager
    async def replica(self, name="one", **limits):
        """A client at the page of one replica, with the visitor's cookie."""
        house, diary = House(), self.diary(name)
        house.behind = Behind(bring=diary.bring)
        app = house.app(**{"read_within": 5.0} | limits)
        line = Line(channel="web", sender=PageSender(app.state.chat), per_second=None)
        async with serving(app, "127.0.0.1", 0) as url, diary.open(line), browser(url) as client:
            client.cookies.set("visitor", WHO.id)
            client.doorstep = app.state.doorstep
            yield client

    async def falls_due(self):
        """Nobody has the page open at seven in the evening, nor for nine minutes after."""
        self.town.now = self.town.now.replace(day=24, hour=19)
        diary = self.diary("closed")
        async with diary.open(Line(channel="web", sender=PageSender(House().app().state.chat), per_second=None)):
            await diary.tick()
            await until(lambda: self.states == ["kept"])
        self.town.now = self.town.now.replace(minute=9)

    @property
    def states(self):
        return [state for state, rows in self.town.states().items() for _ in rows]


@pytest.fixture
async def street(sqlite):
    street = Street(sqlite)
    await street.falls_due()
    return street


async def confirmed(client, after=""):
    """The next entry of the stream, which the page confirms."""
    ((_, entry),) = await events(client, 1, after=after)
    assert (await client.post("/chat/seen", json={"id": entry["id"]})).status_code == 204
    return entry


async def listens(client, seconds=0.3):
    """What comes on a page that begins anew, within a moment."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await events(client, 1)
    return []


async def test_it_comes_at_once_when_the_page_is_opened_and_once_only(street):
    async with street.replica() as client:
        entry = await confirmed(client)
        assert entry["title"] == "提醒 · 11月24日周二 19:00"
        assert entry["body"][0]["text"] == "到时间了：泡脚"
        assert [button["label"] for button in entry["choices"]] == ["知道了", "晚点再说", "停这个", "全部停"]
        await until(lambda: street.states == ["sent"])
        assert await listens(client) == []


async def test_another_replica_has_it_as_well(street):
    async with street.replica("two") as client:
        assert (await confirmed(client))["kind"] == "reminder"
        await until(lambda: street.states == ["sent"])
    async with street.replica("three") as client:
        assert await listens(client) == []


async def test_what_no_page_confirms_is_kept_and_comes_again_under_the_same_name(street):
    async with street.replica(read_within=0.05) as client:
        ((_, lost),) = await events(client, 1)
        await until(lambda: street.states == ["kept"])
    async with street.replica("two") as client:
        again = await confirmed(client)
        assert again["by"] == lost["by"] != ""
        await until(lambda: street.states == ["sent"])


async def test_a_page_that_does_not_answer_is_not_asked_again_until_it_comes_back(street):
    async with street.replica(read_within=0.05) as client, client.stream("GET", "/chat/stream") as reply:
        said = [line async for line in reply.aiter_lines()]  # the server ends it
        assert sum(line.startswith("data:") for line in said) == 1
        client.doorstep.look_again()
        await until(lambda: street.states == ["kept"])


async def test_without_a_script_the_first_page_shows_it_once_and_the_conversation_holds_it(street):
    async with street.replica() as client:
        page = (await client.get("/")).text
        assert "提醒 · 11月24日周二 19:00" in page
        assert "到时间了：泡脚" in page
        assert page.count('name="token" value="r:') == 4
        assert "您好。我帮您查" in page
        assert street.states == ["sent"]
        assert "泡脚" not in (await client.get("/")).text
        assert (await client.get("/talk")).text.count("到时间了：泡脚") == 1


async def test_without_a_script_the_conversation_shows_it_too(street):
    async with street.replica() as client:
        assert (await client.get("/talk")).text.count("到时间了：泡脚") == 1
        assert street.states == ["sent"]
        assert "泡脚" not in (await client.get("/")).text


async def test_a_script_that_takes_over_the_first_page_still_has_it(street):
    async with street.replica() as client:
        assert "泡脚" in (await client.get("/")).text
        ((_, entry),) = await events(client, 1)
        assert entry["kind"] == "reminder"
        assert await listens(client) == []


async def test_where_a_script_ran_before_the_page_leaves_it_to_the_script(street):
    async with street.replica() as client:
        client.cookies.set("script", "yes")
        assert "泡脚" not in (await client.get("/")).text
        assert street.states == ["kept"]
        assert (await confirmed(client))["kind"] == "reminder"


async def test_the_stream_notes_that_a_script_runs(street):
    async with street.replica() as client, client.stream("GET", "/chat/stream") as reply:
        assert "script=yes" in reply.headers["set-cookie"]
        assert "HttpOnly" in reply.headers["set-cookie"]


async def test_a_stranger_gets_nothing_of_it(street):
    async with street.replica() as client:
        client.cookies.set("visitor", "f" * 32)
        assert "泡脚" not in (await client.get("/")).text
        assert "泡脚" not in (await client.get("/talk")).text
        assert street.states == ["kept"]


async def test_it_is_told_in_the_language_and_the_manner_of_the_person(street):
    street.town.settle_in(WHO, language="en", elder=True)
    async with street.replica() as client:
        client.cookies.set("view", "en.elder")
        entry = await confirmed(client)
        assert entry["title"] == "Reminder · Tue 2026-11-24 19:00"
        assert entry["elder"]
        assert [button["token"].rpartition(":")[0] for button in entry["choices"][:4]] == [
            "r:ok",
            "r:later",
            "r:stop",
            "r",
        ]


async def test_traditional_characters_are_kept_in_the_heading(street):
    street.town.settle_in(WHO, language="zh-hant")
    async with street.replica() as client:
        client.cookies.set("view", "zh-hant")
        entry = await confirmed(client)
        assert entry["title"] == "提醒 · 11月24日週二 19:00"
        assert "到時間了" in entry["body"][0]["text"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"id": 1}', b'{"id": "a", "b": 1}', b"\xff"])
async def test_a_confirmation_that_is_none_is_refused_kindly(street, content):
    async with street.replica() as client:
        reply = await client.post("/chat/seen", content=content)
        assert reply.status_code == 400


async def test_a_confirmation_of_something_else_changes_nothing(street):
    async with street.replica(read_within=0.1) as client:
        await events(client, 1)
        assert (await client.post("/chat/seen", json={"id": "else-1"})).status_code == 204
        await until(lambda: street.states == ["kept"])
