"""The base to go to from where somebody is: the own district's first, then at most two nearer ones next door.

Distances are straight lines and say so; across the Yangtze they say nothing honest, so nothing is compared there.
"""

import re
from collections.abc import Sequence

import msgspec

from knowledge import model as m
from knowledge.answering.answer import Answer, found_bases, oldest, sources_of, specialties_said
from knowledge.answering.bases import base_choices, base_line, facts_behind, one_base, places_of
from knowledge.answering.contact import place_of
from knowledge.book import Book
from knowledge.geography import kilometres
from knowledge.wording import Voice

_KIND_OF_PLACE = re.compile("(站|镇|街道|地区|社区|乡|一带)$")
_NEXT_DOOR = 2
_ELSEWHERE = 3


class Start(msgspec.Struct, frozen=True):
    """Where somebody is: a name to say, the district, and a point when one is known.

    ``exact`` is false when the point is the middle of a town or district rather than where they stand;
    ``point_said`` when a place or location was given, not only a district; ``vague`` when the point is only the
    district's middle because the place itself has none: good for an order, not for kilometres.
    """

    name: str
    district: str
    point: m.Point | None = None
    exact: bool = False
    point_said: bool = False
    vague: bool = False


def start_at(place: m.Locality, book: Book) -> Start:
    """A place to start from, at its point or at that of a station, quarter or town of the same name nearby."""
    named = _plain_names(place)
    same = (p.point for p in book.localities.values() if p.district == place.district and named & _plain_names(p))
    point = place.point or next((point for point in same if point is not None), None)
    middle = book.districts[place.district].point
    return Start(place.name, place.district, point or middle, point_said=True, vague=point is None)


def _plain_names(place: m.Locality) -> set[str]:
    return {_KIND_OF_PLACE.sub("", name) for name in (place.name, *place.aliases)}


class Way(msgspec.Struct, frozen=True):
    """A base with its straight-line distance in kilometres, None where that would not be honest."""

    base: m.Base
    km: float | None


def ways_from(start: Start, bases: Sequence[m.Base], book: Book) -> list[Way]:
    """These bases from a start, nearest first; those without an honest distance come last, in the list's order."""
    ways = [Way(base, _distance(start, base, book)) for base in bases]
    return sorted(ways, key=lambda way: (way.km is None, way.km or 0.0))


def _distance(start: Start, base: m.Base, book: Book) -> float | None:
    place = place_of(book.institutions[base.institution])
    if start.point is None or place is None or _across_the_yangtze(start, base, book):
        return None
    return kilometres(start.point, (place.lat, place.lon))


def _across_the_yangtze(start: Start, base: m.Base, book: Book) -> bool:
    banks = {book.districts[start.district].bank, book.districts[base.district].bank}
    return len(banks) > 1 and "chongming" in banks


def choose(start: Start, wanted: Sequence[m.Specialty], book: Book) -> tuple[list[Way], list[Way]]:
    """(the own district's bases, others worth naming): at most two nearer next door, or three when there is no own.

    Bases of the specialty that was read first come first, then by distance; when the own district has none of it, the
    nearest one elsewhere is named as well.
    """
    fitting = [base for base in book.bases.values() if not wanted or _rank(base, wanted) < len(wanted)]
    ways = sorted(ways_from(start, fitting, book), key=lambda way: _rank(way.base, wanted))
    own = [way for way in ways if way.base.district == start.district]
    others = [way for way in ways if way.base.district != start.district]
    if not own:
        return [], others[:_ELSEWHERE]
    neighbours = book.districts[start.district].neighbours
    nearest_own = min((way.km for way in own if way.km is not None), default=None)
    best = others[:1] if _rank(own[0].base, wanted) else []  # the own ones look after what was read second
    best = [way for way in best if not _rank(way.base, wanted)]
    if nearest_own is None:
        return own, best
    nearer = [w for w in others if w.base.district in neighbours and w.km is not None and w.km < nearest_own]
    return own, [*best, *(way for way in nearer if way not in best)][:_NEXT_DOOR]


def _rank(base: m.Base, wanted: Sequence[m.Specialty]) -> int:
    """The place in ``wanted`` of the first specialty that the base has; how many there are when it has none."""
    return next((n for n, specialty in enumerate(wanted) if specialty.id in base.specialties), len(wanted))


def near(start: Start, wanted: Sequence[m.Specialty], book: Book, voice: Voice, topic: str) -> Answer:
    """The answer for somebody at ``start`` who wants one of these specialties (or any base)."""
    own, others = (_said(ways, start) for ways in choose(start, wanted, book))
    if len(own) == 1 and not others:
        card = _with_distance(one_base(own[0].base, book, voice, topic), own[0], start, voice)
        fits = _fits(own[0].base, wanted, book, voice)
        return msgspec.structs.replace(card, text=f"{card.text}\n{fits}") if fits else card
    lines = _lines(start, own, others, wanted, book, voice)
    bases = [way.base for way in (*own, *others)]
    facts = facts_behind(bases, book)
    return Answer(
        kind="answer",
        topic=topic,
        title=_title(start, wanted, book, voice),
        text="\n".join([*lines, *_caveats(start, [*own, *others], book, voice)]),
        found=found_bases(bases, book),
        sources=sources_of(*facts),
        verified_on=oldest(*facts),
        choices=base_choices(bases, book, voice),
        map=places_of(bases, book),
        subject=f"near:{start.district}",
        place=place_of(book.institutions[bases[0].institution]) if bases else None,
    )


def _said(ways: Sequence[Way], start: Start) -> list[Way]:
    """The ways with the kilometres that may be said: none from a place whose own point is not known."""
    return [Way(way.base, None) for way in ways] if start.vague else [*ways]


def _fits(base: m.Base, wanted: Sequence[m.Specialty], book: Book, voice: Voice) -> str:
    """Which of a base's specialties were asked for, when it has others besides."""
    fit = [specialty.id for specialty in wanted if specialty.id in base.specialties]
    if not fit or len(fit) == len(base.specialties):
        return ""
    return voice.say("base_fits", specialties=specialties_said(fit, book, voice))


def _title(start: Start, wanted: Sequence[m.Specialty], book: Book, voice: Voice) -> str:
    if not wanted:
        return start.name
    return f"{start.name} · {specialties_said([s.id for s in wanted], book, voice)}"


def _with_distance(answer: Answer, way: Way, start: Start, voice: Voice) -> Answer:
    if way.km is None or not start.exact:
        return answer
    far = said_distance(way.km, voice).strip("，, ")
    return msgspec.structs.replace(answer, text=f"{answer.text}\n{far}")


def _lines(
    start: Start, own: list[Way], others: list[Way], wanted: Sequence[m.Specialty], book: Book, voice: Voice
) -> list[str]:
    numbered = iter(range(1, 20))

    def listed(ways: list[Way]) -> list[str]:
        return [
            base_line(next(numbered), w.base, book, voice, said_distance(w.km, voice))
            + _fits(w.base, wanted, book, voice)
            for w in ways
        ]

    if own:
        return [voice.say("own_district"), *listed(own), *([voice.say("next_door"), *listed(others)] if others else [])]
    district = book.districts[start.district]
    said = specialties_said([s.id for s in wanted], book, voice)
    none = voice.say("specialty_none_here", district=voice.pick(district.name, district.english), specialties=said)
    return [none, *listed(others)]


def said_distance(km: float | None, voice: Voice) -> str:
    """「，直线约3.2公里」, or nothing when no distance is honest."""
    if km is None:
        return ""
    if km < 1:
        return voice.say("far_under")
    return voice.say("far_km", km=f"{km:.0f}" if km >= 10 else f"{km:.1f}")


def _caveats(start: Start, ways: list[Way], book: Book, voice: Voice) -> list[str]:
    banks = {book.districts[way.base.district].bank for way in ways} | {book.districts[start.district].bank}
    lines = []
    if any(way.km is not None for way in ways) and not start.exact:
        lines.append(voice.say("far_from_centre", place=start.name))
    if "chongming" in banks and len(banks) > 1:
        lines.append(voice.say("far_yangtze", place=start.name))
    elif {"puxi", "pudong"} <= banks:
        lines.append(voice.say("far_river"))
    return [*lines, voice.say("bases_plan")]
