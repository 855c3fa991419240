"""Where things are: straight-line distances, the district of a point, and which rivers lie between."""

from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import msgspec
import yaml

from knowledge.model import Point

_EARTH_KM = 6371.0
_MAP = Path(__file__).parent / "content" / "map.yaml"


class Outline(msgspec.Struct, frozen=True):
    """A district's outline as rings of points; a schematic, no survey."""

    district: str
    rings: tuple[tuple[Point, ...], ...]


class Bounds(msgspec.Struct, frozen=True):
    """The box that holds the whole city, in degrees."""

    south: float
    west: float
    north: float
    east: float


class Map(msgspec.Struct, frozen=True):
    """The city's outlines, with the caption they must carry and where they come from."""

    caption: str
    attribution: str
    source: str
    bounds: Bounds
    outlines: tuple[Outline, ...]


def kilometres(a: Point, b: Point) -> float:
    """Straight-line distance of two points (latitude, longitude in degrees), in kilometres."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


@cache
def city_map() -> Map:
    """The outlines of the 16 districts."""
    return msgspec.convert(yaml.load(_MAP.read_bytes(), Loader=yaml.CSafeLoader)["map"], type=Map)


def district_at(point: Point) -> str | None:
    """The id of the district whose outline holds the point, None outside the city."""
    return next((o.district for o in city_map().outlines if any(_inside(point, ring) for ring in o.rings)), None)


def _inside(point: Point, ring: tuple[Point, ...]) -> bool:
    lat, lon = point
    inside = False
    for (lat_a, lon_a), (lat_b, lon_b) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (lat_a > lat) != (lat_b > lat) and lon < (lon_b - lon_a) * (lat - lat_a) / (lat_b - lat_a) + lon_a:
            inside = not inside
    return inside
