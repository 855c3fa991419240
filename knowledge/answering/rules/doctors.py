"""Rules about people and clinics: offices, names, suspensions, schedules, experts."""

import re

import msgspec

from knowledge.answering import alliances, bases, changed, clinics, entries, expert_clinics, experts, simple
from knowledge.answering import stand_ins as taken
from knowledge.answering.answer import Answer, found_bases, name_said
from knowledge.answering.case import Case

_OF_CLINICS = re.compile("诊|门珍|停珍|医|院|专家|号|约")
_LITTLE = 4
"""Characters beside a hospital's name that ask nothing more of it."""
_A_NAME = 8
"""Characters within which a doctor's name is all that was said."""
_MEANS = re.compile("什么意思|什么叫|是指|指什么|是什么[?。!]?$|什么区别|有何区别|什么不同|what does .{0,20}mean")
_SLOT = "desk_stopped_slot"
_OF_OTHERS = ("membership", "alliance", "referral", "green", "what_is", "cost", "insurance")


def not_listed(case: Case) -> Answer | None:
    """A hospital that the Book does not know: said so; what the Book tells of it goes first when more is asked."""
    outside, meaning = case.meaning.elsewhere, case.meaning
    name = outside.hospital
    alone = len(meaning.text) <= len(name) + _LITTLE
    where = meaning.wants("phone", "address", "way", "booking", "where")
    if not name or (outside.guessed and (case.asks_for_a_base or not (alone or where))):
        return None
    meant = alliances.alliance_meant(meaning, case.book)
    if meant is not None:
        return alliances.not_a_member(meant, name, case.book, case.voice)
    only_where = (where or alone) and not meaning.wants(*_OF_OTHERS)
    whether_base = meaning.wants("base") and not meaning.wants(*_OF_OTHERS[1:])
    told = None if only_where or whether_base else case.entry(case.book.tuning.maybe)
    return told or simple.not_listed(case, name)


def slot_lost(case: Case) -> Answer | None:
    """What becomes of a booked slot when the clinic is off: each hospital's own matter, with its phone."""
    entry, wants = case.book.entries.get(_SLOT), case.meaning.wants
    if entry is None or not (wants("stopped") and wants("slot")) or wants("remind", "follow"):
        return None
    return simple.with_phones(entries.said(entry, 1.0, case.book, case.voice), case)


def stand_ins(case: Case) -> Answer | None:
    """For whom a stand-in sits, and who sits for an expert."""
    return taken.asked(case)


def published(case: Case) -> Answer | None:
    """Fees and kinds of clinic (夜门诊, 特需, 膏方) from the rosters, before what the Book tells of them in general."""
    if not case.book.clinics.sessions or case.meaning.wants("remind", "follow", *_OF_OTHERS[:-2]):
        return None
    told = clinics.fees(case)
    if told is not None or not clinics.kind_said(case.meaning.text) or case.meaning.wants("cost", "insurance"):
        return told
    return clinics.schedule(case, "clinic_schedule")


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
    """An expert whose name several have, that only comes near, or that is in no roster."""
    named = case.meaning.of("expert") or case.meaning.of("person")
    if named:
        return expert_clinics.which_expert(case)
    asked = case.meaning.wants("schedule", "suspended", "asks_when", "opening") or case.dated
    short = len(case.meaning.text) <= _A_NAME and not case.meaning.wants("early", "referral", "private")
    return experts.not_in_roster(case) if asked or short else None


def nobody_known(case: Case) -> Answer | None:
    """A person's name and where to find them: 「周明华 哪家」. Nobody of that name is known, and none is guessed."""
    taken = case.meaning.mentions or case.meaning.specialties or case.meaning.uncovered
    name = "" if taken else experts.sought(case.meaning.text)
    return experts.not_here(name, case.voice) if name else None


def words_explained(case: Case) -> Answer | None:
    """What 停诊, 替诊, 加诊 mean, asked of the word itself."""
    said = case.meaning.wants("suspended", "changed") and _MEANS.search(case.meaning.text)
    if not said or case.dated or case.subject or case.meaning.of("expert"):
        return None
    return simple.plain(case, "answer", "suspension", "change_words")


def suspended(case: Case) -> Answer | None:
    """停诊, 恢复: who would know. 「月经不来」 is a complaint: no doctor, clinic or hospital is spoken of."""
    wants = case.meaning.wants
    complaint = any(not reading.explicit for reading in case.meaning.specialties)
    if complaint and not (_OF_CLINICS.search(case.meaning.text) or wants("expert", "schedule") or _named(case)):
        return None
    clinic = wants("expert", "schedule") or case.clinic_said
    if (
        wants("suspended")
        and not case.meaning.of("alliance")
        and (clinic or case.subject or not wants("early", "referral"))
    ):
        told = changed.listed(case, "suspension") or clinics.schedule(case, "suspension")
        return told or _not_published(case, "suspension")
    others = wants("early", *_OF_OTHERS[2:]) and not case.meaning.of("institution")
    return changed.listed(case, "suspension") if wants("changed") and not others else None


def schedule(case: Case) -> Answer | None:
    """Who sits when: not in the Book yet."""
    wants = case.meaning.wants
    if wants("early", "referral", "green", "alliance") and not wants("schedule"):
        return None
    spoken_of = wants("expert") or case.clinic_said or _named(case)
    timed = (case.dated or wants("asks_when", "opening")) and spoken_of
    if wants("schedule") or timed or case.meaning.of("expert"):
        return clinics.schedule(case, "clinic_schedule") or _not_published(case, "clinic_schedule")
    return None


def expert(case: Case) -> Answer | None:
    """Famous doctors and experts: who they are is not in the Book yet."""
    wants = case.meaning.wants
    if not case.expert_said or wants("early", "referral", "green", "alliance", "what_is", "dose"):
        return None
    return clinics.schedule(case, "expert_lookup") or _with_bases_led(_not_published(case, "expert_lookup"), case)


def _with_bases_led(answer: Answer, case: Case) -> Answer:
    """The answer with the bases of the lead hospital, where it was asked to which of them its experts come."""
    book, voice, wanted = case.book, case.voice, {specialty.id for specialty in case.wanted}
    lead = next((m.id for m in case.meaning.of("institution") if m.id in book.bases_led_by), "")
    led = [b for b in book.bases_led_by.get(lead, ()) if not wanted or wanted & set(b.specialties)]
    if not led or not case.meaning.wants("base"):
        return answer
    said = voice.say("expert_bases_led", lead=name_said(book.institutions[lead], voice))
    lines = [bases.base_line(n, base, book, voice) for n, base in enumerate(led, 1)]
    found = {**answer.found, "base": found_bases(led, book)["base"]}
    return msgspec.structs.replace(answer, text="\n".join([answer.text, said, *lines]), found=found)


def _named(case: Case) -> bool:
    return any(case.meaning.of(kind) for kind in ("institution", "expert", "person"))


def _not_published(case: Case, topic: str) -> Answer:
    return experts.not_published(topic, case.meaning, case.book, case.voice)
