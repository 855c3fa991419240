"""All sessions as one workbook, a sheet for each institution, that loading reads back unchanged."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
from sqlalchemy import Connection

from knowledge import reading
from knowledge.clinics import Change, Expert, Session
from knowledge.importing.making import NOBODY, rule_of
from knowledge.importing.stops import STATUS, stop_id
from knowledge.model import Institution
from knowledge.rosters import model as r
from knowledge.rosters.slots import CODES
from knowledge.rosters.writing import HALVES, write_rosters

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_TITLE = 28


class Held(NamedTuple):
    """What the Book holds: experts, institutions and changes by id, sessions by the id of their institution."""

    experts: Mapping[str, Expert]
    institutions: Mapping[str, Institution]
    changes: Mapping[str, Change]
    sessions: Mapping[str, list[Session]]


def export_rosters(connection: Connection, path: Path | IO[bytes], institutions: Collection[str] | None = None) -> int:
    """Write every session, or those of these institutions, to a file; returns how many.

    Raises :class:`ContentError` when too many to load again.
    """
    held = _held(connection, institutions)
    sheets: dict[str, list[r.Session]] = {}
    for place, sessions in held.sessions.items():
        title = _title(held.institutions[place].short, sheets)
        sheets[title] = [as_read(session, held) for session in sorted(sessions, key=_order)]
    write_rosters(sheets or {"排班": []}, path)
    return sum(map(len, sheets.values()))


def _held(connection: Connection, institutions: Collection[str] | None) -> Held:
    states = reading.states(connection, ("expert", "institution", "change", "session"))
    facts = [state.fact for state in states.values() if not state.archived]
    sessions: dict[str, list[Session]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, Session) and (institutions is None or fact.institution in institutions):
            sessions[fact.institution].append(fact)
    return Held(
        {fact.id: fact for fact in facts if isinstance(fact, Expert)},
        {fact.id: fact for fact in facts if isinstance(fact, Institution)},
        {fact.id: fact for fact in facts if isinstance(fact, Change)},
        sessions,
    )


def _order(session: Session) -> tuple[str, ...]:
    half = str(HALVES.index(session.half_day))
    return (session.campus, session.department, session.expert, session.rule, *session.dates, half, session.id)


def as_read(session: Session, held: Held) -> r.Session:
    """The session as a roster line would say it. The rule is written only where weekday and remark do not tell it."""
    expert = held.experts[session.expert]
    line = r.Session(
        expert=None if expert.anonymous and expert.name == NOBODY else expert.name,
        title=expert.title or None,
        department=session.department or None,
        place=held.institutions[session.institution].name,
        campus=session.campus or None,
        weekday=_weekday(session),
        dates=session.dates or None,
        half_day=session.half_day,
        start=session.start or None,
        end=session.end or None,
        kind=session.kind or None,
        rule_note=session.rule_note or None,
        anchor=session.anchor or None,
        needs_confirmation=session.needs_confirmation or None,
        valid_from=session.valid_from or None,
        valid_to=session.valid_to or None,
        fee=session.fee,
        room=session.room or None,
        quota=session.quota,
        status=next(_statuses(session, held), None),
        home_hospital=expert.home_hospital or None,
        anonymous=expert.anonymous,
        cell=session.place,
    )
    told = rule_of(line) == session.rule
    return line if told else msgspec.structs.replace(line, rule=session.rule or None)


def _weekday(session: Session) -> str | None:
    """The one weekday of a rule, so that a clerk can read and sort by it."""
    days = [day for day, code in CODES.items() if session.rule.endswith(code)]
    return days[0] if days and "," not in session.rule and not session.dates else None


def _statuses(session: Session, held: Held) -> Iterator[str]:
    for day in session.dates:
        if change := held.changes.get(stop_id(session, day)):
            yield from (status for status, (kind, _) in STATUS.items() if kind == change.change)


def _title(name: str, taken: Collection[str]) -> str:
    title = name.translate(_FORBIDDEN)[:_LONGEST_TITLE]
    return title if title not in taken else f"{title}{len(taken)}"
