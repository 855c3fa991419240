"""Complaints spelled by ear: homophone typos ("费病", "失棉") and typed pinyin ("feibing")."""

import re
from collections.abc import Iterator

from knowledge.understanding.complaints_lexicon import sounds
from knowledge.understanding.complaints_scan import Token, tokens
from knowledge.understanding.pinyin import sound, spell

_TYPED = re.compile(r"[a-z']+(?: [a-z']+)*")


def _heard(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Places in a text of syllables (see pinyin.sound) where known words sound alike, longest first at each."""
    words, lengths = sounds().words, sounds().lengths
    start = 0
    while start < len(text):
        step = 1
        for size in lengths.get(text[start], ()):
            alike = words.get(text[start : start + size])
            if alike:
                yield start, alike
                step = size
                break
        start += step


def _right(written: str, word: str) -> int:
    return sum(a == b for a, b in zip(written, word, strict=True))


def _meant(written: str, alike: tuple[str, ...]) -> str | None:
    """The word most like the written one, if half its characters are right: 失棉 is 失眠, but 四面 is not."""
    best = max(alike, key=lambda word: _right(written, word))
    return best if 2 * _right(written, best) >= len(best) else None


def _typed(match: re.Match[str]) -> str:
    parts = [spell(part) for part in match[0].split(" ")]
    if not all(parts):
        return match[0]
    words = [alike[0] for _, alike in _heard("".join(p for p in parts if p))]
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
    for start, alike in _heard(sound(text)):
        end = start + len(alike[0])
        if _free(known, start, end) and (word := _meant(text[start:end], alike)):
            out[start:end] = word
    return _TYPED.sub(_typed, "".join(out))
