"""The words people ask for reminders with (``knowledge/content/reminding.yaml``), as patterns, each made once."""

import re
from functools import cache
from pathlib import Path

import msgspec
import yaml

_FILE = Path(__file__).parents[1] / "content" / "reminding.yaml"
_PART = re.compile(r"%(\w+)%")
Words = str | tuple[str, ...]


class _Data(msgspec.Struct, frozen=True):
    parts: dict[str, Words]
    patterns: dict[str, tuple[str, ...]]
    kin: dict[str, tuple[str, ...]]


@cache
def _data() -> _Data:
    return msgspec.convert(yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=_Data)


@cache
def kin() -> dict[str, str]:
    """Labels by the words for them, the longest words first: 姆妈 → 妈妈."""
    words = [(word, label) for label, held in _data().kin.items() for word in held]
    return dict(sorted(words, key=lambda pair: -len(pair[0])))


@cache
def kin_in_english(label: str) -> str:
    """The English word for a label (妈妈 → mom); the label itself when it has none."""
    english = (word.removeprefix("my ") for word in _data().kin.get(label, ()) if word.isascii())
    return next(english, label)


@cache
def _part(name: str) -> str:
    held = tuple(kin()) if name == "kin" else _data().parts[name]
    return filled(held if isinstance(held, str) else "|".join(held))


def filled(regex: str) -> str:
    """A regex in a group of its own, with the parts that it names."""
    return f"(?:{_PART.sub(lambda m: _part(m[1]), regex)})"


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of this name; an unknown name is a KeyError."""
    return re.compile(filled("|".join(_data().patterns[name])))


@cache
def composed(regex: str) -> re.Pattern[str]:
    """A regex that names parts and, as ``%=name%``, whole patterns."""
    return re.compile(filled(re.sub(r"%=(\w+)%", lambda m: pattern(m[1]).pattern, regex)))
