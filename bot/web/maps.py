"""Maps as shapes to draw: the 16 districts with the bases as points, and small overviews for answers.

Coordinates are drawing units: 1000 across the city from west to east, longitude shortened by the cosine of its middle
latitude, north up. A schematic for choosing and orientation, not for measuring.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from math import cos, radians

import msgspec

from knowledge.answering.bases import places_of
from knowledge.book import Book
from knowledge.geography import city_map, district_at
from knowledge.message import Message, Place
from knowledge.model import Point
from knowledge.wording import Voice, in_script

_WIDTH = 1000.0
_CENTRE = ((31.37, 121.325), (31.095, 121.60))  # north-west and south-east of the seven inner districts
_INNER = frozenset({"huangpu", "xuhui", "changning", "jingan", "putuo", "hongkou", "yangpu"})
_SMALLEST = 150.0  # drawing units, about 18 km: closer in, a schematic says nothing any more
_ALONE = 400.0  # around one point more is shown, so that one knows where in the city it is
_SHAPE = 0.7  # height of a small map beside its width
_MARKED = 6  # places that have room for a number each


class Dot(msgspec.Struct, frozen=True):
    """A place on the map; ``mark`` is the number beside it (empty: none)."""

    x: float
    y: float
    name: str
    mark: str = ""


class Area(msgspec.Struct, frozen=True):
    """A district: its outline as SVG path data, and where its name stands."""

    id: str
    name: str
    path: str
    x: float
    y: float
    inner: bool


class City(msgspec.Struct, frozen=True):
    """The whole city; ``view`` and ``centre`` are SVG view boxes."""

    view: str
    centre: str
    areas: tuple[Area, ...]
    dots: tuple[Dot, ...]
    caption: str
    attribution: str


class Overview(msgspec.Struct, frozen=True):
    """A small map: the view box, its width, the places, and the names of the districts in view."""

    view: str
    width: float
    dots: tuple[Dot, ...]
    names: tuple[Dot, ...]
    listed: bool


def project(point: Point) -> tuple[float, float]:
    """Where a point (latitude, longitude) lies on the drawing."""
    box, (across, down) = city_map().bounds, _units_per_degree()
    lat, lon = point
    return round((lon - box.west) * across, 1), round((box.north - lat) * down, 1)


def unproject(x: float, y: float) -> Point:
    """The point (latitude, longitude) that lies here on the drawing."""
    box, (across, down) = city_map().bounds, _units_per_degree()
    return box.north - y / down, box.west + x / across


@cache
def _units_per_degree() -> tuple[float, float]:
    box = city_map().bounds
    across = _WIDTH / (box.east - box.west)
    return across, across / cos(radians((box.north + box.south) / 2))


@cache
def outlines() -> dict[str, str]:
    """SVG path data by district id."""
    return {o.district: "".join(map(_ring, o.rings)) for o in city_map().outlines}


def _ring(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in map(project, points)) + "Z"


def city(book: Book, voice: Voice) -> City:
    """The district map of a Book in a language."""
    shown, box = city_map(), city_map().bounds
    caption, attribution = in_language((shown.caption, shown.attribution), voice)
    return City(
        view=_view(project((box.north, box.west)), project((box.south, box.east))),
        centre=_view(*map(project, _CENTRE)),
        areas=tuple(_areas(book, voice)),
        dots=tuple(_dot(place) for place in places_of(list(book.bases.values()), book)),
        caption=caption,
        attribution=attribution,
    )


def _areas(book: Book, voice: Voice) -> Iterable[Area]:
    districts = list(book.districts.values())
    names = in_language([voice.pick(d.name, d.english.removesuffix(" District")) for d in districts], voice)
    for district, name in zip(districts, names, strict=True):
        if path := outlines().get(district.id):
            yield Area(district.id, name, path, *project(district.point), inner=district.id in _INNER)


def in_language(words: Sequence[str], voice: Voice) -> list[str]:
    """Words without line breaks, in traditional characters for those who read them."""
    return in_script(Message(kind="labels", text="\n".join(words)), voice).text.split("\n")


def overview(message: Message, book: Book, voice: Voice) -> Overview | None:
    """The small map of an answer: its points, or the one place to go to. None when it has neither.

    The marks are the numbers that stand before the names in the text; when they do not, the map lists the names
    itself. Many points have no marks: they would hide each other; one alone needs none.
    """
    places = message.map or tuple(filter(None, [message.place]))
    if not places:
        return None
    marks, listed = _marks(places, message.text)
    dots = tuple(_dot(place, mark) for place, mark in zip(places, marks, strict=True))
    west, north, width, height = _around(dots)
    names = _names(list(_areas(book, voice)), dots, (west, north, width, height))
    return Overview(f"{west:g} {north:g} {width:g} {height:g}", round(width, 1), dots, names, listed)


def _marks(places: Sequence[Place], text: str) -> tuple[list[str], bool]:
    """The number of each place, and whether the names have to be listed beside the map."""
    if not 1 < len(places) <= _MARKED:
        return [""] * len(places), False
    marks = [_number(place, text) for place in places]
    if all(marks):
        return marks, False
    return [str(n) for n in range(1, len(marks) + 1)], True


def _number(place: Place, text: str) -> str:
    match = re.search(rf"^(\d+)\. {re.escape(place.name)}", text, re.MULTILINE)
    return match[1] if match else ""


def _dot(place: Place, mark: str = "") -> Dot:
    return Dot(*project((place.lat, place.lon)), place.name, mark)


def _names(areas: Sequence[Area], dots: Sequence[Dot], box: tuple[float, float, float, float]) -> tuple[Dot, ...]:
    """The names of the districts in a box that have room: within it and within their own outline, upon nothing."""
    west, north, width, height = box
    kept: list[Dot] = []
    for area in areas:
        name = _beside(Dot(area.x, area.y, area.name), dots, width)
        inside = abs(name.x - west - width / 2) < width * 0.43 and abs(name.y - north - height / 2) < height * 0.45
        strayed = name.y != area.y and district_at(unproject(name.x, name.y)) != area.id
        if inside and not strayed and not any(_touch(name, other, width) for other in (*kept, *dots)):
            kept.append(name)
    return tuple(kept)


def _touch(name: Dot, other: Dot, width: float) -> bool:
    far = 0.17 if not other.mark else 0.11  # another name is wider than a point
    return abs(name.x - other.x) < width * far and abs(name.y - other.y) < width * 0.06


def _beside(name: Dot, dots: Sequence[Dot], width: float) -> Dot:
    """A name moved up or down from under a point that would hide it."""
    dot = next((dot for dot in dots if _touch(name, dot, width)), None)
    if dot is None:
        return name
    away = width * 0.075 if name.y >= dot.y else -width * 0.075
    return msgspec.structs.replace(name, y=round(dot.y + away, 1))


def _around(dots: Sequence[Dot]) -> tuple[float, float, float, float]:
    """West, north, width and height of a box around points, with a margin, wide enough to know where one is."""
    xs, ys = [dot.x for dot in dots], [dot.y for dot in dots]
    least = _SMALLEST if len(dots) > 1 else _ALONE
    width = max((max(xs) - min(xs)) * 1.4, (max(ys) - min(ys)) * 1.4 / _SHAPE, least)
    height = width * _SHAPE
    return (
        round((min(xs) + max(xs) - width) / 2, 1),
        round((min(ys) + max(ys) - height) / 2, 1),
        round(width, 1),
        round(height, 1),
    )


def _view(corner: tuple[float, float], opposite: tuple[float, float]) -> str:
    (west, north), (east, south) = corner, opposite
    return f"{west:g} {north:g} {east - west:g} {south - north:g}"
