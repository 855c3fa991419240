"""Rules that answer from what the Book tells in so many words: known questions, alliances, batches."""

import msgspec

from knowledge.answering import alliances, bases, entries, simple
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.message import Choice

_TOLD = frozenset({"early_booking", "green_channel", "referral_steps", "programme", "psych_alliance", "obgyn_alliance"})
_DESKS = frozenset({"costs_insurance", "staff", "out_of_scope"})
_VERY_SURE = 0.85
_LIKELY = 0.55
_WISHED = 0.3
_NAMED = 0.18
_TOGETHER = 0.5
_SMALL = frozenset({"smalltalk"})
_ERRAND = "early_register_other"
_STEPS = "entry:ref_how_up"


def very_like(case: Case) -> Answer | None:
    """A question that is worded (nearly) like one in the Book."""
    wants = case.meaning.wants
    timed = case.meaning.of("institution") and wants("opening", "schedule", "suspended") and not wants("alliance")
    if case.named_base is not None or case.asks_for_a_base or timed:
        return None  # composed from facts below
    return case.entry(_VERY_SURE)


def likely(case: Case) -> Answer | None:
    """What the Book tells in so many words, when it is more likely than not what was asked."""
    one_hospital = bool(case.meaning.of("institution") and case.meaning.wants("alliance"))
    if case.named_base is not None or case.asks_for_a_base or case.dated or one_hospital:
        return None
    return case.entry(_LIKELY, _TOLD)


def errand(case: Case) -> Answer | None:
    """Asked to book: it cannot, and who can, with the phone of the hospital that was named."""
    wants, entry = case.meaning.wants, case.book.entries.get(_ERRAND)
    if entry is None or not wants("errand") or wants("remind", "alliance", "green"):
        return None
    return simple.with_phones(entries.said(entry, 1.0, case.book, case.voice), case)


def with_ways(answer: Answer, case: Case) -> Answer:
    """The general steps of a referral, with the special ways as buttons."""
    if answer.subject != _STEPS or answer.choices:
        return answer
    ways = case.book.pathways.values()
    buttons = (Choice(label=case.voice.pick(p.title, p.english), token=f"p:{p.id}:{p.nodes[0].id}") for p in ways)
    return msgspec.structs.replace(answer, choices=tuple(buttons))


def alliance(case: Case) -> Answer | None:
    """Alliances: one hospital's place in it, its members, or what it is."""
    meant = alliances.alliance_meant(case.meaning, case.book)
    if meant is None or case.meaning.wants("referral", "green", "early"):
        return None
    named = [alliance.said for alliance in case.meaning.of("alliance")]
    said = [m for m in case.meaning.of("institution") if not any(m.said and m.said in name for name in named)]
    inside = [case.book.institutions[m.id] for m in said] or alliances.of_city(case.meaning, meant, case.book)
    if inside and (case.meaning.wants("membership", "alliance") and not case.meaning.wants("lead", "which")):
        return alliances.membership(meant, inside, case.book, case.voice)
    governed = case.meaning.wants("authority")
    if case.meaning.wants("rank", "which", "where", "count") and meant.members and not governed:
        return alliances.members(meant, case.book, case.voice, ranked=case.meaning.wants("rank"))
    told = case.entry(_NAMED if governed else _WISHED, frozenset({alliances.topic_of(meant)}))
    return told or alliances.about(meant, case.book, case.voice)


def told(case: Case) -> Answer | None:
    """Referral, early booking, green channel, programme: what the Book tells in so many words."""
    wants = case.meaning.wants
    if wants("base", "near") and (case.districts or case.localities or case.wanted or case.named_base is not None):
        wanted = wants("early", "green", "referral")
    else:
        wanted = wants("early", "green", "referral", "programme", "what_is") or wants("psych", "obgyn")
    if not wanted:
        return None
    told_so = case.entry(_WISHED, _TOLD)
    for wish, topic in (("green", "green_channel"), ("early", "early_booking")):
        if told_so is None and wants(wish):
            told_so = case.entry(_NAMED, frozenset({topic}))
    return told_so


def batch(case: Case) -> Answer | None:
    """The bases planned for the first or the second date of the 2021 list."""
    for wish, planned in (("first_batch", "2021-10"), ("second_batch", "2021-12")):
        if case.meaning.wants(wish) and case.meaning.wants("base", "which", "count", "where"):
            return bases.planned_for(planned, case.book, case.voice)
    return None


def desk(case: Case) -> Answer | None:
    """Things others must answer, what is refused, and small talk, unless a complaint was said with the 谢谢."""
    small = frozenset() if case.meaning.uncovered else _SMALL
    return case.entry(case.book.tuning.maybe, _DESKS | small) or (_two_at_once(case) if small else None)


def _two_at_once(case: Case) -> Answer | None:
    """The likelier of two questions about the bot itself that were asked in one breath (谁办的，准不准)."""
    fits = entries.fitting(case.hits, case.meaning, case.book, _SMALL)[:2]
    return case.entry(0.0, _SMALL) if sum(score for _, score in fits) >= _TOGETHER else None


def like(case: Case) -> Answer | None:
    """A question like one in the Book."""
    return case.entry(case.book.tuning.sure)


def perhaps(case: Case) -> Answer | None:
    """Up to three buttons when a few known questions are rather like it."""
    fits = [fit for fit in entries.fitting(case.hits, case.meaning, case.book) if fit[1] >= case.book.tuning.maybe]
    if fits and fits[0][0].kind != "answer":  # a refusal or a desk said too readily does no harm; a button would
        return entries.said(*fits[0], case.book, case.voice)
    return entries.which(fits, case.voice) if fits else None
