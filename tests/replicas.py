"""Programs of their own over one database, started as somebody would start them: ``python -m bot run``."""

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import httpx

from knowledge.keeping.fields import empty
from tests.browser.house import browser, say

ROOT = Path(__file__).parents[1]
PASSWORD = "四月 river 17 柚子"
_ADDRESS = re.compile(r"家门口: (http://\S+?)/ ")
_INVITE = re.compile(r"(http://\S+/staff/invite/\S+) first")
_CSRF = re.compile(r'name="csrf" value="(\w+)"')
_KEY = re.compile(r"/staff/book/entry/(\w+)")
_ADDRESSES = count(1)


class Replica:
    """A running program: where it is, and the first owner's link if it was the first over its database."""

    def __init__(self, url: str, invite: str) -> None:
        self.url, self.invite = url, invite

    async def owner(self, client: httpx.AsyncClient) -> None:
        """Become the owner in this browser."""
        made = {"name": "安", "password": PASSWORD, "again": PASSWORD}
        reply = await client.post(self.invite, data=made)
        assert reply.headers.get("location") == "/staff", reply.text


@contextlib.asynccontextmanager
async def replica(database_url: str) -> AsyncIterator[Replica]:
    """A program while the context is open; it has served its first page when the context begins."""
    settings = {"DATABASE": database_url, "LISTEN": "127.0.0.1:0", "PER_MINUTE": "100000", "LOG_LEVEL": "ERROR"}
    held = {name: value for name, value in os.environ.items() if not name.startswith("JIAMENKOU_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        env=held | {f"JIAMENKOU_{name}": value for name, value in settings.items()} | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        yield await _told(process)
    finally:
        process.terminate()
        await process.wait()


async def _told(process: asyncio.subprocess.Process) -> Replica:
    assert process.stdout is not None
    said = ""
    while "TELEGRAM_TOKEN is not set" not in said:  # the last of what it says at the start
        line = await process.stdout.readline()
        assert line, f"the program ended: {said}"
        said += line.decode()
    invite = _INVITE.search(said)
    address = _ADDRESS.search(said)
    assert address, said
    return Replica(address[1], invite[1] if invite else "")


@contextlib.asynccontextmanager
async def visitor(there: Replica) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at the chat page of a replica, behind the proxy of this machine."""
    async with browser(there.url) as client:
        await client.get("/")
        yield client


async def answer(client: httpx.AsyncClient, number: int, question: str) -> str:
    """What a visitor is answered, as the page gets it; from another address each time, as one may ask only so often."""
    address = next(_ADDRESSES)
    client.headers["X-Forwarded-For"] = f"10.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"
    reply = await say(client, number, text=question)
    assert reply.status_code == 200, reply.text
    return reply.text


async def answered_with(client: httpx.AsyncClient, question: str, words: str) -> int:
    """Ask until the answer has these words; how often it was asked. The caller's time limit ends a wait in vain."""
    for number in count(1):
        if words in await answer(client, number, question):
            return number
    raise AssertionError


async def publish(client: httpx.AsyncClient, title: str, answer: str) -> str:
    """A new entry by the desk's own form; its id."""
    held = empty("entry") | {"title": title, "answer": answer, "topic": "programme", "desk_confirmed": "true"}
    held |= {"desk_agreed": "true", "csrf": _csrf((await client.get("/staff/me")).text)}
    reply = await client.post("/staff/book/entry/new", data=held)
    found = _KEY.search(reply.headers.get("location", ""))
    assert found, (reply.status_code, reply.text)
    return found[1]


def _csrf(page: str) -> str:
    found = _CSRF.search(page)
    assert found, page
    return found[1]
