"""Answers about the bases: one base, a district's, a specialty's, a lead hospital's, all of them."""

from collections.abc import Sequence

from knowledge import model as m
from knowledge.answering.answer import (
    Answer,
    base_named,
    found_bases,
    name_said,
    oldest,
    sources_of,
    specialties_said,
)
from knowledge.answering.contact import best_campus, campus_lines, instead_of_phone, place_of
from knowledge.book import Book
from knowledge.message import Choice, Place
from knowledge.wording import Voice

_BUTTONS = 6


def facts_behind(bases: Sequence[m.Base], book: Book) -> list[m.Fact | m.Campus]:
    """The bases, and the campuses whose address or phone a text about them shows."""
    campuses = [best_campus(book.institutions[base.institution]) for base in bases]
    return [*bases, *(campus for campus in campuses if campus is not None)]


def base_line(n: int, base: m.Base, book: Book, voice: Voice, far: str = "") -> str:
    """One base in a list: name, district, distance, what it looks after, who leads it, its phone."""
    institution = book.institutions[base.institution]
    campus = best_campus(institution)
    phone = voice.say("base_line_phone", phone=campus.phone) if campus is not None and campus.phone else ""
    district = book.districts[base.district]
    return voice.say(
        "base_line_place",
        n=n,
        name=name_said(institution, voice),
        district=voice.pick(district.name, district.english),
        far=far,
        specialties=specialties_said(base.specialties, book, voice),
        lead=name_said(book.institutions[base.lead], voice),
        phone=phone,
    )


def places_of(bases: Sequence[m.Base], book: Book) -> tuple[Place, ...]:
    """The points of bases for a map, those that are sure enough."""
    places = (place_of(book.institutions[base.institution]) for base in bases)
    return tuple(place for place in places if place is not None)


def base_choices(bases: Sequence[m.Base], book: Book, voice: Voice) -> tuple[Choice, ...]:
    """A button for each base's card."""
    return tuple(
        Choice(label=name_said(book.institutions[base.institution], voice), token=f"base:{base.id}") for base in bases
    )


def one_base(base: m.Base, book: Book, voice: Voice, topic: str = "find_base") -> Answer:
    """A base's card: what it looks after, who leads it, where it is, whom to phone."""
    institution, district = book.institutions[base.institution], book.districts[base.district]
    about = voice.say(
        "base_about",
        name=name_said(institution, voice),
        district=voice.pick(district.name, district.english),
        specialties=specialties_said(base.specialties, book, voice),
        lead=name_said(book.institutions[base.lead], voice),
    )
    lines = [about, *campus_lines(institution, voice), *instead_of_phone(base, book, voice)]
    facts = facts_behind([base], book)
    return Answer(
        kind="answer",
        topic=topic,
        title=name_said(institution, voice),
        text="\n".join(lines),
        found=found_bases([base], book),
        sources=sources_of(*facts),
        verified_on=oldest(*facts),
        place=place_of(institution),
        choices=_follow(base, book, voice),
        subject=f"base:{base.id}",
    )


def _follow(base: m.Base, book: Book, voice: Voice) -> tuple[Choice, ...]:
    """Being told when clinics there are off, where a roster tells of them at all."""
    if not book.clinics.by_institution.get(base.institution):
        return ()
    return (Choice(label=voice.say("follow_me"), token=f"fw:on:base_{base.id}"),)


def list_of(
    bases: Sequence[m.Base],
    title: str,
    intro: str,
    book: Book,
    voice: Voice,
    *,
    subject: str = "",
    ranked: bool = False,
) -> Answer:
    """A numbered list of bases under a title; ``ranked`` adds that hospitals are not ranked."""
    lines = [intro] if intro else []
    if ranked:
        lines.append(voice.say("no_ranking"))
    lines += [base_line(n, base, book, voice) for n, base in enumerate(bases, 1)]
    lines.append(voice.say("bases_plan"))
    facts = facts_behind(bases, book)
    return Answer(
        kind="answer",
        topic="find_base",
        title=title,
        text="\n".join(lines),
        found=found_bases(bases, book),
        sources=sources_of(*facts),
        verified_on=oldest(*facts),
        choices=base_choices(bases, book, voice)[:_BUTTONS],
        map=places_of(bases, book),
        subject=subject,
    )


def districts_said(bases: Sequence[m.Base], book: Book, voice: Voice) -> str:
    """The districts of these bases, each once, as a list in a sentence."""
    districts = dict.fromkeys(base.district for base in bases)
    return voice.listed([voice.pick(book.districts[d].name, book.districts[d].english) for d in districts])


def led_by(lead: m.Institution, book: Book, voice: Voice) -> Answer:
    """The bases a lead hospital leads, with their districts."""
    bases = book.bases_led_by[lead.id]
    said = name_said(lead, voice)
    intro = voice.say("bases_led_text", lead=said, count=len(bases), districts=districts_said(bases, book, voice))
    title = voice.say("bases_led_title", lead=said, count=len(bases))
    return list_of(bases, title, intro, book, voice, subject=f"lead:{lead.id}")


def with_specialty(
    specialties: Sequence[m.Specialty], book: Book, voice: Voice, *, ranked: bool = False
) -> Answer | None:
    """All bases that have one of these specialties, None when none has."""
    ids = {specialty.id for specialty in specialties}
    bases = [base for base in book.bases.values() if ids & set(base.specialties)]
    if not bases:
        return None
    said = specialties_said([s.id for s in specialties], book, voice)
    intro = voice.say(
        "bases_with_text", specialties=said, count=len(bases), districts=districts_said(bases, book, voice)
    )
    title = voice.say("bases_with_title", specialties=said, count=len(bases))
    return list_of(bases, title, intro, book, voice, subject=f"specialty:{specialties[0].id}", ranked=ranked)


def planned_for(month: str, book: Book, voice: Voice) -> Answer:
    """The bases planned for one month ("2021-10")."""
    bases = [base for base in book.bases.values() if base.planned == month]
    year, number = month.split("-")
    said = month if voice.english else f"{year}年{int(number)}月"
    title = voice.say("bases_planned_title", month=said, count=len(bases))
    return list_of(bases, title, "", book, voice, subject=f"planned:{month}")


def in_district(district: m.District, book: Book, voice: Voice) -> Answer:
    """All bases of a district."""
    bases = [base for base in book.bases.values() if base.district == district.id]
    if len(bases) == 1:
        return one_base(bases[0], book, voice)
    said = voice.pick(district.name, district.english)
    title = voice.say("bases_in_district_title", district=said, count=len(bases))
    return list_of(bases, title, "", book, voice, subject=f"district:{district.id}")


def all_bases(book: Book, voice: Voice) -> Answer:
    """All 17, shortly: name and specialties by district."""
    bases = tuple(book.bases.values())
    intro = voice.say("bases_all_text", count=len(bases))
    lines = [f"· {book.districts[b.district].name}：{_short(b, book, voice)}" for b in bases]
    return Answer(
        kind="answer",
        topic="find_base",
        title=voice.say("bases_all_title"),
        text="\n".join([intro, *lines, voice.say("where_are_you")]),
        found={"base": tuple(base_named(base, book) for base in bases)},
        sources=sources_of(*bases),
        verified_on=oldest(*bases),
        map=places_of(bases, book),
        subject="bases:all",
    )


def _short(base: m.Base, book: Book, voice: Voice) -> str:
    name = name_said(book.institutions[base.institution], voice)
    return f"{name}（{specialties_said(base.specialties, book, voice)}）"
