"""The clinics of one Book, ready to be asked: whose sessions, where, in which specialty, on which day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

from knowledge.clinics import Change, Expert, Holiday, Session, SiteRule
from knowledge.holidays import Calendar
from knowledge.model import Fact
from knowledge.timetable import ORDER, Days, Sitting, expand

F = TypeVar("F", bound=Fact)


class Clinics:
    """Experts, sessions and what changes them."""

    def __init__(self, kinds: Mapping[str, Mapping[str, Fact]]) -> None:
        """Take the facts of a Book as kind → id → fact."""
        self._kinds = kinds

    def _of(self, kind: str, wanted: type[F]) -> dict[str, F]:
        return {key: fact for key, fact in self._kinds.get(kind, {}).items() if isinstance(fact, wanted)}

    @cached_property
    def experts(self) -> dict[str, Expert]:
        """Experts by id."""
        return self._of("expert", Expert)

    @cached_property
    def sessions(self) -> dict[str, Session]:
        """Sessions by id."""
        return self._of("session", Session)

    @cached_property
    def calendar(self) -> Calendar:
        """Public holidays: the library's years, and those that staff have entered."""
        extra: dict[int, list[tuple[str, date, date, list[date]]]] = defaultdict(list)
        for h in self._of("holiday", Holiday).values():
            work_days = [date.fromisoformat(day) for day in h.work_days]
            extra[h.year].append((h.name, date.fromisoformat(h.first), date.fromisoformat(h.last), work_days))
        return Calendar(extra)

    @cached_property
    def by_expert(self) -> dict[str, tuple[Session, ...]]:
        """Sessions by the id of who sits."""
        return _grouped((session.expert, session) for session in self.sessions.values())

    @cached_property
    def by_institution(self) -> dict[str, tuple[Session, ...]]:
        """Sessions by the id of where."""
        return _grouped((session.institution, session) for session in self.sessions.values())

    @cached_property
    def stand_ins(self) -> tuple[Change, ...]:
        """The changes by which somebody named sits for another."""
        changes = self._of("change", Change).values()
        return tuple(change for change in changes if change.change == "stand_in" and change.stand_in)

    @cached_property
    def _changes(self) -> dict[str, tuple[Change, ...]]:
        return _grouped((change.institution, change) for change in self._of("change", Change).values())

    @cached_property
    def _sites(self) -> dict[str, tuple[SiteRule, ...]]:
        return _grouped((site.institution, site) for site in self._of("site_rule", SiteRule).values())

    def days_at(self, institution: str) -> Days:
        """What decides at one institution besides its sessions."""
        return Days(self._changes.get(institution, ()), self.calendar, self._sites.get(institution, ()))

    def sittings(self, sessions: Iterable[Session], first: date, last: date) -> list[Sitting]:
        """Every sitting of these sessions in a span, by day and half-day; each institution by its own changes."""
        at: dict[str, list[Session]] = defaultdict(list)
        for session in sessions:
            at[session.institution].append(session)
        found = [one for place, held in at.items() for one in expand(held, first, last, self.days_at(place))]
        return sorted(found, key=lambda sitting: (sitting.day, ORDER[sitting.half_day], sitting.start))


_T = TypeVar("_T")


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    held: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        held[key].append(value)
    return {key: tuple(values) for key, values in held.items()}
