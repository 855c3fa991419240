"""The faces of a text that the index compares: as written, as it sounds, and by its initials."""

import re
from collections.abc import Iterator
from functools import cache
from operator import add
from typing import NamedTuple

from knowledge.understanding.normalise import has_han
from knowledge.understanding.pinyin import initials, sound, sound_with_spelling

_LATIN = re.compile(r"[a-z]")
_LETTERS = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_SILENT = re.compile(r"[^\w\ue000-\uf8ff]+|_+")  # punctuation and spaces; syllables are private-use characters
_RUN = 4  # initials in one gram
_SHORT = 6  # characters; only phrasings up to this length are found by a single character
_BRIEF = 4  # characters; questions up to this length may have a wrong character in the middle of all they say


class Form(NamedTuple):
    """One text without punctuation and spaces: its characters, its syllables, and its initials (or "")."""

    written: str
    heard: str
    first: str


class _FirstLetters(dict[int, str]):
    """For ``str.translate``: the initial of each character, looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = initials(chr(code))
        return letter


@cache
def _first_letters() -> _FirstLetters:
    return _FirstLetters()


def plain(text: str) -> str:
    """Text without punctuation and spaces."""
    return text if text.isalnum() else _SILENT.sub("", text)


def first_letters(written: str) -> str:
    """The initials of a plain text."""
    return written.translate(_first_letters())


def form(text: str) -> Form:
    """The faces of a canonical phrasing."""
    written = plain(text)
    return Form(written, _heard(text, written), first_letters(written))


def asked(text: str) -> Form:
    """The faces of a canonical question; initials only where letters were typed that are no pinyin.

    A question typed in pinyin only is written the way it sounds, so that both comparisons mean the same.
    """
    written = plain(text)
    heard = _heard(text, written)
    return Form(written if has_han(written) else heard, heard, _typed_initials(heard))


def _typed_initials(heard: str) -> str:
    """The longest run of letters that are no pinyin; two letters among other words are no evidence."""
    run = max(_LETTERS.findall(heard), key=len, default="")
    return run if len(run) > 2 or run == heard else ""


def _heard(text: str, written: str) -> str:
    return _SILENT.sub("", sound_with_spelling(text)) if _LATIN.search(text) else sound(written)


def entry_grams(face: Form) -> set[str]:
    """What a phrasing is found by: pairs, pairs with one character left out, runs of initials.

    Characters and syllables share one key space, and so do neighbours and pairs with a gap: a question that
    dropped a character asks for a neighbouring pair that the phrasing has with a gap.
    """
    written, heard, first = face
    grams = {*_pairs(written, 1), *_pairs(written, 2), *_pairs(heard, 1), *_pairs(heard, 2), *_runs(first)}
    if len(written) <= _SHORT:
        grams.update(written, heard)
    return grams


def question_grams(face: Form) -> set[str]:
    """What a question looks for: pairs and runs of initials; single characters only when there is but one."""
    written, heard, first = face
    if len(heard) == 1:
        return {written, heard}
    grams = {*_pairs(written, 1), *_pairs(heard, 1), *_runs(first)}
    if len(heard) <= _BRIEF:
        grams.update(_pairs(written, 2), _pairs(heard, 2))
    return grams


def _pairs(text: str, step: int) -> Iterator[str]:
    return map(add, text, text[step:])


def _runs(first: str) -> list[str]:
    if len(first) < _RUN:
        return [first] if len(first) > 1 else []
    return [first[i : i + _RUN] for i in range(len(first) - _RUN + 1)]
