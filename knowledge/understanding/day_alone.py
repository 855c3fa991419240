"""A day or half-day and nothing else: 「明天上午」."""

import re
from datetime import datetime

from knowledge.understanding.follow import SITS, Talk, rest_of
from knowledge.understanding.meaning import Meaning

_BESIDE_A_DAY = frozenset({"later", "opening", "asks_when"})
_LITTLE = re.compile(r"[那呢吗么嘛呀啊哦额的是就\W]*")


def is_day_alone(meaning: Meaning) -> bool:
    """Whether a day or half-day is all that was said."""
    named = meaning.mentions or meaning.specialties or meaning.uncovered or meaning.elsewhere.hospital
    when = meaning.when
    if named or meaning.point or when.none or when.rule or when.moment or meaning.wishes - _BESIDE_A_DAY:
        return False
    return _LITTLE.fullmatch(rest_of(meaning)) is not None


def day_spoken_of(meaning: Meaning, now: datetime) -> Talk:
    """A day of which nothing is asked yet: who sits is the likeliest."""
    return Talk(now, wishes=SITS, when=meaning.when)
