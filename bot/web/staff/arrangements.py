"""A session's standing arrangement on a form."""

from typing import get_args

from starlette.responses import RedirectResponse, Response

from bot.web.staff.clinic_changes import published, week_path
from bot.web.staff.frame import Visit, staff_form, staff_page
from bot.web.staff.rosters import ROSTERS, chosen, said
from knowledge.clinics import ClinicKind, Session, Weekday
from knowledge.editing import Edit
from knowledge.errors import InputError
from knowledge.reading import state_of
from knowledge.rostering.sessions import Arrangement, arranged, arrangement_of
from knowledge.rostering.week import HALVES
from knowledge.tally import SHANGHAI

_PATH = f"{ROSTERS}/session/{{id:str}}"


@staff_page(_PATH, "clinics")
async def session(visit: Visit) -> Response:
    """GET /staff/rosters/session/ID."""
    held, revision = await _stored(visit)
    return _page(visit, held, arrangement_of(held, revision))


@staff_form(_PATH, "clinics", Arrangement)
async def save(visit: Visit, form: Arrangement) -> Response:
    """POST: the arrangement as the form has it; the next answer knows it."""
    held, _ = await _stored(visit)
    try:
        made = arranged(held, form, visit.actor, visit.now)
    except InputError as error:
        return _page(visit, held, form, 400, problem=str(error))
    if made == held:
        return RedirectResponse(week_path(held.institution, visit.now.astimezone(SHANGHAI).date().isoformat()), 303)
    return await published(visit, [Edit(("session", held.id), made, form.seen)])


async def _stored(visit: Visit) -> tuple[Session, int]:
    state = await visit.house.database.aread(state_of, ("session", visit.request.path_params["id"]))
    match state.fact:
        case Session() as held:
            chosen(visit, held.institution)
            return held, state.revision
    raise LookupError(state.fact.id)


def _page(visit: Visit, held: Session, form: Arrangement, status: int = 200, *, problem: str = "") -> Response:
    book = visit.house.shelf.book
    return visit.render(
        "session.html", status, held=held, form=form, problem=problem, expert=book.clinics.experts[held.expert],
        place=book.institutions[held.institution].name, halves=HALVES, kinds=get_args(ClinicKind),
        weekdays=get_args(Weekday), **said(visit),
    )  # fmt: skip


PAGES = (session, save)
