"""Where a change takes place: the roster's own spelling, or None where several places may be meant."""

from datetime import date, timedelta

from knowledge.notices.drafts import Draft
from knowledge.notices.model import Row
from knowledge.notices.people import Roster
from knowledge.notices.scopes import places_in
from knowledge.recurrence import dates_in_year
from knowledge.timetable import WEEKDAYS

_LONGEST = 400


def place_of(draft: Draft, roster: Roster, first: date | None, last: date | None, half: str, text: str) -> str | None:
    """The only place of the expert (or of the roster), the one the words name, or the one whose day it is."""
    every = {row.place for row in roster.rows if row.place}
    mine = {row.place for name in (draft.person.names if draft.person else ()) for row in roster.of(name)} or every
    if len(mine) <= 1:
        return next(iter(mine), None)
    for words in _around(draft, text):
        named = [place for place in places_in(words, every) if place in mine]
        if len(named) == 1:
            return named[0]
    if draft.person is None or first is None or len(draft.person.names) != 1:
        return None
    fitting = {
        row.place
        for name in draft.person.names
        for row in roster.of(name)
        if sits(row, first, last, half, draft.days.weekdays)
    }
    return fitting.pop() if len(fitting) == 1 else None


def places_of_site(draft: Draft, roster: Roster) -> list[str]:
    """Of a change without a person, the places that are named together, nearest words first; none when none are."""
    every = {row.place for row in roster.rows if row.place}
    named = (places_in(words, every) for words in _around(draft, "") if words) if draft.person is None else ()
    return next((places for places in named if places), [])


def _around(draft: Draft, text: str) -> list[str]:
    """The words to look for a place in, nearest first; a move's target is no place of its own."""
    if draft.act == "move":
        return [draft.said]
    before = draft.context.partition(draft.clause)[0].split(",") if draft.clause else []
    return [draft.said, draft.clause, *reversed(before), draft.context, draft.head, *([] if draft.person else [text])]


def sits(
    row: Row,
    first: date,
    last: date | None,
    half: str,
    weekdays: tuple[str, ...] = (),
    swaps: dict[date, str] | None = None,
) -> bool:
    """Whether the line of the roster has a session in these days and halves; a swapped day follows its weekday."""
    if half not in {"全天", row.half_day} and row.half_day not in {"", "全天"}:
        return False
    end = min(last or first + timedelta(_LONGEST), first + timedelta(_LONGEST))
    days = (first + timedelta(n) for n in range((end - first).days + 1))
    return any(_on(row, day, swaps or {}) and (not weekdays or WEEKDAYS[day.weekday()] in weekdays) for day in days)


def _on(row: Row, day: date, swaps: dict[date, str]) -> bool:
    if row.dates:
        return day in row.dates
    if day in swaps:
        day -= timedelta(day.weekday() - WEEKDAYS.index(swaps[day]))
    try:
        return not row.rule or day in dates_in_year(row.rule, row.anchor, day.year)
    except ValueError:
        return False
