"""排班: the week of a hospital as a grid, and all its sessions as a workbook."""

import io
from datetime import date, timedelta
from typing import Any, Final

from starlette.responses import Response

from bot.web.guard import Refused
from bot.web.staff.frame import HOME, Visit, staff_page
from bot.web.staff.words import words_in
from knowledge.answering.sittings import day_said, expert_said, half_said, status_said
from knowledge.errors import NotAllowed
from knowledge.importing.exporting import export_rosters
from knowledge.keeping.catalogue import days_said
from knowledge.moments import SHANGHAI
from knowledge.permission import may
from knowledge.rostering.week import monday_of, week_of, working_monday
from knowledge.wording import Voice

ROSTERS: Final = f"{HOME}/rosters"
WEEK: Final = timedelta(7)
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def places(visit: Visit) -> list[tuple[str, str]]:
    """The hospitals whose rosters this person sees, as (id, name): a clerk their own, others those that have one."""
    book, actor = visit.house.shelf.book, visit.actor
    held = book.clinics.by_institution if actor.role != "clerk" else actor.institutions
    return sorted(((key, book.institutions[key].name) for key in held if key in book.institutions), key=lambda p: p[1])


def every_place(visit: Visit) -> list[tuple[str, str]]:
    """The hospitals whose rosters this person may write, as (id, name): a clerk their own, others all."""
    book, actor = visit.house.shelf.book, visit.actor
    held = actor.institutions if actor.role == "clerk" else book.institutions
    return sorted(((key, book.institutions[key].name) for key in held if key in book.institutions), key=lambda p: p[1])


def possible(visit: Visit, told: str) -> str:
    """The hospital that is asked for, or the first. Raises NotAllowed for one whose roster is not theirs to write."""
    mine = dict(every_place(visit))
    if told and told not in mine:
        raise NotAllowed("roster_not_yours")
    return told or next(iter(mine), "")


def chosen(visit: Visit, told: str) -> str:
    """The hospital that is asked for, or the first. Raises NotAllowed for one that is not theirs."""
    seen = dict(places(visit))
    if told and told not in seen:
        raise NotAllowed("roster_not_yours")
    return told or next(iter(seen), "")


def asked_day(visit: Visit, name: str) -> date:
    """A day in the address; today when there is none. Raises Refused for what is no day."""
    told = visit.request.query_params.get(name, "")
    try:
        day = date.fromisoformat(told) if told else visit.today
        return day if date(2000, 1, 1) <= day <= date(2100, 1, 1) else _unclear()
    except ValueError:
        return _unclear()


def _unclear() -> date:
    raise Refused(400, "unclear")


@staff_page(ROSTERS, "read")
async def week(visit: Visit) -> Response:
    """GET /staff/rosters?at=INSTITUTION&week=DAY."""
    book, voice = visit.house.shelf.book, visit.voice
    at = chosen(visit, visit.request.query_params.get("at", ""))
    usual = working_monday(book, at, visit.now.astimezone(SHANGHAI))
    monday = monday_of(asked_day(visit, "week")) if visit.request.query_params.get("week") else usual
    return visit.render(
        "rosters.html",
        places=places(visit),
        at=at,
        name=book.institutions[at].name if at else "",
        monday=monday,
        days=[monday + timedelta(n) for n in range(7)],
        today=visit.today,
        this=monday_of(visit.today),
        ahead=monday == usual > visit.today,
        rows=week_of(book, at, monday) if at else [],
        holiday=book.clinics.calendar.holiday,
        step=WEEK,
        may_change=may(visit.actor, "clinics"),
        mine={key for key, _ in every_place(visit)} if may(visit.actor, "clinics") else set(),
        **said(visit),
        day_said=lambda day: day_said(day, voice),
    )


def said(visit: Visit) -> dict[str, Any]:
    """How templates say who, when and why not."""
    voice = visit.voice
    return {
        "expert_said": lambda expert: expert_said(expert, voice),
        "half_said": lambda half: half_said(half, voice),
        "status_said": lambda sitting: status_said(sitting, voice),
        "days_said": lambda session: days_said(session, voice).strip(),
        "span_said": lambda first, last: "—".join(dict.fromkeys(_day(one, voice) for one in (first, last))),
    }


def _day(iso: str, voice: Voice) -> str:
    return day_said(date.fromisoformat(iso), voice) if iso else words_in(voice.language)("另行通知")


@staff_page(f"{ROSTERS}/export.xlsx", "read")
async def export(visit: Visit) -> Response:
    """GET /staff/rosters/export.xlsx?at=INSTITUTION: a workbook that the import reads back unchanged."""
    file, at = io.BytesIO(), chosen(visit, visit.request.query_params.get("at", ""))
    await visit.house.database.aread(export_rosters, file, {at})
    headers = {"Content-Disposition": 'attachment; filename="roster.xlsx"'}
    return Response(file.getvalue(), media_type=_XLSX, headers=headers)


PAGES = (week, export)
