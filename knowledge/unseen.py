"""Characters nobody sees, which make a text read otherwise than it is written, or two names look like one.

Letters of other scripts that look like ours (Cyrillic а, Greek ο, Kana ニ) have no place in the name of a person here:
names are written in Han and Latin letters, as in a Chinese passport. That rule needs the Unicode database alone and is
stricter than tables of look-alikes (ICU's SpoofChecker, confusable_homoglyphs), which pass a name that is Cyrillic
throughout. What looks alike within Latin (l and I) or Han (己 and 已) is told apart by nobody's rule.
"""

import re
import unicodedata
from typing import Final

_TURNING: Final = "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
"""What turns the direction of what follows, has no width, or breaks a line where none is written. The joiners of emoji
(U+200C, U+200D) stay.
"""
_IN_TEXT: Final = re.compile(f"[{_TURNING}]")
_MORE_LATIN: Final = frozenset("ßæœøłđðþÆŒØŁĐÐÞ")
"""Letters of Latin names that are no plain letter with an accent."""
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their class that show nothing."""


def without_unseen(text: str) -> str:
    """The text as it is seen; line breaks and tabs stay."""
    return _IN_TEXT.sub("", text)


def seen_name(name: str) -> str:
    """A name as it is compared and kept: nothing but what is seen, single blanks, one spelling of each character."""
    spelt = unicodedata.normalize("NFKC", name)
    seen = (c for c in spelt if c.isspace() or not (c in _BLANK or unicodedata.category(c)[0] == "C" or _varies(c)))
    return " ".join("".join(seen).split())


def strange_letter(name: str) -> str:
    """The first letter or digit of a name that is neither Han nor Latin nor 0 to 9; empty when there is none."""
    spelt = unicodedata.normalize("NFD", seen_name(name))
    pairs = zip(" " + spelt, spelt, strict=False)
    return next((c for before, c in pairs if _is_letter(c) and not (_is_ours(c) and _may_follow(before, c))), "")


def _may_follow(before: str, character: str) -> bool:
    """Accents stand on Latin letters: upon a Chinese character hardly anybody sees one."""
    return not _is_accent(character) or _is_accent(before) or (before.isalpha() and before < "\u0250")


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


def _is_letter(character: str) -> bool:
    """Letters, digits and accents; parts of Chinese characters too, which Unicode counts among the signs."""
    radical = unicodedata.name(character, "").startswith("CJK RADICAL")
    return radical or unicodedata.category(character)[0] in "LMN"


def _is_ours(character: str) -> bool:
    if character.isascii() or character in _MORE_LATIN or _is_accent(character):
        return True
    named = unicodedata.name(character, "")  # 﨑 and eleven more are of their own, whatever their name says
    return character == "〇" or named.startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))


def _varies(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
