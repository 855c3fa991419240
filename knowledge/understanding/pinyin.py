"""Sound: characters and typed pinyin meet in one alphabet, a private-use character for each toneless syllable.

So that homophones are equal strings and a fuzzy ratio compares syllables, not letters. Near sounds that
people mix up when typing (zh/z, ch/c, sh/s, n/l, -ng/-n) are folded together.
"""

import os
import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

_FIRST_CODE = 0xE000
_FIRST_HAN, _LAST_HAN = 0x3400, 0x9FFF
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_RUN = re.compile(r"[a-z]+(?:'[a-z]+)*")
_VOWEL = re.compile(r"[aeiouv]")


class _Table(NamedTuple):
    of_character: "_Sounds"
    of_syllable: dict[str, str]
    longest: int


class _Sounds(dict[int, str]):
    """For ``str.translate``: the syllable of each character, looked up once, since few of 20,000 ever occur."""

    def __init__(self, readings: dict[int, str], of_syllable: dict[str, str]) -> None:
        super().__init__()
        self._readings = readings
        self._of_syllable = of_syllable

    def __missing__(self, code: int) -> str:
        self[code] = heard = self._of_syllable.get(self.reading(code)) or chr(code)
        return heard

    def reading(self, code: int) -> str:
        """The commonest reading of a Chinese character without its tone, empty for all else."""
        return _toneless(self._readings.get(code, "").split(",")[0]) if _FIRST_HAN <= code <= _LAST_HAN else ""


def _fold(syllable: str) -> str:
    for heavy, light in _FOLDS:
        if syllable.startswith(heavy):
            syllable = light + syllable[len(heavy) :]
            break
    if syllable.startswith("l"):
        syllable = "n" + syllable[1:]
    if syllable.endswith(("ang", "eng", "ing")):
        syllable = syllable[:-1]
    return syllable


def _toneless(reading: str) -> str:
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in plain if c.isascii() and c.isalpha())


@cache
def _table() -> _Table:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # single characters are enough: 0.05 s to load, not 0.25 s
    from pypinyin.pinyin_dict import pinyin_dict

    readings = {_toneless(reading) for reading in {held.split(",")[0] for held in pinyin_dict.values()}}
    spoken = sorted(reading for reading in readings if _VOWEL.search(reading))  # 嗯 and 呣 are single consonants
    codes: dict[str, str] = {}
    of_syllable = {one: codes.setdefault(_fold(one), chr(_FIRST_CODE + len(codes))) for one in spoken}
    of_syllable |= {fold: letter for fold, letter in codes.items() if fold not in of_syllable}
    return _Table(_Sounds(pinyin_dict, of_syllable), of_syllable, max(map(len, of_syllable)))


def sound(text: str) -> str:
    """Every Chinese character replaced by the character of its syllable; all else unchanged."""
    return text.translate(_table().of_character)


def initials(text: str) -> str:
    """The first letters of the characters' readings; ASCII letters and digits stay, all else is dropped."""
    reading = _table().of_character.reading
    return "".join(reading(ord(c))[:1] or (c if c.isascii() and c.isalnum() else "") for c in text)


@lru_cache(maxsize=4096)
def spell(word: str) -> str | None:
    """Typed pinyin ("longhua", "xi'an") as syllable characters, or None when it is not wholly pinyin.

    Fewest syllables win, so that "xian" is one syllable; an apostrophe always divides.
    """
    parts = [_segment(part) for part in word.split("'") if part]
    return "".join(p for p in parts if p) if parts and all(parts) else None


def _segment(letters: str) -> str | None:
    table = _table()
    best: list[str | None] = ["", *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - table.longest), end):
            before, code = best[start], table.of_syllable.get(letters[start:end])
            if before is not None and code and (best[end] is None or len(before) + 1 < len(best[end] or "")):
                best[end] = before + code
    return best[-1]


class Heard(NamedTuple):
    """A text as it sounds, and as it was written: both of one length. ``TYPED`` stands where pinyin was typed."""

    sound: str
    written: str

    def keeps_a_character(self, start: int, end: int, word: str) -> bool:
        """Whether the text from ``start`` to ``end`` may be a slip for ``word``: a character is right, or none written.

        A slip of the keyboard picks one wrong character out of several; words that only sound alike share none.
        """
        written = self.written[start:end]
        return written == TYPED * len(written) or any(a == b for a, b in zip(written, word, strict=False))


TYPED = "\uf8ff"


@lru_cache(maxsize=8)  # several readers ask about one message, in its few spellings; no more is held of it
def hear(text: str) -> Heard:
    """The sound of a text; typed pinyin words become syllables too: "kan feibing" sounds like "看肺病".

    Spaces beside typed syllables vanish; a latin word that is no pinyin stays as it is.
    """
    sounds: list[str] = []
    written: list[str] = []
    done = 0
    for match in _RUN.finditer(text):
        spelled = spell(match.group())
        if spelled is None:
            continue
        before = text[done : match.start()].rstrip() if sounds or match.start() > done else ""
        sounds += [sound(before), spelled]
        written += [before, TYPED * len(spelled)]
        done = match.end() + (len(text[match.end() :]) - len(text[match.end() :].lstrip()))
    rest = text[done:]
    return Heard("".join([*sounds, sound(rest)]), "".join([*written, rest]))


def sound_with_spelling(text: str) -> str:
    """The sound of a text with typed pinyin (see :func:`hear`)."""
    return hear(text).sound
