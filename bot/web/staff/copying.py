"""复制: an expert's row, or all that is out of the ordinary in a week, once more in another week; previewed first."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final

import msgspec
from starlette.responses import Response

from bot.web.staff.clinic_changes import Number, hidden, preview, published
from bot.web.staff.frame import Visit, staff_form
from bot.web.staff.rosters import ROSTERS, chosen
from knowledge.editing import Edit
from knowledge.errors import InputError
from knowledge.importing.identity import digest
from knowledge.rostering.changing import Wish, change_of
from knowledge.rostering.spreading import copied, exceptions
from knowledge.rostering.week import monday_of

_FARTHEST: Final = timedelta(weeks=53)
_MOST: Final = 100


class WeekForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A week (any day of it) to be had once more in another; ``shown`` tells what the preview had."""

    institution: str
    week: date
    to: date
    number: Number = ""
    shown: Annotated[str, msgspec.Meta(max_length=40)] = ""
    sure: bool = False


class RowForm(WeekForm, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same of one expert alone."""

    expert: str


@staff_form(f"{ROSTERS}/copy", "clinics", RowForm)
async def row(visit: Visit, form: RowForm) -> Response:
    """POST: an expert's sittings as extra ones."""
    chosen(visit, form.institution)
    monday, to = _weeks(form)
    wishes = list(copied(visit.house.shelf.book, form.institution, form.expert, monday, to))
    return await _copied(visit, form, wishes, f"{ROSTERS}/copy")


@staff_form(f"{ROSTERS}/copy/week", "clinics", WeekForm)
async def week(visit: Visit, form: WeekForm) -> Response:
    """POST: every suspension, stand-in, extra… of the hospital."""
    chosen(visit, form.institution)
    monday, to = _weeks(form)
    wishes = list(exceptions(visit.house.shelf.book, form.institution, monday, to))
    return await _copied(visit, form, wishes, f"{ROSTERS}/copy/week")


def _weeks(form: WeekForm) -> tuple[date, date]:
    monday, to = monday_of(form.week), monday_of(form.to)
    if not timedelta(0) < to - monday <= _FARTHEST:
        raise InputError("not_a_later_week")
    return monday, to


async def _copied(visit: Visit, form: WeekForm, wishes: Sequence[Wish], action: str) -> Response:
    """The preview; what it showed is published, and shown anew when the week has changed since."""
    if not wishes:
        raise InputError("nothing_to_copy")
    if len(wishes) > _MOST:
        raise InputError("too_many_to_copy", most=_MOST)
    number = form.number or f"w{secrets.token_hex(6)}"
    book, shown = visit.house.shelf.book, digest("p", msgspec.json.encode(wishes).decode())
    made = [change_of(wish, f"{number}.{n}", visit.actor, book, visit.now) for n, wish in enumerate(wishes)]
    if form.sure and form.number and form.shown == shown:
        return await published(visit, [Edit(("change", one.id), one, 0) for one in made], form.week.isoformat())
    return await preview(visit, made, action, hidden(msgspec.structs.replace(form, shown=shown), number))


PAGES = (row, week)
