"""What a fact is called where it is refused and no Book is at hand: by its kind and by what it says of itself."""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.model import Fact
from knowledge.wording import Sentence, sentence

_OWN: Final = ("title", "name", "number", "rule_note", "source_name", "campus")
_WEEKDAY: Final = re.compile(r"(?:BYDAY=|,)-?\d?([A-Z]{2})")


def called(kind: str, fact: Fact | None) -> Sentence:
    """「专家「王示范」」, 「门诊「周二」」; its kind alone when it says no more."""
    of_kind = sentence(f"kind_{kind}")
    name = next((said for field in _OWN if (said := getattr(fact, field, ""))), None) or _days(fact)
    return sentence("fact_called", kind=of_kind, name=name) if name else of_kind


def _days(fact: Fact | None) -> Sequence[object]:
    if weekdays := _WEEKDAY.findall(getattr(fact, "rule", "")):
        return [sentence(f"weekday_{code}") for code in weekdays]
    dates = getattr(fact, "dates", ()) or (getattr(fact, "first", ""), getattr(fact, "last", ""))
    return list(dict.fromkeys(day for day in (dates[0], dates[-1]) if day))
