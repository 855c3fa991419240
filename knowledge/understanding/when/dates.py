"""Table rows for days and months by number: 12月3号, 12/3, 3号到5号, 下个月5号, 月底."""

import re

from knowledge.understanding.when.contexts import measures
from knowledge.understanding.when.numerals import DAY, HAN, number
from knowledge.understanding.when.tokens import pattern
from knowledge.understanding.when.values import Month, MonthDay
from knowledge.understanding.when.weeks import shift_of

_DIGITS = "0123456789"
MONTH_NUMBER = r"元|(?<![\d.])\d{1,2}|十[一二]?|[一二三四五六七八九]"
YEAR = r"(?:(?P<year>20\d\d|\d\d)年|(?P<near>今年|明年|后年|去年))"
_MONTH = rf"(?:(?P<mo>{MONTH_NUMBER})月份?|(?P<ref>下+一?个?月份?|这个?月|本月|当月|上+个?月))"
_PARTS = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中": (11, 20),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "底": (25, 31),
    "末": (25, 31),
    "最后一天": (31, 31),
}
_PART = "(?P<part>最后一天|上旬|中旬|下旬|初|中(?![医西药午])|底|末)"
_UNITS = r"[\d.%:个天次岁周月年片粒颗种位人元块米厘毫克斤分级度倍万千点楼层折家mgckl/]|公[里斤分升]|升|小时|号线|ml"
_AFTER_DOTTED = (
    r"(?=\s*(?:[号日的有那去看能可约开复到至\-~周星礼(,)之以前后是还专上下早晚夜停坐记帮提、和或门几我想]|$|\s))"
)


def year_of(match: re.Match[str]) -> tuple[int, int]:
    """(year, shift in years) as said: a written year, or one counted from this (kept as an offset above 9000)."""
    if match["year"]:
        year = int(match["year"])
        return (year if year > 99 else 2000 + year), 0
    return 0, {"今年": 0, "明年": 1, "后年": 2, "去年": -1}.get(match["near"] or "", 0)


def _number(month: str) -> int | None:
    return 1 if month == "元" else number(month)


def _month_day(match: re.Match[str]) -> MonthDay | None:
    day = number(match["day"])
    month = _number(match["mo"]) if match["mo"] else 0
    if day is None or month is None:
        return None
    if match["ref"]:
        return MonthDay(day, shift=shift_of(match["ref"]))
    year, ahead = year_of(match)
    return MonthDay(day, month, year, years=ahead if match["near"] else None)


def _day(match: re.Match[str]) -> MonthDay | None:
    day = number(match["day"])
    return MonthDay(day) if day and 1 <= day <= 31 else None


def _full(match: re.Match[str]) -> MonthDay:
    return MonthDay(int(match["d"]), int(match["m"]), int(match["y"]) % 100 + 2000)


def _dotted(match: re.Match[str]) -> MonthDay | None:
    return None if measures(match.string) else MonthDay(int(match["d"]), int(match["m"]))


def _month(match: re.Match[str]) -> Month | None:
    first, last = _PARTS.get(match["part"] or "", (1, 31))
    if match["ref"]:
        return Month(shift=shift_of(match["ref"]), first=first, last=last)
    month = _number(match["mo"])
    year, ahead = year_of(match)
    return Month(month, year, None, first, last, ahead if match["near"] else None) if month and month <= 12 else None


def _part(match: re.Match[str]) -> Month:
    return Month(0, 0, None, *_PARTS[match["part"]])


DAYS = (
    pattern(
        "0123456789",
        r"(?<![\d.])(?P<y>20\d\d|2\d(?=\.\d+\.))(?P<s>[./-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        _full,
    ),
    pattern("2", r"(?<!\d)(?P<y>20[2-9]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)", _full),
    pattern(
        "月",
        rf"(?:{YEAR}的?)?\s?{_MONTH}[的里 ]*(?P<day>\d{{1,2}}(?![\d.:])(?!\s?{_UNITS})|(?:{DAY}|\d\d)"
        rf"(?=[号日](?![内间])|(?:[、,和及或到至~-]{DAY})+[号日]))[号日]?",
        _month_day,
    ),
    pattern(
        _DIGITS,
        rf"(?<![\d.\-/:a-z第])(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?!{_UNITS})"
        rf"{_AFTER_DOTTED}[号日]?",
        _dotted,
    ),
    pattern(
        "-",
        rf"(?<![\d.\-/:a-z第])(?P<m>1[0-2]|0?[1-9])-(?P<d>3[01]|[12]\d|0?[1-9])(?!-|[号日]|\s?{_UNITS})"
        rf"{_AFTER_DOTTED}",
        _dotted,
    ),
    pattern("/-", r"(?<=\d[-到至~])(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)[号日]?", _dotted),
    pattern(
        "号日",
        rf"(?<![\d{HAN}第月年.:/\-路街弄])(?P<day>{DAY})(?=(?:[、,和及或到至~-]{DAY})*[号日])(?:号(?!源|子|贩)|"
        rf"(?<=\d)日(?=[上下早晚夜、,和到至~ -]|$)|(?<=\d\d)日(?![内间常量游])|(?<=[十廿][{HAN}])日|"
        rf"(?=[、,和及或到至~-]))",
        _day,
    ),
    pattern("号日", rf"(?<=[到至~、,和及或-])(?P<day>{DAY})(?:号(?!源|子|贩)|日(?![内间常量游]))", _day),
)  # fmt: skip

MONTHS = (
    pattern("月", r"(?<![数个几\d])月内(?![科分])", Month(shift=0)),
    pattern("月", rf"(?:{YEAR}的?)?{_MONTH}(?!经|子|季|饼|亮|龄|嫂|薪|大|怀|[{HAN}\d])[的份里]*月?{_PART}?", _month),
    pattern("月上中下", rf"(?<![{HAN}\d个])月(?P<part>初|中(?![医西药午])|底|末)", _part),
    pattern("旬", r"(?P<part>上旬|中旬|下旬)", _part),
    pattern("年", r"(?:今|这)?年(?:底|末)(?!考)", Month(12, first=25)),
)  # fmt: skip
