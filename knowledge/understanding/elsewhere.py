"""Other cities, hospitals the Book does not know, and things that only share a name with ours."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
import yaml

from knowledge.understanding.lexicon import fold
from knowledge.understanding.lookup import Found, Lookup, by_sound
from knowledge.understanding.mentions import Mention
from knowledge.understanding.names import Name, Names
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import hear

_FILE = Path(__file__).parents[1] / "content" / "elsewhere.yaml"
_LEAST_PLACE = 3  # shorter places are too like cities
_CALLED = re.compile(
    r"[\u3400-\u9fff]{2,14}?(?:医院|保健院|保健所|医学中心|社区卫生服务站|卫生服务中心|卫生中心|卫生院|防治院|防治所)"
)
_SHORTEST, _LONGEST = 2, 16
_BESIDE = re.compile(r"(?:的|里面?|那边|这边|原来|以前|老底子)*(?:[那这]一?[个家所]|一[个家])的?[区县]?")
_OF_ITS_OWN = ("中医医院", "中医院", "中西医结合医院", "中西医医院", "中西结合医院")


class Elsewhere(msgspec.Struct, frozen=True):
    """What a question names outside the Book, each as it was said; empty when it names nothing such."""

    city: str = ""
    hospital: str = ""
    same_name: str = ""
    guessed: bool = False
    """Whether the hospital is in no list and only looks like the name of one (真如医院)."""


class _Words(msgspec.Struct, frozen=True):
    cities: tuple[str, ...]
    city_not_before: tuple[str, ...]
    hospitals: tuple[str, ...]
    same_name: tuple[str, ...]
    of_a_district: tuple[str, ...]
    before_a_name: tuple[str, ...]
    no_name: tuple[str, ...]


@cache
def _words() -> _Words:
    return msgspec.convert(yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=_Words)


@cache
def _lookups() -> tuple[Lookup[str], Lookup[str], Lookup[str]]:
    held = _words()
    groups = (held.cities, held.hospitals, held.same_name)
    cities, hospitals, same = (Lookup((fold(canonical(word)), word) for word in group) for group in groups)
    return cities, hospitals, same


def read_elsewhere(text: str, names: Names) -> Elsewhere:
    """What a folded canonical text names outside the Book. Names of the Book are no part of a city's: 仁济南院."""
    cities, hospitals, same = _lookups()
    roads = _words().city_not_before
    ours = _without_ours(text, names)
    city = next((f.values[0] for f in cities.longest(ours) if not ours[f.end :].startswith(roads)), "")
    listed = [f.said for f in hospitals.longest(text)]
    hospital = max([*listed, *_of_districts(text, names)], key=len, default="")
    city = city or ("" if hospital else _city_by_sound(text))
    return Elsewhere(city, hospital, next((f.said for f in same.longest(text)), ""))


def _found(kind: str, text: str, names: Names) -> Iterable[Found[Name]]:
    return names.exact[kind].longest(text) if kind in names.exact else ()


def _without_ours(text: str, names: Names) -> str:
    """The text with 上海 and the hospitals and longer places of the Book blanked: no city's name crosses them."""
    held = [found.said for kind in ("institution", "locality") for found in _found(kind, text, names)]
    for word in ("上海", *(said for said in held if len(said) >= _LEAST_PLACE)):
        text = text.replace(word, "#" * len(word))
    return text


def closed_up(text: str, names: Names) -> str:
    """The text with a district and its own hospital side by side: 「闸北区的那个中心医院」 → 「闸北区中心医院」."""
    for district in [*_found("district", text, names)][::-1]:
        end = district.end + (text[district.end : district.end + 1] in {"区", "县"})
        between = _BESIDE.match(text, end)
        if between and text.startswith(_own(), between.end()):
            text = text[:end] + text[between.end() :]
    return text


@cache
def _own() -> tuple[str, ...]:
    return (*_words().of_a_district, *_OF_ITS_OWN)


def _of_districts(text: str, names: Names) -> Iterable[str]:
    """A district's own hospital that shares the name of a municipal one: 静安区精神卫生中心."""
    ours = {found.said for found in _found("institution", text, names)}
    for district in _found("district", text, names):
        rest = text[district.end :].removeprefix("区")
        said = next((word for word in _words().of_a_district if rest.startswith(word)), "")
        whole = text[district.start : len(text) - len(rest) + len(said)]
        if said and whole not in ours:
            yield whole


def with_guess(outside: Elsewhere, text: str, mentions: Iterable[Mention]) -> Elsewhere:
    """The same, with a hospital that is in no list and of which no name of the Book is a part (真如医院)."""
    if outside.hospital or outside.city or any(m.kind in {"institution", "alliance", "person"} for m in mentions):
        return outside
    called = next((name for match in _CALLED.finditer(text) if (name := _name_in(match.group()))), "")
    return msgspec.structs.replace(outside, hospital=called, guessed=True) if called else outside


def _name_in(phrase: str) -> str:
    """The hospital's name at the end of a phrase, empty when it only says what kind of hospital: 附近的社区医院."""
    words = _words()
    cut = max((phrase.rfind(word) + len(word) for word in words.before_a_name if word in phrase), default=0)
    name = phrase[cut:]
    plain = name
    for word in words.no_name:
        plain = plain.replace(word, "")
    return name if len(plain) >= _SHORTEST and len(name) <= _LONGEST else ""


@cache
def _cities_by_sound() -> Lookup[str]:
    return by_sound((canonical(word), word) for word in _words().cities)


def _city_by_sound(text: str) -> str:
    """A city with a slip in its name (杭洲), where a hospital of it is spoken of."""
    heard = hear(text)
    for found in _cities_by_sound().longest(heard.sound):
        near = heard.written[found.end : found.end + 10]
        exact = found.values[0] in text  # then it was read already, or is part of a name of ours
        if heard.keeps_a_character(found.start, found.end, found.values[0]) and "医院" in near and not exact:
            return found.values[0]
    return ""
