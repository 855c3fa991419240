"""A notice read against the Book: facts that staff may save as they are, and what they must settle first."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from knowledge.book import Book
from knowledge.clinics import Change, MovedTo, Session
from knowledge.importing.identity import digest
from knowledge.notices.model import Flag, Proposed, Reading, Row
from knowledge.notices.reading import read_notice
from knowledge.notices.words import in_words
from knowledge.wording import Voice

_CHINESE = Voice()


class Proposal(msgspec.Struct, frozen=True):
    """``changes`` are certain as to person and day, even where ``flags`` ask to look again; ``reading`` holds all.

    ``either`` has a group for each change of which only the person is open: one fact for each who may be meant.
    """

    changes: tuple[Change, ...]
    flags: tuple[Flag, ...]
    words: str
    reading: Reading
    either: tuple[tuple[Change, ...], ...] = ()


def rows_of(book: Book, institution: str = "") -> tuple[Row, ...]:
    """The Book's roster as a notice is read against; only one institution's (id) when given."""
    return tuple(
        Row(
            expert=expert.name,
            title=expert.title,
            place=place_name(session, book),
            department=session.department,
            rule=session.rule,
            half_day=session.half_day,
            kind=session.kind,
            dates=tuple(date.fromisoformat(day) for day in session.dates),
            anchor=session.anchor,
        )
        for session in _sessions(book, institution)
        if not (expert := book.clinics.experts[session.expert]).anonymous
    )


def place_name(session: Session, book: Book) -> str:
    """Institution and campus, as places of a roster are called."""
    return book.institutions[session.institution].name + session.campus


def _sessions(book: Book, institution: str) -> Iterable[Session]:
    held = book.clinics.sessions.values()
    return [session for session in held if not institution or session.institution == institution]


def proposed(text: str, now: datetime, book: Book, institution: str = "", voice: Voice = _CHINESE) -> Proposal:
    """The changes a notice means, as facts with the ids of this Book; of one institution's roster when given.

    ``voice`` is whom the changes are told to.
    """
    reading = read_notice(text, now, rows_of(book, institution), book.clinics.calendar)
    places = _Places(book, institution)
    facts = _certain(reading.changes, places, now)
    groups = (_certain(_each(change), places, now) for change in reading.changes)
    either = tuple(group for group in groups if group)
    return Proposal(facts, reading.flags, in_words(reading, voice), reading, either)


def _certain(changes: Iterable[Proposed], places: "_Places", now: datetime) -> tuple[Change, ...]:
    return tuple(fact for change in changes if (fact := _fact(change, places, now)))


def _each(change: Proposed) -> list[Proposed]:
    """The change once for each person who may be meant; nobody stands in for themselves."""
    people = (name for name in change.candidate_experts if name != change.stand_in)
    return [msgspec.structs.replace(change, expert=name, candidate_experts=()) for name in people]


class _Places:
    """From names back to ids."""

    def __init__(self, book: Book, institution: str) -> None:
        self.book = book
        self.sites: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.people: dict[str, set[str]] = defaultdict(set)
        self.at: dict[str, set[str]] = defaultdict(set)
        for session in _sessions(book, institution):
            name = book.clinics.experts[session.expert].name
            self.sites[place_name(session, book)].add((session.institution, session.campus))
            self.people[name].add(session.expert)
            self.at[session.expert].add(session.institution)

    def site(self, change: Proposed, expert: str) -> tuple[str, str] | None:
        """Institution and campus; with no place said, the only institution of the expert, at every campus."""
        if change.place is not None:
            found = self.sites[change.place]
            return next(iter(found)) if len(found) == 1 else None
        held = self.at[expert] if expert else set()
        return (next(iter(held)), "") if len(held) == 1 else None

    def expert(self, change: Proposed) -> str | None:
        """The id of the expert, "" where none is named, None where it is not certain who is meant."""
        if change.expert is None:
            return ""
        ids = self.people[change.expert] if not change.candidate_experts else set()
        return next(iter(ids)) if len(ids) == 1 else None

    def lifted(self, change: Proposed, expert: str, institution: str) -> str:
        """The suspension that a resume lifts, empty where none or several are known."""
        if change.change != "resume" or change.first is None:
            return ""
        day = change.first.isoformat()
        held = [
            known.id
            for known in self.book.clinics.days_at(institution).changes
            if known.change == "suspend" and known.expert == expert and known.first <= day <= (known.last or day)
        ]
        return held[0] if len(held) == 1 else ""


def _fact(change: Proposed, places: _Places, now: datetime) -> Change | None:
    """The change with ids, or None while a day, a person or a place is open."""
    expert = places.expert(change)
    site = places.site(change, expert or "")
    if change.first is None or expert is None or site is None or not _can_be_kept(change):
        return None
    institution, campus = site
    made_at = now.isoformat(timespec="seconds")
    first, last = change.first.isoformat(), change.last.isoformat() if change.last else ""
    told = (change.change, institution, expert, campus, change.department, first, last, change.half_day, made_at)
    return Change(
        id=digest("c", *told, *change.weekdays),
        change=change.change,
        institution=institution,
        expert=expert,
        campus=campus,
        department=change.department,
        kinds=(change.kind,) if change.kind else (),  # type: ignore[arg-type]  # kinds of clinics by their table
        scope=change.scope,  # type: ignore[arg-type]  # all_experts, kind or none
        first=first,
        last=last,
        half_day=change.half_day,  # type: ignore[arg-type]  # a half-day by the grammar
        weekdays=change.weekdays,  # type: ignore[arg-type]  # names of weekdays
        reason=change.reason,
        stand_in=change.stand_in,
        back_on=change.back_on.isoformat() if change.back_on else "",
        moved_to=_moved_to(change, places),
        as_weekday=change.as_weekday,  # type: ignore[arg-type]  # a weekday or none
        start=change.start,
        end=change.end,
        lifts=places.lifted(change, expert, institution),
        made_at=made_at,
    )


def _can_be_kept(change: Proposed) -> bool:
    """Whether a fact can say it: a session that moves to another weekday for good is a new roster, not a change."""
    return not (change.change == "move" and (change.moved_to is None or change.moved_to.day is None))


def _moved_to(change: Proposed, places: _Places) -> MovedTo | None:
    to = change.moved_to
    if to is None:
        return None
    campuses = {campus for _, campus in places.sites.get(to.place, set())}
    return MovedTo(
        date=to.day.isoformat() if to.day else "",
        half_day=to.half_day,  # type: ignore[arg-type]  # a half-day by the grammar
        start=to.start,
        end=to.end,
        campus=campuses.pop() if len(campuses) == 1 else "",
        room=to.room,
    )
