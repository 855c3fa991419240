"""One's own page: what one may do, where one is logged in, a new password, one's chat."""

import msgspec
from starlette.responses import Response

from bot.web.staff.doors import forget, kept_of, note_failure, recognised
from bot.web.staff.forms import Nothing
from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from bot.web.staff.people import link_page
from knowledge import invites, sessions
from knowledge.errors import NotAllowed

ME = f"{HOME}/me"


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The present password, and the new one twice."""

    present: str
    password: str
    again: str


class Present(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The present password, so that a browser left open gives nobody another door."""

    present: str


@staff_page(ME, "read")
async def me(visit: Visit) -> Response:
    """GET /staff/me."""
    held = await visit.house.database.aread(sessions.of, visit.session.member, visit.now)
    book = visit.house.shelf.book
    places = [book.institutions[key].name for key in visit.actor.institutions if key in book.institutions]
    return visit.render("me.html", sessions=held, places=places)


@staff_form(f"{ME}/everywhere", "read", Nothing)
async def everywhere(visit: Visit, _form: Nothing) -> Response:
    """POST: out of every browser, this one too, and out of every chat."""
    await visit.house.database.awrite(sessions.end_all, visit.session.member, visit.actor, visit.now)
    return forget(visit.go(f"{HOME}/login", "out"))


@staff_form(f"{ME}/password", "read", NewPassword)
async def password(visit: Visit, form: NewPassword) -> Response:
    """POST: another password; everybody else who knew the old one is out."""
    await _really_them(visit, form.present)
    kept = await kept_of(visit.office, form.password, form.again, visit.actor.name)
    await visit.house.database.awrite(sessions.change_password, visit.session, kept, visit.actor, visit.now)
    return visit.go(ME, "password")


@staff_form(f"{ME}/chat", "read", Present)
async def chat(visit: Visit, form: Present) -> Response:
    """POST: a link to speak for oneself from a chat as well."""
    await _really_them(visit, form.present)
    token = await visit.house.database.awrite(invites.again, visit.actor, visit.session.member.id, visit.now)
    return link_page(visit, token, visit.actor.name)


async def _really_them(visit: Visit, present: str) -> None:
    if await recognised(visit.office, visit.request, visit.actor.name, present) is None:
        await note_failure(visit.office, visit.actor.name)
        raise NotAllowed("wrong_password")


PAGES = (me, everywhere, password, chat)
