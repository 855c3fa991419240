"""Complaints spelled by ear: homophone typos ("费病", "失棉") and typed pinyin ("feibing")."""

import re
from collections.abc import Iterator

from knowledge.understanding.complaints_lexicon import sounds
from knowledge.understanding.complaints_scan import tokens
from knowledge.understanding.pinyin import sound, spell

_TYPED = re.compile(r"[a-z']+(?: [a-z']+)*")


def _heard(text: str) -> Iterator[tuple[int, str]]:
    """Places in a text of syllables (see pinyin.sound) where a known word sounds, longest first at each."""
    words, lengths = sounds().words, sounds().lengths
    start = 0
    while start < len(text):
        step = 1
        for size in lengths.get(text[start], ()):
            word = words.get(text[start : start + size])
            if word:
                yield start, word
                step = size
                break
        start += step


def _believable(written: str, word: str) -> bool:
    """At least half of a word's characters must be right: 失棉 is 失眠, but 四面 is not."""
    return 2 * sum(a == b for a, b in zip(written, word, strict=True)) >= len(word)


def _typed(match: re.Match[str]) -> str:
    parts = [spell(part) for part in match[0].split(" ")]
    if not all(parts):
        return match[0]
    words = [word for _, word in _heard("".join(p for p in parts if p))]
    return ",".join(words) or match[0]


def respelled(text: str) -> str:
    """Canonical text with words recognised by sound put right; unchanged where nothing is."""
    taken = {i for token in tokens(text) if len(token.word) > 1 for i in range(token.start, token.end)}
    out = list(text)
    for start, word in _heard(sound(text)):
        places = range(start, start + len(word))
        if taken.isdisjoint(places) and _believable(text[start : start + len(word)], word):
            out[start : start + len(word)] = word
    return _TYPED.sub(_typed, "".join(out))
