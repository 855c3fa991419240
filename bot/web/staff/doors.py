"""In and out of the desk: the login, a link's page, the log-out. Nobody has to be logged in for the first two."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from math import ceil
from typing import Final

import msgspec
from sqlalchemy import Connection
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web import guard
from bot.web.chat import CHANNEL
from bot.web.guard import Refused
from bot.web.limits import network
from bot.web.staff import forms
from bot.web.staff.forms import Nothing
from bot.web.staff.frame import COOKIE, HOME, Office, Page, Visit, staff_form, visiting, voice_of
from bot.web.talking import host_of, visitor_id
from knowledge import attempts, audit, invites, passwords, sessions, staff
from knowledge.attempts import PER_NAME, PER_NETWORK
from knowledge.errors import InputError
from knowledge.message import Address
from knowledge.staff import Member
from knowledge.unseen import seen_name

_OWN: Final = re.compile(rf"{HOME}(/[a-z0-9/_-]*)?")
WRONG: Final = "名字或密码不对。"
OFTEN: Final = "试得太多次了，请过 {wait} 秒再试。"


class Login(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The login's form; ``to`` is the page that was wanted."""

    name: str
    password: str
    to: str = HOME


class Accepting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A link's form; ``name`` is asked of the first owner alone."""

    password: str
    again: str
    name: str = ""


async def show_login(office: Office, request: Request) -> Response:
    """GET /staff/login."""
    if await visiting(office, request):
        return RedirectResponse(HOME, 303)
    return _login_page(office, request, request.query_params.get("to", HOME))


async def login(office: Office, request: Request) -> Response:
    """POST /staff/login: a session with a new token, whatever cookie came along."""
    guard.from_own_page(request)
    form = forms.taken(await forms.sent(request), Login)
    try:
        who = await recognised(office, request, form.name, form.password)
    except Refused as wait:
        return _asked_to_wait(_login_page(office, request, form.to, 429, problem=OFTEN, wait=wait.seconds), wait)
    if who is None:
        wrong = _login_page(office, request, form.to, 403, problem=WRONG, name=form.name)
        wrong.background = BackgroundTask(note_failure, office, form.name)
        return wrong
    return await _let_in(office, request, who, form.to if _OWN.fullmatch(form.to) else HOME)


async def recognised(office: Office, request: Request, name: str, password: str) -> Member | None:
    """Who has this name and this password; None when they do not fit. Raises Refused (429) after too many tries."""
    house, plain = office.house, seen_name(name)[:80]
    await _mind_the_pace(office, f"net:{network(host_of(request))}", f"name:{plain.casefold()}")
    who = await house.database.aread(staff.named, plain)
    kept = await house.database.aread(staff.password_of, plain)
    async with office.hashing:
        right = await asyncio.to_thread(passwords.fits, password, kept)
    if who is None or not right:
        return None
    await house.database.awrite(attempts.forgive, f"name:{plain.casefold()}")
    return who


async def note_failure(office: Office, name: str) -> None:
    """Somebody's log-in failed: known names stand in the audit. Done once the page is out: a name that takes longer to
    be refused than others would be one that exists.
    """
    await office.house.database.awrite(_failed, name, office.house.clock())


def _failed(connection: Connection, name: str, now: datetime) -> None:
    if (who := staff.named(connection, name)) is not None:
        audit.record(connection, who.actor("web"), now, "login_failed", who.name)


async def _mind_the_pace(office: Office, by_network: str, by_name: str) -> None:
    house = office.house
    for key, allowed in ((by_network, PER_NETWORK), (by_name, PER_NAME)):
        if seconds := await house.database.awrite(attempts.wait, key, allowed, house.clock()):
            raise Refused(429, "busy", seconds=ceil(seconds))


async def show_invite(office: Office, request: Request) -> Response:
    """GET /staff/invite/TOKEN: what the link offers. Looking uses nothing up: messengers look at links too."""
    return await _invite_page(office, request)


async def accept(office: Office, request: Request) -> Response:
    """POST /staff/invite/TOKEN: the link is used up, the password kept, and they are logged in."""
    guard.from_own_page(request)
    house, token = office.house, request.path_params["token"]
    form = forms.taken(await forms.sent(request), Accepting)
    offer = await house.database.aread(invites.peek, token, house.clock())
    if offer is None:
        return await _invite_page(office, request)
    try:
        kept = await kept_of(office, form.password, form.again, offer.name or staff.checked_name(form.name))
        who = await house.database.awrite(invites.accept_on_web, token, form.name, kept, house.clock())
    except InputError as error:
        return await _invite_page(office, request, 400, problem=error.told(voice_of(request)), name=form.name)
    return await _let_in(office, request, who, HOME)


async def kept_of(office: Office, password: str, again: str, name: str) -> str:
    """What is kept of a new password. Raises InputError for one that is not good enough or typed differently."""
    if password != again:
        raise InputError("passwords_differ")
    plain = passwords.checked(password, name)
    async with office.hashing:
        return await asyncio.to_thread(passwords.kept, plain)


@staff_form(f"{HOME}/logout", "read", Nothing)
async def logout(visit: Visit, _form: Nothing) -> Response:
    """POST /staff/logout: out of this browser, whose chat speaks for nobody of the staff any more either."""
    chat = Address(CHANNEL, visitor_id(visit.request))
    await visit.house.database.awrite(sessions.leave, visit.session, chat, visit.now)
    return forget(visit.go(f"{HOME}/login", "out"))


def forget(response: Response) -> Response:
    """Take the session's cookie out of the browser."""
    response.delete_cookie(COOKIE, path=HOME, httponly=True, samesite="strict")
    return response


async def _let_in(office: Office, request: Request, who: Member, to: str) -> Response:
    house = office.house
    if (held := await visiting(office, request)) is not None:
        await house.database.awrite(sessions.end, held.session, house.clock())
    token = await house.database.awrite(sessions.start, who, house.clock())
    response = RedirectResponse(to, 303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(sessions.LONGEST.total_seconds()),
        path=HOME,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


def _login_page(
    office: Office, request: Request, to: str, status: int = 200, *, problem: str = "", name: str = "", wait: int = 0
) -> Response:
    wanted = to if _OWN.fullmatch(to) else HOME
    return office.render(request, "login.html", status, problem=problem, name=name, to=wanted, wait=wait)


def _asked_to_wait(response: Response, wait: Refused) -> Response:
    response.headers["Retry-After"] = str(wait.seconds)
    return response


async def _invite_page(
    office: Office, request: Request, status: int = 200, *, problem: str = "", name: str = ""
) -> Response:
    house, token = office.house, request.path_params["token"]
    offer = await house.database.aread(invites.peek, token, house.clock())
    if offer is None:
        return office.render(request, "invite_over.html", 404)
    return office.render(request, "invite.html", status, offer=offer, token=token, problem=problem, name=name)


def _open(path: str, method: str, serve: Callable[[Office, Request], Awaitable[Response]]) -> Page:
    return Page(HOME + path, method, serve)


PAGES = (
    _open("/login", "GET", show_login),
    _open("/login", "POST", login),
    _open("/invite/{token}", "GET", show_invite),
    _open("/invite/{token}", "POST", accept),
    logout,
)
