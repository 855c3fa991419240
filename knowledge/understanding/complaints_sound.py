"""Complaints spelled by ear: homophone typos ("费病", "失棉") and typed pinyin ("feibing")."""

import re
from collections.abc import Iterator

from knowledge.understanding.complaints_lexicon import sounds
from knowledge.understanding.complaints_scan import Token, tokens
from knowledge.understanding.lookup import beginnings
from knowledge.understanding.pinyin import sound, spell

_TYPED = re.compile(r"[a-z']+(?: [a-z']+)*")


def _alike(text: str, start: int) -> Iterator[tuple[str, ...]]:
    """Known words that sound like a text of syllables (see pinyin.sound) from this place on, longest first."""
    words, begun, _ = sounds()
    return (words[heard] for heard in begun.get(text[start : start + 2], ()) if text.startswith(heard, start))


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
    heard, words, start = "".join(p for p in parts if p), [], 0
    while start < len(heard):
        word = next((alike[0] for alike in _alike(heard, start)), "")
        words.append(word)
        start += len(word) or 1
    return ",".join(filter(None, words)) or match[0]


def _keeps(known: list[Token], start: int, word: str) -> bool:
    """Whether every known word that stands here stays as it is: 没有便意 may not be read over 有没有|便宜."""
    end = start + len(word)
    return all(
        token.end <= start or token.start >= end or word[max(0, token.start - start) :].startswith(token.word)
        for token in known
    )


def _fitting(text: str, heard: str, start: int, known: list[Token]) -> str:
    """The longest word that sounds like the text from this place on and may stand there, else nothing."""
    for alike in _alike(heard, start):
        word = _meant(text[start : start + len(alike[0])], alike)
        if word and _keeps(known, start, word):
            return word
    return ""


def respelled(text: str) -> str:
    """Canonical text with words recognised by sound put right; unchanged where nothing is."""
    known = [token for token in tokens(text) if len(token.word) > 1]
    heard, out, done = sound(text), list(text), 0
    for start, _ in beginnings(heard, sounds().openings):
        if start >= done and (word := _fitting(text, heard, start, known)):
            done = start + len(word)
            out[start:done] = word
    return _TYPED.sub(_typed, "".join(out))
