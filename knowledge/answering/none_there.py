"""A hospital or district that has a roster, but none of the specialty asked for: said so, with who else has one."""

from collections.abc import Collection, Sequence
from datetime import timedelta

import msgspec

from knowledge.answering.answer import Answer, institution_named, name_said, specialties_said
from knowledge.answering.case import Case
from knowledge.answering.clinic_answer import answer_with
from knowledge.answering.experts import phones
from knowledge.answering.rescue import apart
from knowledge.clinics import Session
from knowledge.timetable import Sitting

_AHEAD = timedelta(days=35)
_SHOWN = 4


def department_said(case: Case) -> str:
    """A department named as such that is none of our specialties (眼科, 牙科), without 科; empty when none was."""
    held = case.meaning.uncovered
    words = () if held is None else (word for word in (held.field, *held.said) if word.endswith("科"))
    return next((word.removesuffix("科") for word in words if word in case.meaning.text), "")


def of_specialty(session: Session, specialties: Collection[str], department: str, case: Case) -> bool:
    """Whether a session is of one of these specialties (ids) or departments; without ids, by its department's name."""
    if department:
        return department in session.department
    if session.specialties:
        return bool(set(specialties) & set(session.specialties))
    return any(case.book.specialties[key].name in session.department for key in specialties)


def without_specialty(case: Case, topic: str) -> Answer | None:
    """None when nothing is published for the place at all, or no specialty was named."""
    book, voice = case.book, case.voice
    wanted = [case.book.specialty_named[r.specialty].id for r in case.meaning.specialties if r.explicit]
    places, department = _places(case), department_said(case)
    if not (wanted or department) or case.meaning.of("expert"):
        return None
    if not places:
        return None if not department or case.meaning.of("institution") else _nowhere(department, topic, case)
    where = voice.listed([name_said(book.institutions[i], voice) for i in places[:1]])
    if not case.meaning.of("institution"):
        where = voice.pick(case.districts[0].name, case.districts[0].english)
    what = f"{department}科" if department else specialties_said(wanted, book, voice)
    opening = voice.say("clinic_none_of_specialty", where=where, what=what)
    others = _elsewhere(wanted, department, places[0], case)
    asked = [book.institutions[i] for i in places[:_SHOWN]]
    said = voice.say("clinic_elsewhere") if others else "\n".join([voice.say("clinic_nowhere"), *phones(asked, voice)])
    told = answer_with(others, topic, case, opening=f"{opening}\n{said}")
    found = told.found | {"institution": tuple(institution_named(i) for i in asked)}
    return msgspec.structs.replace(told, kind="lookup_empty", found=found)


def _nowhere(department: str, topic: str, case: Case) -> Answer | None:
    """A department that no roster has, asked for without a place; None when there are no rosters, or one has it."""
    held = case.book.clinics.sessions.values()
    if not held or any(department in session.department for session in held):
        return None
    text = case.voice.say("clinic_none_of_kind", kind=f"{department}科")
    return msgspec.structs.replace(answer_with([], topic, case, opening=text), kind="lookup_empty")


def _places(case: Case) -> list[str]:
    """Ids of the hospitals named, all of which have a roster; else those with one in the district named."""
    held = case.book.clinics.by_institution
    named = list(dict.fromkeys(mention.id for mention in case.meaning.of("institution")))
    if named:
        return named if all(i in held for i in named) else []
    districts = {district.id for district in case.districts}
    return [i for i in held if any(c.district in districts for c in case.book.institutions[i].campuses)]


def _elsewhere(wanted: Sequence[str], department: str, near: str, case: Case) -> list[Sitting]:
    """The specialty's sittings at other hospitals on the days asked for, else the next ones, the nearest first.

    Where none is held those that are off are told, so that nobody hears that there is no such clinic.
    """
    today, days = case.meaning_day, case.meaning.when.days(limit=_AHEAD.days)
    same = [s for s in case.book.clinics.sessions.values() if of_specialty(s, wanted, department, case)]
    spans = [(today, today + _AHEAD)] if not days else [(days[0], days[-1]), (today, today + _AHEAD)]
    found = [_nearest(case.book.clinics.sittings(same, *span), near, case) for span in spans]
    held = ([s for s in part if s.held][:_SHOWN] for part in found)
    return next((part for part in held if part), found[-1][:_SHOWN])


def _nearest(sittings: Sequence[Sitting], near: str, case: Case) -> list[Sitting]:
    return sorted(sittings, key=lambda s: (apart(near, s.session.institution, case.book), s.day))
