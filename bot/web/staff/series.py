"""随访: series of reminders for a season: who waits for them, what they say and when, what became of what was sent."""

import secrets
from typing import Annotated, Any, Final, get_args

import msgspec
from starlette.responses import RedirectResponse, Response

from bot.web.staff.changes import changed
from bot.web.staff.figures import OVER, over_told
from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from knowledge import discretion
from knowledge.answering.series import ahead
from knowledge.answering.series import one as said_of
from knowledge.answering.sittings import day_said
from knowledge.clinics import Weekday
from knowledge.editing import Edit, publish
from knowledge.errors import InputError
from knowledge.figures import bounds, weeks
from knowledge.keeping import proposals
from knowledge.permission import is_reviewed
from knowledge.reading import state_of
from knowledge.seasons import SeriesForm, form_of, series_of
from knowledge.series import Series, hours, told_at
from scheduler import ledger
from scheduler.policies import SERIES_A_WEEK

SERIES: Final = f"{HOME}/series"
WEEKDAYS: Final = get_args(Weekday)
_DAYS_SHOWN: Final = 6
Key = Annotated[str, msgspec.Meta(pattern=r"^(z[0-9a-f]{12})?$")]


class SavedForm(SeriesForm, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form, and whether its preview was seen; ``key`` is a new one's own, so that two presses make one."""

    key: Key = ""
    sure: bool = False


class Pause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stop a series for now, or go on with it."""

    paused: bool = False
    seen: Annotated[int, msgspec.Meta(ge=1)]


@staff_page(SERIES, "series")
async def everything(visit: Visit) -> Response:
    """GET /staff/series."""
    read, last = visit.house.database.aread, weeks(visit.now)[0]
    waiting, became = await read(ledger.waiting_for_series), await read(ledger.of_series, *bounds(last))
    held = visit.house.shelf.book.series
    return visit.render(
        "series.html", held=sorted(held.values(), key=lambda one: (one.paused, one.name)), cap=SERIES_A_WEEK,
        people={key: discretion.alone(waiting.get(key, 0)) for key in held}, states=OVER, last_week=last,
        became={key: over_told(became[key]) for key in held if key in became}, **_days(visit),
    )  # fmt: skip


def _days(visit: Visit) -> dict[str, Any]:
    book = visit.house.shelf.book
    return {
        "day_said": lambda day: day_said(day, visit.voice),
        "ahead": lambda one: ahead(one, book, visit.now),
        "told_at": lambda one: told_at(one, book.tuning.quiet),
        "hours": hours(book.tuning.quiet),
    }


@staff_page(f"{SERIES}/new", "series")
async def new(visit: Visit) -> Response:
    """GET /staff/series/new."""
    return _form_page(visit, SeriesForm(name="", text=""), None)


@staff_page(f"{SERIES}/{{id:str}}", "series")
async def one(visit: Visit) -> Response:
    """GET /staff/series/ID."""
    held, revision = await _stored(visit)
    return _form_page(visit, form_of(held, revision), held)


def _form_page(
    visit: Visit, form: SeriesForm, held: Series | None, status: int = 200, *, problem: str = "", shown: Any = None
) -> Response:
    book = visit.house.shelf.book
    places = sorted(((key, fact.name) for key, fact in book.institutions.items()), key=lambda pair: pair[1])
    return visit.render(
        "series_form.html", status, form=form, held=held, problem=problem, places=places, weekdays=WEEKDAYS,
        shown=shown, shown_days=_DAYS_SHOWN, cap=SERIES_A_WEEK, **_days(visit),
    )  # fmt: skip


async def _stored(visit: Visit) -> tuple[Series, int]:
    state = await visit.house.database.aread(state_of, ("series", visit.request.path_params["id"]))
    match state.fact:
        case Series() as held:
            return held, state.revision
    raise LookupError(state.fact.id)


@staff_form(f"{SERIES}/new", "series", SavedForm)
async def make(visit: Visit, form: SavedForm) -> Response:
    """POST: the preview, then the new series."""
    return await _saved(visit, form, None, form.key or f"z{secrets.token_hex(6)}", 0)


@staff_form(f"{SERIES}/{{id:str}}", "series", SavedForm)
async def change(visit: Visit, form: SavedForm) -> Response:
    """POST: the preview, then the series as the form has it; reminders are planned anew."""
    held, _ = await _stored(visit)
    return await _saved(visit, form, held, held.id, form.seen)


async def _saved(visit: Visit, form: SavedForm, held: Series | None, key: str, seen: int) -> Response:
    book = visit.house.shelf.book
    try:
        made = series_of(form, key, held, book, visit.actor, visit.now)
    except InputError as error:
        return _form_page(visit, form, held, 400, problem=error.told(visit.voice))
    if not form.sure:
        waiting = await visit.house.database.aread(ledger.waiting_for_series)
        people = discretion.alone(waiting.get(key, 0))
        shown = {"series": made, "text": said_of(made, book, visit.voice, visit.now).text, "people": people, "key": key}
        return _form_page(visit, form, held, shown=shown)
    return await _published(visit, made, seen, held)


async def _published(visit: Visit, made: Series, seen: int, before: Series | None) -> Response:
    """Published; what speaks of referral or medicine waits for a second person."""
    if is_reviewed("series", before, made):
        await changed(visit, proposals.propose, Edit(("series", made.id), made, seen), visit.actor, "", visit.now)
        return visit.go(SERIES, "proposed")
    await visit.house.database.awrite(publish, [Edit(("series", made.id), made, seen)], "staff", visit.actor, visit.now)
    await visit.house.shelf.refresh()
    return visit.go(SERIES, "saved")


@staff_form(f"{SERIES}/{{id:str}}/pause", "series", Pause)
async def pause(visit: Visit, form: Pause) -> Response:
    """POST: neither offered nor told until it goes on."""
    held, _ = await _stored(visit)
    if held.paused == form.paused:
        return RedirectResponse(SERIES, 303)
    return await _published(visit, msgspec.structs.replace(held, paused=form.paused), form.seen, held)


PAGES = (everything, new, make, one, change, pause)
