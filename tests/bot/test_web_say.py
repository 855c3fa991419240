"""What a visitor says and what comes back: once each, bounded, from our own page only, as text and nothing else.

Over 250 lines: everything a visitor may say at one door, with one rig.
"""

import asyncio
import json

import httpx
import pytest
from markupsafe import escape
from starlette.requests import Request
from starlette.routing import Route

from bot.web.guard import Refused, body
from bot.web.server import serving
from knowledge.message import Address, Message
from tests.browser.house import NOTE, House, browser, events, open_page, say, until


@pytest.fixture
def house():
    return House()


@pytest.fixture
async def client(house):
    async with open_page(house) as client:
        await client.get("/")
        yield client


def answer_in(reply):
    assert reply.status_code == 200, reply.text
    return reply.json()["entries"][-1]


async def test_words_reach_the_handlers_with_who_when_and_in_which_language(house, client):
    await say(client, text="莘庄看肾病")
    (came,) = house.came
    assert came.address == Address("web", client.cookies["visitor"])
    assert (came.text, came.token, came.point) == ("莘庄看肾病", "", None)
    assert (came.when, came.language, came.update) == (house.now, "zh", "said-000001")


async def test_an_answer_has_title_text_links_place_map_and_source(client):
    entry = answer_in(await say(client, text="莘庄看肾病"))
    assert entry["title"] == "看肾病"
    assert {"text": "021-64500999", "href": "tel:02164500999"} in entry["body"]
    assert entry["footnote"] == NOTE
    assert entry["brief"] == ["来源：卫健委等 · ", "资料日期 2021-09-22"]
    assert entry["place"]["call"] == "tel:02164500999"
    assert entry["place"]["route"].startswith("https://uri.amap.com/marker?position=121.409000,31.012000")
    assert [dot["mark"] for dot in entry["map"]["dots"]] == ["1", "2"]
    assert [choice["label"] for choice in entry["choices"]] == ["怎么转诊"], "a link that is no web address is left out"


async def test_a_button_is_echoed_by_its_label(house, client):
    reply = (await say(client, token="menu:find", label="找基地")).json()["entries"]
    assert reply[0]["said"] == "找基地"
    assert reply[1]["choices"][0] == {"label": "离我近的", "token": "browse:near", "location": True}
    assert house.came[0].token == "menu:find"


async def test_a_position_is_used_and_not_kept(house, client):
    reply = await say(client, point=[31.1234, 121.4321])
    assert house.came[0].point == (31.1234, 121.4321)
    assert "31.1234" not in reply.text
    assert "31.1234" not in (await client.get("/talk")).text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"text": "hi"}',
        b'{"id": "short", "text": "hi"}',
        b'{"id": "said-000001"}',
        b'{"id": "said-000001", "text": "   "}',
        b'{"id": "said-000001", "text": "hi", "token": "menu:find"}',
        b'{"id": "said-000001", "text": 5}',
        b'{"id": "said-000001", "text": "hi", "more": 1}',
        b'{"id": "said-000001", "point": [91, 0]}',
        b'{"id": "said-000001", "point": [1]}',
        b'{"id": "said-000001", "point": [NaN, 0]}',
        b'{"id": "said-000001", "text": "\xff\xfe"}',
        b'{"id": "said-000001", "text": "\\ud800"}',
        '{"id": "said-000001", "token": "十十十十十十十十十十十十十十十十十十十十十十"}'.encode(),
        b'{"id": "said-000001", "text": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
async def test_what_cannot_be_read_gets_a_sentence(house, client, body):
    reply = await client.post("/chat/say", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 400
    assert reply.json()["error"] == "没有收到您的话，请再写一次。"
    assert "120" in reply.json()["urgent"]
    assert not house.came


async def test_only_json_is_taken(house, client):
    reply = await client.post("/chat/say", content=b'{"id": "said-000001", "text": "hi"}')
    assert reply.status_code == 415
    assert not house.came


async def test_more_than_64_kib_is_refused_with_and_without_a_length(house, client):
    told = await say(client, text="长" * 40_000)
    assert told.status_code == 413

    async def pieces():
        for _ in range(100):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    unknown = await client.post("/chat/say", content=pieces(), headers=headers)
    assert unknown.status_code == 413
    assert "太长" in unknown.json()["error"]
    assert not house.came


async def test_a_text_of_more_than_ten_thousand_characters_is_to_be_sent_in_parts(house, client):
    told = await say(client, text="a" * 10_001)
    assert told.status_code == 413
    assert "分成几小段" in told.json()["error"]
    assert all(number in told.json()["urgent"] for number in ("120", "12356", "962525"))
    assert not house.came
    assert (await say(client, 2, text="a" * 10_000)).status_code == 200


async def test_a_body_that_never_comes_is_not_waited_for():
    async def nothing():
        await asyncio.Event().wait()

    slow = Request({"type": "http", "method": "POST", "headers": []}, nothing)
    with pytest.raises(Refused, match="slow") as refused:
        await body(slow, 100, within=0)
    assert refused.value.status == 408


async def test_who_is_too_slow_is_told_so_with_the_numbers_and_the_connection_ends(house):
    async def late(_request):
        raise Refused(408, "slow")

    app = house.app()
    app.router.routes.insert(0, Route("/chat/say", late, methods=["POST"]))
    async with serving(app, "127.0.0.1", 0) as url, browser(url) as client:
        told = await say(client, text="甲")
    assert told.status_code == 408
    assert told.headers["connection"] == "close"
    assert "再发一次" in told.json()["error"]
    assert "120" in told.json()["urgent"]


class Forgetful(House):
    """A house that deletes everything when asked to."""

    async def answer(self, incoming):
        if incoming.token == "del:yes":
            return [Message(kind="deleted", text="已经全部删掉了。")]
        return await super().answer(incoming)


async def test_who_has_everything_deleted_finds_nothing_of_the_conversation():
    async with open_page(Forgetful()) as client:
        await client.get("/")
        await say(client, 1, text="我的电话是13812345678")
        assert "13812345678" in (await client.get("/talk")).text
        await say(client, 2, token="del:yes")
        page = (await client.get("/talk")).text
    assert "已经全部删掉了" in page
    assert "13812345678" not in page


async def test_ten_thousand_characters_are_passed_on(house, client):
    assert (await say(client, text="肾" * 10_000)).status_code == 200
    assert len(house.came[0].text) == 10_000


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[evil"}, 403),
        ({"Origin": "OWN"}, 200),
        ({}, 200),
    ],
)
@pytest.mark.parametrize("path", ["/chat/say", "/", "/chat/clear"])
async def test_only_our_own_page_may_speak_for_a_visitor(house, client, path, headers, status):
    own = str(client.base_url).rstrip("/")
    headers = {name: value.replace("OWN", own) for name, value in headers.items()}
    content = b'{"id": "said-000001", "text": "hi"}' if path == "/chat/say" else b"id=said-000001&text=hi"
    kind = "application/json" if path == "/chat/say" else "application/x-www-form-urlencoded"
    async with httpx.AsyncClient(base_url=client.base_url, trust_env=False, verify=False) as other:
        reply = await other.post(path, content=content, headers={"Content-Type": kind, **headers})
    assert (reply.status_code == 403) == (status == 403)
    assert (not house.came) == (status == 403 or path == "/chat/clear")


async def test_the_same_said_twice_is_answered_once(house, client):
    first = await say(client, 5, text="莘庄看肾病")
    again = await say(client, 5, text="莘庄看肾病")
    assert first.json() == again.json()
    assert len(house.came) == 1


async def test_said_again_while_the_answer_is_on_its_way_waits_for_the_same_one(house, client):
    house.gate.clear()
    both = asyncio.gather(say(client, 5, text="甲"), say(client, 5, text="甲"))
    await until(lambda: house.came)
    house.gate.set()
    first, again = await both
    assert first.json() == again.json()
    assert len(house.came) == 1


async def test_a_phone_that_goes_away_while_waiting_finds_its_answer_later(house, client):
    house.gate.clear()
    waiting = asyncio.create_task(say(client, 5, text="莘庄看肾病"))
    await until(lambda: house.came)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    house.gate.set()
    assert answer_in(await say(client, 5, text="莘庄看肾病"))["title"] == "看肾病"
    assert len(house.came) == 1


async def test_one_persons_words_are_answered_in_order(house, client):
    house.gate.clear()
    both = asyncio.gather(*(say(client, number, text=f"第{number}") for number in range(3)))
    await until(lambda: house.came)
    assert len(house.came) == 1
    house.gate.set()
    await both
    told = [entry for _, entry in await events(client, 6, after="0")]
    assert [bool(entry.get("said")) for entry in told] == [True, False] * 3


async def test_trouble_in_a_handler_is_told_kindly_and_may_be_tried_again(house, client, caplog):
    reply = await say(client, 5, text="坏")
    assert reply.status_code == 500
    assert reply.json()["error"] == "对不起，刚才出了点问题。请再说一次。"
    assert "RuntimeError" in caplog.text
    assert "secret words" not in caplog.text
    await say(client, 5, text="坏")
    assert len(house.came) == 2


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "{{ 7*7 }}", "&lt;b&gt;"],
)
async def test_markup_is_shown_as_text(client, words):
    reply = await say(client, text=words)
    assert reply.headers["content-type"] == "application/json"
    assert answer_in(reply)["body"][0]["text"] == f"没有听懂：{words}"
    page = (await client.get("/talk")).text
    assert page.count(str(escape(words))) == 2, "the words and the answer that repeats them"
    assert words not in page or words == "{{ 7*7 }}"


async def test_marks_that_turn_or_hide_text_are_taken_out(house, client):
    entry = answer_in(await say(client, text="\u202e肥\x00肥\u2066\x1b[31m\r\n好\ufeff"))
    assert house.came[0].text == "肥肥[31m\n好"
    assert "\u202e" not in json.dumps(entry, ensure_ascii=False)


async def test_pictures_are_opened_and_documents_saved_by_the_visitor_only(client):
    entry = answer_in(await say(client, text="图"))
    picture = await client.get(entry["picture"]["href"])
    assert (picture.headers["content-type"], picture.headers["content-disposition"]) == ("image/png", "inline")
    page = await client.get(entry["document"]["href"])
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"] == "attachment"
    async with browser(client.base_url) as stranger:
        await stranger.get("/")
        assert (await stranger.get(entry["picture"]["href"])).status_code == 404
    assert (await client.get("/chat/file/none/picture")).status_code == 404


async def test_clearing_forgets_what_was_said(client):
    await say(client, text="甲乙丙")
    assert "甲乙丙" in (await client.get("/talk")).text
    assert (await client.post("/chat/clear")).status_code == 204
    assert "甲乙丙" not in (await client.get("/talk")).text
    page = await client.post("/chat/clear", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/")


async def test_without_cookies_every_question_is_still_answered(client):
    async with browser(client.base_url) as stranger:
        assert answer_in(await say(stranger, text="莘庄看肾病"))["title"] == "看肾病"


class TestWithoutScript:
    async def send(self, client, **fields):
        return await client.post("/", data={"id": "form-1234", **fields}, follow_redirects=True)

    async def test_words_are_answered_on_the_page(self, house, client):
        page = (await self.send(client, text="莘庄看肾病")).text
        assert house.came[0].text == "莘庄看肾病"
        for shown in ("<h3>看肾病</h3>", 'href="tel:02164500999"', "剑川路155号", "来源：", "怎么转诊", 'id="latest"'):
            assert shown in page
        assert page.count('class="mark"') == 2

    async def test_buttons_work_and_say_their_label(self, house, client):
        await self.send(client, token="/start")
        page = (await self.send(client, token="menu:find", text="left in the field")).text
        assert house.came[1].token == "menu:find"
        assert house.came[1].text == ""
        assert '<p class="body">找基地</p>' in page
        assert 'value="browse:near"' in page, "without a script the wish for a position is a plain button"

    async def test_a_page_sent_twice_is_answered_once_and_another_press_on_it_is_new(self, house, client):
        await self.send(client, token="menu:find")
        await self.send(client, token="menu:find")
        await self.send(client, token="menu:referral")
        assert [came.token for came in house.came] == ["menu:find", "menu:referral"]

    async def test_large_text_and_language_follow_at_once(self, client):
        assert 'class="elder"' in (await self.send(client, token="elder:on")).text
        assert '<html lang="en"' in (await self.send(client, token="lang:en")).text

    @pytest.mark.parametrize("content", [b"", b"text=", b"id=form-1234&text=%20", b"\xff", b"a=1&" * 50])
    async def test_nothing_said_is_told_kindly(self, house, client, content):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = await client.post("/", content=content, headers=headers)
        assert reply.status_code == 400
        assert "请再写一次" in reply.text
        assert not house.came

    async def test_broken_letters_are_no_trouble(self, house, client):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = await client.post("/", content=b"id=form-1234&text=%ff%fe%E8%82%BE", headers=headers)
        assert reply.status_code == 303
        assert house.came[0].text.endswith("肾")


async def test_a_message_nobody_asked_for_reaches_an_open_page_only(house):
    app = house.app()
    chat = app.state.chat
    message = Message(kind="notice", text="明天停诊")
    assert not await chat.show(Address("web", "0" * 32), message)
    visitor = chat.visitors.of("0" * 32)
    assert not await chat.show(Address("web", "0" * 32), message)
    stream = visitor.stream("", 10)
    waiting = asyncio.create_task(anext(stream))
    await until(lambda: visitor.is_listening)
    shown = asyncio.create_task(chat.show(Address("web", "0" * 32), message))
    entry = await waiting
    assert entry.body[0].text == "明天停诊"
    visitor.confirm(entry.id)
    assert await shown
    await stream.aclose()
