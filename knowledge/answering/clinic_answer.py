"""What a schedule question is about, and an answer that lists sittings."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from knowledge.answering.answer import Answer, Named, base_named, institution_named, oldest, sources_of, specialty_named
from knowledge.answering.case import Case
from knowledge.answering.sittings import day_said, facts_of, lines
from knowledge.clinics import Expert, Session
from knowledge.message import Choice
from knowledge.timetable import Sitting

SHOWN = 8


class Asked(msgspec.Struct, frozen=True):
    """What a schedule question is about: sessions that fit, the days asked for, and whether days were named at all."""

    sessions: tuple[Session, ...]
    days: tuple[date, ...]
    dated: bool
    half_day: str = ""
    expert: Expert | None = None
    kind: str = ""
    specialties: tuple[str, ...] = ()
    """Ids of the specialties that the sessions were narrowed to."""


def span(first: date, days: int) -> tuple[date, ...]:
    """So many days from ``first`` on."""
    return tuple(first + timedelta(n) for n in range(days))


def fitting(sittings: Sequence[Sitting], asked: Asked) -> list[Sitting]:
    """The sittings on the days and the half-day that were asked for."""
    wanted = set(asked.days)
    half = asked.half_day if asked.half_day in {"上午", "下午", "夜间"} else ""
    return [s for s in sittings if s.day in wanted and (not half or s.half_day == half)]


def days_said(asked: Asked, case: Case) -> str:
    """The days that were asked for, in words."""
    first, last = asked.days[0], asked.days[-1]
    said = day_said(first, case.voice)
    return said if first == last else f"{said}–{day_said(last, case.voice)}"


def answer_with(
    shown: Sequence[Sitting],
    topic: str,
    case: Case,
    *,
    opening: str,
    told: Sequence[str] | None = None,
    after: Sequence[str] = (),
) -> Answer:
    """An answer that lists these sittings under an opening, as ``told`` when given; ``after`` stands before the end."""
    book, voice = case.book, case.voice
    sessions = [s.session for s in shown]
    places = dict.fromkeys(s.institution for s in sessions)
    more = len(shown) - SHOWN
    text = [opening, *(lines(shown[:SHOWN], book, voice) if told is None else told)]
    if more > 0 and told is None:
        text.append(voice.say("clinic_more", count=more))
    facts = facts_of(shown, book)
    unknown = {s.day.year for s in shown if not book.clinics.calendar.covers(s.day.year)}
    text += [voice.say("clinic_year_unknown", year=year) for year in sorted(unknown)]
    if any(s.sample for s in sessions):
        text.append(voice.say("clinic_sample"))
    return Answer(
        kind="answer",
        topic=topic,
        text="\n".join([*text, *after, voice.say("clinic_day")]),
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
    """The week as a picture, a calendar file, and being told when it is off, of the one expert or hospital told of."""
    experts, places = {s.expert for s in sessions}, {s.institution for s in sessions}
    if not sessions or (len(experts) > 1 and len(places) > 1):
        return ()
    subject = f"expert_{sessions[0].expert}" if len(experts) == 1 else f"inst_{sessions[0].institution}"
    follow = (Choice(label=case.voice.say("follow_me"), token=f"fw:on:{subject}"),) if len(experts) == 1 else ()
    return (
        Choice(label=case.voice.say("clinic_week"), token=f"week:{subject}"),
        Choice(label=case.voice.say("clinic_calendar"), token=f"ics:{subject}"),
        *follow,
    )
