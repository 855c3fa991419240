"""An expert on a form: a new one, with a word when somebody is called so already; changed; put away."""

import secrets
from typing import Annotated, Final

import msgspec
from starlette.responses import RedirectResponse, Response

from bot.web.staff.arrangements import Away, new_path
from bot.web.staff.changes import changed
from bot.web.staff.clinic_changes import published
from bot.web.staff.frame import Visit, staff_form, staff_page
from bot.web.staff.rosters import ROSTERS, every_place, possible, said
from knowledge.clinics import Expert
from knowledge.editing import Edit
from knowledge.errors import InputError
from knowledge.keeping import saving
from knowledge.permission import check, may
from knowledge.reading import state_of
from knowledge.rostering.experts import ExpertForm, expert_of, form_of, namesakes, put_away

NEW: Final = f"{ROSTERS}/expert"
_PATH: Final = f"{NEW}/{{id:str}}"


class NewForm(ExpertForm, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody new; ``number`` is their own, so that two presses make one."""

    number: Annotated[str, msgspec.Meta(pattern="^e[0-9a-f]{12}$")]


@staff_page(NEW, "clinics")
async def blank(visit: Visit) -> Response:
    """GET /staff/rosters/expert?at=INSTITUTION."""
    at = possible(visit, visit.request.query_params.get("at", ""))
    return _page(visit, NewForm(institution=at, name="", number=f"e{secrets.token_hex(6)}"))


@staff_form(NEW, "clinics", NewForm)
async def add(visit: Visit, form: NewForm) -> Response:
    """POST: somebody new, unless one of that name may be the same person; then on to when they sit."""
    possible(visit, form.institution)
    book = visit.house.shelf.book
    try:
        made = expert_of(form, Expert(id=form.number, name="", institution=""), book, visit.actor, visit.now)
    except InputError as error:
        return _page(visit, form, 400, problem=error.told(visit.voice))
    if not form.another and namesakes(book, made.name):
        return _page(visit, form, 409)
    await changed(visit, saving.save, Edit(("expert", made.id), made, 0), visit.actor, visit.now)
    return RedirectResponse(f"{new_path(made.institution, made.id)}&said=saved", 303)


@staff_page(_PATH, "clinics")
async def show(visit: Visit) -> Response:
    """GET /staff/rosters/expert/ID."""
    held, revision = await _stored(visit)
    return _page(visit, form_of(held, revision), held=held)


@staff_form(_PATH, "clinics", ExpertForm)
async def save(visit: Visit, form: ExpertForm) -> Response:
    """POST: as the form has it; a hospital is not changed here, since a roster is."""
    held, _ = await _stored(visit)
    try:
        kept = msgspec.structs.replace(form, institution=held.institution)
        made = expert_of(kept, held, visit.house.shelf.book, visit.actor, visit.now)
    except InputError as error:
        return _page(visit, form, 400, problem=error.told(visit.voice), held=held)
    if made.name != held.name and not form.another and namesakes(visit.house.shelf.book, made.name, held.id):
        return _page(visit, form, 409, held=held)
    await changed(visit, saving.save, Edit(("expert", held.id), made, form.seen), visit.actor, visit.now)
    return RedirectResponse(f"{ROSTERS}?at={held.institution}&said=saved", 303)


@staff_form(f"{_PATH}/away", "clinics", Away)
async def away(visit: Visit, form: Away) -> Response:
    """POST: they are put away, never deleted, once they sit nowhere any more."""
    held, revision = await _stored(visit)
    if not form.sure:
        return _page(visit, form_of(held, revision), 400, problem=visit.voice.say("not_ticked_put_away"), held=held)
    await visit.house.shelf.refresh()
    try:
        today = visit.today.isoformat()
        edits = put_away(visit.house.shelf.book, held, form.seen, today)
    except InputError as error:
        return _page(visit, form_of(held, revision), 400, problem=error.told(visit.voice), held=held)
    return await published(visit, edits)


async def _stored(visit: Visit) -> tuple[Expert, int]:
    state = await visit.house.database.aread(state_of, ("expert", visit.request.path_params["id"]))
    match state.fact:
        case Expert() as held:
            check(visit.actor, "expert", held, held)
            return held, state.revision
    raise LookupError(state.fact.id)


def _page(
    visit: Visit, form: ExpertForm, status: int = 200, *, problem: str = "", held: Expert | None = None
) -> Response:
    book = visit.house.shelf.book
    alike = namesakes(book, form.name, held.id if held is not None else "")
    return visit.render(
        "expert.html", status, form=form, held=held, problem=problem, places=every_place(visit),
        alike=[(one, book.institutions[one.institution].name, _adding(visit, one, form.institution)) for one in alike
               if one.institution in book.institutions],
        sitting=len(book.clinics.by_expert.get(held.id, ())) if held is not None else 0, **said(visit),
    )  # fmt: skip


def _adding(visit: Visit, expert: Expert, at: str) -> str:
    """Where their sittings at this hospital are added; empty when an editor has to be the first to do so."""
    sits = any(one.institution == at for one in visit.house.shelf.book.clinics.by_expert.get(expert.id, ()))
    free = may(visit.actor, "facts") or expert.institution in visit.actor.institutions
    return new_path(at, expert.id) if free or sits else ""


PAGES = (blank, add, show, save, away)
