"""The facts of the Book, frozen. Ids are stable, short, ASCII; every fact names its source.

``verified_on`` of a shipped fact is the date of its source (worded 资料日期); only ``confirmed_by`` a named
staff member makes it 核对于. Points are WGS84 (latitude, longitude) in degrees. Dates are ISO texts that may be
partial ("2017-06") where the source says no more.
"""

from typing import Annotated, Literal

import msgspec

Confidence = Literal["high", "medium", "low"]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Point = tuple[Latitude, Longitude]
"""Bounded, so that what is no place on earth (.nan, .inf, latitude and longitude exchanged) never gets in."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Anything the Book says. ``sources`` are ids of :class:`Source`; ``note`` is for staff, never for residents."""

    id: str
    sources: tuple[str, ...] = ()
    verified_on: str = ""
    confirmed_by: str = ""
    note: str = ""


class Source(Fact, frozen=True, kw_only=True):
    """A publication: cited to residents as publisher, title and date, never as a file."""

    title: str
    publisher: str
    date: str
    url: str = ""


class District(Fact, frozen=True, kw_only=True):
    """One of the 16 districts. ``name`` is official (静安区), ``neighbours`` are ids of adjoining districts.

    ``bank`` tells on which side of the rivers it lies: no straight line is honest across them.
    """

    name: str
    aliases: tuple[str, ...] = ()
    english: str = ""
    point: Point
    neighbours: tuple[str, ...] = ()
    bank: Literal["puxi", "pudong", "chongming"] = "puxi"


class Locality(Fact, frozen=True, kw_only=True):
    """A town, station or quarter people name as where they are. One name may stand in two districts: two rows."""

    name: str
    kind: Literal["town", "station", "quarter"]
    district: str
    aliases: tuple[str, ...] = ()
    point: Point | None = None
    confidence: Confidence = "medium"


class Campus(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One address of an institution. ``confidence`` low is never shown as fact; ``point_accuracy_m`` in metres."""

    name: str
    address: str = ""
    district: str = ""
    point: Point | None = None
    point_accuracy_m: int = 0
    phone: str = ""
    phone_note: str = ""
    confidence: Confidence = "medium"
    sources: tuple[str, ...] = ()
    verified_on: str = ""
    confirmed_by: str = ""
    note: str = ""


class Institution(Fact, frozen=True, kw_only=True):
    """A hospital or community health centre.

    ``name`` official; ``short`` what residents are told; ``source_name`` as its source spells it; ``aliases`` are
    said names safe to match; ``also_place`` aliases that are places too (龙华, 中山) and need a second look.
    ``not_to_confuse`` names other institutions that sound alike (for residents).
    """

    name: str
    short: str
    english: str = ""
    source_name: str = ""
    aliases: tuple[str, ...] = ()
    also_place: tuple[str, ...] = ()
    kind: str = ""
    grade: str = ""
    city: str = "上海"
    not_to_confuse: str = ""
    campuses: tuple[Campus, ...] = ()


class Specialty(Fact, frozen=True, kw_only=True):
    """A field of care by its contract name (肿瘤, 骨伤…, 精神科). ``words``: what people say for the field itself.

    Complaints and diseases live in the complaint lexicon, not here. ``plain`` explains it to a 70-year-old.
    """

    name: str
    english: str = ""
    words: tuple[str, ...] = ()
    plain: str = ""


class Base(Fact, frozen=True, kw_only=True):
    """A 一区一品牌 key base of the 2021 plan: where, led by whom, known for what. All ids but ``planned`` (month)."""

    institution: str
    lead: str
    district: str
    specialties: tuple[str, ...]
    planned: str
    source_name: str
    brand: tuple[str, ...] = ()


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One sourced sentence for residents. ``status``: stated, planned, or inferred (our own reading, said so)."""

    id: str
    text: str
    english: str = ""
    sources: tuple[str, ...] = ()
    status: Literal["stated", "planned", "inferred"] = "stated"


class Alliance(Fact, frozen=True, kw_only=True):
    """An alliance or consortium: members and leads are institution ids; ``statements`` in telling order."""

    name: str
    short: str
    english: str = ""
    aliases: tuple[str, ...] = ()
    field: str = ""
    founded: str = ""
    leads: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    members_note: str = ""
    as_of: str = ""
    status_note: str = ""
    statements: tuple[Statement, ...] = ()


class Person(Fact, frozen=True, kw_only=True):
    """A person named in a report, with the role and date of that report. No roster, no contact."""

    name: str
    role: str
    institution: str
    as_of: str
    status_note: str = ""


class Hotline(Fact, frozen=True, kw_only=True):
    """A public number. ``use`` says what for; ``hours`` only as sourced; ``shown`` false keeps retired numbers out."""

    number: str
    name: str
    use: str
    hours: str = ""
    caution: str = ""
    shown: bool = True


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An answer button of a pathway question; leads ``to`` another question or outcome of the same pathway."""

    label: str
    to: str
    english: str = ""


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One numbered step; papers, place and cost only where sourced."""

    text: str
    english: str = ""
    papers: tuple[str, ...] = ()
    place: str = ""
    cost: str = ""
    sources: tuple[str, ...] = ()
    status: Literal["stated", "planned", "inferred"] = "stated"


class Node(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question (``options``) or an outcome (``steps``; ``ask_after``: 「约到了吗」?); ``id``: 12 ASCII characters."""

    id: str
    text: str
    english: str = ""
    options: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    ask_after: bool = False


class Pathway(Fact, frozen=True, kw_only=True):
    """Referral as a conversation of at most four taps. ``nodes[0]`` is the start; ``about`` picks it by topic words."""

    title: str
    english: str = ""
    topic: str = "referral_steps"
    about: tuple[str, ...] = ()
    nodes: tuple[Node, ...]


class Entry(Fact, frozen=True, kw_only=True):
    """A question with its answer. ``phrasings`` are example utterances of every kind; staff may add more.

    ``topic`` is the contract's; ``kind`` is answer, handoff, decline or smalltalk; ``answer`` ours, plain, short.
    ``found`` names what the answer is about: ``{"institution": [ids], "alliance": [ids], "specialty": [ids], …}``.
    ``requires`` are words of which at least one must be heard (as sound) before this entry may answer: traps stay out.
    """

    title: str
    topic: str
    answer: str
    kind: Literal["answer", "handoff", "decline", "smalltalk"] = "answer"
    english_title: str = ""
    english: str = ""
    phrasings: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    found: dict[str, tuple[str, ...]] = {}
    desk: str = ""
    as_of: str = ""
    status: Literal["stated", "planned", "inferred"] = "stated"


KINDS: dict[str, type[Fact]] = {
    "source": Source,
    "district": District,
    "locality": Locality,
    "institution": Institution,
    "specialty": Specialty,
    "base": Base,
    "alliance": Alliance,
    "person": Person,
    "hotline": Hotline,
    "pathway": Pathway,
    "entry": Entry,
}
"""Kind name → type, in the order in which references point (earlier kinds are referred to by later ones)."""
