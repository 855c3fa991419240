"""停诊 替诊 加诊 改期…: from a cell of the week to a preview (what changes, whom it reaches), published, taken back."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import msgspec
from starlette.responses import RedirectResponse, Response

from bot.web.staff.frame import Visit, staff_form, staff_page
from bot.web.staff.rosters import ROSTERS, WEEK, asked_day, chosen, places, said
from bot.web.staff.told import published_lines
from knowledge import undoing
from knowledge.answering.sittings import day_said, lines
from knowledge.book import Book
from knowledge.clinics import Change, Expert
from knowledge.editing import UNDO, Edit, publish
from knowledge.errors import InputError
from knowledge.permission import institution_of
from knowledge.reading import revisions_of
from knowledge.rostering.changing import Wish, change_of
from knowledge.rostering.standing_in import busy
from knowledge.rostering.week import ALL_DAY, HALVES, monday_of
from knowledge.timetable import WEEKDAYS
from scheduler.announcing import audience
from scheduler.touched import touched

_SHOWN: Final = 20
_TOLD: Final = 8
Number = Annotated[str, msgspec.Meta(pattern="^(w[0-9a-f]{12})?$")]
Week = Annotated[str, msgspec.Meta(pattern=r"^(20\d\d-[01]\d-[0-3]\d)?$")]
"""A day of the week that was looked at, to come back to; empty when none was."""


class ChangeForm(Wish, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wish, and whether its preview was seen; ``number`` is the change's own, so that two presses make one."""

    number: Number = ""
    week: Week = ""
    sure: bool = False


class Copy(msgspec.Struct, frozen=True):
    """The cell into which a sitting is to be copied."""

    day: str
    half_day: str
    expert: str


class Back(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which version is to be taken back, and where to go on: the hospital and the week that were looked at."""

    version: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    at: str = ""
    week: Week = ""


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which change is to go, and the revision that was seen."""

    change: str
    seen: Annotated[int, msgspec.Meta(ge=1)]
    week: Week = ""


@staff_page(f"{ROSTERS}/cell", "clinics")
async def cell(visit: Visit) -> Response:
    """GET /staff/rosters/cell?at=…&expert=…&day=…&half=…: what is there, and what can be done with it."""
    asked = visit.request.query_params
    at = chosen(visit, asked.get("at", ""))
    day, to_date = asked_day(visit, "day").isoformat(), asked.get("to_date", "")
    half = next((half for half in HALVES if half == asked.get("half")), HALVES[0])
    to_half = next((half for half in HALVES if half == asked.get("to_half")), half)
    wish = Wish(do="move" if to_date else "suspend", institution=at, expert=asked.get("expert", ""), first=day,
                last=day, half_day=half, to_date=to_date[:10], to_half=to_half)  # fmt: skip
    if not asked.get("copy"):
        return await _cell_page(visit, wish)
    whole = msgspec.structs.replace(wish, do="extra", to_date="")
    return await _cell_page(visit, whole, copy=Copy(wish.to_date, to_half, asked.get("to_expert") or wish.expert))


async def _cell_page(
    visit: Visit, wish: Wish, status: int = 200, *, problem: str = "", copy: Copy | None = None
) -> Response:
    book = visit.house.shelf.book
    expert = book.clinics.experts.get(wish.expert)
    if expert is None:
        raise LookupError(wish.expert)
    day = date.fromisoformat(wish.first)
    mine = [s for s in book.clinics.by_expert.get(wish.expert, ()) if s.institution == wish.institution]
    held = [s for s in book.clinics.sittings(mine, day, day) if wish.half_day in {s.half_day, "全天"}]
    every = {s.change.id: s.change for s in held if s.change is not None}
    seen = await visit.house.database.aread(revisions_of, "change", every)
    changes = {key: one for key, one in every.items() if key in seen}
    return visit.render(
        "cell.html", status, wish=wish, problem=problem, expert=expert, held=held, sessions=mine, changes=changes,
        seen=seen, day=day, monday=monday_of(day), week=getattr(wish, "week", "") or monday_of(day), halves=HALVES,
        all_day=ALL_DAY, copying=copy is not None,
        copy=copy or Copy((day + WEEK).isoformat(), wish.half_day, wish.expert), experts=_here(book, wish.institution),
        place=book.institutions[wish.institution].name,
        day_said=lambda one: day_said(one, visit.voice), **said(visit),
    )  # fmt: skip


def _here(book: Book, institution: str) -> list[Expert]:
    """Who has sessions at an institution, by name."""
    keys = {one.expert for one in book.clinics.by_institution.get(institution, ())}
    return sorted((book.clinics.experts[key] for key in keys if key in book.clinics.experts), key=lambda one: one.name)


@staff_form(f"{ROSTERS}/change", "clinics", ChangeForm)
async def change(visit: Visit, form: ChangeForm) -> Response:
    """POST: the preview first, then the change itself."""
    chosen(visit, form.institution)
    number = form.number or f"w{secrets.token_hex(6)}"
    try:
        made = change_of(form, number, visit.actor, visit.house.shelf.book, visit.now)
    except InputError as error:
        return await _again(visit, form, error)
    if form.sure and form.number:
        return await published(visit, [Edit(("change", number), made, 0)], week=form.week)
    return await preview(visit, [made], f"{ROSTERS}/change", hidden(form, number))


async def _again(visit: Visit, form: ChangeForm, error: InputError) -> Response:
    """The form as it was filled in, with what is wrong. A site's form lies elsewhere: a sentence is enough."""
    try:
        date.fromisoformat(form.first)
    except ValueError:
        raise error from None
    if form.expert not in visit.house.shelf.book.clinics.experts:
        raise error
    return await _cell_page(visit, form, 400, problem=error.told(visit.voice))


def hidden(form: msgspec.Struct, number: str) -> dict[str, Any]:
    """The form once more, hidden in the preview's; what stands at its default is left out."""
    usual = {field.name: field.default for field in msgspec.structs.fields(form)}
    held = {name: value for name, value in msgspec.structs.asdict(form).items() if value != usual[name]}
    return held | {"number": number, "sure": "true"}


async def preview(visit: Visit, changes: Sequence[Change], action: str, fields: dict[str, Any]) -> Response:
    """What would change and whom it reaches; nothing is saved."""
    book = visit.house.shelf.book
    told = [touched(None, one, book, visit.now) for one in changes]
    people = await visit.house.database.aread(audience, told, book)
    shown = [
        line.removeprefix("· ") for one in told for line in lines((one.now or one.without)[:_SHOWN], book, visit.voice)
    ]
    more = sum(len(one.all) for one in told) - len(shown)
    first = changes[0]
    also = [s for one in told for s in busy(one.now, book)][:_SHOWN]
    return visit.render(
        "change_preview.html", changes=changes, shown=shown, more=max(0, more), people=people, action=action,
        fields=fields, busy=[line.removeprefix("· ") for line in lines(also, book, visit.voice)],
        undo=int(UNDO.total_seconds()), back=week_path(first.institution, str(fields.get("week", first.first))),
        experts=book.clinics.experts, institutions=book.institutions, weekday=_weekday, **said(visit),
    )  # fmt: skip


def _weekday(text: str) -> str:
    return WEEKDAYS[date.fromisoformat(text).weekday()]


def week_path(institution: str, day: str) -> str:
    """The week in which a day lies, on the desk."""
    return f"{ROSTERS}?{urlencode({'at': institution} | ({'week': day} if day else {}))}"


async def published(visit: Visit, edits: Sequence[Edit], week: str = "") -> Response:
    """Publish, take it in at once, and go on to where it can be taken back; from there to the ``week`` that was looked
    at, or to that of the first change.
    """
    known = visit.house.shelf.book.kinds
    facts = [edit.fact or known.get(edit.key[0], {}).get(edit.key[1]) for edit in edits]
    version = await visit.house.database.awrite(publish, edits, "staff", visit.actor, visit.now)
    await visit.house.shelf.refresh()
    at = next((where for fact in facts if fact is not None and (where := institution_of(fact))), "")
    day = week or next((fact.first for fact in facts if isinstance(fact, Change)), "")
    return RedirectResponse(done_path(version, at, day), 303)


def done_path(version: int, at: str, day: str = "") -> str:
    """The page on which a version can be taken back, which leads on to the week of ``day`` at a hospital."""
    return f"{ROSTERS}/done/{version}{week_path(at, day).removeprefix(ROSTERS) if at else ''}"


@staff_page(f"{ROSTERS}/done/{{version:int}}", "clinics")
async def done(visit: Visit) -> Response:
    """GET: what is published; until when it can be taken back before anybody hears of it."""
    asked, version = visit.request.query_params, visit.number("version")
    told = published_lines(visit, await visit.house.database.aread(undoing.published, version))
    held = {"at": asked.get("at", ""), "week": asked.get("week", "")}
    return visit.render(
        "change_done.html", version=version, undo=int(UNDO.total_seconds()), told=told[:_TOLD],
        more=max(0, len(told) - _TOLD), back=_looked_at(visit, **held),
        held={name: value for name, value in held.items() if value},
    )  # fmt: skip


def _looked_at(visit: Visit, at: str, week: str) -> str:
    """The week that was looked at, or the rosters when there is none that is theirs to see."""
    return week_path(at, week) if at in dict(places(visit)) else ROSTERS


@staff_form(f"{ROSTERS}/undo", "clinics", Back)
async def take_back(visit: Visit, form: Back) -> Response:
    """POST: as it was before; those who were told already are told that it is undone. A file as well as a change."""
    made = await visit.house.database.aread(undoing.published, form.version)
    by = msgspec.structs.replace(visit.actor, door="import") if made.door == "import" else visit.actor
    await visit.house.database.awrite(undoing.undo, form.version, by, visit.now)
    await visit.house.shelf.refresh()
    return visit.go(_looked_at(visit, form.at, form.week), "undone")


@staff_form(f"{ROSTERS}/withdraw", "clinics", Withdrawal)
async def withdraw(visit: Visit, form: Withdrawal) -> Response:
    """POST: a change goes altogether."""
    return await published(visit, [Edit(("change", form.change), None, form.seen)], week=form.week)


PAGES = (cell, change, done, take_back, withdraw)
