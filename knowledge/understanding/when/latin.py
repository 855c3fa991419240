"""English and typed pinyin words of time as Chinese ones: "next Monday", "xiazhouer shangwu"."""

import re
from collections.abc import Callable
from functools import cache

from knowledge.understanding.pinyin import spell

_DAYS = {"mon": "一", "tue": "二", "wed": "三", "thu": "四", "fri": "五", "sat": "六", "sun": "日"}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = (
    r"(?P<day>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sunday)s?"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_COUNT = {
    "a": "1",
    "an": "1",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "couple of": "2",
}
_COUNTS = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|a couple of)"
_UNITS = {"day": "天", "week": "周", "month": "个月", "hour": "小时", "minute": "分钟"}
_WHICH = {"next": "下", "this": "这", "last": "上", "every": "每", "each": "每"}

_GAP = "[ ']?"
_PINYIN = {
    "da hou tian": "大后天", "hou tian": "后天", "ming tian": "明天", "jin tian": "今天", "zuo tian": "昨天",
    "ming zao": "明早", "ming wan": "明晚", "jin wan": "今晚", "shang wu": "上午", "xia wu": "下午", (
        "wan shang"
    ): "晚上",
    "zao shang": "早上", "zhong wu": "中午", "xia ge yue": "下个月", "yue di": "月底", "mei tian": "每天",
    "guo qing": "国庆", "yuan dan": "元旦", "chun jie": "春节", "xia zhou": "下周", (
        "xia ge xing qi"
    ): "下周", "zhou mo": "周末",
    "ge zhou": "隔周",
}  # fmt: skip
_PINYIN_DAYS = {
    "yi": "一",
    "er": "二",
    "san": "三",
    "si": "四",
    "wu": "五",
    "liu": "六",
    "ri": "日",
    "tian": "天",
    "mo": "末",
}
_PINYIN_WHICH = {"xia xia": "下下", "xia": "下", "zhe": "这", "ben": "本", "shang": "上", "mei": "每", "ge": "隔"}


def _english(match: re.Match[str]) -> str:
    which = match["which"]
    other = "隔" if match["other"] else _WHICH.get(which or "", "")
    return other + "周" + _DAYS[match["day"][:3]]


def _date(match: re.Match[str]) -> str:
    return f"{_MONTHS.index(match['month'][:3]) + 1}月{match['d']}日"


def _clock(match: re.Match[str]) -> str:
    half = "上午" if match["half"][0] == "a" else "下午"
    return f"{half}{match['h']}:{match['m'] or '00'}"


def _offset(match: re.Match[str]) -> str:
    count = match["n"].removeprefix("a ")
    return _COUNT.get(count, count) + _UNITS[match["unit"]] + "后"


Row = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _row(regex: str, make: Callable[[re.Match[str]], str] | str) -> Row:
    return re.compile(rf"(?<![a-z]){regex}(?![a-z])"), (lambda _m: make) if isinstance(make, str) else make


@cache
def _rows() -> tuple[Row, ...]:
    return (
        _row(r"the day after tomorrow|day after tomorrow", "后天"),
        _row(r"tomorrow|tmr|tmrw", "明天"),
        _row(r"today", "今天"),
        _row(r"tonight", "今晚"),
        _row(r"yesterday", "昨天"),
        _row(rf"(?:on |the )?(?:(?P<which>next|this|last|every|each)(?P<other> other)? )?{_DAY}", _english),
        _row(r"(?P<w>next|this|last) week", lambda m: _WHICH[m["w"]] + "周"),
        _row(r"(?P<w>next|this|last) month", lambda m: _WHICH[m["w"]] + "个月"),
        _row(r"every other week", "隔周"),
        _row(r"(?:every ?day|daily)", "每天"),
        _row(r"(?:this |the |on )*weekends?", "周末"),
        _row(r"(?:on )?weekdays", "工作日"),
        _row(rf"{_MONTH} (?P<d>[0-3]?\d)(?:st|nd|rd|th)?", _date),
        _row(rf"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? {_MONTH}", _date),
        _row(rf"in {_COUNTS} (?P<unit>day|week|month|hour|minute)s?", _offset),
        _row(rf"{_COUNTS} (?P<unit>day|week|month)s? (?:later|from now)", _offset),
        (re.compile(r"(?<![\d:])(?P<h>1[0-2]|[1-9])(?::(?P<m>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?"), _clock),
        _row(r"(?:in the )?morning", "上午"),
        _row(r"(?:in the )?afternoon", "下午"),
        _row(r"(?:in the )?(?:evening|night)", "晚上"),
        (
            re.compile(r"(?<=[\d一二三四五六七八九十]) ?dian(?: ?ban(?![a-z]))?"),
            lambda m: "点半" if "ban" in m[0] else "点",
        ),
        (re.compile(r"(?<=\d) ?hao(?![a-z])"), lambda _m: "号"),
        (re.compile(r"(?<=\d) ?yue ?(?=\d)"), lambda _m: "月"),
        (re.compile(r"(?<=[一二三四五六日天]) ?(?:to|-|until|till|through) ?(?=周)"), lambda _m: "到"),
        (re.compile(r"(?<=[一二三四五六日天]) ?(?:and|or|,) ?(?=周)"), lambda _m: "和"),
    )


@cache
def _pinyin_rows() -> tuple[Row, ...]:
    which = "|".join(word.replace(" ", _GAP) for word in _PINYIN_WHICH)
    unit = f"(?:zhou|xing{_GAP}qi|li{_GAP}bai)"
    weekday = rf"(?:(?P<which>{which}){_GAP}(?:ge{_GAP})?)?{unit}{_GAP}(?P<day>{'|'.join(_PINYIN_DAYS)})"
    words = "|".join(word.replace(" ", _GAP) for word in _PINYIN)
    joined = {word.replace(" ", ""): chinese for word, chinese in _PINYIN.items()}
    return (
        (re.compile(rf"(?<![a-z]){weekday}"), _pinyin_weekday),
        (re.compile(rf"(?<![a-z])(?:{words})"), lambda m: joined[re.sub("[ ']", "", m[0])]),
    )


def _pinyin_weekday(match: re.Match[str]) -> str:
    which = {key.replace(" ", ""): value for key, value in _PINYIN_WHICH.items()}
    return which.get(re.sub("[ ']", "", match["which"] or ""), "") + "周" + _PINYIN_DAYS[match["day"]]


Origins = list[tuple[int, int]]


def _rewrite(text: str, origins: Origins, row: Row) -> tuple[str, Origins]:
    """Every match replaced; the characters put in come from the whole of the match."""
    regex, make = row
    parts: list[str] = []
    places: Origins = []
    done = 0
    for match in regex.finditer(text):
        if regex in _spelled_rows() and not _ends_well(text, match.end()):
            continue
        new = make(match)
        parts += text[done : match.start()], new
        places += origins[done : match.start()]
        places += [(origins[match.start()][0], origins[match.end() - 1][1])] * len(new)
        done = match.end()
    return "".join([*parts, text[done:]]), [*places, *origins[done:]]


@cache
def _spelled_rows() -> frozenset[re.Pattern[str]]:
    return frozenset(regex for regex, _ in _pinyin_rows())


def _ends_well(text: str, end: int) -> bool:
    """Whether the letters that follow are pinyin too, or none."""
    rest = re.match("[a-z]*", text[end:])
    return not rest or not rest[0] or spell(rest[0]) is not None


def chinese_of(text: str) -> tuple[str, Origins]:
    """The text with English and pinyin words of time in Chinese, and where each character comes from: (start, end)."""
    origins: Origins = [(place, place + 1) for place in range(len(text))]
    for row in _rows():
        if row[0].search(text):
            text, origins = _rewrite(text, origins, row)
    previous = ""
    while previous != text:  # "zhousanshangwu": a word may begin where the one before it ended
        previous = text
        for row in _pinyin_rows():
            text, origins = _rewrite(text, origins, row)
    return text, origins
