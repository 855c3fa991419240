"""Where an institution is and whom to phone: only what is sure enough, with the word to phone first."""

import re
from collections.abc import Sequence

from knowledge import model as m
from knowledge.answering.answer import (
    Answer,
    alliance_named,
    found_bases,
    institution_named,
    name_said,
    oldest,
    sources_of,
    specialties_said,
)
from knowledge.book import Book
from knowledge.message import Choice, Place
from knowledge.understanding.meaning import Meaning
from knowledge.wording import Voice

_SEVERAL = 2
_CAMPUS_WORDS = re.compile(r"[东西南北新]院|[东西南北]部|[\u3400-\u9fff]{2,4}?(?=院区|门诊部|（|）|$)")
_ANY_CAMPUS = ("总院", "主院区", "主", "总中心", "院区")


def sure(campus: m.Campus) -> bool:
    """Whether a campus may be shown as fact."""
    return campus.confidence != "low"


def best_campus(institution: m.Institution) -> m.Campus | None:
    """The campus to show when there is room for one: a sure one with a phone, else a sure one, else one to phone."""
    campuses = institution.campuses
    sure_ones = [campus for campus in campuses if sure(campus)]
    with_phone = [campus for campus in sure_ones if campus.phone]
    return next(iter([*with_phone, *sure_ones, *(c for c in campuses if c.phone)]), None)


def campus_named(institution: m.Institution, text: str) -> m.Campus | None:
    """The campus that a text names besides the hospital (西院, 浦东, 新院); None when it names none."""
    if len(institution.campuses) < _SEVERAL:
        return None
    for name in (institution.name, institution.short):
        text = text.replace(name, "")
    held = ((word, campus) for campus in institution.campuses for word in _CAMPUS_WORDS.findall(campus.name))
    found = [(word, campus) for word, campus in held if word not in _ANY_CAMPUS and word in text]
    return max(found, key=lambda pair: len(pair[0]), default=(None, None))[1]


def place_of(institution: m.Institution, first: m.Campus | None = None) -> Place | None:
    """The institution's point for a map, or that of the campus asked for; None when no point is sure enough."""
    for campus in (first,) if first is not None else institution.campuses:
        if sure(campus) and campus.point:
            lat, lon = campus.point
            return Place(institution.short, campus.address, lat, lon, campus.phone)
    return None


def campus_lines(institution: m.Institution, voice: Voice, first: m.Campus | None = None, only: str = "") -> list[str]:
    """Address and phone of every campus worth showing, or ``only`` one of both, with the word to phone first.

    ``first`` is the campus asked for; what is not sure of it is said to be not sure.
    """
    held = sorted(institution.campuses, key=lambda campus: campus is not first)
    sure_ones = [campus for campus in held if sure(campus) and (campus.address or campus.phone)]
    lines = [line for campus in sure_ones for line in _campus(campus, voice, named=len(sure_ones) > 1, only=only)]
    if first is not None and not sure(first):
        lines.insert(0, voice.say("contact_new_site", campus=first.name, address=first.address or "—"))
    if sure_ones:
        return [*lines, voice.say("base_card_confirm")]
    unsure = [campus for campus in institution.campuses if campus.phone]
    return [
        line
        for campus in unsure[:1]
        for line in (voice.say("base_card_address_unsure", address=campus.address), _phone(campus, voice))
    ]


def _campus(campus: m.Campus, voice: Voice, *, named: bool, only: str = "") -> list[str]:
    if only == "phone" and campus.phone:
        return [f"{campus.name} {_phone(campus, voice)}" if named else _phone(campus, voice)]
    address = voice.say("base_card_address", address=campus.address)
    if named:
        address = voice.say("contact_campus", campus=campus.name, address=campus.address or "—")
    return [address, *([_phone(campus, voice)] if campus.phone and only != "address" else [])]


def _phone(campus: m.Campus, voice: Voice) -> str:
    if campus.phone_note:
        return voice.say("base_card_phone_note", phone=campus.phone, note=campus.phone_note)
    return voice.say("base_card_phone", phone=campus.phone)


def about_institution(institution: m.Institution, meaning: Meaning, book: Book, voice: Voice) -> Answer:
    """An institution's card: what it is, its part in bases and alliances, address, phone, and what was asked."""
    first = campus_named(institution, meaning.text)
    only = _only(meaning)
    parts = [] if only else _parts(institution, book, voice)
    lines = [*parts, *campus_lines(institution, voice, first, only)]
    base = book.base_at.get(institution.id)
    if base is not None:
        lines += instead_of_phone(base, book, voice)
    if not institution.campuses:
        lines.append(voice.say("contact_none", name=name_said(institution, voice)))
    if meaning.wants("way"):
        lines.append(voice.say("contact_way"))
    if meaning.wants("booking"):
        lines.append(voice.say("contact_booking"))
    if institution.not_to_confuse and not only:
        lines.append(voice.say("contact_not_confuse", names=institution.not_to_confuse))
    shown = [campus for campus in institution.campuses if sure(campus)]
    alliances = alliances_of(institution, book)
    return Answer(
        kind="answer",
        topic=_topic(institution, alliances, book),
        title=voice.pick(institution.name, institution.english),
        text="\n".join(lines),
        found={
            **(found_bases([base], book) if base is not None else {}),
            "institution": tuple(
                institution_named(i)
                for i in (institution, *([book.institutions[base.lead]] if base is not None else []))
            ),
            "alliance": tuple(alliance_named(alliance) for alliance in alliances),
        },
        sources=sources_of(institution, *shown, *alliances),
        verified_on=oldest(*shown) or institution.verified_on,
        place=place_of(institution, first),
        subject=f"institution:{institution.id}",
    )


def _only(meaning: Meaning) -> str:
    """The one thing that was asked for, phone or address, to be told in two lines; empty when more was."""
    phone, address = meaning.wants("phone"), meaning.wants("address", "way", "where")
    if phone == address or meaning.wants("lead", "offer", "what_is", "alliance", "membership"):
        return ""
    if phone:
        return "phone"
    return "address" if meaning.wants("address", "way") else ""


def side_by_side(institutions: Sequence[m.Institution], book: Book, voice: Voice, *, ranked: bool) -> Answer:
    """Several institutions shortly, one after the other: that they are not ranked, or that they are not one."""
    lines = [voice.say("no_ranking" if ranked else "not_the_same")]
    for institution in institutions:
        campus = best_campus(institution)
        phone = voice.say("base_card_phone", phone=campus.phone) if campus is not None and campus.phone else ""
        part = _parts(institution, book, voice)[: 1 if ranked else 2]
        lines.append(" ".join(word for word in (f"· {name_said(institution, voice)}：", *part, phone) if word))
    shown = [campus for i in institutions if (campus := best_campus(i)) is not None]
    return Answer(
        kind="answer",
        topic="find_base",
        title=voice.listed([name_said(i, voice) for i in institutions]),
        text="\n".join(lines),
        found={"institution": tuple(institution_named(i) for i in institutions)},
        sources=sources_of(*institutions, *shown),
        verified_on=oldest(*shown),
        choices=tuple(Choice(label=name_said(i, voice), token=f"inst:{i.id}") for i in institutions),
        subject=f"institution:{institutions[0].id}",
    )


def _topic(institution: m.Institution, alliances: list[m.Alliance], book: Book) -> str:
    if institution.id in book.base_at or institution.id in book.bases_led_by or not alliances:
        return "find_base"
    return "psych_alliance" if any(a.id == "psy_alliance" for a in alliances) else "obgyn_alliance"


def alliances_of(institution: m.Institution, book: Book) -> list[m.Alliance]:
    """The alliances an institution leads or belongs to."""
    return [a for a in book.alliances.values() if institution.id in (*a.leads, *a.members)]


def instead_of_phone(base: m.Base, book: Book, voice: Voice) -> list[str]:
    """Whom to phone when a base has no phone of its own: its lead hospital, or 12345."""
    if any(campus.phone for campus in book.institutions[base.institution].campuses):
        return []
    lead = book.institutions[base.lead]
    campus = best_campus(lead)
    if campus is None or not campus.phone:
        return [voice.say("base_card_no_phone_lead")]
    return [voice.say("base_card_no_phone", lead=name_said(lead, voice), phone=campus.phone)]


def role_in(institution: m.Institution, alliance: m.Alliance, voice: Voice) -> str:
    """Lead or member, as residents are told."""
    return voice.say("role_lead" if institution.id in alliance.leads else "role_member")


def _parts(institution: m.Institution, book: Book, voice: Voice) -> list[str]:
    lines = [institution.kind] if institution.kind and not voice.english else []
    base = book.base_at.get(institution.id)
    if base is not None:
        lines.append(voice.say("contact_base", specialties=specialties_said(base.specialties, book, voice)))
    led = book.bases_led_by.get(institution.id, ())
    if led:
        names = voice.listed([name_said(book.institutions[b.institution], voice) for b in led])
        lines.append(voice.say("contact_lead", count=len(led), bases=names))
    for alliance in alliances_of(institution, book):
        said = voice.pick(alliance.short, alliance.english)
        lines.append(voice.say("contact_alliance", alliance=said, role=role_in(institution, alliance, voice)))
    return lines
