"""Public holidays that staff enter for years no library knows, and how a site keeps them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from knowledge.book import Book
from knowledge.clinics import Holiday, SiteRule
from knowledge.errors import InputError
from knowledge.holidays import HOLIDAYS
from knowledge.holidays import Calendar as Published
from knowledge.importing.identity import digest
from knowledge.permission import Actor

_LONGEST: Final = timedelta(days=15)


class HolidayForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A holiday as it is typed in; ``work_days`` are dates with anything between them."""

    name: str
    first: str
    last: str
    work_days: str = ""


class SiteForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a site keeps holidays, as it is chosen."""

    institution: str
    campus: str = ""
    holidays: str = "unknown"
    work_days: str = "unknown"


def holiday_of(form: HolidayForm, actor: Actor, now: datetime) -> Holiday:
    """The holiday as a fact. Raises InputError for dates that are none, and for a year that is published already."""
    first, last = _day(form.first), _day(form.last)
    if form.name not in HOLIDAYS:
        raise InputError("no_such_holiday")
    if not first <= last <= first + _LONGEST:
        raise InputError("holiday_span")
    if Published().covers(last.year):
        raise InputError("holiday_known", year=last.year)
    work_days = [_day(text) for text in form.work_days.replace("、", " ").replace("，", " ").replace(",", " ").split()]
    if any(abs(day - first) > timedelta(days=31) or first <= day <= last for day in work_days):
        raise InputError("work_days_unfit")
    return Holiday(
        id=digest("h", form.name, str(last.year)),
        name=form.name,
        year=last.year,
        first=first.isoformat(),
        last=last.isoformat(),
        work_days=tuple(sorted({day.isoformat() for day in work_days})),
        verified_on=now.date().isoformat(),
        confirmed_by=actor.name,
    )


def site_rule_of(form: SiteForm, book: Book, actor: Actor, now: datetime) -> SiteRule:
    """The rule as a fact; one a site, so that saving again changes it. Raises InputError for what cannot be chosen."""
    campuses = {s.campus for s in book.clinics.by_institution.get(form.institution, ())}
    if form.institution not in book.institutions or (form.campus and form.campus not in campuses):
        raise InputError("no_such_site")
    key = next((rule.id for rule in rules_of(book, form.institution) if rule.campus == form.campus), "")
    values = msgspec.structs.asdict(form) | {"id": key or digest("s", form.institution, form.campus)}
    try:
        rule = msgspec.convert(values, SiteRule)
    except msgspec.ValidationError:
        raise InputError("choose_from_lists") from None
    return msgspec.structs.replace(rule, verified_on=now.date().isoformat(), confirmed_by=actor.name)


def rules_of(book: Book, institution: str) -> Sequence[SiteRule]:
    """The rules of an institution's sites."""
    return book.clinics.days_at(institution).sites


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError("date_unread", example="2027-02-06") from None
