"""A session's standing arrangement on a form: a new one (its next dates are seen first), changed, put away."""

import secrets
from typing import Annotated, Any, Final, get_args
from urllib.parse import urlencode

import msgspec
from starlette.responses import RedirectResponse, Response

from bot.web.staff.changes import changed
from bot.web.staff.clinic_changes import done_path, published, week_path
from bot.web.staff.frame import Visit, staff_form, staff_page
from bot.web.staff.rosters import ROSTERS, chosen, possible, said
from knowledge.answering.sittings import day_said
from knowledge.clinics import ClinicKind, Session, Weekday
from knowledge.editing import Edit
from knowledge.errors import InputError
from knowledge.keeping import saving
from knowledge.reading import state_of
from knowledge.rostering.sessions import Arrangement, Nth, arranged, arrangement_of, coming, new_session
from knowledge.rostering.week import HALVES

_PATH: Final = f"{ROSTERS}/session/{{id:str}}"
NEW: Final = f"{ROSTERS}/new"
_SHOWN: Final = 8


class NewForm(Arrangement, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new session: whose and where; ``number`` is its own, so that two presses make one."""

    institution: str
    expert: str
    number: Annotated[str, msgspec.Meta(pattern="^s[0-9a-f]{12}$")]
    sure: bool = False


class ChangedForm(Arrangement, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An arrangement, or only a look at its next dates."""

    look: bool = False


class Away(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put it away, as it was seen."""

    seen: Annotated[int, msgspec.Meta(ge=1)]
    sure: bool = False


@staff_page(NEW, "clinics")
async def blank(visit: Visit) -> Response:
    """GET /staff/rosters/new?at=INSTITUTION&expert=ID."""
    asked = visit.request.query_params
    half = next((half for half in HALVES if half == asked.get("half")), HALVES[0])
    number, at = f"s{secrets.token_hex(6)}", possible(visit, asked.get("at", ""))
    return _blank(visit, NewForm(institution=at, expert=asked.get("expert", ""), half_day=half, number=number, seen=0))


@staff_form(NEW, "clinics", NewForm)
async def add(visit: Visit, form: NewForm) -> Response:
    """POST: its next dates first, then it is published."""
    possible(visit, form.institution)
    book = visit.house.shelf.book
    who = Session(id=form.number, expert=form.expert, institution=form.institution, half_day=form.half_day)
    try:
        made = new_session(who, form, book, visit.actor, visit.now)
    except InputError as error:
        return _blank(visit, form, 400, problem=error.told(visit.voice))
    if not form.sure:
        return _blank(visit, form, made=made)
    version = await changed(visit, saving.save, Edit(("session", made.id), made, 0), visit.actor, visit.now)
    return RedirectResponse(done_path(version, made.institution), 303)


@staff_page(_PATH, "clinics")
async def session(visit: Visit) -> Response:
    """GET /staff/rosters/session/ID."""
    held, revision = await _stored(visit)
    return _page(visit, held, arrangement_of(held, revision), made=held)


@staff_form(_PATH, "clinics", ChangedForm)
async def save(visit: Visit, form: ChangedForm) -> Response:
    """POST: the arrangement as the form has it; the next answer knows it."""
    held, _ = await _stored(visit)
    try:
        made = arranged(held, form, visit.actor, visit.now)
    except InputError as error:
        return _page(visit, held, form, 400, problem=error.told(visit.voice))
    if form.look:
        return _page(visit, held, form, made=made)
    if made == held:
        return RedirectResponse(week_path(held.institution, visit.today.isoformat()), 303)
    return await published(visit, [Edit(("session", held.id), made, form.seen)])


@staff_form(f"{_PATH}/away", "clinics", Away)
async def put_away(visit: Visit, form: Away) -> Response:
    """POST: it is put away, never deleted; its revisions bring it back."""
    held, revision = await _stored(visit)
    if not form.sure:
        return _page(visit, held, arrangement_of(held, revision), 400, problem=visit.voice.say("not_ticked_put_away"))
    version = await changed(visit, saving.save, Edit(("session", held.id), None, form.seen), visit.actor, visit.now)
    return RedirectResponse(done_path(version, held.institution), 303)


def new_path(institution: str, expert: str) -> str:
    """Where a session is added for an expert."""
    return f"{NEW}?{urlencode({'at': institution, 'expert': expert})}"


async def _stored(visit: Visit) -> tuple[Session, int]:
    state = await visit.house.database.aread(state_of, ("session", visit.request.path_params["id"]))
    match state.fact:
        case Session() as held:
            chosen(visit, held.institution)
            return held, state.revision
    raise LookupError(state.fact.id)


def _blank(
    visit: Visit, form: NewForm, status: int = 200, *, problem: str = "", made: Session | None = None
) -> Response:
    if form.expert not in visit.house.shelf.book.clinics.experts:
        raise LookupError(form.expert)
    hidden = {"institution": form.institution, "expert": form.expert, "number": form.number, "seen": 0}
    whose, more = (form.expert, form.institution), {"held": None, "action": NEW, "hidden": hidden}
    return _shown(visit, form, whose, status, problem=problem, made=made, **more)


def _page(
    visit: Visit, held: Session, form: Arrangement, status: int = 200, *, problem: str = "", made: Session | None = None
) -> Response:
    whose, action = (held.expert, held.institution), f"{ROSTERS}/session/{held.id}"
    more = {"held": held, "action": action, "hidden": {"seen": form.seen}}
    return _shown(visit, form, whose, status, problem=problem, made=made, **more)


def _shown(
    visit: Visit, form: Arrangement, whose: tuple[str, str], status: int, *, made: Session | None, **more: Any
) -> Response:
    """The form of an expert's session at an institution, and the next dates of what it says when that can be told."""
    book, today = visit.house.shelf.book, visit.today
    expert, at = whose
    return visit.render(
        "session.html", status, form=form, expert=book.clinics.experts[expert], at=at,
        place=book.institutions[at].name, coming=coming(made, book, today, _SHOWN) if made else [],
        looked=made is not None, looked_at=_looked_at(form) if made else [], halves=HALVES,
        kinds=get_args(ClinicKind), weekdays=get_args(Weekday),
        nths=get_args(Nth), day_said=lambda day: day_said(day, visit.voice), **said(visit), **more,
    )  # fmt: skip


def _looked_at(form: Arrangement) -> list[tuple[str, object]]:
    """What was looked at, field by field: published as it was looked at, whatever stands in the form below by now."""
    held = msgspec.structs.asdict(form)
    pairs = [(name, one) for name, value in held.items() for one in (value if isinstance(value, tuple) else (value,))]
    return [(name, one) for name, one in pairs if not isinstance(one, bool)]


PAGES = (blank, add, session, save, put_away)
