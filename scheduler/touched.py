"""Whom a change of a clinic touches: which sittings are other than they would be without it. Pure over a Book."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

import msgspec

from knowledge.book import Book
from knowledge.clinics import Change, Session
from knowledge.moments import SHANGHAI
from knowledge.timetable import Days, Sitting, concerns, expand

AHEAD: Final = timedelta(days=90)
"""How far ahead anybody is told of a change that has no end."""

News = Literal["suspend", "stand_in", "extra", "move", "full", "close", "swap", "resume", "withdrawn", "corrected"]
_STARTS: Final[Mapping[str, time]] = {"上午": time(8), "下午": time(13), "夜间": time(17, 30)}


class Touched(msgspec.Struct, frozen=True):
    """What a change makes different: sittings as they would be without it, and as they are (either may be missing)."""

    without: tuple[Sitting, ...] = ()
    now: tuple[Sitting, ...] = ()

    @property
    def all(self) -> tuple[Sitting, ...]:
        """Every sitting that is different, as it is now or else as it would be, by day."""
        places = {(s.session.id, s.day, s.half_day): s for s in (*self.without, *self.now)}
        return tuple(sorted(places.values(), key=lambda s: (s.day, s.half_day, s.session.id)))

    @property
    def experts(self) -> frozenset[str]:
        """Ids of those who sit."""
        return frozenset(s.session.expert for s in self.all)

    @property
    def institutions(self) -> frozenset[str]:
        """Ids of where they sit."""
        return frozenset(s.session.institution for s in self.all)


def touched(before: Change | None, after: Change | None, book: Book, now: datetime) -> Touched:
    """What is different since ``after`` stands in place of ``before`` (None: nothing), from ``now`` (aware) on."""
    held = [change for change in (before, after) if change is not None]
    if not held:
        return Touched()
    sessions = [s for s in _sessions(held, book) if any(concerns(change, s) for change in held)]
    first, last = _span(held, now.astimezone(SHANGHAI).date())
    was = _expanded(sessions, first, last, book, held, before)
    is_ = _expanded(sessions, first, last, book, held, after)
    moment = now.astimezone(SHANGHAI)
    known = {_shape(s) for s in was} & {_shape(s) for s in is_}
    other = [tuple(s for s in some if _shape(s) not in known and begins(s) > moment) for some in (was, is_)]
    return Touched(*other)


def begins(sitting: Sitting) -> datetime:
    """When a sitting begins (aware): as the roster says, else when such a half-day usually does."""
    start = time.fromisoformat(sitting.start.zfill(5)) if sitting.start else _STARTS[sitting.half_day]
    return datetime.combine(sitting.day, start, SHANGHAI)


def soonest(some: Sequence[Sitting], default: datetime) -> datetime:
    """When the first of these begins (UTC)."""
    return min(map(begins, some), default=default).astimezone(UTC)


def _sessions(changes: Sequence[Change], book: Book) -> list[Session]:
    held: dict[str, Session] = {}
    for change in changes:
        some = book.clinics.by_expert if change.expert else book.clinics.by_institution
        held |= {s.id: s for s in some.get(change.expert or change.institution, ())}
    return list(held.values())


def _span(changes: Sequence[Change], today: date) -> tuple[date, date]:
    days = [day for c in changes for day in (c.first, c.last, c.moved_to.date if c.moved_to else "") if day]
    ends = [date.fromisoformat(day) for day in days]
    open_end = any(not change.last for change in changes)
    return max(today, min(ends)), min(today + AHEAD, today + AHEAD if open_end else max(ends))


def _expanded(
    sessions: Sequence[Session],
    first: date,
    last: date,
    book: Book,
    held: Sequence[Change],
    which: Change | None,
) -> list[Sitting]:
    """The sittings with ``which`` as the only one of the changes ``held``."""
    found = []
    ours = {change.id for change in held}
    for place in {session.institution for session in sessions}:
        days = book.clinics.days_at(place)
        others = [change for change in days.changes if change.id not in ours]
        changes = [*others, *([which] if which is not None and which.institution == place else [])]
        there = [session for session in sessions if session.institution == place]
        found += expand(there, first, last, Days(changes, days.calendar, days.sites))
    return found


def _shape(sitting: Sitting) -> tuple[object, ...]:
    """All that a resident would notice."""
    stand_in = sitting.change.stand_in if sitting.change is not None else ""
    where = (sitting.session.campus, sitting.room, sitting.start, sitting.end)
    return sitting.session.id, sitting.day, sitting.half_day, sitting.status, stand_in, sitting.why, where


def news(before: Change | None, after: Change | None) -> News:
    """What kind of news it is."""
    if after is None:
        return "withdrawn"
    return after.change if before is None else "corrected"
