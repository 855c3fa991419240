"""Who sits when and where, from the rosters in the Book; None where the Book has none for what was asked."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec

from knowledge.answering.answer import (
    Answer,
    Named,
    base_named,
    institution_named,
    oldest,
    sources_of,
    specialty_named,
)
from knowledge.answering.case import Case
from knowledge.answering.contact import place_of
from knowledge.answering.sittings import day_said, expert_said, facts_of, half_said, lines, status_said
from knowledge.clinics import Expert, Session
from knowledge.geography import kilometres
from knowledge.message import Choice
from knowledge.timetable import Sitting

_WEEK, _MONTH, _YEAR = 7, 35, 366
_SHOWN = 8
_ENOUGH = 24
_NEXT = 4


class Asked(msgspec.Struct, frozen=True):
    """What a schedule question is about: sessions that fit, the days asked for, and whether days were named at all."""

    sessions: tuple[Session, ...]
    days: tuple[date, ...]
    dated: bool
    half_day: str = ""
    expert: Expert | None = None


def schedule(case: Case, topic: str) -> Answer | None:
    """The answer from the rosters; None when no session fits, so that 「还没有公布」 can be said."""
    asked = _asked(case)
    if asked is None:
        return None
    if asked.expert is not None:
        return _of_expert(asked, topic, case)
    shown = _sittings(asked, asked.days[0], asked.days[-1], case, lambda found: _fitting(found, asked))
    if not shown:
        return _nobody(asked, topic, case)
    return _answer(shown, topic, case, opening=_opening(asked, case))


def which_expert(case: Case) -> Answer | None:
    """Two experts of one name, or names that only come near: buttons, never a guess."""
    named = case.meaning.of("expert")
    if not named or (len(named) == 1 and named[0].how == "exact"):
        return None
    experts = [case.book.clinics.experts[mention.id] for mention in named[:4]]
    key = "expert_which" if named[0].how == "exact" else "expert_near"
    choices = tuple(Choice(label=_told_apart(e, case), token=f"exp:{e.id}") for e in experts)
    return Answer(
        kind="choices", topic="expert_lookup", text=case.voice.say(key), choices=choices, score=0.6, subject="experts"
    )


def _told_apart(expert: Expert, case: Case) -> str:
    hospital = case.book.institutions[expert.institution].short
    sessions = case.book.clinics.by_expert.get(expert.id, ())
    department = sessions[0].department if sessions else ""
    return f"{expert_said(expert, case.voice)}（{hospital}{department}）"


def about_expert(expert: Expert, case: Case) -> Answer | None:
    """An expert's next sessions, as behind a button."""
    sessions = case.book.clinics.by_expert.get(expert.id, ())
    asked = Asked(sessions, _span(case.meaning_day, _MONTH), dated=False, expert=expert)
    return _of_expert(asked, "clinic_schedule", case)


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
    span = tuple(days) or _span(case.meaning_day, _MONTH if expert else _WEEK)
    return Asked(tuple(sessions), span, bool(days), case.meaning.when.half_day, expert)


def _in_district(session: Session, case: Case) -> bool:
    districts = {district.id for district in case.districts}
    return any(campus.district in districts for campus in case.book.institutions[session.institution].campuses)


def _span(first: date, days: int) -> tuple[date, ...]:
    return tuple(first + timedelta(n) for n in range(days))


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


def _fitting(sittings: Sequence[Sitting], asked: Asked) -> list[Sitting]:
    wanted = set(asked.days)
    half = asked.half_day if asked.half_day in {"上午", "下午", "夜间"} else ""
    return [s for s in sittings if s.day in wanted and (not half or s.half_day == half)]


def _of_expert(asked: Asked, topic: str, case: Case) -> Answer | None:
    expert, voice = asked.expert, case.voice
    assert expert is not None  # noqa: S101  (only called with one)
    who = expert_said(expert, voice) + (f"（{expert.title}）" if expert.title else "")
    found = case.book.clinics.sittings(asked.sessions, asked.days[0], asked.days[0] + timedelta(_YEAR // 4))
    on_days = _fitting(found, asked)
    ahead = [s for s in found if s.day >= case.meaning_day]
    if not asked.dated:
        on_days = ahead[:_SHOWN]
    shown, opening = _told(who, asked, on_days, ahead, case)
    if topic == "suspension" and not any(_is_off(s) for s in on_days):
        opening = [voice.say("clinic_no_suspension", who=who), *opening]
    answer = _answer(shown[:_SHOWN], topic, case, opening="\n".join(opening), who=False)
    return _with_rescue(answer, [s for s in on_days if s.status == "suspended"], expert, case)


def _told(
    who: str, asked: Asked, on_days: Sequence[Sitting], ahead: Sequence[Sitting], case: Case
) -> tuple[list[Sitting], list[str]]:
    """What to list and what to say before it, for one expert."""
    voice = case.voice
    held = [s for s in ahead if s.held][:_NEXT]
    if not asked.dated:
        return [*on_days], [voice.say("clinic_of" if on_days else "clinic_none_ahead", who=who)]
    if any(s.held for s in on_days):
        return [*on_days], [voice.say("clinic_of", who=who)]
    opening = [_not_held(who, s, case) for s in on_days[:2]]
    opening = opening or [voice.say("clinic_not_that_day", who=who, day=_days_said(asked, case))]
    return held, [*opening, voice.say("clinic_next" if held else "clinic_none_ahead", who=who)]


def _is_off(sitting: Sitting) -> bool:
    return sitting.status in {"suspended", "closed", "moved", "stand_in"}


def _not_held(who: str, sitting: Sitting, case: Case) -> str:
    when = f"{day_said(sitting.day, case.voice)}{half_said(sitting.half_day, case.voice)}"
    return f"{who} {when} {status_said(sitting, case.voice)}"


def _with_rescue(answer: Answer, stopped: Sequence[Sitting], expert: Expert, case: Case) -> Answer:
    """The rescue card: on a suspended day, others of the same specialty within a week, nearest hospital first."""
    if not stopped:
        return answer
    first = stopped[0]
    same = [s for s in case.book.clinics.sessions.values() if set(s.specialties) & set(first.session.specialties)]
    others = [s for s in same if s.expert != expert.id]
    held = [s for s in case.book.clinics.sittings(others, first.day, first.day + timedelta(_WEEK)) if s.held]
    held.sort(key=lambda s: (s.session.institution != first.session.institution, s.day))
    if not held:
        return answer
    told = [case.voice.say("clinic_instead"), *lines(held[:3], case.book, case.voice)]
    return msgspec.structs.replace(answer, text="\n".join([answer.text, *told]))


def _days_said(asked: Asked, case: Case) -> str:
    first, last = asked.days[0], asked.days[-1]
    said = day_said(first, case.voice)
    return said if first == last else f"{said}–{day_said(last, case.voice)}"


def _opening(asked: Asked, case: Case) -> str:
    return case.voice.say("clinic_on", day=_days_said(asked, case) + half_said(asked.half_day, case.voice))


def _nobody(asked: Asked, topic: str, case: Case) -> Answer:
    """Days on which the rosters that fit put nobody: said so, with the next ones."""
    last = asked.days[-1]
    held = _sittings(
        asked, last, last + timedelta(_MONTH), case, lambda ahead: [s for s in ahead if s.held and s.day > last]
    )
    held = held[:_NEXT]
    text = case.voice.say("clinic_nobody", day=_days_said(asked, case) + half_said(asked.half_day, case.voice))
    if not held:
        return msgspec.structs.replace(_answer([], topic, case, opening=text), kind="lookup_empty")
    return _answer(held, topic, case, opening=f"{text}\n{case.voice.say('clinic_next')}")


def _answer(shown: Sequence[Sitting], topic: str, case: Case, *, opening: str, who: bool = True) -> Answer:
    book, voice = case.book, case.voice
    sessions = [s.session for s in shown]
    places = dict.fromkeys(s.institution for s in sessions)
    more = len(shown) - _SHOWN
    text = [opening, *lines(shown[:_SHOWN], book, voice, who=who)]
    if more > 0:
        text.append(voice.say("clinic_more", count=more))
    facts = facts_of(shown, book)
    unknown = {s.day.year for s in shown if not book.clinics.calendar.covers(s.day.year)}
    text += [voice.say("clinic_year_unknown", year=year) for year in sorted(unknown)]
    if any(s.sample for s in sessions):
        text.append(voice.say("clinic_sample"))
    return Answer(
        kind="answer",
        topic=topic,
        text="\n".join([*text, voice.say("clinic_day")]),
        found={
            "expert": tuple(Named(book.clinics.experts[i].name) for i in dict.fromkeys(s.expert for s in sessions)),
            "institution": tuple(institution_named(book.institutions[i]) for i in places),
            "base": tuple(base_named(book.base_at[i], book) for i in places if i in book.base_at),
            "specialty": tuple(
                specialty_named(book.specialties[i]) for i in dict.fromkeys(x for s in sessions for x in s.specialties)
            ),
            "day": tuple(Named(day) for day in dict.fromkeys(s.day.isoformat() for s in shown)),
            "half_day": tuple(Named(half) for half in dict.fromkeys(s.half_day for s in shown)),
        },
        choices=_choices(sessions, case),
        sources=sources_of(*facts),
        verified_on=oldest(*facts),
        confirmed_by=next((fact.confirmed_by for fact in facts if fact.confirmed_by), ""),
        subject=f"clinic:{sessions[0].id}" if sessions else topic,
    )


def _choices(sessions: Sequence[Session], case: Case) -> tuple[Choice, ...]:
    """The week as a picture and a calendar file, of the one expert or the one hospital that was told."""
    experts, places = {s.expert for s in sessions}, {s.institution for s in sessions}
    if not sessions or (len(experts) > 1 and len(places) > 1):
        return ()
    subject = f"expert_{sessions[0].expert}" if len(experts) == 1 else f"inst_{sessions[0].institution}"
    return (
        Choice(label=case.voice.say("clinic_week"), token=f"week:{subject}"),
        Choice(label=case.voice.say("clinic_calendar"), token=f"ics:{subject}"),
    )
