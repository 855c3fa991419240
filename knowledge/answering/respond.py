"""From a meaning to an answer: the rules in the order in which they may speak; the first that answers ends it.

Each rule is a function of a :class:`Case` that gives an answer or None. Safety speaks first and nothing overrides it;
a wish that was said in words goes before likeness to a known question; when nothing is sure, nothing is guessed.
"""

import re
from collections.abc import Callable

import msgspec

from knowledge.answering import alliances, bases, clinics, contact, entries, experts, safety, simple
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.answering.finding import find
from knowledge.book import Book
from knowledge.understanding.meaning import Meaning
from knowledge.wording import Voice

Rule = Callable[[Case], Answer | None]

_TOLD = frozenset({"early_booking", "green_channel", "referral_steps", "programme", "psych_alliance", "obgyn_alliance"})
_DESKS = frozenset({"costs_insurance", "staff", "out_of_scope"})
_COMING = re.compile(r"[来到去在]上海|外地|异地")
_NOT_JUST_WHERE = ("schedule", "alliance", "lead", "referral", "early", "cost", "insurance", "which", "count", "rank")
_VERY_SURE = 0.85
_LIKELY = 0.55
_WISHED = 0.3


def respond(meaning: Meaning, book: Book, voice: Voice) -> Answer:
    """The answer to a meaning. Always gives one; ``unknown`` when nothing is sure."""
    case = Case(meaning, book, voice)
    answer = next(answer for rule in RULES if (answer := rule(case)) is not None)
    return safety.with_first_word(answer, meaning, voice)


def alarm(case: Case) -> Answer | None:
    """Emergency and self-harm, before anything else."""
    return safety.answer_alarm(case.meaning.alarm, case.book, case.voice) if case.meaning.alarm else None


def abroad(case: Case) -> Answer | None:
    """Another city's hospitals, or something that only shares a name with ours."""
    outside, wants = case.meaning.elsewhere, case.meaning.wants
    placed = case.localities and case.meaning.wants("base", "near")
    if outside.same_name and not placed and not any(reading.explicit for reading in case.meaning.specialties):
        return simple.plain(case, "decline", "out_of_scope", "decline_other")
    coming = _COMING.search(case.meaning.text)
    if outside.city and not coming and not wants("insurance", "alliance", "green", "obgyn"):
        return simple.plain(case, "decline", "out_of_scope", "decline_city")
    return None


def not_listed(case: Case) -> Answer | None:
    """A hospital that the Book does not know: said so; what the Book says of it in so many words goes first."""
    name = case.meaning.elsewhere.hospital
    if not name:
        return None
    meant = alliances.alliance_meant(case.meaning, case.book)
    if meant is not None:
        return alliances.not_a_member(meant, name, case.book, case.voice)
    return case.entry(entries.MAYBE) or simple.not_listed(case, name)


def very_like(case: Case) -> Answer | None:
    """A question that is worded (nearly) like one in the Book."""
    if case.named_base is not None or case.asks_for_a_base:
        return None  # composed from facts below
    return case.entry(_VERY_SURE)


def where_it_is(case: Case) -> Answer | None:
    """A named hospital's phone, address or way: asked for in so many words."""
    wants, named = case.meaning.wants, case.meaning.of("institution")
    asked = wants("phone", "address", "way") or (
        wants("where") and not wants(*_NOT_JUST_WHERE) and not case.expert_said
    )
    if not named or case.several or not asked or wants("near", "green", "remind", "suspended"):
        return None
    return contact.about_institution(case.book.institutions[named[0].id], case.meaning, case.book, case.voice)


def private(case: Case) -> Answer | None:
    """A doctor's own phone or address is not given."""
    if not case.meaning.wants("private") or not case.meaning.wants("expert"):
        return None
    return simple.plain(case, "decline", "out_of_scope", "decline_private")


def medicine(case: Case) -> Answer | None:
    """Doses, medicines, prescriptions: refused kindly, with the right door."""
    return simple.decline(case, "decline_dose") if case.meaning.wants("dose") else None


def reminder(case: Case) -> Answer | None:
    """Wishes about reminders."""
    if not case.meaning.wants("remind", "follow"):
        return None
    told = simple.reminder(case)
    if case.meaning.wants("base", "count", "which", "near") and (case.wanted or case.districts):
        found = find(case)
        if found is not None:  # two wishes: the base now, and what becomes of the reminder
            return msgspec.structs.replace(found, text=f"{found.text}\n{told.text}")
    return told


def money(case: Case) -> Answer | None:
    """Costs and insurance, unless it is whether the early booking is free."""
    if not case.meaning.wants("cost", "insurance") or case.meaning.wants("early", "referral"):
        return None
    return case.entry(entries.SURE, frozenset({"costs_insurance"})) or simple.costs(case)


def people(case: Case) -> Answer | None:
    """Somebody named in a report, by name or by office."""
    named = case.meaning.of("person")
    if not named:
        held = experts.in_office(case.meaning, case.book) if case.meaning.wants("who") else []
        return experts.person(held, "", case.book, case.voice, exact=True) if held else None
    exact = [mention for mention in named if mention.how == "exact"]
    shown = [case.book.people[mention.id] for mention in exact or named]
    return experts.person(shown, named[0].said, case.book, case.voice, exact=bool(exact))


def same_name(case: Case) -> Answer | None:
    """An expert whose name several have, or that only comes near."""
    return clinics.which_expert(case)


def suspended(case: Case) -> Answer | None:
    """停诊, 恢复: who would know."""
    wants = case.meaning.wants
    clinic = wants("expert", "schedule") or case.clinic_said
    if (
        wants("suspended")
        and not case.meaning.of("alliance")
        and (clinic or case.subject or not wants("early", "referral"))
    ):
        return clinics.schedule(case, "suspension") or _not_published(case, "suspension")
    return None


def schedule(case: Case) -> Answer | None:
    """Who sits when: not in the Book yet."""
    wants = case.meaning.wants
    if wants("early", "referral", "green", "alliance") and not wants("schedule"):
        return None
    spoken_of = wants("expert") or case.clinic_said or bool(case.meaning.of("institution"))
    timed = (case.dated or wants("asks_when", "opening")) and spoken_of
    if wants("schedule") or timed or case.meaning.of("expert"):
        return clinics.schedule(case, "clinic_schedule") or _not_published(case, "clinic_schedule")
    return None


def expert(case: Case) -> Answer | None:
    """Famous doctors and experts: who they are is not in the Book yet."""
    wants = case.meaning.wants
    if not case.expert_said or wants("early", "referral", "green", "alliance", "what_is", "dose"):
        return None
    return clinics.schedule(case, "expert_lookup") or _not_published(case, "expert_lookup")


def _not_published(case: Case, topic: str) -> Answer:
    return experts.not_published(topic, case.meaning, case.book, case.voice)


def alliance(case: Case) -> Answer | None:
    """Alliances: one hospital's place in it, its members, or what it is."""
    meant = alliances.alliance_meant(case.meaning, case.book)
    if meant is None or case.meaning.wants("referral", "green", "early"):
        return None
    inside = [case.book.institutions[m.id] for m in case.meaning.of("institution")] or alliances.of_city(
        case.meaning, meant, case.book
    )
    if inside and (case.meaning.wants("membership", "alliance") and not case.meaning.wants("lead", "which")):
        return alliances.membership(meant, inside, case.book, case.voice)
    if case.meaning.wants("rank", "which", "where", "count") and meant.members:
        return alliances.members(meant, case.book, case.voice, ranked=case.meaning.wants("rank"))
    return case.entry(_WISHED, frozenset({alliances.topic_of(meant)})) or alliances.about(meant, case.book, case.voice)


def told(case: Case) -> Answer | None:
    """Referral, early booking, green channel, programme: what the Book tells in so many words."""
    wants = case.meaning.wants
    if wants("base", "near") and (case.districts or case.localities or case.wanted or case.named_base is not None):
        wanted = wants("early", "green", "referral")
    else:
        wanted = wants("early", "green", "referral", "programme", "what_is") or wants("psych", "obgyn")
    return case.entry(_WISHED, _TOLD) if wanted else None


def batch(case: Case) -> Answer | None:
    """The bases planned for the first or the second date of the 2021 list."""
    for wish, planned in (("first_batch", "2021-10"), ("second_batch", "2021-12")):
        if case.meaning.wants(wish) and case.meaning.wants("base", "which", "count", "where"):
            return bases.planned_for(planned, case.book, case.voice)
    return None


def likely(case: Case) -> Answer | None:
    """What the Book tells in so many words, when it is more likely than not what was asked."""
    one_hospital = bool(case.meaning.of("institution") and case.meaning.wants("alliance"))
    if case.named_base is not None or case.asks_for_a_base or case.dated or one_hospital:
        return None
    return case.entry(_LIKELY, _TOLD)


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


def desk(case: Case) -> Answer | None:
    """Things others must answer, what is refused, and small talk, unless a complaint was said with the 谢谢."""
    small = frozenset() if case.meaning.uncovered else frozenset({"smalltalk"})
    return case.entry(entries.MAYBE, _DESKS | small)


def like(case: Case) -> Answer | None:
    """A question like one in the Book."""
    return case.entry(entries.SURE)


def person_wanted(case: Case) -> Answer | None:
    """Somebody wants a human."""
    return simple.handoff(case, "staff", "handoff_person") if case.meaning.wants("person_staff") else None


def not_covered(case: Case) -> Answer | None:
    """A complaint of a field that none of the bases covers."""
    if case.meaning.uncovered is None or case.meaning.specialties:
        return None
    told = simple.handoff(case, "find_base", "handoff_uncovered", field=case.meaning.uncovered.field)
    return msgspec.structs.replace(told, kind="lookup_empty") if case.meaning.wants("base") else told


def ask_now(case: Case) -> Answer | None:
    """Something that may be happening now, and no place was asked for."""
    asked = case.meaning.ask_first
    if asked is None or case.meaning.wants("base", "near", "where", "which"):
        return None
    return safety.ask_whether_now(asked, case.voice)


def judged(case: Case) -> Answer | None:
    """Whether it is this illness, what a report means: not ours to say; refused before a base is named."""
    if not case.meaning.wants("judge") or case.meaning.wants("base", "near", "where"):
        return None
    return simple.decline(case, "decline_diagnose")


def diagnosis(case: Case) -> Answer | None:
    """What an illness is or whether it heals: not ours to say, but where it is looked after."""
    return simple.decline(case, "decline_diagnose") if case.meaning.wants("diagnose") else None


def every_base(case: Case) -> Answer | None:
    """All bases at once."""
    return bases.all_bases(case.book, case.voice) if case.meaning.wants("base") else None


def perhaps(case: Case) -> Answer | None:
    """Up to three buttons when a few known questions are rather like it."""
    fits = [fit for fit in entries.fitting(case.hits, case.meaning, case.book) if fit[1] >= entries.MAYBE]
    if fits and fits[0][0].kind != "answer":  # a refusal or a desk said too readily does no harm; a button would
        return entries.said(*fits[0], case.book, case.voice)
    return entries.which(fits, case.voice) if fits else None


def unknown(case: Case) -> Answer:
    """Nothing is sure: said so, with what can be asked."""
    return simple.unknown(case)


RULES: tuple[Rule, ...] = (
    alarm,
    abroad,
    where_it_is,
    private,
    led,
    very_like,
    medicine,
    reminder,
    money,
    not_listed,
    people,
    batch,
    same_name,
    suspended,
    schedule,
    likely,
    expert,
    alliance,
    told,
    ask_now,
    judged,
    find,
    hospital,
    desk,
    person_wanted,
    like,
    diagnosis,
    not_covered,
    every_base,
    perhaps,
    unknown,
)
