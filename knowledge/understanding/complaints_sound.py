"""Complaints spelled by ear: homophone typos ("费病", "失棉") and typed pinyin ("feibing")."""

import re
from collections.abc import Iterator

from knowledge.understanding.complaints_lexicon import sounds
from knowledge.understanding.complaints_scan import Token, tokens
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


def _free(known: list[Token], start: int, end: int) -> bool:
    """Whether no word of two characters stands in the way; one wholly inside a longer word does not."""
    return all(
        token.end <= start
        or token.start >= end
        or (start <= token.start and token.end <= end and end - start > len(token.word))
        for token in known
    )


def respelled(text: str) -> str:
    """Canonical text with words recognised by sound put right; unchanged where nothing is."""
    known = [token for token in tokens(text) if len(token.word) > 1]
    out = list(text)
    for start, word in _heard(sound(text)):
        end = start + len(word)
        if _free(known, start, end) and _believable(text[start:end], word):
            out[start:end] = word
    return _TYPED.sub(_typed, "".join(out))
