"""The web application: its routes read as a contents page."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from ipaddress import ip_address

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web.assets import Assets
from bot.web.behind import NOTHING, Behind
from bot.web.chat import Chat
from bot.web.figures import Figures
from bot.web.guard import Refused, SafeHeaders
from bot.web.limits import USUAL, Limits
from bot.web.metrics import Answer, Metrics
from bot.web.pages import Pages
from bot.web.push import Doorstep
from bot.web.talking import Talking
from knowledge.book import Book

_READY_WITHIN = 2.0
_HANDED_ON = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via"}


def build_app(
    answer: Answer,
    *,
    book: Callable[[], Book],
    clock: Callable[[], datetime],
    ready: Callable[[], Awaitable[bool]],
    limits: Limits = USUAL,
    behind: Behind = NOTHING,
    extra: Sequence[BaseRoute] = (),
) -> Starlette:
    """The application around ``answer``.

    ``book`` gives the Book in use (map, names, version), ``clock`` the aware time, ``ready`` whether questions can be
    answered; ``behind`` is what there is of the diary; ``extra`` are further routes (the Telegram webhook, the staff
    desk). ``app.state.chat`` is the open chat: ``visitors.close`` ends all streams so that the server can stop;
    ``app.state.doorstep`` looks again for what waits.
    """
    metrics, assets = Metrics(), Assets()
    chat = Chat(metrics.watched(answer), book, clock, limits)
    doorstep = Doorstep(chat, behind.bring)
    pages, talking = Pages(chat, book, assets, metrics, doorstep), Talking(chat, doorstep)
    figures = Figures(behind.figures)
    metrics.registry.register(figures)
    health = Health(chat, book, ready, metrics, figures)
    app = Starlette(
        routes=[
            Route("/", pages.first, methods=["GET"]),
            Route("/", talking.form, methods=["POST"]),
            Route("/talk", pages.talk, methods=["GET"]),
            Route("/chat/say", talking.say, methods=["POST"]),
            Route("/chat/stream", talking.stream, methods=["GET"]),
            Route("/chat/seen", talking.seen, methods=["POST"]),
            Route("/chat/clear", talking.clear, methods=["POST"]),
            Route("/chat/file/{number}/{name}", talking.file, methods=["GET"]),
            Route("/static/{digest}/{name}", assets.serve, methods=["GET"]),
            Route("/healthz", health.alive, methods=["GET"]),
            Route("/readyz", health.ready, methods=["GET"]),
            Route("/metrics", health.figures, methods=["GET"]),
            *extra,
        ],
        middleware=[Middleware(SafeHeaders), Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={Refused: pages.refused, HTTPException: pages.refused, Exception: pages.broken},
    )
    app.state.chat, app.state.doorstep = chat, doorstep
    return app


def is_here(request: Request) -> bool:
    """Whether it was sent by a program on this machine that speaks for itself, not handed on by a proxy."""
    handed_on = _HANDED_ON & set(request.headers)
    host = request.client.host if request.client else ""
    try:
        return not handed_on and ip_address(host).is_loopback
    except ValueError:
        return False


class Health:
    """What machines ask: is it alive, is it ready, what are the figures."""

    def __init__(
        self,
        chat: Chat,
        book: Callable[[], Book],
        ready: Callable[[], Awaitable[bool]],
        metrics: Metrics,
        figures: Figures,
    ) -> None:
        """Take what is to be told."""
        self._chat = chat
        self._book = book
        self._ready = ready
        self._metrics = metrics
        self._figures = figures

    async def alive(self, _request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok\n")

    async def ready(self, _request: Request) -> Response:
        """Questions can be answered; 503 when not, or when finding out takes too long."""
        try:
            ready = await asyncio.wait_for(self._ready(), _READY_WITHIN)
        except Exception:  # noqa: BLE001 - whatever is wrong, it is not ready
            ready = False
        return JSONResponse({"ready": ready, "book_version": self._book().version}, 200 if ready else 503)

    async def figures(self, request: Request) -> Response:
        """Figures for Prometheus, on this machine only: elsewhere they would be an exact count of who does what."""
        if not is_here(request):
            raise HTTPException(404)
        await self._figures.refresh()
        visitors = list(self._chat.visitors)
        page = self._metrics.page(
            web_visitors=len(visitors),
            web_listening=sum(visitor.is_listening for visitor in visitors),
            book_version=self._book().version,
        )
        return Response(page, media_type="text/plain; version=0.0.4; charset=utf-8")
