"""How fast one may speak, and that nobody in danger is ever told to wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.limits import Pace, network
from tests.browser.house import House, browser, events, open_page, say

DANGER = ["我不想活了", "我爸突然胸口痛喘不上气", "有人割腕了"]


@pytest.fixture
def house():
    return House()


async def test_a_visitor_who_is_too_fast_is_asked_to_wait_and_heard_again_after_it(house):
    async with open_page(house, per_visitor=3) as client:
        await client.get("/")
        for number in range(3):
            assert (await say(client, number, text="甲")).status_code == 200
        refused = await say(client, 3, text="甲")
        assert refused.status_code == 429
        wait = int(refused.headers["retry-after"])
        assert 1 <= wait <= 20
        assert f"请过 {wait} 秒再发" in refused.json()["error"]
        assert "120" in refused.json()["urgent"]
        house.later(seconds=wait)
        assert (await say(client, 3, text="甲")).status_code == 200
    assert len(house.came) == 4


@pytest.mark.parametrize("words", DANGER)
async def test_words_of_danger_are_always_heard(house, words):
    async with open_page(house, per_visitor=1, per_address=1) as client:
        await client.get("/")
        await say(client, 1, text="甲")
        assert (await say(client, 2, text="甲")).status_code == 429
        for number in range(3, 8):
            assert (await say(client, number, text=words)).status_code == 200


async def test_even_words_of_danger_beyond_the_limit_have_a_bound(house):
    async with open_page(house, per_address=1, alarms=2) as client:
        await client.get("/")
        replies = [await say(client, number, text=DANGER[0]) for number in range(4)]
    assert [reply.status_code for reply in replies] == [200, 200, 200, 429]
    assert "12356" in replies[-1].json()["urgent"]


async def test_words_of_danger_are_heard_without_a_script_as_well(house):
    async with open_page(house, per_visitor=1) as client:
        await client.get("/")
        await say(client, 1, text="甲")
        form = {"id": "form-1234", "text": "我不想活了"}
        assert (await client.post("/", data=form)).status_code == 303
        slow = await client.post("/", data={"id": "form-5678", "text": "乙"})
        assert slow.status_code == 429
        assert "秒再发" in slow.text


async def test_saying_the_same_again_does_not_count(house):
    async with open_page(house, per_visitor=1) as client:
        await client.get("/")
        assert [(await say(client, 1, text="甲")).status_code for _ in range(5)] == [200] * 5


async def test_many_visitors_of_one_address_share_its_limit(house):
    async with open_page(house, per_address=4) as client:
        replies = []
        for number in range(6):
            async with browser(client.base_url) as visitor:
                replies.append((await say(visitor, number, text="甲")).status_code)
    assert replies == [200] * 4 + [429] * 2


async def test_streams_count_for_an_address(house):
    async with open_page(house, per_address=2) as client:
        await client.get("/")
        await say(client, 1, text="甲")
        await events(client, 1, after="0")
        assert (await client.get("/chat/stream")).status_code == 429


async def test_addresses_behind_our_own_proxy_are_told_apart(house):
    async with open_page(house, per_address=1) as client:
        for host in ("198.51.100.1", "198.51.100.2"):
            async with browser(client.base_url) as visitor:
                visitor.headers["X-Forwarded-For"] = host
                assert (await say(visitor, 1, text="甲")).status_code == 200
                visitor.cookies.clear()
                assert (await say(visitor, 2, text="甲")).status_code == 429


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_ipv6_address_counts_by_its_network(host, counted):
    assert network(host) == counted


@given(st.integers(1, 60), st.lists(st.floats(0, 30), min_size=1, max_size=80))
def test_in_no_minute_do_more_than_twice_the_limit_pass(per_minute, pauses):
    pace, now, passed = Pace(per_minute), 0.0, []
    for pause in pauses:
        now += pause
        if pace.wait("a", now) == 0:
            passed.append(now)
    for moment in passed:
        assert sum(moment <= other < moment + 60 for other in passed) <= 2 * per_minute


@given(st.integers(1, 60))
def test_waiting_as_long_as_told_is_enough(per_minute):
    pace = Pace(per_minute)
    for _ in range(per_minute):
        assert pace.wait("a", 100.0) == 0
    wait = pace.wait("a", 100.0)
    assert wait > 0
    assert pace.wait("a", 100.0 + wait) == 0
    assert pace.wait("b", 100.0) == 0
