"""Suspensions that a roster speaks of: those on its own listed dates, and remarks that staff must confirm first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from knowledge.clinics import Change, Expert, Session
from knowledge.importing.gathering import RosterFile
from knowledge.importing.identity import digest
from knowledge.importing.report import Note
from knowledge.rosters import model as r

STATUS: Mapping[str, tuple[str, str]] = {"停诊": ("suspend", "排班表上写着停诊"), "停约": ("full", "号已约满")}
"""The status of a roster's line → the change it is, and the reason residents are told."""


def stop_id(session: Session, day: str) -> str:
    """The id of the suspension that a roster itself writes on a listed date of a session."""
    return digest("c", session.id, day)


def stopped(session: Session, status: str | None) -> Iterator[Change]:
    """A line of listed dates that says 停诊 or 停约: a change for each date."""
    if status is None or status not in STATUS:
        return
    change, reason = STATUS[status]
    for day in session.dates:
        yield Change(
            id=stop_id(session, day),
            change=change,  # type: ignore[arg-type]  # one of the two above
            institution=session.institution,
            expert=session.expert,
            campus=session.campus,
            department=session.department,
            first=day,
            last=day,
            half_day=session.half_day,
            reason=reason,
            sources=session.sources,
        )


def notes_of(file: RosterFile, sessions: Sequence[Session], experts: Mapping[str, Expert]) -> Iterator[Note]:
    """The remarks of a file; those that suspend with the change that staff may confirm."""
    named: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        named[experts[session.expert].name].append(session)
    for note in file.roster.notes:
        where = f"{note.sheet}!{note.cell}" if note.sheet else note.cell
        place = f"{file.name} {where}"
        concerned = named[note.expert] if note.expert else sessions
        yield Note(place, note.text, _proposed(note, place, concerned))


def _proposed(note: r.Note, place: str, concerned: Sequence[Session]) -> Change | None:
    """The suspension a remark speaks of; none when it is unclear whose it is, or of which hospital."""
    if note.suspend is None:
        return None
    where = {session.institution for session in concerned}
    who = {session.expert for session in concerned} if note.expert else {""}
    if len(where) != 1 or len(who) != 1:
        return None
    institution, expert, span = where.pop(), who.pop(), note.suspend
    return Change(
        id=digest("c", institution, expert, span.from_, span.to or "", span.half_day or ""),
        change="suspend",
        institution=institution,
        expert=expert,
        first=span.from_,
        last=span.to or "",
        half_day=span.half_day or note.half_day or "全天",  # type: ignore[arg-type]  # the reader's half-days
        reason=note.text,
        note=place,
        sources=concerned[0].sources,
    )
