"""What every page of the desk goes through: who is logged in, may they, is the form really theirs; then its frame.

A page is one function with :func:`staff_page` (GET) or :func:`staff_form` (POST) above it; it gets a :class:`Visit`.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.assembly import House
from bot.web import guard
from bot.web.assets import Assets
from bot.web.guard import Refused
from bot.web.labels import view_of
from bot.web.staff import forms
from bot.web.staff.words import SAID, manner
from bot.web.templating import templates
from knowledge import sessions
from knowledge.errors import Conflict, DatabaseUnavailable, JiamenkouError, NotAllowed, Refusal
from knowledge.moments import SHANGHAI
from knowledge.permission import Action, Actor, demand, may
from knowledge.sessions import Session
from knowledge.wording import Voice

COOKIE: Final = "staff"
HOME: Final = "/staff"
_STATUS: Final = {NotAllowed: 403, Conflict: 409, DatabaseUnavailable: 503}
_MISSING: Final = 404
_LARGEST_ID: Final = 2**31 - 1

F = TypeVar("F", bound=msgspec.Struct)


class Link(msgspec.Struct, frozen=True):
    """A line of the navigation, shown to who may do ``action``."""

    label: str
    path: str
    action: Action


def voice_of(request: Request) -> Voice:
    """Chinese, or English for a browser that reads it."""
    return Voice("en" if view_of(request).language == "en" else "zh")


class Office:
    """What all pages share: the house, the templates, the navigation."""

    def __init__(self, house: House, navigation: tuple[Link, ...] = ()) -> None:
        """Take the house whose database, Book and clock the pages use."""
        self.house = house
        self.navigation = navigation
        self.hashing = asyncio.Semaphore(2)
        self.reading = asyncio.Semaphore(1)
        self._static = Assets().path
        self._templates = templates(Path(__file__).parent / "templates")

    def render(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page in the reader's language; ``values`` are what the template shows."""
        shared = manner(voice_of(request)) | {
            "said": SAID.get(request.query_params.get("said", ""), ""),
            "static": self._static,
            "visit": None,
            "path": request.url.path,
        }
        return HTMLResponse(self._templates.get_template(template).render(shared | values), status)


class Visit:
    """One request of somebody who is logged in and may do what the page is for."""

    def __init__(self, office: Office, request: Request, session: Session, form_token: str) -> None:
        """Take who it is, and what their forms carry."""
        self.office = office
        self.request = request
        self.session = session
        self.form_token = form_token
        self.house = office.house

    @property
    def actor(self) -> Actor:
        """Who changes something, for :mod:`knowledge.editing` and the audit."""
        return self.session.member.actor("web")

    @property
    def voice(self) -> Voice:
        """How the desk speaks to this person."""
        return voice_of(self.request)

    @property
    def now(self) -> datetime:
        """The moment (aware)."""
        return self.house.clock()

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return self.now.astimezone(SHANGHAI).date()

    @property
    def navigation(self) -> list[Link]:
        """The lines of the navigation for this person."""
        return [link for link in self.office.navigation if may(self.actor, link.action)]

    @property
    def here(self) -> str:
        """The path of the navigation's line under which this page stands."""
        at = self.request.url.path
        under = [
            link.path
            for link in self.navigation
            if at == link.path or (at.startswith(f"{link.path}/") and link.path != HOME)
        ]
        return max(under, key=len, default="")

    def number(self, name: str) -> int:
        """An id in the path. Raises Refused (404) for what can be none."""
        value = int(self.request.path_params[name])
        if value > _LARGEST_ID:
            raise Refused(404, "missing")
        return value

    def render(self, template: str, status: int = 200, **values: object) -> Response:
        """A page of the desk."""
        return self.office.render(self.request, template, status, visit=self, **values)

    def go(self, path: str, said: str = "") -> Response:
        """On to another page after something was done; ``said`` is a key of :data:`words.SAID`."""
        return RedirectResponse(f"{path}{'&' if '?' in path else '?'}said={quote(said)}" if said else path, 303)


class Page(msgspec.Struct, frozen=True):
    """A path of the desk and what serves it; ``action`` is what it takes, None for the doors."""

    path: str
    method: str
    serve: Callable[[Office, Request], Awaitable[Response]]
    action: Action | None = None

    def route(self, office: Office) -> Route:
        """The route that an application takes."""

        async def endpoint(request: Request) -> Response:
            return await self.serve(office, request)

        return Route(self.path, endpoint, methods=[self.method])


def staff_page(path: str, action: Action) -> Callable[[Callable[[Visit], Awaitable[Response]]], Page]:
    """A page that is read (GET) by who may do ``action``."""

    def wrapped(show: Callable[[Visit], Awaitable[Response]]) -> Page:
        async def serve(office: Office, request: Request) -> Response:
            visit = await visiting(office, request)
            return await _told(visit, action, lambda: show(visit)) if visit else _to_login(request)

        return Page(path, "GET", serve, action)

    return wrapped


def staff_form(
    path: str, action: Action, form: type[F], most: int = forms.MOST
) -> Callable[[Callable[[Visit, F], Awaitable[Response]]], Page]:
    """A form (POST) of who may do ``action``: its fields come as ``form``, at most ``most`` bytes of them.

    Another site cannot send it: the browser says where it comes from, and it carries the session's own token.
    """

    def wrapped(save: Callable[[Visit, F], Awaitable[Response]]) -> Page:
        async def serve(office: Office, request: Request) -> Response:
            guard.from_own_page(request)
            visit = await visiting(office, request)
            if visit is None:
                return _to_login(request)
            return await _told(visit, action, lambda: _saved(visit, form, most, save))

        return Page(path, "POST", serve, action)

    return wrapped


async def _saved(visit: Visit, form: type[F], most: int, save: Callable[[Visit, F], Awaitable[Response]]) -> Response:
    fields = await forms.sent(visit.request, most)
    told = "".join(str(value) for value in fields.pop("csrf", []))
    if not hmac.compare_digest(told.encode("utf-8", "replace"), visit.form_token.encode()):
        raise Refused(403, "foreign")
    return await save(visit, forms.taken(fields, form))


async def visiting(office: Office, request: Request) -> Visit | None:
    """Who is logged in in this browser; None when nobody is."""
    token, house = request.cookies.get(COOKIE, ""), office.house
    session = await house.database.aread(sessions.find, token, house.clock()) if token else None
    if session is None:
        return None
    if session.is_stale(house.clock()):
        await house.database.awrite(sessions.note_seen, session, house.clock())
    return Visit(office, request, session, sessions.form_token(token))


async def _told(visit: Visit, action: Action, work: Callable[[], Awaitable[Response]]) -> Response:
    """What the work gives, or a page that says in a sentence why it cannot be done."""
    try:
        demand(visit.actor, action)
        return await work()
    except JiamenkouError as error:
        return visit.render("trouble.html", _STATUS.get(type(error), 400), sentence=_why(error, visit.voice))
    except Refused as refusal:
        if refusal.status != _MISSING:
            raise
        return _missing(visit)
    except LookupError as error:
        if isinstance(error, KeyError | IndexError):  # a mistake of ours, not a number that does not exist
            raise
        return _missing(visit)


def _why(error: JiamenkouError, voice: Voice) -> str:
    """What is wrong in the reader's words; what the database says is for the log and ``doctor``."""
    if isinstance(error, Refusal):
        return error.told(voice)
    return voice.say("database_away") if isinstance(error, DatabaseUnavailable) else str(error)


def _missing(visit: Visit) -> Response:
    return visit.render("trouble.html", _MISSING, sentence="")


def _to_login(request: Request) -> Response:
    """To the login, and from there back to the page that was wanted."""
    wanted = request.url.path if request.method in {"GET", "HEAD"} else HOME
    return RedirectResponse(f"{HOME}/login?said=expired&to={quote(wanted)}", 303)
