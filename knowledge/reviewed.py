"""What a text is about by its words: referral or medicine, which nobody publishes alone (content/reviewed.yaml)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import yaml

from knowledge.understanding.normalise import canonical
from knowledge.unseen import seen_name

_FILE: Final = Path(__file__).parent / "content" / "reviewed.yaml"
_APART: Final = re.compile(r"(?<=[\u3400-\u9fff])(?:[^\w,。;:!?、()]|_)+(?=[\u3400-\u9fff])")
"""What stands between two characters of a word and ends no clause: blanks, dots, strokes, quotation marks."""
_ACCENTS: Final = re.compile("[\u0300-\u036f]")


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Regular expressions: ``places`` are taken out first, each of the others makes a text one to be reviewed."""

    places: tuple[str, ...]
    referral: tuple[str, ...]
    alarm: tuple[str, ...]
    medicine: tuple[str, ...]
    illness: tuple[str, ...]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    held = msgspec.convert(yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=_Words)
    words = (*held.referral, *held.alarm, *held.medicine, *held.illness)
    return re.compile("|".join(held.places)), re.compile("|".join(words))


def is_delicate(texts: Iterable[str]) -> bool:
    """Whether any of these texts speaks of referral, alarms, medicine or illness."""
    return any(map(heard_in, texts))


def heard_in(text: str) -> str:
    """The first word for which a second person has to see the text; empty when there is none."""
    places, words = _patterns()
    found = words.search(places.sub("，", _APART.sub("", _plain(text))))
    return found[0] if found else ""


def _plain(text: str) -> str:
    """Canonical text of nothing but what is seen, without accents."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", canonical(seen_name(text))))
