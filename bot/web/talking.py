"""The requests of the conversation: say, listen, open a file, clear."""

import hashlib
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated
from urllib.parse import parse_qs

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from bot.web import guard
from bot.web.chat import Chat, Said, seen_next
from bot.web.guard import Refused
from bot.web.labels import COOKIE, View, view_of
from bot.web.push import Doorstep
from bot.web.shown import PICTURES, Shown
from bot.web.visitors import Visitor, is_id, new_id

VISITOR = "visitor"
SCRIPT = "script"
_HALF_A_YEAR = 180 * 24 * 3600


def remember(response: Response, name: str, value: str, request: Request) -> None:
    """Set a cookie that only this site reads, only here, never from scripts."""
    response.set_cookie(
        name,
        value,
        max_age=_HALF_A_YEAR,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def visitor_id(request: Request) -> str:
    """The visitor's id from the cookie, empty when there is none that can be ours."""
    told = request.cookies.get(VISITOR, "")
    return told if is_id(told) else ""


def host_of(request: Request) -> str:
    """The address a request comes from."""
    return request.client.host if request.client else ""


def has_script(request: Request) -> bool:
    """Whether this visitor's page has run its script before: then the script fetches what waits."""
    return bool(request.cookies.get(SCRIPT))


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number of an entry that stands on the page."""

    id: Annotated[str, msgspec.Meta(max_length=40)]


class Talking:
    """The conversation's requests."""

    def __init__(self, chat: Chat, doorstep: Doorstep) -> None:
        """Take the conversations, and where what was kept waits."""
        self._chat = chat
        self._doorstep = doorstep

    async def say(self, request: Request) -> Response:
        """POST from the script: JSON in, the entries of the conversation out."""
        guard.from_own_page(request)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise Refused(415, "unclear")
        said = _read(await guard.body(request, self._chat.limits.body_bytes))
        told, visitor, view = await self._told(request, said)
        response = Response(msgspec.json.encode({"entries": told}), media_type="application/json")
        return _signed(response, request, visitor, view)

    async def form(self, request: Request) -> Response:
        """POST from the page without its script: answered, then shown as a page."""
        guard.from_own_page(request)
        fields = _fields(await guard.body(request, self._chat.limits.body_bytes))
        _, visitor, view = await self._told(request, _from_form(fields, self._labels(request)))
        return _signed(RedirectResponse("/talk#latest", 303), request, visitor, view)

    async def clear(self, request: Request) -> Response:
        """POST: forget what was said."""
        guard.from_own_page(request)
        self._chat.mind_the_address(host_of(request))
        if (visitor := self._chat.visitors.known(visitor_id(request))) is not None:
            visitor.clear()
        wants_page = "text/html" in request.headers.get("accept", "")
        return RedirectResponse("/", 303) if wants_page else Response(status_code=204)

    async def stream(self, request: Request) -> Response:
        """Server-sent events: every entry after the last one the page has seen. 204 tells a stranger to stop asking."""
        self._chat.mind_the_address(host_of(request))
        visitor = visitor_id(request)
        if not visitor:
            return Response(status_code=204)
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        held = self._chat.visitors.of(visitor)
        held.view = view_of(request)
        response = StreamingResponse(
            self._events(held, after), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )
        if not has_script(request):
            remember(response, SCRIPT, "yes", request)
        return response

    async def seen(self, request: Request) -> Response:
        """POST from the script: what nobody asked for stands on the page."""
        guard.from_own_page(request)
        try:
            seen = msgspec.json.decode(await guard.body(request, self._chat.limits.body_bytes), type=Seen)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Refused(400, "unclear") from None
        if (visitor := self._chat.visitors.known(visitor_id(request))) is not None:
            visitor.confirm(seen.id)
        return Response(status_code=204)

    async def file(self, request: Request) -> Response:
        """A picture or document of the visitor's own conversation."""
        visitor = self._chat.visitors.known(visitor_id(request))
        file = visitor.file(request.path_params["number"], request.path_params["name"]) if visitor else None
        if file is None:
            raise Refused(404, "missing")
        inline = file.media_type in PICTURES
        return Response(
            file.content,
            media_type=file.media_type if inline else "application/octet-stream",
            headers={"Content-Disposition": "inline" if inline else "attachment"},
        )

    def _labels(self, request: Request) -> dict[str, str]:
        """The labels of the buttons this visitor was given, by token."""
        visitor = self._chat.visitors.known(visitor_id(request))
        entries = visitor.entries() if visitor else ()
        return {button.token: button.label for entry in entries for button in entry.choices}

    async def _told(self, request: Request, said: Said) -> tuple[list[Shown], str, View]:
        view, visitor = view_of(request), visitor_id(request) or new_id()
        answered = await self._chat.say(self._chat.visitors.of(visitor), said, view, host_of(request))
        return answered.entries, answered.visitor, seen_next(view, answered.entries)

    async def _events(self, visitor: Visitor, after: str) -> AsyncIterator[bytes]:
        yield b"retry: 2000\n\n"
        keepalive, opened = self._chat.limits.keepalive, partial(self._doorstep.opened, visitor)
        async for entry in visitor.stream(after, keepalive, opened):
            if entry is None:
                self._chat.visitors.of(visitor.id)  # a sign of life
                yield b":\n\n"
            else:
                yield b"id: %s\ndata: %s\n\n" % (entry.id.encode(), msgspec.json.encode(entry))


def _signed(response: Response, request: Request, visitor: str, view: View) -> Response:
    if visitor != visitor_id(request):
        remember(response, VISITOR, visitor, request)
    if view != view_of(request):
        remember(response, COOKIE, view.cookie, request)
    return response


def _read(content: bytes) -> Said:
    try:
        said = msgspec.json.decode(content, type=Said)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused(400, "unclear") from None
    return _checked(said)


def _checked(said: Said) -> Said:
    if not said.is_one_thing or len(said.token.encode("utf-8", "replace")) > 64:
        raise Refused(400, "unclear")
    return said


def _fields(content: bytes) -> dict[str, str]:
    try:
        held = parse_qs(content.decode("ascii"), max_num_fields=10, errors="replace")
    except ValueError:
        raise Refused(400, "unclear") from None
    return {name: values[0] for name, values in held.items()}


def _from_form(fields: dict[str, str], labels: dict[str, str]) -> Said:
    """A pressed button goes before words left in the field beside it.

    A page taken back with the browser's own button sends its id again: with other words it is something new.
    """
    token = fields.get("token", "")
    words = {"token": token, "label": labels.get(token, "")[:200]} if token else {"text": fields.get("text", "")}
    own = hashlib.sha256(repr(words).encode("utf-8", "replace")).hexdigest()[:16]
    try:
        return _checked(msgspec.convert({"id": f"{fields.get('id', '')[:40]}-{own}", **words}, Said))
    except msgspec.ValidationError:
        raise Refused(400, "unclear") from None
