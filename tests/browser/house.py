"""A small house for web tests: real pages over HTTP on loopback, with handlers that say little and remember all."""

import asyncio
import contextlib
import json
from datetime import UTC, datetime, timedelta
from functools import cache

import httpx

from bot.web.app import build_app
from bot.web.behind import NOTHING
from bot.web.limits import Limits
from bot.web.server import serving
from knowledge.book import Book
from knowledge.message import Attachment, Choice, Message, Place
from tests.knowledge import shipped
from tests.patience import PATIENCE

BEGIN = datetime(2026, 11, 21, 4, tzinfo=UTC)
NOTE = (
    "来源：上海市卫健委、上海市中医药管理局，重点基地建设的通知（2021-09-22）；文汇报，报道（2025-10-05）"
    " · 资料日期 2021-09-22"
)
MENU = (
    Choice(label="找基地", token="menu:find"),
    Choice(label="查专家门诊", token="menu:clinics"),
    Choice(label="转诊怎么走", token="menu:referral"),
    Choice(label="我的提醒", token="menu:reminders"),
)
KIDNEY = Place("闵行区中西医结合医院", "剑川路155号", 31.012, 121.409, "021-64500999")
CHILDREN = Place("静安区中医医院", "芷江西路", 31.2722, 121.4563)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d4944415478da63"
    "64f8ffbf1e000584027f9d6e5a0d0000000049454e44ae426082".replace(" ", "")
)


@cache
def shipped_book():
    return Book(shipped.book(), 7)


class House:
    """What the page talks to: fixed answers, a clock set by hand, everything that came in."""

    def __init__(self):
        self.now = BEGIN
        self.came = []
        self.book = shipped_book()
        self.is_ready = True
        self.behind = NOTHING
        self.gate = asyncio.Event()
        self.gate.set()

    def clock(self):
        return self.now

    async def ready(self):
        return self.is_ready

    def later(self, **time):
        self.now += timedelta(**time)

    async def answer(self, incoming):
        self.came.append(incoming)
        await self.gate.wait()
        if incoming.point is not None:
            return [Message(kind="answer", text="位置用过了，已经丢掉。", facts={"topic": "nearest_base"})]
        if incoming.token:
            return pressed(incoming.token)
        return said(incoming.text)

    def app(self, **limits):
        return build_app(
            self.answer,
            book=lambda: self.book,
            clock=self.clock,
            ready=self.ready,
            limits=Limits(**limits),
            behind=self.behind,
        )


def pressed(token):
    match token.split(":"):
        case ["/start"]:
            return [Message(kind="start", text="您好。急事请打 120。", choices=MENU)]
        case ["menu", "find"]:
            where = Choice(label="离我近的", token="browse:near", asks_location=True)
            return [Message(kind="browse", text="怎么找？", choices=(where, Choice(label="全部", token="browse:all")))]
        case ["elder", manner]:
            return [Message(kind="elder", text="好的。", facts={"elder": manner == "on"})]
        case ["lang", language]:
            return [Message(kind="language", text="好的。", facts={"language": language})]
        case ["d", district]:
            return [Message(kind="answer", title=district, text="这个区的基地。", facts={"topic": "find_base"})]
    return [Message(kind="help", text=f"按了 {token}")]


def said(text):
    if text == "坏":
        raise RuntimeError("secret words of a visitor")
    if "肾" in text:
        return [kidney()]
    if "图" in text:
        picture = Attachment("code.png", "image/png", PIXEL, "一张图")
        page = Attachment("a.html", "text/html", b"<script>alert(1)</script>", "一个文件")
        return [Message(kind="answer", text="看图", picture=picture, document=page)]
    if "删掉" in text:
        return [Message(kind="deleted", text="已经全忘了。")]
    if "不想活" in text:
        calls = (Choice(label="打 12356", url="tel:12356"),)
        return [Message(kind="crisis", title="我听到您说的了", text="可以打 12356。", choices=calls)]
    return [Message(kind="unknown", text=f"没有听懂：{text}", facts={"topic": "unknown"}, choices=MENU)]


def kidney():
    return Message(
        kind="answer",
        title="看肾病",
        text="1. 闵行区中西医结合医院：电话 021-64500999\n2. 静安区中医医院",
        footnote=NOTE,
        facts={"topic": "nearest_base"},
        choices=(Choice(label="怎么转诊", token="menu:referral"), Choice(label="坏链接", url="javascript:alert(1)")),
        place=KIDNEY,
        map=(KIDNEY, CHILDREN),
    )


@contextlib.asynccontextmanager
async def open_page(house, **limits):
    """A client with a cookie jar, like one browser, at the page of a house."""
    async with serving(house.app(**limits), "127.0.0.1", 0) as url, browser(url) as client:
        yield client


def browser(url):
    return httpx.AsyncClient(
        base_url=url, trust_env=False, verify=False, timeout=PATIENCE, headers={"Sec-Fetch-Site": "same-origin"}
    )


async def say(client, number=1, **what):
    return await client.post("/chat/say", json={"id": f"said-{number:06}", **what})


async def events(client, many, after="", header=""):
    """So many events from the stream, as (id, entry)."""
    found, number = [], ""
    headers = {"Last-Event-ID": header} if header else {}
    async with (
        asyncio.timeout(PATIENCE),
        client.stream("GET", "/chat/stream", params={"after": after}, headers=headers) as reply,
    ):
        assert reply.headers["content-type"].startswith("text/event-stream")
        async for line in reply.aiter_lines():
            if len(found) == many:
                break
            if line.startswith("id: "):
                number = line[4:]
            elif line.startswith("data: "):
                found.append((number, json.loads(line[6:])))
                if len(found) == many:
                    break
    return found


async def until(condition):
    """Give the others their turn until something is so; the test's own time limit ends a wait in vain."""
    while not condition():  # noqa: ASYNC110 - seen only from outside  (what is waited for has no event)
        await asyncio.sleep(0.002)


async def until_listening(client):
    """Wait until the server knows of an open page."""
    while "listening 1.0" not in (await client.get("/metrics")).text:  # noqa: ASYNC110 - a page tells only when asked
        await asyncio.sleep(0.01)
