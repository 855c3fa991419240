"""Answers about alliances: who belongs, who leads, whether one hospital is in."""

from collections.abc import Sequence

import msgspec

from knowledge import model as m
from knowledge.answering.answer import Answer, alliance_named, institution_named, name_said, oldest, sources_of
from knowledge.answering.contact import role_in
from knowledge.book import Book
from knowledge.understanding.meaning import Meaning
from knowledge.wording import Voice

_TOPICS = {"psy_alliance": "psych_alliance", "tcm_consortia": "referral_steps"}


def topic_of(alliance: m.Alliance) -> str:
    """The contract's topic for questions about an alliance."""
    return _TOPICS.get(alliance.id, "obgyn_alliance")


def alliance_meant(meaning: Meaning, book: Book) -> m.Alliance | None:
    """The alliance a question is about: named, or told from the field or the hospital it speaks of."""
    named = meaning.of("alliance")
    if named:
        return book.alliances[named[0].id]
    if not meaning.wants("alliance"):
        return None
    hospitals = [mention.id for mention in meaning.of("institution")]
    within = [a for a in book.alliances.values() if set(hospitals) & {*a.leads, *a.members}]
    fields = {r.specialty for r in meaning.specialties}
    if fields & {"妇产科"} or meaning.wants("obgyn"):
        return book.alliances.get("obgyn_alliance")
    if fields & {"精神科", "神志病"} or meaning.wants("psych"):
        return book.alliances.get("psy_alliance")
    return within[0] if within else None


def of_city(meaning: Meaning, alliance: m.Alliance, book: Book) -> list[m.Institution]:
    """Members that lie in another city which the question names (「杭州那个妇产科医院」)."""
    hospitals = [book.institutions[i] for i in (*alliance.leads, *alliance.members)]
    return [h for h in dict.fromkeys(hospitals) if h.city != "上海" and h.city in meaning.text]


def membership(alliance: m.Alliance, hospitals: Sequence[m.Institution], book: Book, voice: Voice) -> Answer:
    """Whether these hospitals belong to the alliance, and as what."""
    lines = [_belongs(alliance, hospital, voice) for hospital in hospitals]
    notes = [line for line in (alliance.members_note, alliance.status_note) if line and not voice.english]
    facts = [alliance, *hospitals]
    return Answer(
        kind="answer",
        topic=topic_of(alliance),
        title=voice.pick(alliance.short, alliance.english),
        text="\n".join([*lines, *_leads(alliance, book, voice), *notes]),
        found={
            "alliance": (alliance_named(alliance),),
            "institution": tuple(institution_named(hospital) for hospital in hospitals),
        },
        sources=sources_of(alliance),
        verified_on=oldest(*facts),
        subject=f"alliance:{alliance.id}",
    )


def _belongs(alliance: m.Alliance, hospital: m.Institution, voice: Voice) -> str:
    said = {
        "institution": voice.pick(hospital.name, hospital.english),
        "alliance": voice.pick(alliance.short, alliance.english),
    }
    if hospital.id in (*alliance.leads, *alliance.members):
        return voice.say("alliance_yes", **said, role=role_in(hospital, alliance, voice))
    return voice.say("alliance_no", **said)


def not_a_member(alliance: m.Alliance, name: str, book: Book, voice: Voice) -> Answer:
    """A hospital that the Book does not know is not on the published list; the leads are said."""
    said = voice.say("alliance_no", institution=name, alliance=voice.pick(alliance.short, alliance.english))
    return msgspec.structs.replace(about(alliance, book, voice), text="\n".join([said, *_leads(alliance, book, voice)]))


def _leads(alliance: m.Alliance, book: Book, voice: Voice) -> list[str]:
    if not alliance.leads:
        return []
    names = voice.listed([name_said(book.institutions[i], voice) for i in alliance.leads])
    return [voice.say("alliance_leads", leads=names)]


def members(alliance: m.Alliance, book: Book, voice: Voice, *, ranked: bool = False) -> Answer:
    """The members of an alliance, its leads marked; ``ranked`` adds that hospitals are not ranked."""
    ids = tuple(dict.fromkeys((*alliance.leads, *alliance.members)))
    title = voice.say("alliance_members_title", short=voice.pick(alliance.short, alliance.english), count=len(ids))
    lines = [voice.say("no_ranking")] if ranked else []
    lines.append(voice.say("alliance_list", name=alliance.name, founded=alliance.founded, count=len(ids)))
    lines += [f"{n}. {_member(alliance, book.institutions[i], voice)}" for n, i in enumerate(ids, 1)]
    lines += [line for line in (alliance.members_note, alliance.status_note) if line and not voice.english]
    return Answer(
        kind="answer",
        topic=topic_of(alliance),
        title=title,
        text="\n".join(lines),
        found={
            "alliance": (alliance_named(alliance),),
            "institution": tuple(institution_named(book.institutions[i]) for i in ids),
        },
        sources=sources_of(alliance),
        verified_on=oldest(alliance),
        subject=f"alliance:{alliance.id}",
    )


def _member(alliance: m.Alliance, hospital: m.Institution, voice: Voice) -> str:
    mark = voice.say("alliance_lead_mark") if hospital.id in alliance.leads else ""
    return f"{voice.pick(hospital.name, hospital.english)}{mark}"


def about(alliance: m.Alliance, book: Book, voice: Voice) -> Answer:
    """What an alliance is and does, in its first statements."""
    lines = [f"· {voice.pick(s.text, s.english)}" for s in alliance.statements[:5]]
    lines += [line for line in (alliance.status_note,) if line and not voice.english]
    leads = _leads(alliance, book, voice)
    return Answer(
        kind="answer",
        topic=topic_of(alliance),
        title=voice.pick(alliance.name, alliance.english),
        text="\n".join([*leads, *lines]),
        found={
            "alliance": (alliance_named(alliance),),
            "institution": tuple(institution_named(book.institutions[i]) for i in alliance.leads),
        },
        sources=sources_of(alliance, *alliance.statements[:5]),
        verified_on=oldest(alliance),
        subject=f"alliance:{alliance.id}",
    )
