"""Other cities, hospitals the Book does not know, and things that only share a name with ours."""

from functools import cache
from pathlib import Path

import msgspec
import yaml

from knowledge.understanding.lexicon import fold
from knowledge.understanding.lookup import Lookup, by_sound
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import hear

_FILE = Path(__file__).parents[1] / "content" / "elsewhere.yaml"


class Elsewhere(msgspec.Struct, frozen=True):
    """What a question names outside the Book, each as it was said; empty when it names nothing such."""

    city: str = ""
    hospital: str = ""
    same_name: str = ""


class _Words(msgspec.Struct, frozen=True):
    cities: tuple[str, ...]
    city_not_before: tuple[str, ...]
    hospitals: tuple[str, ...]
    same_name: tuple[str, ...]


@cache
def _words() -> _Words:
    return msgspec.convert(yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=_Words)


@cache
def _lookups() -> tuple[Lookup[str], Lookup[str], Lookup[str]]:
    held = _words()
    groups = (held.cities, held.hospitals, held.same_name)
    cities, hospitals, same = (Lookup((fold(canonical(word)), word) for word in group) for group in groups)
    return cities, hospitals, same


def read_elsewhere(text: str) -> Elsewhere:
    """What a folded canonical text names outside the Book."""
    cities, hospitals, same = _lookups()
    roads = _words().city_not_before
    city = next((f.values[0] for f in cities.longest(text) if not text[f.end :].startswith(roads)), "")
    hospital = max((f.said for f in hospitals.longest(text)), key=len, default="")
    city = city or ("" if hospital else _city_by_sound(text))
    return Elsewhere(city, hospital, next((f.said for f in same.longest(text)), ""))


@cache
def _cities_by_sound() -> Lookup[str]:
    return by_sound((canonical(word), word) for word in _words().cities)


def _city_by_sound(text: str) -> str:
    """A city with a slip in its name (杭洲), where a hospital of it is spoken of."""
    heard = hear(text)
    for found in _cities_by_sound().longest(heard.sound):
        near = heard.written[found.end : found.end + 10]
        if heard.keeps_a_character(found.start, found.end, found.values[0]) and "医院" in near:
            return found.values[0]
    return ""
