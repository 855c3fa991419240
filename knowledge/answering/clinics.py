"""Who sits when and where, from the rosters in the Book; None where the Book has none for what was asked."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec

from knowledge.answering.answer import Answer, name_said, oldest, specialties_said
from knowledge.answering.case import Case
from knowledge.answering.clinic_answer import Asked, answer_with, days_said, fitting, span
from knowledge.answering.contact import place_of
from knowledge.answering.expert_clinics import of_expert
from knowledge.answering.none_there import department_said, of_specialty, without_specialty
from knowledge.answering.sittings import expert_said, half_said
from knowledge.clinics import Expert, Session
from knowledge.geography import kilometres
from knowledge.timetable import Sitting

_KINDS = {
    "膏方": re.compile("膏方"),
    "特需": re.compile("特需|特诊"),
    "专病": re.compile("专病"),
    "名中医": re.compile("名中医"),
    "普通": re.compile("普通(门诊|号|的)"),
    "夜门诊": re.compile("夜(间)?门诊|夜里门诊|晚上门诊"),
    "巡诊": re.compile("巡诊"),
}
_WEEK, _MONTH = 7, 35
_ENOUGH = 24
_ENOUGH_FEES = 6
_FEE = re.compile(
    r"挂号费|诊查费|诊疗费|门诊费|号费|挂.{0,6}号.{0,6}(钱|贵|几块)|(特需|专家|普通|名中医|膏方).{0,6}(钱|贵|几块|费)"
)
_NEXT = 4
_FEAST = re.compile("节|假|过年|年初|除夕")
"""Days that are named even where no calendar tells yet when they are."""


def schedule(case: Case, topic: str) -> Answer | None:
    """The answer from the rosters; None when no session fits, so that 「还没有公布」 can be said."""
    asked = asked_of(case) or anywhere(case, _WEEK)
    if asked is None:
        return without_specialty(case, topic)
    if not asked.sessions:
        return _none_of_kind(asked, topic, case)
    if asked.expert is not None:
        return of_expert(asked, topic, case)
    shown = sittings_near(asked, asked.days[0], asked.days[-1], case, lambda found: fitting(found, asked))
    if not shown:
        return _nobody(asked, topic, case)
    return answer_with(shown, topic, case, opening=_opening(asked, shown, case))


def about_expert(expert: Expert, case: Case) -> Answer | None:
    """An expert's next sessions, as behind a button."""
    sessions = case.book.clinics.by_expert.get(expert.id, ())
    asked = Asked(sessions, span(case.meaning_day, _MONTH), dated=False, expert=expert)
    return of_expert(asked, "clinic_schedule", case)


def asked_of(case: Case) -> Asked | None:
    """Sessions and days that a question is about; None when it narrows to none, or names nothing to narrow by."""
    named = case.meaning.of("expert")
    clinics = case.book.clinics
    expert = clinics.experts[named[0].id] if named else None
    hospitals = {mention.id for mention in case.meaning.of("institution")}
    kind = kind_said(case.meaning.text)
    kind = kind or ("夜门诊" if case.meaning.when.half_day == "夜间" else "")
    specialties = () if expert is not None else _specialties(case, certain=bool(hospitals))
    held = clinics.sessions.values() if expert is None else clinics.by_expert.get(expert.id, ())
    sessions = [s for s in held if not hospitals or s.institution in hospitals]
    department = department_said(case)
    if specialties or department:
        sessions = [s for s in sessions if of_specialty(s, specialties, department, case)]
    if case.districts and not hospitals and expert is None:
        sessions = [s for s in sessions if _in_district(s, case)]
    if not sessions or not (expert or hospitals or case.districts or specialties or case.dated or kind):
        return None
    days = case.meaning.when.days(limit=_MONTH)
    asked_days = tuple(days) or span(case.meaning_day, _MONTH if expert or kind else _WEEK)
    fit = tuple(s for s in sessions if not kind or _is_of(s, kind))
    return Asked(fit, asked_days, bool(days), case.meaning.when.half_day, expert, kind, specialties)


def anywhere(case: Case, days: int) -> Asked | None:
    """All rosters for so many days from today, when no place, field, kind or day was named; None when there is none."""
    named = case.subject or case.districts or case.localities or case.meaning.uncovered or case.meaning.of("expert")
    every = tuple(case.book.clinics.sessions.values())
    if named or case.dated or kind_said(case.meaning.text) or _FEAST.search(case.meaning.text) or not every:
        return None
    return Asked(every, span(case.meaning_day, days), dated=False)


def _specialties(case: Case, *, certain: bool) -> tuple[str, ...]:
    """Ids of the specialties asked for; ``certain``: only those that were named, not those read from a complaint."""
    held = [r for r in case.meaning.specialties if r.explicit or not certain]
    return tuple(case.book.specialty_named[reading.specialty].id for reading in held)


def _is_of(session: Session, kind: str) -> bool:
    return session.kind == kind or (kind == "夜门诊" and session.half_day == "夜间")


def narrowed(asked: Asked, case: Case) -> str:
    """What the sessions were narrowed to, in front of what is told of them: 「皮肤方面：」「膏方门诊：」."""
    voice = case.voice
    parts = [specialties_said(asked.specialties, case.book, voice)] if asked.specialties else []
    parts += [voice.say("clinic_kind", kind=asked.kind.removesuffix("门诊"))] if asked.kind else []
    return voice.say("clinic_about", what=voice.listed(parts)) if parts else ""


def _none_of_kind(asked: Asked, topic: str, case: Case) -> Answer:
    """The rosters have sessions there, but none of the kind that was asked for: said so, ordinary ones not listed."""
    voice = case.voice
    where = [name_said(case.book.institutions[m.id], voice) for m in case.meaning.of("institution")[:1]]
    where = where or [voice.pick(district.name, district.english) for district in case.districts[:1]]
    kind = asked.kind.removesuffix("门诊")
    at = voice.listed(where)
    text = voice.say("clinic_no_kind", where=at, kind=kind) if where else voice.say("clinic_none_of_kind", kind=kind)
    return msgspec.structs.replace(answer_with([], topic, case, opening=text), kind="lookup_empty")


def _in_district(session: Session, case: Case) -> bool:
    districts = {district.id for district in case.districts}
    return any(campus.district in districts for campus in case.book.institutions[session.institution].campuses)


def sittings_near(
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


def _opening(asked: Asked, shown: Sequence[Sitting], case: Case) -> str:
    key = "clinic_on" if any(sitting.held for sitting in shown) else "clinic_on_none"
    return narrowed(asked, case) + case.voice.say(
        key, day=days_said(asked, case) + half_said(asked.half_day, case.voice)
    )


def _nobody(asked: Asked, topic: str, case: Case) -> Answer:
    """Days on which the rosters that fit put nobody: said so, with the next ones."""
    last = asked.days[-1]
    held = sittings_near(
        asked, last, last + timedelta(_MONTH), case, lambda ahead: [s for s in ahead if s.held and s.day > last]
    )
    held = held[:_NEXT]
    text = narrowed(asked, case) + case.voice.say(
        "clinic_nobody", day=days_said(asked, case) + half_said(asked.half_day, case.voice)
    )
    if not held:
        return msgspec.structs.replace(answer_with([], topic, case, opening=text), kind="lookup_empty")
    return answer_with(held, topic, case, opening=f"{text}\n{case.voice.say('clinic_next')}")


def kind_said(text: str) -> str:
    """The kind of clinic that is spoken of (夜门诊, 特需), empty when none is."""
    return next((kind for kind, words in _KINDS.items() if words.search(text)), "")


def fees(case: Case) -> Answer | None:
    """What the rosters say a registration costs, for the expert, hospital or kind that was named; None when nothing."""
    asked = asked_of(case)
    if asked is None or not _FEE.search(case.meaning.text):
        return None
    known = [s for s in asked.sessions if s.fee is not None]
    told = dict.fromkeys(_fee_said(session, case) for session in known)
    if not told:
        return None
    shown = case.book.clinics.sittings(known, case.meaning_day, case.meaning_day + timedelta(_WEEK))
    dates = [case.book.sources[i].date for s in known for i in s.sources if i in case.book.sources]
    ending = case.voice.say("clinic_fee_dated", date=oldest(*known) or max(dates, default="—"))
    opening = narrowed(asked, case) or case.voice.say("clinic_fees")
    return answer_with(shown, "costs_insurance", case, opening=opening, told=[*told][:_ENOUGH_FEES], after=[ending])


def _fee_said(session: Session, case: Case) -> str:
    voice = case.voice
    place = name_said(case.book.institutions[session.institution], voice) + session.campus
    who = expert_said(case.book.clinics.experts[session.expert], voice)
    said = " ".join(part for part in (who, place, session.department, session.kind) if part)
    return f"· {said}：{voice.say('clinic_fee', fee=f'{session.fee:g}')}"
