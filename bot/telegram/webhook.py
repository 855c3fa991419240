"""Updates that Telegram delivers itself: checked, queued, acknowledged."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

HEADER = "x-telegram-bot-api-secret-token"
_LARGEST = 1 << 20


def secrets_of(token: str, secret: str) -> tuple[str, str]:
    """(the secret part of the address, the secret of the header): told from the bot's token, so replicas agree."""
    path, header = (
        hmac.new(token.encode(), f"{purpose}{secret}".encode(), hashlib.sha256).hexdigest()[:40]
        for purpose in ("path", "header")
    )
    return path, header


def route(token: str, secret: str, take: Callable[[dict[str, Any]], bool]) -> Route:
    """The webhook's route. Anything known to be bad gets 200 too, or Telegram would send it again for a day.

    ``take`` tells whether the update was taken; when not, Telegram is asked to bring it again.
    """
    path, header = secrets_of(token, secret)

    async def receive(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), header.encode()):
            return PlainTextResponse("this address is for Telegram\n", 403)
        if int(request.headers.get("content-length") or 0) > _LARGEST:
            return PlainTextResponse("too large, set aside\n")
        try:
            update = msgspec.json.decode(await request.body(), type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):  # a text nested without end is refused as well
            return PlainTextResponse("not JSON, set aside\n")
        return PlainTextResponse("ok\n") if take(update) else PlainTextResponse("not ready yet\n", 503)

    return Route(f"/telegram/{path}", receive, methods=["POST"])
