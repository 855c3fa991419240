"""Pages as the server writes them: the chat page, and the kind words when something cannot be done."""

from collections.abc import Callable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.web.assets import Assets
from bot.web.chat import Chat
from bot.web.guard import HEADERS, Refused
from bot.web.labels import LANGUAGES, view_of
from bot.web.links import pieces
from bot.web.maps import city
from bot.web.metrics import Metrics
from bot.web.push import Doorstep
from bot.web.shown import Shown
from bot.web.talking import VISITOR, has_script, remember, visitor_id
from bot.web.templating import templates
from bot.web.visitors import new_id
from knowledge.book import Book
from knowledge.wording import Voice

_NAMES = {"zh": "简体", "zh-hant": "繁體", "en": "English"}
_REASONS = {404: "missing", 405: "method", 413: "large"}


class Pages:
    """Everything that is HTML."""

    def __init__(
        self, chat: Chat, book: Callable[[], Book], assets: Assets, metrics: Metrics, doorstep: Doorstep
    ) -> None:
        """Take the conversations, the Book for the map and its dates, the static files, the figures, the doorstep."""
        self._chat = chat
        self._doorstep = doorstep
        self._book = book
        self._assets = assets
        self._metrics = metrics
        self._templates = templates(Path(__file__).parent / "templates")

    async def first(self, request: Request) -> Response:
        """GET /: the page with the way to begin, and what waited for those without a script; else it takes over."""
        return self._page(request, [] if has_script(request) else await self._waited(request), talk=False)

    async def talk(self, request: Request) -> Response:
        """GET /talk: the page with the conversation of the last half hour, for browsers without scripts."""
        await self._waited(request)
        visitor = self._chat.visitors.known(visitor_id(request))
        return self._page(request, list(visitor.entries()) if visitor else [], talk=True)

    async def _waited(self, request: Request) -> list[Shown]:
        """What was kept for this visitor, put into their conversation now."""
        if not (known := visitor_id(request)):
            return []
        visitor = self._chat.visitors.of(known)
        visitor.view, before = view_of(request), visitor.count
        await self._doorstep.about_to_read(visitor)
        return [entry for entry in visitor.entries(after=before) if entry.unasked]

    def _page(self, request: Request, entries: list[Shown], *, talk: bool) -> Response:
        view, book = view_of(request), self._book()
        response = self._render(
            "chat.html",
            request,
            entries=entries,
            greets=not talk or not entries,
            city=city(book, Voice(view.language)),
            years=years(book),
            others=[(code, _NAMES[code]) for code in LANGUAGES if code != view.language],
            new_id=new_id,
        )
        if not visitor_id(request):
            remember(response, VISITOR, new_id(), request)
        return response

    def _render(self, template: str, request: Request, status: int = 200, **values: object) -> HTMLResponse:
        view = view_of(request)
        page = self._templates.get_template(template)
        return HTMLResponse(page.render(words=view.words, view=view, static=self._assets.path, **values), status)

    async def refused(self, request: Request, error: Exception) -> Response:
        """What is not taken, said kindly: a page for people, JSON for the page's script."""
        refusal = error if isinstance(error, Refused) else _as_refusal(error)
        self._metrics.refused(refusal.reason)
        words = view_of(request).words
        sentence = words[f"error_{refusal.reason}"].format(seconds=refusal.seconds)
        headers = {"Retry-After": str(refusal.seconds)} if refusal.seconds else {}
        if refusal.status == 408:
            headers["Connection"] = "close"  # the rest of it may never come
        if isinstance(error, HTTPException) and error.headers:
            headers |= dict(error.headers)
        response = self._refusal(request, sentence, words["error_urgent"], refusal.status)
        response.headers.update(headers)
        return response

    def _refusal(self, request: Request, sentence: str, urgent: str, status: int) -> Response:
        if request.url.path.startswith("/chat/"):
            return JSONResponse({"error": sentence, "urgent": urgent}, status)
        return self._render("error.html", request, status, sentence=sentence, urgent=pieces(urgent))

    async def broken(self, request: Request, error: Exception) -> Response:
        """A mistake of ours: the same kindness. The headers are put on here, outside the layer that does it."""
        response = await self.refused(request, error)
        response.headers.update(HEADERS)
        return response


def _as_refusal(error: Exception) -> Refused:
    if not isinstance(error, HTTPException):
        return Refused(500, "trouble")
    fallback = "unclear" if error.status_code < 500 else "trouble"
    return Refused(error.status_code, _REASONS.get(error.status_code, fallback))


def years(book: Book) -> tuple[str, str]:
    """The first and the last year of the publications behind the Book."""
    dates = sorted(source.date[:4] for source in book.sources.values() if source.date)
    return (dates[0], dates[-1]) if dates else ("", "")
