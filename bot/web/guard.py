"""What every request goes through: headers on the way out; origin, size and pace on the way in."""

import asyncio
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
READ_WITHIN: Final = 10.0  # seconds


class Refused(Exception):
    """A request that is not taken. ``reason`` is the key of its sentence in the page's words (``error_…``)."""

    def __init__(self, status: int, reason: str, *, seconds: int = 0) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.seconds = seconds


class SafeHeaders:
    """Puts the security headers on every response; what is not said to be kept is not kept."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def from_own_page(request: Request) -> None:
    """Refuse what another site makes a visitor's browser send.

    Browsers say where a request comes from; a program that says nothing carries no visitor's cookie either.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        allowed = site in {"same-origin", "none"}
    else:
        origin = request.headers.get("origin")
        allowed = origin is None or _place(origin) == request.headers.get("host")
    if not allowed:
        raise Refused(403, "foreign")


def _place(origin: str) -> str | None:
    """Host and port of an origin; None for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


async def body(request: Request, most: int, within: float = READ_WITHIN) -> bytes:
    """The body of a request, refused when longer than ``most`` bytes or not all here ``within`` seconds."""
    said = request.headers.get("content-length", "0")
    if said.isdecimal() and int(said) > most:
        raise Refused(413, "large")
    held = bytearray()
    try:
        async with asyncio.timeout(within):
            async for part in request.stream():
                held += part
                if len(held) > most:
                    raise Refused(413, "large")
    except TimeoutError:
        raise Refused(408, "slow") from None
    except ClientDisconnect:
        raise Refused(400, "unclear") from None
    return bytes(held)
