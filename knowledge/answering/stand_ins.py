"""Stand-ins of the rosters: for whom somebody sits, who sits for an expert, and where anybody does."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import msgspec

from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.answering.clinic_answer import answer_with
from knowledge.answering.clinics import about_expert
from knowledge.answering.experts import called
from knowledge.answering.sittings import expert_said
from knowledge.timetable import Sitting, concerns

_AHEAD = timedelta(days=35)
_TITLES = ("医生", "大夫", "主任", "教授", "医师", "老师")
_WORDS = ("替诊", "代诊", "替班", "代班", "顶班")
_OTHER_MATTERS = ("remind", "follow", "early", "referral", "slot", "errand")
_ASKED_OF_THEM = ("for_whom", "stand_in", "schedule", "asks_when", "suspended", "who", "expert", "where")


def asked(case: Case) -> Answer | None:
    """For whom a stand-in sits, or who sits for an expert; None without a roster, or when no stand-in is meant."""
    wants, named = case.meaning.wants, case.meaning.of("expert")
    if not case.book.clinics.sessions or wants(*_OTHER_MATTERS):
        return None
    names = _named(case)
    if names and (wants("for_whom") or (not named and wants(*_ASKED_OF_THEM))):
        return _told(case, "stand_in_of", "、".join(names), lambda s: _stands_in(s) in names)
    if named:
        return _of_expert(case, named[0].id) if named[0].how == "exact" else None
    return None if case.meaning.of("institution") else _anybody(case)


def _anybody(case: Case) -> Answer | None:
    """All who stand in, where nobody was named of whom the rosters know."""
    wants, wanted = case.meaning.wants, {specialty.id for specialty in case.wanted}
    spoken_of = called(case.meaning) or any(word in case.meaning.text for word in _WORDS)
    if not (wants("stand_in", "for_whom") and spoken_of):
        return None
    told = _told(case, "stand_ins", "", lambda s: not wanted or bool(wanted & set(s.session.specialties)))
    if not wants("for_whom"):
        return told
    return msgspec.structs.replace(told, text=f"{case.voice.say('stand_in_of_nobody')}\n{told.text}")


def _of_expert(case: Case, expert: str) -> Answer | None:
    """One expert of the rosters: for whom they sit, or who sits for them, with their next clinics where nobody does."""
    wants = case.meaning.wants
    who = expert_said(case.book.clinics.experts[expert], case.voice)
    if wants("for_whom"):
        return _told(case, "stand_in_of", who, _by_nobody)
    if not wants("stand_in"):
        return None
    told = _told(case, "stand_in_for", who, lambda s: s.session.expert == expert)
    own = about_expert(case.book.clinics.experts[expert], case)
    if told.kind == "answer" or own is None:
        return told
    return msgspec.structs.replace(own, topic="suspension", text=f"{told.text.splitlines()[0]}\n{own.text}")


def _named(case: Case) -> list[str]:
    """Names of stand-ins that were said: whole, or as surname and title (赵医生); an expert's, by any name."""
    text = case.meaning.text
    experts = case.book.clinics.experts
    known = {experts[m.id].name for m in case.meaning.of("expert") if m.how == "exact"}
    names = dict.fromkeys(c.stand_in for c in case.book.clinics.stand_ins if len(c.stand_in) > 1)
    whole = [name for name in names if name in known or name in text]
    if whole or case.meaning.of("expert") or not case.meaning.wants("for_whom"):
        return whole
    return [name for name in names if any(name[0] + title in text for title in _TITLES)]


def _by_nobody(_sitting: Sitting) -> bool:
    return False


def _stands_in(sitting: Sitting) -> str:
    return sitting.change.stand_in if sitting.status == "stand_in" and sitting.change is not None else ""


def _told(case: Case, key: str, who: str, fit: Callable[[Sitting], bool]) -> Answer:
    """The sittings that others take and that fit, by day; said in words when there is none."""
    days = case.meaning.when.days(limit=_AHEAD.days) or [case.meaning_day, case.meaning_day + _AHEAD]
    taken = [s for s in _taken(case, days[0], days[-1]) if fit(s)]
    if taken:
        return answer_with(taken, "suspension", case, opening=case.voice.say(key, who=who))
    text = case.voice.say(f"{key}_none", who=who)
    return msgspec.structs.replace(answer_with([], "suspension", case, opening=text), kind="lookup_empty")


def _taken(case: Case, first: date, last: date) -> Sequence[Sitting]:
    """Sittings that somebody else takes, of the sessions that a stand-in concerns at all."""
    clinics = case.book.clinics
    touched: Iterable[str] = dict.fromkeys(change.institution for change in clinics.stand_ins)
    held = [s for place in touched for s in clinics.by_institution.get(place, ())]
    held = [s for s in held if any(concerns(change, s) for change in clinics.stand_ins)]
    return [sitting for sitting in clinics.sittings(held, first, last) if sitting.status == "stand_in"]
