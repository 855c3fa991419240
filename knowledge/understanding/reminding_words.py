"""The parts of a wish for a reminder that are no dates: what it is for, for whom, and how long before."""

import re
from datetime import datetime, time
from typing import Final

from knowledge.holidays import Calendar
from knowledge.understanding.masking import masked
from knowledge.understanding.normalise import canonical, visible
from knowledge.understanding.reminding_patterns import composed, kin, pattern
from knowledge.understanding.when import read_when
from knowledge.understanding.when.numerals import SMALL, number

Span = tuple[int, int]
LONGEST: Final = 40
"""Characters of a person's own words that are kept."""

_WHOM: Final = (
    r"(?:提醒|题醒|叫|喊|通知|remind )%me%?(?P<told>%kin%)(?!打|送|买)"
    r"|(?:给|帮|替|为)%me%?(?P<asked>%kin%)(?=.{0,2}(?:设|记|定|弄|加|建|安排|提醒|闹))"
    r"|for (?P<english>%me% %kin%|%kin%)"
    r"|%me%(?P<goes>%kin%)(?=要|去|到|该|得|看|做|吃|量|测)"
    r"|(?:^|[,。!?;\s])%me%?(?:家的?)?(?P<first>%kin%)(?![\u3400-\u9fff]?(?:路|庙|桥|科|祖|医院|妇|打电话|的))"
)
_PIECES: Final = re.compile(r"[,。.!?;:、\n#，；：！？…]|(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")


def whom_of(text: str) -> str:
    """For whom, as a label (妈妈); empty for the person."""
    match = composed(_WHOM).search(text)
    said = next(filter(None, match.groups()), "") if match is not None else ""
    return next((label for words, label in kin().items() if re.search(f"{words}$", said)), "") if said else ""


_EVENING: Final = "18:00"
_NIGHT: Final = "19:00"
_MINUTES: Final = {"小": 60, "钟": 60, "分": 1, "刻": 15, "m": 1, "h": 60}
_DAYS: Final = {"天": 1, "日": 1, "周": 7, "星": 7, "礼": 7, "d": 1, "w": 7}
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "yi": 1, "liang": 2, "san": 3}
_MOST_DAYS, _MOST_MINUTES = 60, 9999


def leads(text: str, now: datetime, calendar: Calendar) -> tuple[tuple[str, ...], list[Span]]:
    """Alerts that were asked for (提前一天, 前一天晚上八点, 提前半小时), and where they stand in the text."""
    matches = [(_alert(match, now, calendar), match.span()) for match in pattern("lead").finditer(text)]
    found = [(alert, span) for alert, span in matches if alert]
    return tuple(dict.fromkeys(alert for alert, _ in found)), [span for _, span in found]


def _alert(match: re.Match[str], now: datetime, calendar: Calendar) -> str:
    clock = clock_of(match["at"] or match["of"] or "", now, calendar)
    if match["day"] and match["day"].startswith("当"):
        return f"0@{clock}" if clock else ""
    if match["day"]:
        return f"-1@{clock or _EVENING}"
    if match["eve"]:
        return f"-1@{_EVENING if match['eve'] == 'day' else _NIGHT}"
    if match["typed"]:
        return f"-{_COUNTS[match['typed']]}@{_EVENING}"
    return _counted(match["n"] or match["en"], match["half"], (match["unit"] or match["enunit"])[0], clock)


def _counted(said: str, half: str | None, unit: str, clock: str) -> str:
    """So many days or minutes before: 提前两天, 提前一个半小时."""
    halves = 1 if said in ("半", "half an") else 2 * (_COUNTS.get(said) or number(said) or 0) + bool(half)
    if unit in _DAYS and said != "半":
        days = halves // 2 * _DAYS[unit]
        return f"-{days}@{clock or _EVENING}" if 0 < days <= _MOST_DAYS else ""
    minutes = halves * _MINUTES.get(unit, 0) // 2
    if not halves:
        return "0m"
    return f"-{minutes}m" if 0 < minutes <= _MOST_MINUTES else ""


_PARTS: Final = (
    ("睡前|临睡|睡觉前|bedtime", "21:00"),
    ("中午|午间|正午|noon", "12:00"),
    ("傍晚|黄昏", "18:00"),
    ("下午|下半[天日]|后半天|下昼|xia ?wu|afternoon|下$", "14:00"),
    ("晚|夜|evening|night|wan ?shang", _NIGHT),
    ("早|清晨|zao", "08:00"),
    ("上午|上半[天日]|上昼|morning|上$", "09:00"),
)


def part_clock(said: str) -> str:
    """When a part of the day is taken to be (晚上 19:00), empty for words that name none."""
    return next((clock for words, clock in _PARTS if re.search(words, said)), "")


def clock_of(said: str, now: datetime, calendar: Calendar) -> str:
    """The time of day that words name: 晚上八点 → 20:00, 晚上 → 19:00; empty when they name none."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    when = read_when(said, midnight, calendar) if said else None
    if when is not None and when.moment is not None:
        return f"{when.moment:%H:%M}"
    return part_clock(said)


_CLOCK: Final = re.compile(r"\d|[点时:刻]|半$|[ap]m$")
_FROM_TO: Final = re.compile(r"[到至~-]|\bto\b|until|till")


def hours_of(said: str, spans: tuple[Span, ...], now: datetime, calendar: Calendar) -> tuple[str, ...]:
    """The hours of a day on which something is to ring, in order: 早上八点晚上八点 → 08:00, 20:00. None for 7点到9点.

    A part of the day holds for the hours after it, until another is named: 晚上八点和九点 is 20:00 and 21:00.
    """
    if both := pattern("both_ends").search(said):  # 早晚八点
        return tuple(clock_of(f"{part}{both['clock']}", now, calendar) for part in ("早上", "晚上"))
    if not spans or _FROM_TO.search(said[spans[0][0] : spans[-1][1]]):
        return ()
    found, part = [], ""
    for start, end in spans:
        words = said[start:end]
        if not _CLOCK.search(words):
            part = words if part_clock(words) else part
        elif clock := clock_of(f"{part}{words}", now, calendar):
            found.append(clock)
    return tuple(sorted({*found}))


_IN_A_ROW: Final = re.compile(rf"(?:连续|接连|一连|连着|连)(?P<n>{SMALL})个?(?P<unit>天|日|周|星期|礼拜)")


def days_in_a_row(said: str) -> int:
    """连续七天 → 7; 0 when no such run is named."""
    match = _IN_A_ROW.search(said)
    return (number(match["n"]) or 0) * (1 if match["unit"] in "天日" else 7) if match else 0


def beats(said: str) -> list[Span]:
    """Where 连续七天, 一天三次 and 早晚八点 stand."""
    held = (_IN_A_ROW, pattern("often"), pattern("both_ends"))
    return [match.span() for each in held for match in each.finditer(said)]


def asks(text: str) -> list[Span]:
    """Where the words stand that ask for a reminder: 提醒我, 到时候叫我一声."""
    return [match.span() for match in pattern("verb").finditer(text)]


NAMING: Final = ("before_thing", "after_thing")
"""The ends of words that name a reminder in order to stop it: 泡脚那个 → 泡脚."""
_TELLING: Final = ("head", "tail")


def words_of(question: str, written: str, gone: list[Span], ends: tuple[str, str] = _TELLING) -> str:
    """What a reminder is for, in the person's own words: what is left beside dates, leads and asking for it.

    Masked like a question in the staff's queue, and at most :data:`LONGEST` characters. ``ends`` are the patterns of
    what is cut off at either end.
    """
    own = visible(question).strip()
    own = own if len(own) == len(written) and canonical(own) == written else written
    match = composed(_WHOM).search(written)
    named = [match.span()] if match is not None and match["asked"] else []
    open_ = [*own]
    for start, end in (*gone, *asks(written), *named):
        open_[start:end] = "#" * (end - start)
    pieces = [without_ends(without_ends(piece, *_TELLING), *ends) for piece in _PIECES.split("".join(open_))]
    return masked(max(reversed(pieces), key=len, default=""))[:LONGEST]


def naming_the_visit(words: str, written: str) -> str:
    """What a return visit is called, which may stand apart: 「我要复查 在岳阳医院」 → 在岳阳医院复查."""
    named = pattern("return_visit").search(written)
    return (
        words if named is None or pattern("return_visit").search(canonical(words)) else f"{words}{named[0]}"[:LONGEST]
    )


def without_ends(words: str, head: str, tail: str) -> str:
    """Words without what the patterns of these names find at either end."""
    before = ""
    while before != words:
        before = words
        words = composed(f"%={tail}%+$").sub("", composed(f"^%={head}%+").sub("", words))
    return words


LATER: Final = re.compile(
    rf"(?P<n>{SMALL}|半)\s?个?(?P<half>半)?(?P<unit>小时|钟头|分钟?|刻钟|天|hours?|minutes?|mins?)"
)
"""How much later to be told again: 半小时, 20分钟."""
_LATER_UNITS: Final = {"小": 60, "钟": 60, "分": 1, "刻": 15, "天": 1440, "h": 60, "m": 1}


def minutes_in(match: re.Match[str]) -> int:
    """The minutes of a match of :data:`LATER`."""
    halves = 1 if match["n"] == "半" else 2 * (number(match["n"]) or 0) + bool(match["half"])
    return halves * _LATER_UNITS[match["unit"][0]] // 2
