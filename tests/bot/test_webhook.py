"""What Telegram, and whoever finds its address, may send to the webhook."""

import httpx
import pytest
from starlette.applications import Starlette

from bot.telegram import webhook

TOKEN, SECRET = "123456:TEST-TOKEN", "of two replicas"
PATH, GOOD = webhook.secrets_of(TOKEN, SECRET)


async def sent(content: bytes, header: bytes, taken: list, *, ready: bool = True) -> int:
    app = Starlette(routes=[webhook.route(TOKEN, SECRET, lambda update: ready and not taken.append(update))])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        reply = await client.post(f"/telegram/{PATH}", content=content, headers=[(webhook.HEADER.encode(), header)])
    return reply.status_code


@pytest.mark.parametrize("header", [b"", b"guess", GOOD[:-1].encode(), b"\xff\xfe", "密".encode()])
async def test_without_the_secret_nothing_is_taken(header):
    taken: list = []
    assert await sent(b'{"update_id": 1}', header, taken) == 403
    assert not taken


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"\xff", b'{"a":' * 100_000, b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"]
)
async def test_what_is_no_update_is_set_aside_and_never_sent_again(content):
    taken: list = []
    assert await sent(content, GOOD.encode(), taken) == 200
    assert not taken


async def test_an_update_is_taken_once_or_asked_for_again():
    taken: list = []
    assert await sent(b'{"update_id": 1}', GOOD.encode(), taken) == 200
    assert taken == [{"update_id": 1}]
    assert await sent(b'{"update_id": 2}', GOOD.encode(), taken, ready=False) == 503
