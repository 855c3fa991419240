"""One end of a span of days: which of its words decides, and how wide it is."""

import msgspec

from knowledge.timetable import WEEKDAYS
from knowledge.understanding.when.feasts import Feast
from knowledge.understanding.when.values import Meaning, Month, MonthDay, Shift, Week, Weekdays


class Part(msgspec.Struct):
    """One end of a span: the day, other words for the same day, and the half of it."""

    day: Meaning
    also: list[Meaning] = msgspec.field(default_factory=list)
    half: str = ""


def main_word(part: Part) -> Meaning:
    """The word that decides among those for one day: a date with its month, a date, else the first word."""
    words = [part.day, *part.also]
    dates = [word for word in words if isinstance(word, MonthDay)]
    relative = [word for word in words if isinstance(word, Shift)]
    return next((word for word in dates if word.month or word.shift is not None), (dates or relative or words)[0])


def is_bare(part: Part) -> bool:
    """Whether only a weekday was said."""
    return isinstance(part.day, Weekdays) and part.day.week is None and not part.also


def is_vague(part: Part) -> bool:
    """Whether only a part of a month was said (月底, 下旬), so that nobody knows the day."""
    return isinstance(part.day, Month) and (part.day.first, part.day.last) != (1, 31) and not part.also


def weekdays_in(part: Part) -> tuple[str, ...]:
    """The weekdays that narrow a month: 10月份周六."""
    if not isinstance(main_word(part), Month):
        return ()
    named = [word for word in (part.day, *part.also) if isinstance(word, Weekdays) and not word.run]
    return tuple(WEEKDAYS[number] for word in named for number in word.numbers) if len(part.also) == len(named) else ()


def width_of(meaning: Meaning) -> str:
    """week, month or feast for words that name a whole one."""
    names = ((Week, "week"), (Month, "month"), (Feast, "feast"))
    return next((name for kind, name in names if isinstance(meaning, kind)), "")
