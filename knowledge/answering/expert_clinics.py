"""One expert: which of that name, the next sessions, why not, and who else on a suspended day."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from knowledge.answering import rescue
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.answering.clinic_answer import SHOWN, Asked, answer_with, days_said, fitting
from knowledge.answering.sittings import day_said, expert_said, half_said, lines, place_said, status_said
from knowledge.clinics import Expert
from knowledge.message import Choice
from knowledge.timetable import Sitting

_SEASON = 91
_NEXT = 4


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


def of_expert(asked: Asked, topic: str, case: Case) -> Answer | None:
    """One expert: on the days asked for, else the next sessions; with the rescue card on a suspended day."""
    expert, voice = asked.expert, case.voice
    assert expert is not None  # noqa: S101  (only called with one)
    who = expert_said(expert, voice) + (f"（{expert.title}）" if expert.title else "")
    found = case.book.clinics.sittings(asked.sessions, asked.days[0], asked.days[0] + timedelta(_SEASON))
    on_days = fitting(found, asked)
    ahead = [s for s in found if s.day >= case.meaning_day]
    if not asked.dated:
        on_days = ahead
    shown, opening = _told(who, asked, on_days, ahead, case)
    if topic == "suspension" and not any(_is_off(s) for s in on_days[:SHOWN]):
        opening = [voice.say("clinic_no_suspension", who=who), *opening]
    told, more = _shortly(shown, case), len(shown) > _NEXT or not asked.dated
    stopped = [s for s in on_days[:_NEXT] if s.status == "suspended"]
    after = [*([voice.say("clinic_more_week")] if more and shown else []), *_instead(stopped, case)]
    return answer_with(shown[:_NEXT], topic, case, opening="\n".join(opening), told=told, after=after)


def _shortly(shown: Sequence[Sitting], case: Case) -> list[str]:
    """At most four sittings, the hospital and department once on top when they share them."""
    shown = shown[:_NEXT]
    places = {(place_said(s, case.book, case.voice), s.session.department) for s in shown}
    if len(places) != 1:
        return lines(shown, case.book, case.voice, who=False)
    ((place, department),) = places
    top = case.voice.listed([part for part in (place, department) if part])
    bare = [msgspec.structs.replace(s, session=msgspec.structs.replace(s.session, department="")) for s in shown]
    return [top, *lines(bare, case.book, case.voice, who=False, where=False)]


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
    beyond = "" if opening else _beyond(who, asked, case)
    opening = opening or [beyond or voice.say("clinic_not_that_day", who=who, day=days_said(asked, case))]
    return held, [*opening, voice.say("clinic_next" if held else "clinic_none_ahead", who=who)]


def _beyond(who: str, asked: Asked, case: Case) -> str:
    """That the roster says nothing of the days asked for, as it begins later or ends before; empty when it covers them.

    A roster that does not reach a day is no word on whether the expert sits that day.
    """
    begins = [min(s.dates) if s.dates else s.valid_from for s in asked.sessions]
    ends = [max(s.dates) if s.dates else s.valid_to for s in asked.sessions]
    day = days_said(asked, case)
    if all(begins) and asked.days[-1].isoformat() < min(begins):
        return case.voice.say("clinic_begins", who=who, day=day, begin=min(begins))
    if all(ends) and asked.days[0].isoformat() > max(ends):
        return case.voice.say("clinic_ends", who=who, day=day, end=max(ends))
    return ""


def _is_off(sitting: Sitting) -> bool:
    return sitting.status in {"suspended", "closed", "moved", "stand_in"}


def _not_held(who: str, sitting: Sitting, case: Case) -> str:
    when = f"{day_said(sitting.day, case.voice)}{half_said(sitting.half_day, case.voice)}"
    return f"{who} {when} {status_said(sitting, case.voice)}"


def _instead(stopped: Sequence[Sitting], case: Case) -> list[str]:
    """The rescue card: on a suspended day, others of the same specialty within a week, nearest hospital first."""
    if not stopped:
        return []
    held = rescue.same_specialty(stopped[0], case.book)
    return [case.voice.say("clinic_instead"), *lines(held, case.book, case.voice)] if held else []
