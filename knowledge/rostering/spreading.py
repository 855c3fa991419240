"""A week once more in another week: an expert's row as extra sessions, or all that is out of the ordinary."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from knowledge.book import Book
from knowledge.clinics import Change
from knowledge.rostering.changing import Wish
from knowledge.timetable import WEEKDAYS

_AGAIN: Final = frozenset({"suspend", "stand_in", "extra", "move", "full", "close"})
"""What can be had once more; a resume belongs to its suspension, a swapped day to its holiday."""
_WEEK: Final = timedelta(6)
"""From Monday to Sunday."""
_DAY: Final = timedelta(1)
Span = tuple[date, date]


def copied(book: Book, institution: str, expert: str, monday: date, to: date) -> Iterator[Wish]:
    """What has to be added so that the week of Monday ``to`` has every sitting of the week of ``monday``."""
    sessions = [s for s in book.clinics.by_expert.get(expert, ()) if s.institution == institution]
    there = book.clinics.sittings(sessions, to, to + _WEEK)
    taken = {(one.day, one.half_day) for one in there}
    for one in book.clinics.sittings(sessions, monday, monday + _WEEK):
        day = to + (one.day - monday)
        if one.held and (day, one.half_day) not in taken:
            yield Wish(
                do="extra",
                institution=institution,
                expert=expert,
                first=day.isoformat(),
                last=day.isoformat(),
                half_day=one.half_day,
                start=one.start,
                end=one.end,
            )


def exceptions(book: Book, institution: str, monday: date, to: date) -> Iterator[Wish]:
    """Every exception of the week of ``monday`` for the week of Monday ``to``; what that week has already is left out.

    What a form cannot say (one department, one kind of clinic) is left out as well.
    """
    held = [one for one in book.of("change", Change).values() if one.institution == institution]
    for change in sorted(held, key=lambda one: (one.first, one.expert, one.id)):
        if change.change not in _AGAIN or change.department or change.kinds or change.scope == "kind":
            continue
        for first, last in _spans(change, monday):
            wish = _moved(change, first, last, to - monday)
            if not _is_there(wish, held):
                yield wish


def _spans(change: Change, monday: date) -> Sequence[Span]:
    """The days of a change within a week, as spans: one, or one for each of its weekdays."""
    first = max(date.fromisoformat(change.first), monday)
    last = min(date.fromisoformat(change.last), monday + _WEEK) if change.last else monday + _WEEK
    if not change.weekdays:
        return [(first, last)] if first <= last else []
    days = (first + n * _DAY for n in range((last - first).days + 1))
    return [(day, day) for day in days if WEEKDAYS[day.weekday()] in change.weekdays]


def _moved(change: Change, first: date, last: date, by: timedelta) -> Wish:
    to = change.moved_to
    return Wish(
        do=change.change,
        institution=change.institution,
        expert=change.expert,
        campus=change.campus,
        first=(first + by).isoformat(),
        last=(last + by).isoformat(),
        half_day=change.half_day,
        reason=change.reason,
        stand_in=change.stand_in,
        start=to.start if to else change.start,
        end=to.end if to else change.end,
        to_date=(date.fromisoformat(to.date) + by).isoformat() if to and to.date else "",
        to_half=to.half_day if to else "",
        to_campus=to.campus if to else "",
        to_room=to.room if to else "",
    )


def _is_there(wish: Wish, held: Sequence[Change]) -> bool:
    """Whether a change of the same kind covers these days already, as one without an end or a copy made before."""
    return any(
        (one.change, one.expert, one.campus) == (wish.do, wish.expert, wish.campus)
        and one.half_day in {wish.half_day, "全天"}
        and not one.weekdays
        and one.first <= wish.first
        and (not one.last or one.last >= wish.last)
        for one in held
    )
