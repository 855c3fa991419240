"""The page, its files, health, figures and errors over real HTTP.

Long: all that the page answers without a conversation, asked of one served house.
"""

import re
import socket

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.guard import HEADERS
from bot.web.labels import LANGUAGES, labels
from bot.web.server import _open, serving
from knowledge.errors import SettingsError
from tests.browser.house import House, open_page, say


@pytest.fixture
def house():
    return House()


@pytest.fixture
async def client(house):
    async with open_page(house) as client:
        yield client


async def test_the_page_has_everything_a_resident_needs_before_any_script_runs(client):
    page = (await client.get("/")).text
    assert '<html lang="zh-CN"' in page
    assert 'href="tel:120"' in page
    assert 'name="viewport"' in page
    assert 'aria-live="polite"' in page
    assert page.count('value="d:') == 16
    assert page.count("<path") == 32
    assert "示意图" in page
    assert 'value="/privacy"' in page
    assert re.search(r"资料来自 20\d\d–20\d\d 年", page)


async def test_nothing_on_the_page_is_inline_or_from_elsewhere(client):
    page = (await client.get("/")).text
    assert not re.search(r"\son\w+=|<style|style=|<script(?![^>]*src=)", page)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


async def test_every_response_carries_the_security_headers(client):
    for path in ("/", "/talk", "/healthz", "/metrics", "/missing", "/chat/say", "/chat/file/a/picture"):
        reply = await client.get(path)
        for name, value in HEADERS.items():
            assert reply.headers[name] == value, (path, name)
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


async def test_a_visitor_gets_a_cookie_that_scripts_and_other_sites_cannot_use(client):
    cookie = (await client.get("/")).headers["set-cookie"]
    assert re.match(r"visitor=[0-9a-f]{32}; ", cookie)
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "set-cookie" not in (await client.get("/")).headers


async def test_behind_https_the_cookie_is_secure(client):
    reply = await client.get("/", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in reply.headers["set-cookie"].split("; ")


@pytest.mark.parametrize(
    ("proxies", "believed"),
    [(("127.0.0.2/32",), True), (("127.0.0.0/8",), True), ((), False), (("10.0.0.5/32", "fd00::/64"), False)],
)
async def test_only_a_proxy_that_is_named_says_that_people_came_by_https_and_from_where(house, proxies, believed):
    """The proxy's host is 127.0.0.2 here: a machine that is not the one which serves."""
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    transport = httpx.AsyncHTTPTransport(local_address="127.0.0.2")
    seen = []

    async def whence(request):
        seen.append((request.url.scheme, request.client.host))
        return PlainTextResponse("")

    app = house.app()
    app.router.routes.append(Route("/whence", whence))
    async with (
        serving(app, "127.0.0.1", 0, proxies) as url,
        httpx.AsyncClient(base_url=url, transport=transport, headers=told) as proxy,
    ):
        await proxy.get("/whence")
        cookie = (await proxy.get("/")).headers["set-cookie"]
    assert seen == [("https", "203.0.113.7") if believed else ("http", "127.0.0.2")]
    assert ("Secure" in cookie.split("; ")) is believed


async def test_a_cookie_that_cannot_be_ours_is_replaced(client):
    client.cookies.set("visitor", "<script>")
    assert "visitor=" in (await client.get("/")).headers["set-cookie"]


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("zh-CN,zh;q=0.9", "zh-CN"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("en-US,en;q=0.9,zh;q=0.1", "en"),
        ("fr", "zh-CN"),
        ("", "zh-CN"),
    ],
)
async def test_the_first_page_speaks_the_language_of_the_browser(client, accepted, lang):
    page = (await client.get("/", headers={"Accept-Language": accepted})).text
    assert f'<html lang="{lang}"' in page


async def test_language_and_large_text_stay_after_they_were_chosen(client):
    await say(client, 1, token="lang:zh-hant")
    await say(client, 2, token="elder:on")
    page = (await client.get("/")).text
    assert '<html lang="zh-Hant" data-language="zh-hant" class="elder"' in page
    assert "清空對話" in page
    assert "靜安區" in page
    await say(client, 3, token="elder:off")
    assert 'class="elder"' not in (await client.get("/")).text


async def test_in_english_the_districts_have_their_english_names(client):
    await say(client, token="lang:en")
    page = (await client.get("/")).text
    assert "Xuhui" in page
    assert "Emergency 120" in page


async def test_static_files_are_kept_for_good_and_named_by_their_content(client):
    page = (await client.get("/")).text
    paths = set(re.findall(r"/static/[0-9a-f]{12}/[\w.]+", page))
    assert len(paths) == 7
    for path in paths:
        reply = await client.get(path)
        assert reply.status_code == 200
        assert "immutable" in reply.headers["cache-control"]
    old = await client.get("/static/000000000000/main.js")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["/static/x/..%2fapp.py", "/static/x/app.py", "/static/x/", "/nothing", "/%00"])
async def test_what_is_not_there_is_told_kindly_on_a_page_with_the_emergency_number(client, path):
    reply = await client.get(path)
    assert reply.status_code == 404
    assert "没有找到" in reply.text
    assert "120" in reply.text


async def test_a_wrong_method_is_told_kindly(client):
    page = await client.put("/")
    assert page.status_code == 405
    assert "不能这样用" in page.text
    told = await client.get("/chat/say")
    assert told.status_code == 405
    assert "不能这样用" in told.json()["error"]


async def test_a_mistake_of_ours_is_told_kindly_with_the_headers(house):
    house.book = None  # the page cannot be drawn
    async with open_page(house) as client:
        reply = await client.get("/")
    assert reply.status_code == 500
    assert "刚才出了点问题" in reply.text
    assert "12356" in reply.text
    assert reply.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


async def test_pages_are_compressed_for_slow_phones(client):
    reply = await client.get("/", headers={"Accept-Encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"


async def test_health_and_readiness(house, client):
    assert (await client.get("/healthz")).text == "ok\n"
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "book_version": 7})
    house.is_ready = False
    assert (await client.get("/readyz")).status_code == 503


async def test_a_readiness_check_that_fails_means_not_ready(house):
    async def broken():
        raise OSError("the database is away")

    house.ready = broken
    async with open_page(house) as client:
        reply = await client.get("/readyz")
    assert (reply.status_code, reply.json()["ready"]) == (503, False)


async def test_figures_count_and_hold_no_subjects_no_words_and_no_ids(client):
    await client.get("/")
    await say(client, 1, text="莘庄看肾病")
    await say(client, 2, text="坏")
    await client.get("/nothing")
    figures = (await client.get("/metrics")).text
    assert 'jiamenkou_messages_total{channel="web"} 1.0' in figures
    assert "nearest_base" not in figures
    assert 'jiamenkou_answer_failures_total{channel="web"} 1.0' in figures
    assert 'jiamenkou_answer_seconds_count{channel="web"} 1.0' in figures
    assert 'jiamenkou_web_refused_total{reason="missing"} 1.0' in figures
    assert "jiamenkou_book_version 7.0" in figures
    assert "jiamenkou_web_visitors 1.0" in figures
    assert "莘庄" not in figures
    assert client.cookies["visitor"] not in figures


@pytest.mark.parametrize("host", ["203.0.113.7", "10.0.0.2", "2001:db8::7", "testclient"])
async def test_figures_are_for_this_machine_only(house, host):
    transport = httpx.ASGITransport(app=house.app(), client=(host, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as stranger:
        assert (await stranger.get("/metrics")).status_code == 404
        assert (await stranger.get("/healthz")).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
async def test_figures_are_not_handed_on_by_a_proxy(client, header):
    assert (await client.get("/metrics", headers={header: "127.0.0.1"})).status_code == 404


async def test_a_port_in_use_is_told_in_a_sentence(house):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"127.0.0.1:{port} cannot be used: the port is in use"):
            async with serving(house.app(), "127.0.0.1", port):
                pass


def test_the_listening_socket_is_one_that_sends_at_once():
    with _open("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


async def test_a_look_at_the_head_is_enough_for_watchers(client):
    for path in ("/", "/healthz", "/readyz"):
        reply = await client.head(path)
        assert (reply.status_code, reply.text) == (200, "")


@pytest.mark.parametrize("host", ["..", "a" * 300, "nobody.invalid"])
def test_a_name_of_no_machine_is_told_in_a_sentence(host):
    with pytest.raises(SettingsError, match=r"cannot be used: "):
        _open(host, 0)


def test_an_address_of_another_machine_is_told_in_a_sentence():
    with pytest.raises(SettingsError, match=r"does not have that address|the system says"):
        _open("192.0.2.1", 0)


def test_the_page_has_the_same_words_in_every_language():
    keys = {language: set(labels(language)) for language in LANGUAGES}
    assert keys["zh"] == keys["zh-hant"] == keys["en"]
    assert all(all(labels(language).values()) for language in LANGUAGES)
    assert not keys["zh"] & set(dir(dict)), "a template would find the method instead"
