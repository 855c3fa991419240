"""One canonical spelling for everything a person types, whatever the script, width or keyboard."""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def visible(text: str) -> str:
    """Text without control, bidi, private-use and broken characters; any white space becomes one space."""
    spaced = _SPACES.sub(" ", text)
    if spaced.isprintable():  # almost always; nothing of the unwanted categories is printable
        return spaced
    return "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)


@lru_cache(maxsize=4)  # several readers ask about one message; no more of people's words is held
def canonical(text: str) -> str:
    """NFKC, visible characters only, simplified script, lower case, single spaces.

    Punctuation stays (full-width becomes ASCII), so that sentences can still be told apart. Canonical text
    is a fixed point: ``canonical(canonical(x)) == canonical(x)``.
    """
    previous, current = None, text
    while previous != current:  # a compatibility form may decompose into something that converts again
        previous = current
        folded = unicodedata.normalize("NFKC", visible(current)).casefold()
        current = _SPACES.sub(" ", _simplifier().convert(folded)).strip()
    return current


def has_han(text: str) -> bool:
    """Whether any Chinese character is in the text."""
    return bool(_HAN.search(text))
