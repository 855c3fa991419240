"""Rules that compose: lead hospitals, one hospital, bases, what no base covers, and not knowing."""

import msgspec

from knowledge.answering import bases, contact, simple
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case


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
    institution = case.book.institutions[named[0].id]
    base = case.book.base_at.get(institution.id)
    if base is not None and not case.meaning.wants("phone", "address", "way", "booking"):
        return bases.one_base(base, case.book, case.voice)
    return contact.about_institution(institution, case.meaning, case.book, case.voice)


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
