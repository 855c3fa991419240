"""Wishes: the words that tell what a question is after (``knowledge/content/cues.yaml``)."""

from functools import cache
from pathlib import Path

import msgspec
import yaml

from knowledge.understanding.normalise import canonical, has_han
from knowledge.understanding.pinyin import sound, sound_with_spelling

_FILE = Path(__file__).parents[1] / "content" / "cues.yaml"
_LEAST_SYLLABLES = 2


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    return msgspec.convert(yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=dict[str, tuple[str, ...]])


@cache
def _written() -> dict[str, tuple[str, ...]]:
    return {wish: tuple(canonical(word) for word in words) for wish, words in _cues().items()}


@cache
def _heard() -> dict[str, tuple[str, ...]]:
    return {
        wish: tuple(sound(word) for word in words if has_han(word) and len(word) >= _LEAST_SYLLABLES)
        for wish, words in _written().items()
    }


def read_cues(text: str) -> frozenset[str]:
    """The wishes heard in a folded canonical text."""
    heard = sound_with_spelling(text)
    plain = {wish for wish, words in _written().items() if any(word in text for word in words)}
    return frozenset(plain | {wish for wish, words in _heard().items() if any(word in heard for word in words)})


