"""Wishes: the words that tell what a question is after (``knowledge/content/cues.yaml``)."""

import re
from functools import cache
from pathlib import Path

import msgspec
import yaml

from knowledge.understanding.lookup import Lookup
from knowledge.understanding.normalise import canonical, has_han
from knowledge.understanding.pinyin import hear, sound

_FILE = Path(__file__).parents[1] / "content" / "cues.yaml"
_LEAST_SYLLABLES = 2
_LIST = re.compile(r"\{([a-z_]+)\}")


class _Cues(msgspec.Struct, frozen=True):
    """``heard`` wishes are found by sound too, ``exact`` ones only as they are written; ``patterns`` are regexes, in
    which ``{name}`` stands for any word of that list of ``lists``.
    """

    lists: dict[str, str]
    heard: dict[str, tuple[str, ...]]
    exact: dict[str, tuple[str, ...]]
    patterns: dict[str, tuple[str, ...]]


@cache
def _cues() -> _Cues:
    return msgspec.convert(yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=_Cues)


@cache
def _written() -> Lookup[str]:
    held = _cues()
    return Lookup(
        (canonical(word), wish) for part in (held.heard, held.exact) for wish, words in part.items() for word in words
    )


@cache
def _heard() -> Lookup[tuple[str, str]]:
    words = ((canonical(word), wish) for wish, held in _cues().heard.items() for word in held)
    return Lookup(
        (sound(word), (wish, word)) for word, wish in words if has_han(word) and len(word) >= _LEAST_SYLLABLES
    )


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((wish, re.compile("|".join(map(_expanded, held)))) for wish, held in _cues().patterns.items())


def _expanded(pattern: str) -> str:
    return _LIST.sub(lambda named: f"(?:{_cues().lists[named[1]]})", pattern)


def read_cues(text: str) -> frozenset[str]:
    """The wishes heard in a folded canonical text."""
    wishes = {wish for found in _written().every(text) for wish in found.values}
    wishes |= {wish for wish, pattern in _patterns() if pattern.search(text)}
    heard = hear(text)
    for found in _heard().every(heard.sound):
        wishes |= {wish for wish, word in found.values if heard.keeps_a_character(found.start, found.end, word)}
    return frozenset(wishes)
