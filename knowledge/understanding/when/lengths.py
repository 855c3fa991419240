"""Table rows for lengths of time: counted from now (三天后, 这两天), or as a beat (每三个月, 隔天, 每月15号)."""

import re

from knowledge.understanding.when.contexts import after_body_event, complains, doses
from knowledge.understanding.when.dates import MONTH_NUMBER
from knowledge.understanding.when.numerals import DAY, SMALL, number
from knowledge.understanding.when.recurrence import Rule
from knowledge.understanding.when.tokens import pattern
from knowledge.understanding.when.values import Near, Shift, Week, Weekdays

_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星": 7, "礼": 7}
_TAIL = r"(?P<tail>之后|以后|过后|后(?![续面期遗])|以内|之内|内(?![科分镜])|之前|以前|前(?![列面]))"


def _length(match: re.Match[str]) -> tuple[int, int] | None:
    """Days and months of a length such as 两个礼拜, 一个半月, 半年."""
    count = 0 if match["n"] == "半" else number(match["n"])
    unit = match["unit"][0]
    if count is None or (unit in "月号" and not match["ge"] and count):
        return None
    half = bool(match["half"]) or match["n"] == "半"
    if unit in _UNIT_DAYS:
        return (count * _UNIT_DAYS[unit], 0) if not half else None
    if unit == "年":
        return 0, count * 12 + 6 * half
    return 15 * half, count


def _offset(match: re.Match[str]) -> Shift | Near | None:
    length, tail = _length(match), match["tail"] or ""
    if match["unit"] == "日" and match.string[: match.start()].endswith("月"):
        return None  # 12月31日后 is after that day, not in 31 days
    if length is None or not (match["head"] or tail) or after_body_event(match.string, match.start()):
        return None
    if "前" in tail:
        return None if match.string[: match.start()].endswith("提") else Shift(-length[0] or -1, -length[1])
    if "内" in tail and complains(match.string, match.end(), 20):
        return None
    return Near(0, *length) if "内" in tail else Shift(*length)


def _same_day(match: re.Match[str]) -> Shift:
    count = len(match["ref"])
    return Shift(months=count) if match["unit"] == "月" else Shift(7 * count)


def _weekday_on(match: re.Match[str]) -> Weekdays | None:
    count = number(match["n"])
    return Weekdays((min(6, "一二三四五六日天".index(match["day"])),), count) if count else None


def _near(match: re.Match[str]) -> Near | Week | None:
    count = 3 if match["n"] == "几" else number(match["n"])
    if not count or complains(match.string, match.end()):
        return None
    if match["unit"][0] in "周星礼":
        count *= 7
    ahead = match["word"] not in ("这", "最近", "近")
    return Near(int(ahead), count - (not ahead)) if count != 7 or match["word"] != "这" else Week(0)


def _monthly(match: re.Match[str]) -> Rule | None:
    days = tuple(number(each) or 0 for each in re.findall(DAY, match["days"]))
    return Rule("MONTHLY", month_days=days) if all(1 <= day <= 31 for day in days) else None


def _beat(match: re.Match[str]) -> Rule | None:
    """每三个月, 三个月一次, 隔天: a beat in days, months or years whose start is not known."""
    said = match["n"]
    count, unit = (1 if said == "半" else number(said)), match["unit"][0]
    if not count or (unit in "天日" and match["once"] and count == 1):
        return None
    count = 2 if count == 1 and "隔" in match[0] else count
    if said == "半":
        return (
            Rule("MONTHLY", 6, anchor=True)
            if unit == "年"
            else Rule("DAILY", 15, anchor=True)
            if unit in "月号"
            else None
        )
    freq = {"天": "DAILY", "日": "DAILY", "年": "YEARLY"}.get(unit, "MONTHLY")
    return Rule(freq, count, anchor=True)


def _daily(match: re.Match[str]) -> Rule | None:
    end = match.end()
    return None if doses(match.string, end) or complains(match.string, end, 20) else Rule("DAILY")


def _each_month(match: re.Match[str]) -> Rule | None:
    return None if complains(match.string, match.end()) else Rule("MONTHLY", anchor=True)


def _yearly(match: re.Match[str]) -> Rule | None:
    day, month = number(match["day"]), number(match["mo"])
    return Rule("YEARLY", month_days=(day,), month=month) if day and month else None


RULES = (
    pattern("隔", r"(?<![相间分])每?隔[天日](?!壁)", Rule("DAILY", 2, anchor=True)),
    pattern("每", rf"每年的?(?P<mo>{MONTH_NUMBER})月(?P<day>{DAY})[号日]", _yearly),
    pattern("每", rf"每个?月的?(?P<days>{DAY}(?:[号日]?[、,和及/]{DAY})*)[号日]", _monthly),
    pattern("每", r"每个?月(?:的)?(?:最后一[天日]|月底|底)", Rule("MONTHLY", month_days=(-1,))),
    pattern("每隔", rf"(?:每隔?|隔)(?P<n>{SMALL}|半)个?(?P<unit>天|月|年|号头)(?P<once>一次)?(?!再|后|之后)", _beat),
    pattern("次趟回", rf"(?P<n>{SMALL}|半)个?(?P<unit>天|月|年|号头)(?P<once>(?:一|1)(?:次|趟|回))", _beat),
    pattern("季", r"每个?季度?|一个?季度?一次", Rule("MONTHLY", 3, anchor=True)),
    pattern("每隔", r"(?:每?隔)一?个?月", Rule("MONTHLY", 2, anchor=True)),
    pattern("每逐", r"每个?月(?!经|子|龄|季)", _each_month),
    pattern(
        "每天",
        r"每一?[天日]|(?<![今明后昨前半整])天天(?![向气])|每(?=[晚早夜]|个?(?:早上|上午|下午|晚上))",
        _daily,
    ),
)  # fmt: skip

OFFSETS = (
    pattern(
        "周星礼",
        rf"(?P<n>{SMALL})个?(?:周|星期|礼拜)(?:之|以|过)?后的?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])",
        _weekday_on,
    ),
    pattern("刚过上", r"(?:刚刚?过去?的?这?个?|过去的|上[次回趟]的?)(?:周|星期|礼拜)[一二三四五六日天]", Shift(-1)),
    pattern("今", r"(?P<ref>下+)个?(?P<unit>周|星期|礼拜|月)的?今[天朝日]", _same_day),
    pattern("今明", r"今(?:天|朝|日)?[和、跟]?明(?:天|朝|日)?[和、跟]?后(?:三|3)?天", Near(0, 2)),
    pattern("今明", r"今明(?:[两二2]?天)?|今(?:天|朝)明(?:天|朝)", Near(0, 1)),
    pattern("明后", r"明后(?:[两二2]?天|日)?|明天后天", Near(1, 2)),
    pattern(
        "天日周星礼月年号",
        rf"(?P<head>再过|隔|(?<![超经不通看吃来去用做难好])过(?!了))?(?P<n>{SMALL}|半)(?P<ge>个)?(?P<half>半)"
        rf"?(?P<unit>天|日|周|星期|礼拜|月|年|号头){_TAIL}?(?:的今[天日])?(?!了)",
        _offset,
    ),
    pattern(
        "天日周星礼",
        rf"(?P<word>这|最近|近|未来|接下来|接下去|往后|今后|后面)的?这?(?P<n>{SMALL}|几)个?(?P<unit>天|日|周|"
        rf"星期|礼拜)(?!前)",
        _near,
    ),
)  # fmt: skip
