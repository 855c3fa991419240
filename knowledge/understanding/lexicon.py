"""Dialect, chat shorthand and English folded into plain Chinese (``knowledge/content/lexicon.yaml``)."""

from functools import cache
from pathlib import Path

import msgspec
import yaml

from knowledge.understanding.lookup import Lookup
from knowledge.understanding.normalise import canonical

_FILE = Path(__file__).parents[1] / "content" / "lexicon.yaml"


class _Lexicon(msgspec.Struct, frozen=True):
    fold: dict[str, str]
    sounds_like_only: tuple[str, ...]
    other_words: tuple[str, ...]


@cache
def _lexicon() -> _Lexicon:
    return msgspec.convert(yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=_Lexicon)


@cache
def _folding() -> Lookup[str]:
    return Lookup((canonical(said), meant) for said, meant in _lexicon().fold.items())


def fold(text: str) -> str:
    """Canonical text in plain words: 「阿拉屋里辣南翔」 → 「我们家里在南翔」."""
    parts, done = [], 0
    for found in _folding().longest(text):
        english = found.said[0].isascii()
        parts += [text[done : found.start].rstrip() if english else text[done : found.start], found.values[0]]
        done = found.end + (english and text[found.end : found.end + 1] == " ")
    return "".join([*parts, text[done:]])


@cache
def sounds_like_only() -> frozenset[str]:
    """Everyday words that merely sound like a name (风险 like 奉贤)."""
    return frozenset(_lexicon().sounds_like_only)


@cache
def _other_words() -> Lookup[bool]:
    return Lookup((canonical(word), True) for word in _lexicon().other_words)


def within_other_word(text: str, start: int, end: int) -> bool:
    """Whether the characters belong to a longer word that is no name: 市一 in 「上海市一共」, 大场 in 「大场合」."""
    return any(found.start <= start and end <= found.end for found in _other_words().every(text))


def without_other_words(text: str) -> str:
    """The text with the words blanked that hold a name and are none: 上海中医 in 「上海中医分成四片」."""
    for found in _other_words().every(text):
        text = text[: found.start] + "#" * (found.end - found.start) + text[found.end :]
    return text
