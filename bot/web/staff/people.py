"""Who is staff, for owners: the list, a link for somebody new, another role, goodbye."""

import segno
from msgspec import Struct
from starlette.responses import Response

from bot.web.staff.forms import Nothing
from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from knowledge import invites, staff
from knowledge.errors import InputError
from knowledge.staff import ROLES
from knowledge.unseen import seen_name

PEOPLE = f"{HOME}/people"


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A role and its institutions."""

    role: str
    institutions: tuple[str, ...] = ()


class Newcomer(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a link is for, and what they may do."""

    name: str
    role: str
    institutions: tuple[str, ...] = ()


class Goodbye(Struct, frozen=True, forbid_unknown_fields=True):
    """A box that was ticked, so that nobody goes by a slip of the finger."""

    sure: bool = False


@staff_page(PEOPLE, "staff")
async def people(visit: Visit) -> Response:
    """GET /staff/people: everybody, and the form for somebody new."""
    return await _people_page(visit, Newcomer("", "clerk"))


@staff_form(PEOPLE, "staff", Newcomer)
async def invite(visit: Visit, form: Newcomer) -> Response:
    """POST /staff/people: a link for somebody new, shown once."""
    offer = (form.name, form.role, form.institutions)
    try:
        token = await visit.house.database.awrite(invites.make, visit.actor, *offer, visit.now)
    except InputError as error:
        return await _people_page(visit, form, 400, problem=error.told(visit.voice))
    return link_page(visit, token, seen_name(form.name))


@staff_page(f"{PEOPLE}/{{id:int}}", "staff")
async def person(visit: Visit) -> Response:
    """GET /staff/people/ID: one person's role, hospitals and ways out."""
    who = await visit.house.database.aread(staff.member, visit.number("id"))
    return visit.render("person.html", who=who, roles=ROLES, institutions=_institutions(visit))


@staff_form(f"{PEOPLE}/{{id:int}}/role", "staff", Place)
async def move(visit: Visit, form: Place) -> Response:
    """POST: another role or other hospitals."""
    place = (visit.number("id"), form.role, form.institutions)
    await visit.house.database.awrite(staff.move, visit.actor, *place, visit.now)
    return visit.go(PEOPLE, "saved")


@staff_form(f"{PEOPLE}/{{id:int}}/remove", "staff", Goodbye)
async def remove(visit: Visit, form: Goodbye) -> Response:
    """POST: somebody goes, at once and everywhere."""
    if not form.sure:
        raise InputError("not_ticked_remove")
    await visit.house.database.awrite(staff.remove, visit.actor, visit.number("id"), visit.now)
    return visit.go(PEOPLE, "removed")


@staff_form(f"{PEOPLE}/{{id:int}}/link", "staff", Nothing)
async def link(visit: Visit, _form: Nothing) -> Response:
    """POST: another link for somebody who is here: a new password, or a chat."""
    number = visit.number("id")
    token = await visit.house.database.awrite(invites.again, visit.actor, number, visit.now)
    return link_page(visit, token, (await visit.house.database.aread(staff.member, number)).name)


def link_page(visit: Visit, token: str, name: str) -> Response:
    """The page that shows a link, this once: what is kept of it cannot be read back."""
    address = f"{str(visit.request.base_url).rstrip('/')}{HOME}/invite/{token}"
    code = segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="white")
    return visit.render("link.html", address=address, token=token, name=name, code=code)


async def _people_page(visit: Visit, form: Newcomer, status: int = 200, *, problem: str = "") -> Response:
    everybody = await visit.house.database.aread(staff.members)
    shown = {"form": form, "problem": problem, "roles": ROLES, "institutions": _institutions(visit)}
    return visit.render("people.html", status, members=everybody, names=visit.house.shelf.book.institutions, **shown)


def _institutions(visit: Visit) -> list[tuple[str, str]]:
    """All hospitals by name, as (id, name)."""
    held, voice = visit.house.shelf.book.institutions, visit.voice
    return sorted(((key, voice.pick(fact.name, fact.english)) for key, fact in held.items()), key=lambda pair: pair[1])


PAGES = (people, invite, person, move, remove, link)
