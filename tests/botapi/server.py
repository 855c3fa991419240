"""A Bot API server on loopback: start, routes, who may call, and what tests look at."""

import asyncio
import contextlib
import inspect
import re
import time
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

from tests.botapi import calls, check, schema
from tests.botapi.changes import Changes
from tests.botapi.chats import Chats, Message
from tests.botapi.faults import Faults
from tests.botapi.files import Files
from tests.botapi.methods import METHODS
from tests.botapi.people import Person
from tests.botapi.refusal import Refused
from tests.botapi.updates import Updates
from tests.botapi.webhook import Webhook
from tests.patience import PATIENCE

WAIT = PATIENCE


class BotApi:
    """Telegram for one bot, as far as a bot can tell.

    ``second`` is how long a second of timeouts, delays and retries lasts. Every call is checked against the schema;
    what does not fit is in ``complaints``, and leaving the block with any left raises.
    """

    def __init__(
        self,
        token: str = "123456:TEST-TOKEN_of_nobody",
        *,
        second: float = 0.02,
        clock: Callable[[], float] = time.time,
        port: int = 0,
    ) -> None:
        self.token = token
        self.bot = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "家门口",
            "username": "jiamenkou_bot",
        }
        self.changes = Changes()
        self.chats = Chats(self.bot, self.changes, clock)
        self.updates = Updates(self.changes, second)
        self.webhook = Webhook(self.updates, self.changes, second)
        self.faults = Faults()
        self.files = Files()
        self.calls: list[calls.Call] = []
        self.complaints: list[str] = []
        self.asked: dict[str, dict[str, Any] | None] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.url = ""
        self._port = port
        self._second = second
        self._schema = schema.load()
        self._open = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=50 * 1024**2)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/all/{file_id}", self._download)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        self._open.push_async_callback(runner.cleanup)
        self._open.callback(self.updates.hang_up)
        await web.TCPSite(runner, "127.0.0.1", self._port).start()
        self.url = "http://{}:{}".format(*runner.addresses[0][:2])
        delivery = asyncio.create_task(self.webhook.run())
        self._open.push_async_callback(_cancel, delivery)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        await self._open.aclose()
        if kind is None and self.complaints:
            raise AssertionError("calls that are not as the Bot API asks:\n" + "\n".join(self.complaints))

    def person(self, id: int = 7, *, language: str = "", name: str = "小王") -> Person:  # noqa: A002 - Telegram's word
        """Somebody with a phone. Their chat with the bot exists once they have written to it."""
        return Person(self, id, language, name)

    def group(self, id: int = -100, title: str = "居委会") -> dict[str, Any]:  # noqa: A002 - Telegram's word
        return self.chats.open({"id": id, "type": "group", "title": title}).info

    def sent(self, chat: int) -> list[Message]:
        """What the bot has sent to a chat, in order, as it reads now."""
        found = self.chats.get(chat)
        return list(found.sent) if found else []

    def called(self, method: str) -> list[calls.Call]:
        return [call for call in self.calls if call.method == method]

    async def wait_for(self, count: int, chat: int, seconds: float = WAIT) -> list[Message]:
        """The bot's messages in a chat as soon as there are ``count`` of them."""
        if not await self.changes.until(lambda: len(self.sent(chat)) >= count, seconds):
            raise TimeoutError(f"{len(self.sent(chat))} of {count} messages in chat {chat}: {self.sent(chat)}")
        return self.sent(chat)

    async def until(self, look: Callable[[], Any], seconds: float = WAIT) -> Any:
        """What ``look`` gives once it is true; it is asked again after every change on the server."""
        if not (found := await self.changes.until(look, seconds)):
            raise TimeoutError("what was waited for did not happen")
        return found

    def answer(self, query: str, fields: dict[str, Any]) -> bool:
        """Note the answer to a button press or an inline query."""
        self.asked[query] = fields
        self.changes.bump()
        return True

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        if token != self.token:
            known = re.fullmatch(r"\d+:[\w-]+", token)
            return _refuse(Refused(401, "Unauthorized") if known else Refused(404, "Not Found"))
        call = await calls.read(request, self._schema)
        self.calls.append(call)
        self.changes.bump()
        if call.method not in self._schema.methods:
            return _refuse(Refused(404, "Not Found: method not found"))
        self.complaints += check.complaints(self._schema, call)
        return await self._struck(request, call)

    async def _struck(self, request: web.Request, call: calls.Call) -> web.StreamResponse:
        """The answer to a call, unless a fault comes in between."""
        fault = self.faults.strike(call)
        if fault is None:
            return await self._answered(call)
        await asyncio.sleep(fault.delay * self._second)
        if fault.refusal:
            return _page(fault.refusal) if fault.html else _refuse(fault.refusal)
        if fault.drop == "before":
            return _hang_up(request)
        answer = await self._answered(call)
        return _hang_up(request) if fault.drop else answer

    async def _answered(self, call: calls.Call) -> web.Response:
        if call.method not in METHODS:
            self.complaints.append(f"{call.method}: this server does not play it yet")
            return _refuse(Refused(501, "Not Implemented"))
        try:
            result = METHODS[call.method](self, call)
            return web.json_response({"ok": True, "result": await result if inspect.isawaitable(result) else result})
        except Refused as refusal:
            return _refuse(refusal)

    async def _download(self, request: web.Request) -> web.Response:
        upload = self.files.by_id.get(request.match_info["file_id"])
        if upload is None or request.match_info["token"] != self.token:
            return _refuse(Refused(404, "Not Found"))
        return web.Response(body=upload.content)


def _refuse(refusal: Refused) -> web.Response:
    return web.json_response(refusal.envelope(), status=refusal.code)


def _page(refusal: Refused) -> web.Response:
    return web.Response(text=f"<html>{refusal.description}</html>", status=refusal.code, content_type="text/html")


def _hang_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
