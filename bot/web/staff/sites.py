"""节假日和闭院: public holidays of years to come, how a site keeps them, closures and 调休 days of a hospital."""

from datetime import date

import msgspec
from starlette.responses import Response

from bot.web.staff.clinic_changes import published
from bot.web.staff.frame import Visit, staff_form, staff_page
from bot.web.staff.rosters import ROSTERS, chosen, said
from knowledge.clinics import Change, Holiday
from knowledge.editing import Edit
from knowledge.holidays import HOLIDAYS, Calendar
from knowledge.permission import may
from knowledge.reading import revisions_of, state_of
from knowledge.rostering.calendars import HolidayForm, SiteForm, holiday_of, rules_of, site_rule_of
from knowledge.rostering.week import ALL_DAY, HALVES
from knowledge.timetable import WEEKDAYS

SITE = f"{ROSTERS}/site"


class Gone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday that was entered by mistake."""

    holiday: str


@staff_page(SITE, "read")
async def site(visit: Visit) -> Response:
    """GET /staff/rosters/site?at=INSTITUTION."""
    book = visit.house.shelf.book
    at = chosen(visit, visit.request.query_params.get("at", ""))
    today = visit.today
    coming = await _coming(visit, at, today)
    return visit.render(
        "site.html", at=at, name=book.institutions[at].name if at else "", today=today, coming=coming,
        campuses=sorted({s.campus for s in book.clinics.by_institution.get(at, ()) if s.campus}),
        rules=rules_of(book, at), years=_years(visit, today.year),
        holidays=sorted(book.of("holiday", Holiday).values(), key=lambda one: one.first),
        names=HOLIDAYS, halves=HALVES, all_day=ALL_DAY,
        weekdays=WEEKDAYS, may_change=may(visit.actor, "clinics"), may_all=may(visit.actor, "facts"), **said(visit),
    )  # fmt: skip


def _years(visit: Visit, first: int) -> list[tuple[int, str]]:
    """Where this year's and the next one's holidays come from; what is missing is told to those who may enter it."""
    known = [(year, _known(visit, year)) for year in (first, first + 1)]
    return [(year, how) for year, how in known if how != "missing" or may(visit.actor, "facts")]


def _known(visit: Visit, year: int) -> str:
    """Where the holidays of a year come from: published, entered, or nowhere yet."""
    if Calendar().covers(year):
        return "published"
    return "entered" if visit.house.shelf.book.clinics.calendar.covers(year) else "missing"


async def _coming(visit: Visit, at: str, today: date) -> list[tuple[Change, int]]:
    """Closures and other changes of the whole site that are not over, with the revision that is seen."""
    every = visit.house.shelf.book.clinics.days_at(at).changes
    held = {c.id: c for c in every if not c.expert and (not c.last or c.last >= today.isoformat())}
    seen = await visit.house.database.aread(revisions_of, "change", held)
    return sorted(((held[key], revision) for key, revision in seen.items()), key=lambda pair: pair[0].first)


@staff_form(f"{SITE}/rule", "clinics", SiteForm)
async def rule(visit: Visit, form: SiteForm) -> Response:
    """POST: how a site keeps holidays."""
    chosen(visit, form.institution)
    made = site_rule_of(form, visit.house.shelf.book, visit.actor, visit.now)
    return await published(visit, [Edit(("site_rule", made.id), made)])


@staff_form(f"{SITE}/holiday", "facts", HolidayForm)
async def holiday(visit: Visit, form: HolidayForm) -> Response:
    """POST: a public holiday of a year no library knows yet."""
    made = holiday_of(form, visit.actor, visit.now)
    return await published(visit, [Edit(("holiday", made.id), made)])


@staff_form(f"{SITE}/holiday/remove", "facts", Gone)
async def remove(visit: Visit, form: Gone) -> Response:
    """POST: a holiday that was entered by mistake goes."""
    state = await visit.house.database.aread(state_of, ("holiday", form.holiday))
    return await published(visit, [Edit(("holiday", form.holiday), None, state.revision)])


PAGES = (site, rule, holiday, remove)
