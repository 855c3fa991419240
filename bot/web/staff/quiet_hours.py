"""安静时间: when nobody is written to, set by an owner who first sees what would be told at another time."""

from datetime import date, datetime, time
from typing import Final

import msgspec
from starlette.responses import Response

from bot.web.staff.frame import Visit, staff_form, staff_page
from bot.web.staff.settings import SETTINGS
from knowledge.adjusting import EVENINGS, MORNINGS, SHORTEST, unquiet
from knowledge.errors import Conflict, InputError
from knowledge.reading import tuning
from knowledge.tuning import USUAL, Quiet
from knowledge.wording import Voice
from scheduler.quieting import Moved, moved, set_quiet

QUIET: Final = f"{SETTINGS}/quiet"
_PARTS: Final = Quiet.__struct_fields__


class QuietForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours as HH:MM, and those that were seen; without ``sure_of_it`` only their effect is shown."""

    evening: str
    morning: str
    urgent_evening: str
    urgent_morning: str
    seen: str
    sure_of_it: bool = False


@staff_page(QUIET, "settings")
async def show(visit: Visit) -> Response:
    """GET /staff/settings/quiet."""
    held = (await visit.house.database.aread(tuning)).quiet
    return _page(visit, _typed(held), held)


@staff_form(QUIET, "settings", QuietForm)
async def change(visit: Visit, form: QuietForm) -> Response:
    """POST: what would be told when; then it is so from the next tick on, in every process."""
    typed = {name: getattr(form, name) for name in _PARTS}
    held = (await visit.house.database.aread(tuning)).quiet
    try:
        seen, wanted = _read(form.seen.split()), _fit(_read(list(typed.values())))
        if form.sure_of_it:
            await visit.house.database.awrite(set_quiet, wanted, seen, visit.actor, visit.now)
            await visit.house.shelf.refresh()
            return visit.go(SETTINGS, "saved")
    except Conflict as error:  # what was typed stays, beside what a colleague set meanwhile
        return _page(visit, typed, held, 409, problem=error.told(visit.voice))
    except InputError as error:
        return _page(visit, typed, held, 400, problem=error.told(visit.voice))
    return _page(visit, typed, held, effect=moved(held, wanted, visit.today), wanted=wanted)


def _read(texts: list[str]) -> Quiet:
    try:
        times = [datetime.strptime(text.strip(), "%H:%M").time() for text in texts]  # noqa: DTZ007 - a wall clock
        return Quiet(**dict(zip(_PARTS, times, strict=True)))
    except ValueError:
        raise InputError("quiet_hour_unread") from None


def _fit(quiet: Quiet) -> Quiet:
    if problem := unquiet(quiet):
        raise InputError(problem)
    return quiet


def _typed(quiet: Quiet) -> dict[str, str]:
    return {name: f"{getattr(quiet, name):%H:%M}" for name in _PARTS}


def _page(
    visit: Visit,
    typed: dict[str, str],
    held: Quiet,
    status: int = 200,
    *,
    problem: str = "",
    effect: list[Moved] | None = None,
    wanted: Quiet | None = None,
) -> Response:
    today = visit.today
    return visit.render(
        "quiet.html", status, problem=problem, typed=typed, held=_typed(held), usual=_typed(USUAL.quiet),
        changed=wanted is not None and wanted != held, same=wanted is not None and wanted == held,
        bounds=[_clock(at) for at in (*EVENINGS, *MORNINGS)], shortest=SHORTEST,
        told=[_told(one, today, visit.voice) for one in effect or ()],
    )  # fmt: skip


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _told(one: Moved, today: date, voice: Voice) -> str:
    """「今晚 21:40 该发的提醒：会改到明早 06:30（现在：今晚 21:29）」."""
    what, now = voice.say(f"quiet_what_{one.what}", at=_said(one.at, today, voice)), _said(one.before, today, voice)
    key = "quiet_moves" if one.after is not None else "quiet_moves_never"
    return what + voice.say(key, before=now, **({"after": _said(one.after, today, voice)} if one.after else {}))


def _said(at: datetime | None, today: date, voice: Voice) -> str:
    """「今晚 21:40」, 「明早 06:30」; that it is not told when morning is too late."""
    if at is None:
        return voice.say("quiet_never")
    key = "quiet_tonight" if at.date() == today else "quiet_morning"
    return voice.say(key, at=_clock(at.time()))


PAGES = (show, change)
