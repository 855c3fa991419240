"""What an answer is, and how facts are named in it."""

from collections.abc import Iterable

import msgspec

from knowledge import model as m
from knowledge.book import Book
from knowledge.message import Choice, Place
from knowledge.understanding.reminding import Wish
from knowledge.wording import Voice


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact by its official name, the other names it goes by, and how the person said it."""

    name: str
    aliases: tuple[str, ...] = ()
    said: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """Something else the question may have meant."""

    title: str
    score: float


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer before it is put into a message. ``kind`` and ``topic`` are the contract's (C2).

    ``found`` holds what the answer names, by kind; ``sources`` are ids; ``subject`` is what feedback and follow-ups
    refer to; ``unanswered`` tells why it should go to the staff's queue (empty: it should not); ``verified_on`` is
    the oldest date of the facts said; ``wish`` what is wanted of reminders, which only a conversation can do.
    """

    kind: str
    topic: str
    text: str
    title: str = ""
    found: dict[str, tuple[Named, ...]] = {}
    candidates: tuple[Candidate, ...] = ()
    score: float = 1.0
    choices: tuple[Choice, ...] = ()
    sources: tuple[str, ...] = ()
    place: Place | None = None
    map: tuple[Place, ...] = ()
    subject: str = ""
    unanswered: str = ""
    verified_on: str = ""
    confirmed_by: str = ""
    lead_in: str = ""
    wish: Wish | None = None


def institution_named(institution: m.Institution, said: str = "") -> Named:
    """An institution under its official name; aliases include the short name and its source's spelling."""
    names = dict.fromkeys((institution.short, institution.source_name, *institution.aliases))
    return Named(institution.name, tuple(n for n in names if n and n != institution.name), said)


def base_named(base: m.Base, book: Book, said: str = "") -> Named:
    """A base under its institution's official name, with the list's own spelling among the aliases."""
    named = institution_named(book.institutions[base.institution], said)
    return Named(named.name, tuple(dict.fromkeys((base.source_name, *named.aliases))), said)


def district_named(district: m.District, said: str = "") -> Named:
    """A district under its official name."""
    return Named(district.name, district.aliases, said)


def specialty_named(specialty: m.Specialty, said: str = "") -> Named:
    """A specialty under its contract name."""
    return Named(specialty.name, tuple(specialty.words[:3]), said)


def alliance_named(alliance: m.Alliance, said: str = "") -> Named:
    """An alliance under its full name."""
    return Named(alliance.name, (alliance.short, *alliance.aliases), said)


def found_bases(bases: Iterable[m.Base], book: Book) -> dict[str, tuple[Named, ...]]:
    """All that a text about these bases names: the bases, their leads, districts and specialties."""
    bases = tuple(bases)
    leads = dict.fromkeys(base.lead for base in bases)
    districts = dict.fromkeys(base.district for base in bases)
    specialties = dict.fromkeys(s for base in bases for s in base.specialties)
    return {
        "base": tuple(base_named(base, book) for base in bases),
        "institution": tuple(institution_named(book.institutions[i]) for i in leads),
        "district": tuple(district_named(book.districts[d]) for d in districts),
        "specialty": tuple(specialty_named(book.specialties[s]) for s in specialties),
    }


def sources_of(*facts: m.Fact | m.Statement | m.Step | m.Campus) -> tuple[str, ...]:
    """The sources of all these facts, each once."""
    return tuple(dict.fromkeys(s for fact in facts for s in fact.sources))


def oldest(*facts: m.Fact | m.Campus) -> str:
    """The oldest date on which any of these facts was verified, empty when none says."""
    return min((fact.verified_on for fact in facts if fact.verified_on), default="")


def specialties_said(ids: Iterable[str], book: Book, voice: Voice) -> str:
    """Specialties as a list in a sentence."""
    return voice.listed([voice.pick(book.specialties[i].name, book.specialties[i].english) for i in ids])


def name_said(institution: m.Institution, voice: Voice) -> str:
    """The name residents are told."""
    return voice.pick(institution.short, institution.english)
