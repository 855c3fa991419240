"""Words of schedule texts: weekdays, half-days, clock times, dates, parities, kinds. A list of tokens, in order."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from knowledge.rosters import dates, kinds, vocabulary
from knowledge.rosters.dates import WEEKDAYS, Period, WrongDateError


class Token(NamedTuple):
    """``kind`` names what it is, ``value`` what it means, ``text`` how it was written."""

    kind: str
    value: Any
    text: str


_ENGLISH = {name: day for day, name in zip(WEEKDAYS, ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True)}
_PARITY = {"单周": "单周", "双周": "双周", "奇数周": "单周", "偶数周": "双周", "单": "单周", "双": "双周"}


def _number(text: str) -> int:
    return "零一二三四五".find(text) if not text.isdigit() else int(text)


def _weekday(text: str) -> str:
    letter = text[-1]
    return WEEKDAYS[int(letter) - 1 if letter.isdigit() else min(vocabulary.HAN_DAY.index(letter), 6)]


def _week(found: re.Match[str], _: Period) -> Token:
    letters = re.sub(r"每个?|周|星期|礼拜|[、,/和及与 ]", "", found[0])
    days: list[str] = []
    ranged = False
    for letter in letters:
        if letter in "至到-":
            ranged = True
            continue
        day = _weekday(letter)
        while ranged and days[-1] != day:
            days.append(WEEKDAYS[(WEEKDAYS.index(days[-1]) + 1) % 7])
        ranged = False
        days.append(day)
    return Token("weekday", tuple(dict.fromkeys(days)), found[0])


def _nth(found: re.Match[str], _: Period) -> Token:
    words = found["n"]
    numbers = (
        (-1,)
        if "最后" in words
        else (1,)
        if words == "首"
        else tuple(_number(n) for n in re.findall(r"[一二三四五1-5]", words))
    )
    if found["days"] is None or (found["week"] or "").startswith("星"):
        return Token("vague", found[0], found[0]) if not found["week"] else Token("parity", found[0], found[0])
    return Token("weeks" if found["week"] else "nth", (numbers, _weekday(found["days"])), found[0])


def _monthday(found: re.Match[str], _: Period) -> Token:
    if found["every"]:
        first = int(found["every"]) or 10
        return Token("monthday", tuple(day for day in (first, first + 10, first + 20) if day <= 31), found[0])
    days = tuple(int(day) for day in re.findall(r"\d+", found["n"]))
    if not all(1 <= day <= 31 for day in days):
        return Token("wrong", "invalid_date", found[0])
    return Token("monthday", days, found[0])


def _minutes(found: re.Match[str], which: str) -> tuple[int, int]:
    clock = found.groupdict().get(f"c{which}") or ""
    minute = 30 if clock == "半" else int(found[f"m{which}"] or re.sub(r"\D", "", clock) or 0)
    return int(found[f"h{which}"]), minute


def _time(found: re.Match[str], _: Period) -> Token:
    ends = [_minutes(found, "1"), _minutes(found, "2")] if "h2" in found.groupdict() else [_minutes(found, "1")]
    if any(hour * 60 + minute > 24 * 60 or minute > 59 for hour, minute in ends):
        return Token("wrong", "invalid_time", found[0])
    return Token("time", tuple(ends), found[0])


def _date(make: Callable[[re.Match[str], Period], str]) -> Callable[[re.Match[str], Period], Token]:
    def read(found: re.Match[str], period: Period) -> Token:
        try:
            return Token("date", make(found, period), found[0])
        except WrongDateError as wrong:
            return Token("wrong", wrong.why, found[0])

    return read


def _n(found: re.Match[str], *names: str) -> list[int]:
    return [int(found[name]) for name in names]


def _constant(kind: str, value: Any = None) -> Callable[[re.Match[str], Period], Token]:
    return lambda found, _: Token(kind, value if value is not None else found[0], found[0])


def _quota(found: re.Match[str], _: Period) -> Token:
    return Token("quota", int(found["n"] or found["m"]), found[0])


_MONTH_DAY = _date(lambda found, period: dates.dated(int(found["m"]), int(found["d"]), period))
_FULL_DATE = _date(lambda found, _: dates.iso(*_n(found, "y", "m", "d")))

_Reader = Callable[[re.Match[str], Period], Token]


@cache
def _readers() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Patterns in the order in which they are tried at each place."""
    halves = [(re.compile(pattern, re.IGNORECASE), _constant("half", value)) for pattern, value in vocabulary.HALVES]
    english = [
        (re.compile(rf"\b{name}[a-z]*\b", re.IGNORECASE), _constant("weekday", (day,)))
        for name, day in _ENGLISH.items()
    ]
    return (
        (dates.FULL, _FULL_DATE),
        (dates.PACKED, _FULL_DATE),
        (dates.FOREIGN, _date(lambda found, _: dates.foreign(*_n(found, "a", "b", "y")))),
        (dates.HAN, _MONTH_DAY),
        (vocabulary.MONTHDAY, _monthday),
        (vocabulary.VAGUE, _constant("vague")),
        (vocabulary.DOUBT, _constant("doubt")),
        (vocabulary.NTH, _nth),
        (vocabulary.NTH_SHORT, _nth),
        (re.compile(r"单双周(?:轮流|轮换)?"), _constant("parity")),
        (
            re.compile(r"(?P<p>[单双])(?:周\s?[:的]?\s?)?(?=(?:周|星期|礼拜)[一二三四五六日天])"),
            lambda f, _: Token("before", _PARITY[f["p"]], f[0]),
        ),
        (
            re.compile(r"每?隔周?的?\s?(?=(?:周|星期|礼拜)[一二三四五六日天])|每?隔周(?=[一二三四五六日天])"),
            _constant("before", "隔周"),
        ),
        (
            re.compile(r"[单双]周|奇数周|偶数周|[单双](?=[\s()\[\]、,;]|$)"),
            lambda f, _: Token("parity", _PARITY[f[0]], f[0]),
        ),
        (
            re.compile(r"每?隔[一1]?个?(?:周|星期|礼拜)(?:一次)?|每?[两二2]个?(?:周|星期)[一1]次"),
            _constant("parity", "隔周"),
        ),
        (vocabulary.WEEKS, _constant("parity")),
        (vocabulary.WEEK, _week),
        (re.compile(r"双休日|周末"), _constant("weekday", ("周六", "周日"))),
        (re.compile(r"工作日"), _constant("weekday", WEEKDAYS[:5])),
        (re.compile(r"每[天日]"), _constant("weekday", WEEKDAYS)),
        (vocabulary.BAD_WEEK, _constant("wrong", "unknown_weekday")),
        *english,
        (vocabulary.QUOTA, _quota),
        (vocabulary.TIME, _time),
        (vocabulary.POINT, _time),
        (dates.SLASH, _MONTH_DAY),
        (dates.DOTTED, _MONTH_DAY),
        (dates.LONE, _date(lambda found, period: dates.day_of(int(found["d"]), period))),
        (vocabulary.BARE, _week),
        (vocabulary.STOP, _constant("stop")),
        (re.compile(r"起(?:始|执行)?|开始|起算"), _constant("since")),
        (re.compile(r"截?止(?:到|至)?|之?前有效"), _constant("until")),
        *((pattern, _constant("wrong", why)) for pattern, why in vocabulary.MISSPELT_HALVES),
        *halves,
        (kinds.PATTERN, lambda found, _: Token("kind", kinds.kind_in(found[0]), found[0])),
        (re.compile(r"(?P<c>[东西南北中总新老本]院区?|[东西南北]区(?!域))"), _constant("campus")),
        (vocabulary.FILL, _constant("fill")),
        (vocabulary.PRESENT, _constant("present")),
        (re.compile(r"[(\[【]"), _constant("open")),
        (re.compile(r"[)\]】]"), _constant("close")),
        (vocabulary.BREAK, _constant("break")),
        (re.compile(r"[:]"), _constant("colon")),
        (re.compile(r"/"), _constant("slash")),
        (vocabulary.MARK, _constant("mark")),
        (re.compile(r"[至到~-]+"), _constant("to")),
        (re.compile(r"自|从"), _constant("from")),
    )


def tokens(text: str, period: Period) -> list[Token]:
    """All of a folded text as tokens; what no pattern knows is gathered into ``rest`` tokens."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        token = _at(text, place, period)
        if token is None:
            if found and found[-1].kind == "rest":
                found[-1] = Token("rest", found[-1].value + text[place], found[-1].text + text[place])
            else:
                found.append(Token("rest", text[place], text[place]))
            place += 1
        else:
            found.append(token)
            place += len(token.text)
    return found


def _at(text: str, place: int, period: Period) -> Token | None:
    for pattern, read in _readers():
        match = pattern.match(text, place)
        if match and match.end() > place:
            return read(match, period)
    return None
