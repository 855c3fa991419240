"""设置: the two lines between answering, offering and asking back; the pace; which public numbers are shown.

Quiet hours have a page of their own (quiet_hours.py).
"""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Final

import msgspec
from starlette.background import BackgroundTask
from starlette.responses import Response

from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from knowledge.adjusting import FASTEST, LEAST_MAYBE, MOST_SURE, adjust, check_fits
from knowledge.editing import Edit, publish
from knowledge.errors import InputError
from knowledge.holding_out import FEW, MOST, Asked, HoldingOut, effect
from knowledge.model import Hotline
from knowledge.permission import ALARM_NUMBERS
from knowledge.reading import state_of, tuning
from knowledge.tuning import Tuning

SETTINGS: Final = f"{HOME}/settings"
ALWAYS: Final = ALARM_NUMBERS
"""Nobody hides them."""
_LONGEST: Final = 100
_HELD_OUT: Final = HoldingOut()
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class TuningForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The thresholds and the pace, and those that were seen; without ``sure_of_it`` only their effect is shown."""

    sure: Share
    maybe: Share
    per_second: str = ""
    seen_sure: Share
    seen_maybe: Share
    seen_per_second: str = ""
    sure_of_it: bool = False


class HotlineForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which number, and how it is shown."""

    id: str
    name: str
    use: str
    hours: str = ""
    caution: str = ""
    shown: bool = False
    seen: Annotated[int, msgspec.Meta(ge=1)]


@staff_page(SETTINGS, "settings")
async def settings(visit: Visit) -> Response:
    """GET /staff/settings."""
    held = await visit.house.database.aread(tuning)
    return await _page(visit, held, held)


@staff_form(SETTINGS, "settings", TuningForm)
async def change(visit: Visit, form: TuningForm) -> Response:
    """POST: what it would do first; then it is so on every replica within a second."""
    quiet = (await visit.house.database.aread(tuning)).quiet
    seen = Tuning(sure=form.seen_sure, maybe=form.seen_maybe, per_second=_pace(form.seen_per_second), quiet=quiet)
    try:
        wanted = Tuning(sure=form.sure, maybe=form.maybe, per_second=_pace(form.per_second), quiet=quiet)
        check_fits(wanted)
        if form.sure_of_it:
            await visit.house.database.awrite(adjust, wanted, seen, visit.actor, visit.now)
            await visit.house.shelf.refresh()
            return visit.go(SETTINGS, "saved")
    except InputError as error:
        typed = msgspec.structs.replace(seen, sure=form.sure, maybe=form.maybe)
        return await _page(visit, typed, seen, 400, problem=error.told(visit.voice))
    asked = await asyncio.to_thread(_HELD_OUT.asked, visit.house.shelf.book, FEW)
    return await _page(visit, wanted, seen, asked=asked)


def _pace(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise InputError("pace_unfit", most=FASTEST)
    return int(text) if text else None


async def _page(
    visit: Visit, wanted: Tuning, seen: Tuning, status: int = 200, *, problem: str = "", asked: Sequence[Asked] = ()
) -> Response:
    """The page, with the effect when wordings were ``asked``; before, they are while the owner reads it."""
    house = visit.house
    hotlines = sorted(house.shelf.book.of("hotline", Hotline).values(), key=lambda one: (not one.shown, one.number))
    revisions = await house.database.aread(lambda c: {h.id: state_of(c, ("hotline", h.id)).revision for h in hotlines})
    page = visit.render(
        "settings.html", status, problem=problem, wanted=wanted, seen=seen, asked=len(asked), always=ALWAYS,
        now=effect(asked, seen.sure, seen.maybe), then=effect(asked, wanted.sure, wanted.maybe),
        least=LEAST_MAYBE, most=MOST_SURE, fastest=FASTEST, usual=house.settings.per_second, hotlines=hotlines,
        revisions=revisions,
    )  # fmt: skip
    if not asked:
        page.background = BackgroundTask(_HELD_OUT.asked, house.shelf.book, MOST)
    return page


@staff_form(f"{SETTINGS}/hotline", "settings", HotlineForm)
async def hotline(visit: Visit, form: HotlineForm) -> Response:
    """POST: how a number is shown, or that it is not."""
    state = await visit.house.database.aread(state_of, ("hotline", form.id))
    match state.fact:
        case Hotline() as held:
            made = _shown_as(held, form, visit)
            edit = Edit(("hotline", held.id), made, form.seen)
            await visit.house.database.awrite(publish, [edit], "staff", visit.actor, visit.now)
            await visit.house.shelf.refresh()
            return visit.go(SETTINGS, "saved")
    raise LookupError(form.id)


def _shown_as(held: Hotline, form: HotlineForm, visit: Visit) -> Hotline:
    if held.number in ALWAYS and not form.shown:
        raise InputError("alarm_number_hidden", number=held.number)
    if not form.name.strip() or max(map(len, (form.name, form.use, form.hours, form.caution))) > _LONGEST:
        raise InputError("number_words_unfit", most=_LONGEST)
    return msgspec.structs.replace(
        held,
        name=form.name.strip(),
        use=form.use.strip(),
        hours=form.hours.strip(),
        caution=form.caution.strip(),
        shown=form.shown,
        verified_on=visit.today.isoformat(),
        confirmed_by=visit.actor.name,
    )


PAGES = (settings, change, hotline)
