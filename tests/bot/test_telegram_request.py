"""HTTP to the Bot API and lanes of people, each alone."""

import asyncio

import pytest
from telegram.error import NetworkError, TimedOut

from bot.telegram.lanes import LONGEST, Lanes
from bot.telegram.request import AiohttpRequest, NotTaken, environment_proxy


async def test_errors_of_the_connection_say_whether_the_call_may_have_worked(api):
    request = AiohttpRequest(timeout=0.05)
    with pytest.raises(NetworkError, match="comes first"):
        await request.post(api.url)
    await request.initialize()
    await request.initialize()
    url = f"{api.url}/bot{api.token}/getMe"
    api.faults.slow(10, "getMe")
    with pytest.raises(TimedOut):
        await request.post(url)
    api.faults.cut("before", "getMe")
    with pytest.raises(NetworkError) as lost:
        await request.post(url)
    assert not isinstance(lost.value, NotTaken)
    with pytest.raises(NotTaken) as refused:
        await request.post(f"http://127.0.0.1:1/bot{api.token}/getMe")
    assert api.token not in str(lost.value) + str(refused.value)
    await request.shutdown()
    await request.shutdown()


@pytest.mark.parametrize(("payload", "found"), [(b'{"a": 1}', {"a": 1}), (b'{"a": "\\ud83d"}', {"a": "\ud83d"})])
def test_half_characters_do_not_spoil_a_whole_answer(payload, found):
    assert AiohttpRequest.parse_json_payload(payload) == found


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://api.telegram.org", "http://proxy.test:3128"),
        ("https://inside.test", None),
        ("http://127.0.0.1:8081", None),
    ],
)
def test_the_environment_names_the_proxy(monkeypatch, url, proxy):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", "inside.test")
    assert environment_proxy(url) == proxy


async def test_a_lane_has_an_end_and_leaves_nothing_behind():
    gate, done = asyncio.Event(), []

    async def work(item):
        await gate.wait()
        done.append(item)

    lanes = Lanes(work)
    assert await lanes.settled(0)
    assert lanes.put("a", 0)
    await asyncio.sleep(0)
    assert all(lanes.put("a", i) for i in range(1, LONGEST + 1))
    assert not lanes.put("a", LONGEST + 1)
    assert not await lanes.settled(0.001)
    gate.set()
    assert await lanes.settled(1)
    assert done == list(range(LONGEST + 1))
    gate.clear()
    lanes.put("a", "never")
    await lanes.stop(0.001)
    assert "never" not in done
