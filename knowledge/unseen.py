"""Characters nobody sees, which make a text read otherwise than it is written, or two names look like one."""

import re
import unicodedata
from typing import Final

_TURNING: Final = "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
"""What turns the direction of what follows, has no width, or breaks a line where none is written. The joiners of emoji
(U+200C, U+200D) stay.
"""
_IN_TEXT: Final = re.compile(f"[{_TURNING}]")
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


def _varies(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
