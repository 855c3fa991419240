"""Rules that speak first: danger, other places, medicine and private matters, wishes for reminders, money."""

import re

import msgspec

from knowledge.answering import contact, reminders, safety, seasons, simple
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.answering.finding import find
from knowledge.answering.reminder_words import date_said
from knowledge.answering.reminders import HALVES
from knowledge.answering.sittings import half_said
from knowledge.message import Choice
from knowledge.understanding.day_alone import is_day_alone
from knowledge.understanding.reminding import read_wish
from knowledge.understanding.reminding_acts import only_a_visit

_FULL_NAME = 4
_COMING = re.compile(r"[来到去在]上海|外地|异地")
_NOT_JUST_WHERE = ("schedule", "alliance", "lead", "referral", "early", "cost", "insurance", "which", "count", "rank")


_NOT_JUST_JUDGED = ("base", "near", "where", "offer", "referral", "early", "green", "alliance", "insurance")
_SUFFERS = re.compile("[痛疼酸麻痒肿胀晕昏血咳喘吐泻热烧抖瘫僵闷慌]|不动|不着|不好|难受|怎么|哪|吗|不行")
_ASKED_BESIDE = ("judge", "base", "near", "referral", "early", "green", "schedule", "insurance", "cost", "alliance")
_ASKED_FOR = ("base", "near", "where", "which", "schedule", "expert", "referral", "count", "remind", "early", "green")


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
    if outside.city and not coming and not _ours_named(case) and not wants("insurance", "alliance", "green", "obgyn"):
        return simple.plain(case, "decline", "out_of_scope", "decline_city")
    return None


def _ours_named(case: Case) -> bool:
    """Whether a hospital of ours is named in full and not as another city's (从昆山到龙华医院; 杭州的市一医院)."""
    text, city = case.meaning.text, case.meaning.elsewhere.city
    named = [m for m in case.meaning.of("institution") if m.how == "exact" and len(m.said) >= _FULL_NAME]
    return any(not text[: mention.start].rstrip("的市那个 ").endswith(city) for mention in named)


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
    wants = case.meaning.wants
    if not wants("dose") or wants("remind", "follow", "insurance"):  # 提醒我吃药, 这个药能报吗
        return None
    return _refused(case, "decline_dose")


def doctors_word(case: Case) -> Answer | None:
    """What a doctor told somebody to do in daily life, and nothing asked: theirs to say, no advice of ours."""
    meaning = case.meaning
    named = any(reading.explicit for reading in meaning.specialties) or meaning.uncovered or meaning.mentions
    subject = named or case.dated or (meaning.specialties and _SUFFERS.search(meaning.text))  # 多走路 is no complaint
    if not meaning.wants("doctors_word") or subject or meaning.wants(*_ASKED_BESIDE) or "提醒我" in meaning.text:
        return None
    return simple.plain(case, "answer", "smalltalk", "doctors_word")


def nights(case: Case) -> Answer | None:
    """Whether people are written to at night: the hours in force."""
    if not case.meaning.wants("night") or case.meaning.of("institution"):
        return None
    quiet = case.book.tuning.quiet
    hours = {name: f"{getattr(quiet, name):%H:%M}" for name in quiet.__struct_fields__}
    return simple.plain(case, "answer", "remind_me", "quiet_hours", **hours)


def reminder(case: Case) -> Answer | None:
    """Wishes about reminders."""
    wish = read_wish(case.meaning, case.book.clinics.calendar)
    if wish is None:
        return None
    if case.meaning.wants("base", "count", "which", "near") and (case.wanted or case.districts):
        found = find(case)
        if found is not None:  # two wishes: the base, and a reminder
            return msgspec.structs.replace(found, wish=wish)
    return reminders.told(wish, case)


def season(case: Case) -> Answer | None:
    """膏方, 三伏贴: their days, and to be reminded of them."""
    return seasons.asked(case)


def visit_told(case: Case) -> Answer | None:
    """A return visit with its day, and nothing asked: whether to be reminded of it."""
    return reminder(case) if only_a_visit(case.meaning) else None


def day_alone(case: Case) -> Answer | None:
    """A day or half-day and nothing else: what is to be looked up for it?"""
    meaning = case.meaning
    if meaning.continued or not is_day_alone(meaning):
        return None
    when = meaning.when
    one = not when.conflict and len(when.days(2)) == 1
    day = date_said(when.days(2)[0], case.meaning_day, case.voice) if one else case.voice.say("day_then")
    day += half_said(when.half_day, case.voice) if when.half_day in HALVES.values() else ""
    choices = tuple(Choice(label=case.voice.say(f"menu_{m}"), token=f"menu:{m}") for m in ("clinics", "reminders"))
    text = case.voice.say("day_alone", day=day)
    return Answer(kind="choices", topic="clinic_schedule", text=text, choices=choices, subject="day")


def money(case: Case) -> Answer | None:
    """Costs and insurance, unless it is whether the early booking is free."""
    if not case.meaning.wants("cost", "insurance") or case.meaning.wants("early", "referral"):
        return None
    return case.entry(case.book.tuning.sure, frozenset({"costs_insurance"})) or simple.costs(case)


def judged(case: Case) -> Answer | None:
    """Whether it is this illness, what a report means: not ours to say; refused before a base is named."""
    if not case.meaning.wants("judge") or case.meaning.wants(*_NOT_JUST_JUDGED):
        return None
    return _refused(case, "decline_diagnose")


def ask_now(case: Case) -> Answer | None:
    """Something that may be happening now, and no place, schedule or referral was asked for."""
    asked = case.meaning.ask_first
    if asked is None or case.meaning.wants(*_ASKED_FOR) or (asked.what == "opinion" and _names_but_a_time(case)):
        return None
    return safety.ask_whether_now(asked, case.voice)


def _names_but_a_time(case: Case) -> bool:
    """「十分钟后叫我」: a reminder and nothing else, so that there are no words that could mean danger."""
    wish = read_wish(case.meaning, case.book.clinics.calendar)
    return wish is not None and wish.act in ("set", "snooze") and not wish.words


def other_matter(case: Case) -> Answer | None:
    """Films, exams, recipes, rent: not our subject, unless something of ours is spoken of as well."""
    meaning = case.meaning
    ours = meaning.of("institution") or meaning.specialties or meaning.uncovered or meaning.wants("base", "hospital")
    if ours or not meaning.wants("other"):
        return None
    return simple.plain(case, "decline", "out_of_scope", "decline_other")


def diagnosis(case: Case) -> Answer | None:
    """What an illness is or whether it heals: not ours to say, but where it is looked after."""
    return simple.decline(case, "decline_diagnose") if case.meaning.wants("diagnose") else None


def _refused(case: Case, key: str) -> Answer:
    """The refusal with the right door; with no door but 120 when it may be happening now."""
    if case.meaning.ask_first is not None:
        return simple.plain(case, "decline", "out_of_scope", key)
    return simple.decline(case, key)
