"""Rules that compose: lead hospitals, one hospital, bases, what no base covers, and not knowing."""

import msgspec

from knowledge import model as m
from knowledge.answering import bases, contact, simple
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case

_A_CAMPUS = 2
"""Characters beside a hospital's name that can be no more than its campus."""


def led(case: Case) -> Answer | None:
    """The bases of a lead hospital."""
    leads = [m for m in case.meaning.of("institution") if m.id in case.book.bases_led_by]
    wants = case.meaning.wants
    if wants("referral", "suspended", "schedule", "early", "green") or case.expert_said:
        return None
    if leads and wants("lead", "base") and not case.named_base:
        return bases.led_by(case.book.institutions[leads[0].id], case.book, case.voice)
    return None


def hospital(case: Case) -> Answer | None:
    """One institution: its base, or its address, phone and part in things."""
    named = case.meaning.of("institution")
    if not named:
        return None
    if case.several:
        return simple.which_institution(case)
    if compared := _compared(case):
        return contact.side_by_side(compared, case.book, case.voice, ranked=case.meaning.wants("rank"))
    institution = case.book.institutions[named[0].id]
    base = case.book.base_at.get(institution.id)
    if base is not None and not case.meaning.wants("phone", "address", "way", "booking"):
        return bases.one_base(base, case.book, case.voice)
    return contact.about_institution(institution, case.meaning, case.book, case.voice)


def only_named(case: Case) -> Answer | None:
    """Nothing but a hospital, or a campus of it, was said (曙光西院): its card, whatever it is worded like."""
    named = [mention for mention in case.meaning.of("institution") if mention.how == "exact"]
    if not named or case.meaning.wishes - {"hospital", "obgyn", "psych"}:
        return None
    return hospital(case) if len(case.meaning.text) <= len(named[0].said) + _A_CAMPUS else None


def _compared(case: Case) -> list[m.Institution]:
    """The institutions between which somebody wants to choose or that are confused: 龙华和曙光哪个好, 是一家吗."""
    exact = [mention for mention in case.meaning.of("institution") if mention.how == "exact"]
    ids = {mention.start: mention.id for mention in exact}  # one for each place in the text
    asked = case.meaning.wants("rank", "same") and len(set(ids.values())) > 1
    return [case.book.institutions[i] for i in dict.fromkeys(ids.values())] if asked else []


def person_wanted(case: Case) -> Answer | None:
    """Somebody wants a human."""
    return simple.handoff(case, "staff", "handoff_person") if case.meaning.wants("person_staff") else None


def not_covered(case: Case) -> Answer | None:
    """A complaint of a field that none of the bases covers."""
    if case.meaning.uncovered is None or case.meaning.specialties:
        return None
    told = simple.handoff(case, "find_base", "handoff_uncovered", field=case.meaning.uncovered.field)
    return msgspec.structs.replace(told, kind="lookup_empty") if case.meaning.wants("base") else told


def every_base(case: Case) -> Answer | None:
    """All bases at once."""
    return bases.all_bases(case.book, case.voice) if case.meaning.wants("base") else None


def unknown(case: Case) -> Answer:
    """Nothing is sure: said so, with what can be asked."""
    return simple.unknown(case)
