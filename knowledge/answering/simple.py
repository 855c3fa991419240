"""Short fixed answers: refusals, hand-offs, not knowing."""

from collections.abc import Sequence

import msgspec

from knowledge.answering import bases, clinics
from knowledge.answering.answer import Answer, Named, found_bases, institution_named, name_said, oldest, sources_of
from knowledge.answering.case import Case
from knowledge.answering.contact import best_campus
from knowledge.message import Choice

_CHOICES = 4
_PHONES = 2
_MENU = ("find", "clinics", "referral", "reminders")


def plain(case: Case, kind: str, topic: str, key: str, **facts: object) -> Answer:
    """A phrase as an answer."""
    choices = menu(case) if kind == "decline" else ()
    return Answer(kind=kind, topic=topic, text=case.voice.say(key, **facts), subject=key, choices=choices)


def menu(case: Case) -> tuple[Choice, ...]:
    """What can be asked instead, as buttons."""
    return tuple(Choice(label=case.voice.say(f"menu_{name}"), token=f"menu:{name}") for name in _MENU)


def _with_door(case: Case, lines: Sequence[str]) -> tuple[list[str], dict[str, tuple[Named, ...]]]:
    wanted = {specialty.id for specialty in case.wanted[:1]}
    held = [base for base in case.book.bases.values() if wanted & set(base.specialties)]
    if not held:
        return [*lines], {}
    listed = [bases.base_line(n, base, case.book, case.voice) for n, base in enumerate(held, 1)]
    return [*lines, case.voice.say("decline_door"), *listed], {**found_bases(held, case.book)}


def decline(case: Case, key: str) -> Answer:
    """A fixed, kind refusal, and the door of the specialty when one was read."""
    lines, found = _with_door(case, [case.voice.say(key)])
    return Answer(
        kind="decline", topic="out_of_scope", text="\n".join(lines), found=found, subject=key, choices=menu(case)
    )


def costs(case: Case) -> Answer:
    """Costs and insurance: what a roster says of the fee, else whom to phone."""
    known = clinics.fees(case)
    if known is not None:
        return known
    answer = Answer(
        kind="handoff",
        topic="costs_insurance",
        text=case.voice.say("handoff_cost"),
        subject="handoff_cost",
        unanswered="handoff",
    )
    return with_phones(answer, case)


def with_phones(answer: Answer, case: Case) -> Answer:
    """The answer with the phones of the hospitals that were named, else of the one expert's who was, if any."""
    experts = [mention.id for mention in case.meaning.of("expert") if mention.how == "exact"]
    theirs = [case.book.clinics.experts[i].institution for i in experts] if len(experts) == 1 else []
    places = [mention.id for mention in case.meaning.of("institution")] or theirs
    named = [case.book.institutions[place] for place in places]
    known = [(name_said(i, case.voice), best_campus(i)) for i in named[:_PHONES]]
    lines = [case.voice.say("handoff_cost_phone", name=name, phone=at.phone) for name, at in known if at and at.phone]
    found = {**answer.found, "institution": tuple(institution_named(i) for i in named)} if named else answer.found
    return msgspec.structs.replace(answer, text="\n".join([answer.text, *lines]), found=found)


def handoff(case: Case, topic: str, key: str, **facts: object) -> Answer:
    """Something others must answer: says whom."""
    return Answer(kind="handoff", topic=topic, text=case.voice.say(key, **facts), subject=key, unanswered="handoff")


def no_base(case: Case, key: str) -> Answer:
    """A specialty that no base has: said so, and where to go instead."""
    voice = case.voice
    said = voice.say("specialty_no_base", specialties=voice.pick(case.wanted[0].name, case.wanted[0].english))
    hospital = case.book.institutions.get("hongfangzi") if key == "specialty_obgyn" else None
    lines = [said, voice.say(key)]
    if hospital is not None and (campus := best_campus(hospital)) is not None:
        lines.append(voice.say("handoff_cost_phone", name=hospital.short, phone=campus.phone))
    return Answer(
        kind="answer",
        topic="find_base",
        text="\n".join(lines),
        found={"institution": (institution_named(hospital),)} if hospital is not None else {},
        sources=hospital.sources if hospital is not None else (),
        verified_on=hospital.verified_on if hospital is not None else "",
        subject=key,
    )


def which_institution(case: Case) -> Answer:
    """Several institutions fit what was said: buttons, no guess."""
    named = [case.book.institutions[mention.id] for mention in case.meaning.of("institution")]
    return Answer(
        kind="choices",
        topic="find_base",
        text=case.voice.say("did_you_mean"),
        choices=tuple(
            Choice(label=name_said(institution, case.voice), token=f"inst:{institution.id}")
            for institution in named[:_CHOICES]
        ),
        score=0.6,
        subject="institutions",
    )


def not_listed(case: Case, name: str) -> Answer:
    """A hospital of which the Book knows nothing: not a base, whom to ask; an answer when its district's bases tell."""
    bases_here = [b for b in case.book.bases.values() if b.district in _districts(case)]
    lines = [case.voice.say("not_listed", name=name)]
    if bases_here:
        lines.append(case.voice.say("not_listed_here"))
        lines += [bases.base_line(n, base, case.book, case.voice) for n, base in enumerate(bases_here, 1)]
    return Answer(
        kind="answer" if bases_here and case.meaning.wants("base") else "lookup_empty",
        topic="find_base",
        text="\n".join(lines),
        found=found_bases(bases_here, case.book) if bases_here else {},
        sources=sources_of(*case.book.bases.values()),
        verified_on=oldest(*case.book.bases.values()),
        subject="not_listed",
    )


def _districts(case: Case) -> set[str]:
    """The districts that are named, or that the places named lie in when those agree."""
    within = {locality.district for _, locality in case.localities}
    return {d.id for d in case.districts} or (within if len(within) == 1 else set())


def unknown(case: Case) -> Answer:
    """Nothing was understood: said so, with what can be asked."""
    text = f"{case.voice.say('unknown')}\n{case.voice.say('unknown_help')}"
    score = case.hits[0].score if case.hits else 0.0
    return Answer(
        kind="unknown",
        topic="unknown",
        text=text,
        score=score,
        choices=menu(case),
        unanswered="unknown",
        subject="unknown",
    )
