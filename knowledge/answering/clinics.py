"""Who sits when and where, from the rosters in the Book; None where the Book has none for what was asked."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec

from knowledge.answering.answer import (
    Answer,
)
from knowledge.answering.case import Case
from knowledge.answering.clinic_answer import Asked, answer_with, days_said, fitting, span
from knowledge.answering.contact import place_of
from knowledge.answering.expert_clinics import of_expert
from knowledge.answering.sittings import half_said
from knowledge.clinics import Expert, Session
from knowledge.geography import kilometres
from knowledge.timetable import Sitting

_WEEK, _MONTH = 7, 35
_ENOUGH = 24
_NEXT = 4


def schedule(case: Case, topic: str) -> Answer | None:
    """The answer from the rosters; None when no session fits, so that 「还没有公布」 can be said."""
    asked = _asked(case)
    if asked is None:
        return None
    if asked.expert is not None:
        return of_expert(asked, topic, case)
    shown = _sittings(asked, asked.days[0], asked.days[-1], case, lambda found: fitting(found, asked))
    if not shown:
        return _nobody(asked, topic, case)
    return answer_with(shown, topic, case, opening=_opening(asked, case))


def about_expert(expert: Expert, case: Case) -> Answer | None:
    """An expert's next sessions, as behind a button."""
    sessions = case.book.clinics.by_expert.get(expert.id, ())
    asked = Asked(sessions, span(case.meaning_day, _MONTH), dated=False, expert=expert)
    return of_expert(asked, "clinic_schedule", case)


def _asked(case: Case) -> Asked | None:
    named = case.meaning.of("expert")
    clinics = case.book.clinics
    sessions: Sequence[Session] = tuple(clinics.sessions.values())
    expert = clinics.experts[named[0].id] if named else None
    if expert is not None:
        sessions = clinics.by_expert.get(expert.id, ())
    hospitals = {mention.id for mention in case.meaning.of("institution")}
    if hospitals:
        sessions = [s for s in sessions if s.institution in hospitals]
    if case.wanted and expert is None:
        ids = {specialty.id for specialty in case.wanted}
        sessions = [s for s in sessions if ids & set(s.specialties)]
    if case.districts and not hospitals and expert is None:
        sessions = [s for s in sessions if _in_district(s, case)]
    if "夜门诊" in case.meaning.text or case.meaning.when.half_day == "夜间":
        sessions = [s for s in sessions if s.half_day == "夜间"]
    if not sessions or not (expert or hospitals or case.wanted or case.dated):
        return None
    days = case.meaning.when.days(limit=_MONTH)
    asked_days = tuple(days) or span(case.meaning_day, _MONTH if expert else _WEEK)
    return Asked(tuple(sessions), asked_days, bool(days), case.meaning.when.half_day, expert)


def _in_district(session: Session, case: Case) -> bool:
    districts = {district.id for district in case.districts}
    return any(campus.district in districts for campus in case.book.institutions[session.institution].campuses)


def _sittings(
    asked: Asked, first: date, last: date, case: Case, fit: Callable[[list[Sitting]], list[Sitting]]
) -> list[Sitting]:
    """Fitting sittings by day, from the nearest hospitals on until there are enough to tell: a city has very many."""
    at: dict[str, list[Session]] = {}
    for session in asked.sessions:
        at.setdefault(session.institution, []).append(session)
    found: list[Sitting] = []
    for place in sorted(at, key=lambda place: _distance(place, case)):
        found += fit(case.book.clinics.sittings(at[place], first, last))
        if len(found) >= _ENOUGH:
            break
    return sorted(found, key=lambda s: (s.day, s.half_day != "上午", s.half_day == "夜间"))


def _distance(institution: str, case: Case) -> float:
    """Straight-line kilometres from where the person is, 0 when that is not known."""
    start = case.meaning.point or next((p.point for _, p in case.localities if p.point), None)
    start = start or next((district.point for district in case.districts), None)
    place = place_of(case.book.institutions[institution])
    return kilometres(start, (place.lat, place.lon)) if start is not None and place is not None else 0.0


def _opening(asked: Asked, case: Case) -> str:
    return case.voice.say("clinic_on", day=days_said(asked, case) + half_said(asked.half_day, case.voice))


def _nobody(asked: Asked, topic: str, case: Case) -> Answer:
    """Days on which the rosters that fit put nobody: said so, with the next ones."""
    last = asked.days[-1]
    held = _sittings(
        asked, last, last + timedelta(_MONTH), case, lambda ahead: [s for s in ahead if s.held and s.day > last]
    )
    held = held[:_NEXT]
    text = case.voice.say("clinic_nobody", day=days_said(asked, case) + half_said(asked.half_day, case.voice))
    if not held:
        return msgspec.structs.replace(answer_with([], topic, case, opening=text), kind="lookup_empty")
    return answer_with(held, topic, case, opening=f"{text}\n{case.voice.say('clinic_next')}")
