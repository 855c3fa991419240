"""Words of schedule texts: weekdays, half-days, clock times, dates, parities, kinds. A list of tokens, in order."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from knowledge.rosters import dates, kinds
from knowledge.rosters.dates import WEEKDAYS, Period, WrongDateError


class Token(NamedTuple):
    """``kind`` names what it is, ``value`` what it means, ``text`` how it was written."""

    kind: str
    value: Any
    text: str


_HAN_DAY = "一二三四五六日天"
_AFTER_DAY = r"(?![楼个周号次诊室点月年层院般期医])"
_MORE = (
    rf"(?:[、,/和及与 ]?(?:(?:周|星期|礼拜)[一二三四五六日天1-7]|[一二三四五六日天]{_AFTER_DAY})"
    r"|[、,][1-7](?![\d:./月日号周人次楼诊-]))"
)
_RANGE = r"(?:\s?[至到-]\s?(?:周|星期|礼拜)?[一二三四五六日天1-7](?![\d:.]))"
_WEEK = re.compile(rf"(?:每个?)?(?:周|星期|礼拜)(?:[一二三四五六日天]|[1-7](?![\d:.点]))(?:{_RANGE}|{_MORE})*")
_BARE = re.compile(
    r"(?<![\u4e00-\u9fff])[一二三四五六日](?:[、,/]?[一二三四五六日])*(?=上午|下午|上(?!级)|下(?!级)|全天|晚|夜)"
)
_BAD_WEEK = re.compile(
    r"(?:周|星期|礼拜)\s?[七八九十零〇08x×?？](?!年|岁)|(?:星期|礼拜)(?![一二三四五六日天1-7])[\u4e00-\u9fff]?"
)
_ENGLISH = {name: day for day, name in zip(WEEKDAYS, ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True)}
_NTH = re.compile(
    r"每个?月(?:的)?(?:第?(?P<n>(?:[一二三四五1-5][、,和及/]?第?)+|首|最后一?)个?)(?P<week>(?:周|星期)的?(?=周|星期|礼拜|$))?"
    r"(?P<days>(?:周|星期|礼拜)?[一二三四五六日天1-7])?"
)
_NTH_SHORT = re.compile(
    r"第(?P<n>(?:[一二三四五1-5][、,和及/]?第?)+)个?(?P<week>周的?(?=周|星期|礼拜))?(?P<days>(?:周|星期|礼拜)[一二三四五六日天1-7])"
)
_WEEKS = re.compile(
    r"(?:每月)?(?:第?\s?[1-5一二三四五](?:[、,和及/]第?[1-5一二三四五])*\s?周)(?![一二三四五六日天1-7])"
)
_MONTHDAY = re.compile(r"每个?月(?P<n>\d{1,2}(?:[日号]?[、,和及]\d{1,2})*)[日号]|逢(?P<every>[0-9])[日号]?")
_TIME = re.compile(
    r"(?P<h1>\d{1,2})(?:[:.](?P<m1>\d{2})|[点时](?P<c1>半|\d{1,2}分?)?)?\s?(?:[-至到]+|~)\s?"
    r"(?P<h2>\d{1,2})(?:[:.](?P<m2>\d{2})|(?P<o2>[点时])(?P<c2>半|\d{1,2}分?)?)(?::00)?(?![\d:])"
)
_POINT = re.compile(r"(?P<h1>\d{1,2})(?::(?P<m1>\d{2})(?::00)?|[点](?P<c1>半|\d{1,2}分?)?)(?![\d:])")
_PARITY = {"单周": "单周", "双周": "双周", "奇数周": "单周", "偶数周": "双周", "单": "单周", "双": "双周"}
_VAGUE = re.compile(
    r"每个?(?:月|季度?|年|学期)[一二两三四1-4几]次|另行通知|请?(?:提前)?(?:电话|致电)(?:预约|联系|咨询)|预约(?:出诊|就诊|看诊|为准)|请?提前预约"
    r"|请?以?(?:当[日天]|医院|实际)(?:公[布告示]|安排|情况)?为准|请?来电咨询|视情况|根据通知|见通知|预约"
)
_DOUBT = re.compile(r"不定期|不固定|时间?待定|待定|待确认|轮流|轮值|轮转|轮班|不详|随机|未定|或者?|二选一|暂定")
_HALVES = (
    (r"上\s?[、/,和及与+]?\s?下午|上下午|上午[、/和及与]下午", ("上午", "下午")),
    (r"全天|全日|整天|整日|白天|白班|日间|全(?![科院国市区])", ("上午", "下午")),
    (
        r"夜间?专?家?门诊|夜间|夜诊|小夜号?|前夜|晚间?门诊|晚上|晚间|傍晚|夜班|夜晚|夜(?![\u4e00-\u9fff])|晚(?![\u4e00-\u9fff])|\bevening\b|\bnight\b",
        ("夜间",),
    ),
    (r"上午号?班?|上半[天日]|早上|早晨|清晨|早班|\bam\b|a\.m\.?|\bmorning\b|上(?![级海次述门环层半司])", ("上午",)),
    (r"下午号?班?|下半[天日]|午后|\bpm\b|p\.m\.?|\bafternoon\b|下(?![沉级次述肢一])", ("下午",)),
    (r"中午|午间", ("中午",)),
)
_FILL = re.compile(
    r"每周(?![一二三四五六日天1-7])|法定节?假日?(?:除外|休息|停诊)?|节假日(?:除外|休息|停诊)|出门诊|请|门诊(?![部楼大办])|坐诊|出诊|看诊|开诊|应诊|门诊时间?|时间|半天|每|的|为|均|在|有|于|逢|仅|只|固定|起讫"
)
_STOP = re.compile(
    r"暂?停止?(?:门诊|出诊|诊|开|约)?|休诊|休息|不出诊|无门诊|不开诊|取消|节休|出差|进修|请假|公休|产假|病假|不开放"
)
_QUOTA = re.compile(
    r"(?:限(?:诊|号|额|挂|约)?|号源|总(?!院))[:数共]?\s?(?P<n>\d{1,3})\s?(?:个?号|人次?|名|位|个)?(?:\s?[剩余]+\d+)?(?:/[天日次])?|(?P<m>\d{1,3})\s?(?:个号|人次?|名|个名额)"
)
_PRESENT = re.compile(r"[√✓✔☑●○◎★☆▲△■□◆◇♦♥◉⊙@*#※▼▽✦✧＊]")
_ABSENT = re.compile(r"[×✕✖✗✘╳xX]|-+")
_BREAK = re.compile(r"[;。\n|]")
_MARK = re.compile(r"[、,+&\s·]+|和|及|与")


def _number(text: str) -> int:
    return "零一二三四五".find(text) if not text.isdigit() else int(text)


def _weekday(text: str) -> str:
    letter = text[-1]
    return WEEKDAYS[int(letter) - 1 if letter.isdigit() else min(_HAN_DAY.index(letter), 6)]


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
    numbers = (-1,) if "最后" in words else (1,) if words == "首" else tuple(
        _number(n) for n in re.findall(r"[一二三四五1-5]", words))  # fmt: skip
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
    if any(hour > 24 or minute > 59 for hour, minute in ends):
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


_MONTH_DAY = _date(lambda found, period: dates.dated(*_n(found, "m", "d"), period))
_FULL_DATE = _date(lambda found, _: dates.iso(*_n(found, "y", "m", "d")))

_Reader = Callable[[re.Match[str], Period], Token]


@cache
def _readers() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Patterns in the order in which they are tried at each place."""
    halves = [(re.compile(pattern, re.IGNORECASE), _constant("half", value)) for pattern, value in _HALVES]
    english = [
        (re.compile(rf"\b{name}[a-z]*\b", re.IGNORECASE), _constant("weekday", (day,)))
        for name, day in _ENGLISH.items()
    ]
    return (
        (dates.FULL, _FULL_DATE),
        (dates.PACKED, _FULL_DATE),
        (dates.FOREIGN, _date(lambda found, _: dates.foreign(*_n(found, "a", "b", "y")))),
        (dates.HAN, _MONTH_DAY),
        (_MONTHDAY, _monthday),
        (_VAGUE, _constant("vague")),
        (_DOUBT, _constant("doubt")),
        (_NTH, _nth),
        (_NTH_SHORT, _nth),
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
        (_WEEKS, _constant("parity")),
        (_WEEK, _week),
        (re.compile(r"双休日|周末"), _constant("weekday", ("周六", "周日"))),
        (re.compile(r"工作日"), _constant("weekday", WEEKDAYS[:5])),
        (re.compile(r"每[天日]"), _constant("weekday", WEEKDAYS)),
        (_BAD_WEEK, _constant("wrong", "unknown_weekday")),
        *english,
        (_QUOTA, _quota),
        (_TIME, _time),
        (_POINT, _time),
        (dates.SLASH, _MONTH_DAY),
        (dates.DOTTED, _MONTH_DAY),
        (dates.LONE, _date(lambda found, period: dates.day_of(int(found["d"]), period))),
        (_BARE, _week),
        (_STOP, _constant("stop")),
        (re.compile(r"起(?:始|执行)?|开始|起算"), _constant("since")),
        (re.compile(r"截?止(?:到|至)?|之?前有效"), _constant("until")),
        *halves,
        (kinds.PATTERN, lambda found, _: Token("kind", kinds.kind_in(found[0]), found[0])),
        (re.compile(r"(?P<c>[东西南北中总新老本]院区?|[东西南北]区(?!域))"), _constant("campus")),
        (_FILL, _constant("fill")),
        (_PRESENT, _constant("present")),
        (re.compile(r"[(\[【]"), _constant("open")),
        (re.compile(r"[)\]】]"), _constant("close")),
        (_BREAK, _constant("break")),
        (re.compile(r"[:]"), _constant("colon")),
        (re.compile(r"/"), _constant("slash")),
        (_MARK, _constant("mark")),
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
