"""What would be set, or what has to be asked first: a wish held against the Book. Nothing is kept here.

A visit to an expert is held against the roster: on a day on which nobody sits, or the clinic is off, the next sessions
are offered instead.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from knowledge.answering.answer import Answer, Named, base_named, institution_named, name_said
from knowledge.answering.case import Case
from knowledge.answering.reminder_words import (
    alerts_said,
    date_said,
    followed_said,
    hours_of,
    skips,
    title_said,
    when_said,
    whom_said,
)
from knowledge.answering.sittings import day_said, expert_said, half_said, status_said
from knowledge.clinics import Expert
from knowledge.message import Choice
from knowledge.timetable import Sitting
from knowledge.understanding.mentions import Mention
from knowledge.understanding.reminding import Wish
from knowledge.understanding.reminding_times import Asked, timing
from knowledge.understanding.when import When

_AHEAD: Final = timedelta(days=35)
_CHOICES: Final = 4
HALVES: Final = {"am": "上午", "pm": "下午", "eve": "夜间"}
"""Half-days as they stand in tokens."""
_SURE: Final = ("exact", "context")
_SHORT: Final = {half: short for short, half in HALVES.items()}
_CANCELS: Final = frozenset({"stop", "stop_all", "unfollow"})


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What would be set: the fields of a plan. ``offered``: all alerts it may have; ``guessed``: the hour is ours."""

    kind: str
    start: str
    alerts: tuple[str, ...]
    offered: tuple[str, ...]
    rule: str = ""
    dates: tuple[str, ...] = ()
    until: str = ""
    chosen: bool = False
    guessed: bool = False
    subject: str = ""
    half_day: str = ""
    words: str = ""
    whom: str = ""


class Question(msgspec.Struct, frozen=True):
    """What has to be asked before anything can be set, with the answers as buttons where there are few."""

    text: str
    choices: tuple[Choice, ...] = ()


def propose(wish: Wish, case: Case) -> Proposal | Question:
    """What would be set for this wish, or what to ask first."""
    if wish.when.none and case.meaning.continued and not (wish.zero or wish.when.past or wish.when.invalid):
        wish = msgspec.structs.replace(wish, when=case.meaning.when)  # the day that was spoken of before
    experts = _experts(case) if wish.kind in ("visit", "return") else ()
    sitting: Sitting | None = None
    if experts:
        found = _expert(wish, case)
        if isinstance(found, Question):
            return found
        wish, sitting = found
    timed = timing(wish, case.meaning.now)
    if isinstance(timed, Asked):
        return _question(timed, case)
    start = f"{timed.start[:10]}T{sitting.start.zfill(5)}" if sitting is not None and sitting.start else timed.start
    return Proposal(
        kind=wish.kind, start=start, alerts=timed.alerts, offered=timed.alerts, rule=timed.rule, dates=timed.dates,
        until=timed.until, chosen=timed.chosen, guessed=timed.guessed, half_day=timed.half_day, words=wish.words,
        whom=wish.whom, subject=f"expert:{experts[0].id}" if experts else _base(case),
    )  # fmt: skip


def _experts(case: Case) -> list[Mention]:
    """The experts that words name; a namesake at another hospital than the one named is not meant."""
    places = {mention.id for mention in case.meaning.of("institution") if mention.how in _SURE}
    return [
        mention
        for mention in case.meaning.of("expert")
        if mention.how in _SURE or not places or case.book.clinics.experts[mention.id].institution in places
    ]


def _base(case: Case) -> str:
    base = case.named_base if not case.several else None
    return f"base:{base.id}" if base is not None else ""


def _expert(wish: Wish, case: Case) -> tuple[Wish, Sitting | None] | Question:
    """The wish on a day on which the expert sits; which expert, which day or half-day when that is not sure."""
    named = _experts(case)
    experts = [case.book.clinics.experts[mention.id] for mention in named[:_CHOICES]]
    if len(experts) > 1 or named[0].how not in _SURE:
        asked = "expert_which" if len(experts) > 1 else "remind_which_one"
        return Question(case.voice.say(asked), tuple(_which(expert, case) for expert in experts))
    if wish.when.rule or wish.zero or wish.when.past or wish.when.invalid or wish.when.conflict:
        return wish, None
    today = case.meaning_day
    days = wish.when.days() or [today + timedelta(days=n) for n in range(1, _AHEAD.days)]  # today may be over
    sessions = case.book.clinics.by_expert.get(experts[0].id, ())
    found = [s for s in case.book.clinics.sittings(sessions, days[0], days[-1]) if _fits(s, wish.when)]
    held = [s for s in found if s.held and s.day in days]
    if not held:
        return _off(experts[0], found, days[0], wish, case)
    if not wish.when.none and len(held) > 1 and not (wish.when.moment or wish.when.time):
        return Question(case.voice.say("remind_which_session"), tuple(_day_choice(s, case) for s in held[:_CHOICES]))
    if wish.when.moment is not None or wish.when.time:
        return wish, None
    return msgspec.structs.replace(wish, when=When(dates=(held[0].day,), half_day=held[0].half_day)), held[0]


def _fits(sitting: Sitting, when: When) -> bool:
    return when.half_day not in _SHORT or sitting.half_day == when.half_day


def _which(expert: Expert, case: Case) -> Choice:
    return Choice(label=followed_said(f"expert:{expert.id}", case.book, case.voice), token=f"r:who:{expert.id}")


def _day_choice(sitting: Sitting, case: Case) -> Choice:
    label = f"{day_said(sitting.day, case.voice)} {half_said(sitting.half_day, case.voice)}"
    return Choice(label=label, token=f"r:day:{sitting.day}:{_SHORT[sitting.half_day]}")


def _off(expert: Expert, found: Sequence[Sitting], day: date, wish: Wish, case: Case) -> Question:
    """Why nothing can be set for that day, and the next sessions instead."""
    voice, who = case.voice, expert_said(expert, case.voice)
    sessions = case.book.clinics.by_expert.get(expert.id, ())
    ahead = case.book.clinics.sittings(sessions, case.meaning_day, day + _AHEAD)
    coming = [s for s in ahead if s.held and s.day > case.meaning_day][:3]
    if wish.when.none:
        said = voice.say("clinic_none_ahead", who=who)
    elif found:
        half = half_said(found[0].half_day, voice)
        said = f"{who} {date_said(day, case.meaning_day, voice)}{half} {status_said(found[0], voice)}"
    else:
        said = voice.say("clinic_not_that_day", who=who, day=date_said(day, case.meaning_day, voice))
    more = voice.say("remind_instead") if coming else voice.say("remind_not_set")
    return Question(f"{said}\n{more}", tuple(_day_choice(s, case) for s in coming))


def _question(asked: Asked, case: Case) -> Question:
    voice, today = case.voice, case.meaning_day
    over = date_said(asked.over, today, voice) if asked.over and asked.over < today else voice.say("remind_that_day")
    day = date_said(asked.days[0], today, voice) if asked.days else ""
    text = voice.say(f"remind_ask_{asked.what}", over=over, day=day)
    if asked.what == "hour":
        return Question(text)
    choices = [Choice(label=date_said(each, today, voice), token=f"r:day:{each}") for each in asked.days]
    return Question(text, tuple(choices))


def proposal_said(made: Proposal, case: Case) -> str:
    """A proposal in words: what, when with the absolute date, which alerts, for whom, and what was assumed."""
    voice, today = case.voice, case.meaning_day
    lines = [
        voice.say("remind_what", what=title_said(made, case.book, voice)),
        voice.say("remind_when", when=when_said(made, today, voice)),
    ]
    if made.rule:
        lines.append(voice.say("remind_first", day=date_said(date.fromisoformat(made.start[:10]), today, voice)))
    if made.alerts != ("0m",) and made.kind != "referral" and not hours_of(made):
        lines.append(voice.say("remind_alerts", alerts=alerts_said(made, voice)))
    if made.whom:
        lines.append(voice.say("remind_whom", whom=whom_said(made.whom, voice)))
    if made.guessed:
        lines.append(voice.say("remind_guessed", clock=made.start[11:16]))
    if day := skips(made.rule):
        lines.append(voice.say("remind_skips", day=day))
    return "\n".join(lines)


def told(wish: Wish, case: Case) -> Answer:
    """The wish as an answer that changes nothing: what would be set, stopped or followed, and where to do it."""
    topic = "cancel_reminder" if wish.act in _CANCELS else "remind_me"
    found = _found(case)
    if wish.act == "set":
        made = propose(wish, case)
        if isinstance(made, Proposal):
            days = made.dates or (made.rule or made.start[:10],)
            found |= {"day": tuple(Named(day) for day in days)}
            found |= {"half_day": (Named(made.half_day),)} if made.half_day in _SHORT else {}
            text = f"{proposal_said(made, case)}\n{case.voice.say('remind_only_told')}"
        else:
            text = made.text
    else:
        text = case.voice.say(f"remind_told_{wish.act}")
    return Answer(kind="action", topic=topic, text=text, found=found, subject=f"remind_{wish.act}", wish=wish)


def _found(case: Case) -> dict[str, tuple[Named, ...]]:
    """Whom and which places the wish names."""
    if case.several:
        return {}
    places = [case.book.institutions[mention.id] for mention in case.meaning.of("institution")]
    experts = [case.book.clinics.experts[mention.id] for mention in case.meaning.of("expert")]
    found = {
        "institution": tuple(institution_named(place) for place in places),
        "base": tuple(base_named(case.book.base_at[p.id], case.book) for p in places if p.id in case.book.base_at),
        "expert": tuple(Named(expert.name) for expert in experts),
    }
    return {kind: names for kind, names in found.items() if names}


class Followed(msgspec.Struct, frozen=True):
    """Whom a wish to follow names: subjects that can be followed, and a hospital that cannot."""

    subjects: tuple[str, ...] = ()
    other: str = ""


def followed(case: Case) -> Followed:
    """Whom to follow: the experts named, else the base of the hospital named."""
    experts = case.meaning.of("expert")
    if experts:
        return Followed(tuple(dict.fromkeys(f"expert:{mention.id}" for mention in experts[:_CHOICES])))
    places = [mention.id for mention in case.meaning.of("institution")]
    bases = [case.book.base_at[i] for i in places if i in case.book.base_at]
    if bases and not case.several:
        return Followed((f"base:{bases[0].id}",))
    return Followed(other=name_said(case.book.institutions[places[0]], case.voice) if places else "")
