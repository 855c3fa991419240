"""Parts of the day, clock times and what stands after a day (之前, 以后): the table rows, and how they are counted."""

import re

from knowledge.understanding.when.contexts import after_body_event
from knowledge.understanding.when.numerals import HAN, SMALL, number
from knowledge.understanding.when.tokens import Clock, Edge, Half, HalfKind, Moment, pattern

_HOUR = (
    rf"(?<![\d.])(?:(?<![{HAN}])|(?<=[周期拜到至][一二三四五六]))(?P<h>\d{{1,2}}|十[一二]?|二十[一二三四]?|"
    rf"[一二两三四五六七八九])"
)
_MINUTE = (
    r"(?P<m>半|整|[一三13]刻|(?:零|过)?(?:[0-5]\d|[二三四五]?十[一二三四五六七八九]?|零[一-九五])"
    r"(?![\d月号楼天个年]|点)分?|\d{1,2}分)"
)
_BEFORE_ONE = re.compile(r"(?:午|早上|晚上|凌晨|夜里|[到至~-])$")
_QUARTERS = {"半": 30, "整": 0, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45}
_EVENING_STARTS = 18


def _clock(match: re.Match[str]) -> Clock | None:
    hour, said = number(match["h"]), match["m"] or ""
    minute = _QUARTERS.get(said, number(re.sub("[零过分]", "", said)) if said else 0)
    bare_one = match["h"] in "一1" and not said and "钟" not in match[0] and match[0][-1] == "点"
    if bare_one and not _BEFORE_ONE.search(match.string[: match.start()]):
        return None  # 早一点, 好一点
    if hour is None or hour > 24 or minute is None or minute > 59:
        return None
    return Clock(hour, minute)


def _hour(match: re.Match[str]) -> Clock | None:
    hour = number(match["h"])
    return Clock(hour) if hour is not None and hour <= 24 else None


def _moment(match: re.Match[str]) -> Moment | None:
    if not (match["head"] or match["tail"]) or after_body_event(match.string, match.start()):
        return None
    size = {"分": 1, "刻": 15}.get(match["unit"][0], 60)
    if "." in match["n"]:
        return Moment(round(float(match["n"]) * size)) if float(match["n"]) else None
    count = 0 if match["n"] == "半" else number(match["n"])
    if count is None:
        return None
    return Moment(count * size + (size // 2 if match["half"] or match["n"] == "半" else 0))


def _halves(kind: HalfKind, regex: str, *, weak: bool = False) -> tuple[str, str, Half]:
    return "上早晨清午中下后晚夜傍黄凌全整半", regex, Half(kind, weak)


EARLY = (
    pattern("前", r"的?(?:前一[天日]|前夕|前一晚)", Edge("eve")),
    pattern("后", r"的?(?:之|以)?后的?(?:第一个工作日|首个工作日|上班第一天|第一个上班日)", Edge("reopen")),
    pattern("后", r"的?(?:(?<!最)后一[天日]|(?:之|以)?后的?(?:第一[天日]|首日))", Edge("next")),
    pattern(".", r"(?<=[午上里晨])(?P<h>\d{1,2})\.(?P<m>[0-5][05])(?!\d)", _clock),
    pattern(
        "时钟",
        rf"(?P<head>再?过)?(?P<n>(?<![\d.])\d{{1,2}}\.\d{{1,2}}|{SMALL}|半)个?(?P<half>半)?(?P<unit>小时|钟头|分钟|刻钟)(?P<tail>之后|以后|"
        rf"过后|后)?(?!前)",
        _moment,
    ),
)  # fmt: skip

ROWS = (
    pattern(":", r"(?<![\d:.])(?P<h>[01]?\d|2[0-4])\s?:\s?(?P<m>[0-5]\d)(?![\d:])", _clock),
    pattern(
        "点时",
        rf"{_HOUR}\s?(?:点钟?|时(?=[半整\d一二三四五,到至~-]|$))(?!击|名|评|心|头|滴|子|状)\s?{_MINUTE}?",
        _clock,
    ),
    pattern("点", rf"{_HOUR}(?=\s?(?:-|~|到|至|—)\s?(?:\d{{1,2}}|[{HAN}]{{1,3}})(?:点|:))", _hour),
    pattern(*_halves("morning", "上午|早上(?:头|向)?|早晨|清早|大?清早|清晨|一清?早|上半[日天]|早浪向?|午前|上昼")),
    pattern(*_halves("noon", "中午|中浪向?|正午|午间")),
    pattern(*_halves("afternoon", "下午|下半[日天]|午后|下昼|(?<=[天日朝])后半天")),
    pattern(*_halves("dawn", "凌晨")),
    pattern("夜", "夜门诊|夜诊", Half("evening", session=True)),
    pattern(*_halves("evening", "晚上|夜里向?|夜间|夜到|夜头|晚间|晚浪向?|傍晚|夜快头?|黄昏|深夜|半夜里?")),
    pattern(*_halves("all", "全天|一?整天|整日")),
    pattern("上", "上(?=$|[ ,.?!、;])", Half("morning", weak=True)),
    pattern("下", "下(?=$|[ ,.?!、;])", Half("afternoon", weak=True)),
    pattern(*_halves("morning", r"早(?!点|些|期|一|饭|餐|恋|日|已|就|知|退|孕|产|搏|泄|早|安|锻|班)", weak=True)),
    pattern(*_halves("evening", r"[晚夜](?!点|些|期|一|饭|餐|年|恋|尿|到|来|会|班|安)", weak=True)),
    pattern("前左多光", r"前后|左右|光景|(?<=[点天周月])多|(?<=点钟)多", Edge("about")),
    pattern("前", r"(?:之|以)前|前(?![台面列往去来臂期几两天日门])", Edge("before")),
    pattern("后", r"(?:之|以|过)后|后(?![续天面期遗背来门日勤脑半])", Edge("after")),
    pattern("起开", r"起(?![来床诊搏码])|开始", Edge("from")),
)  # fmt: skip


def day_minutes(clock: Clock, half: Half | None) -> int:
    """Minutes from midnight of the named day; may be 24 h and more (今晚12点). A bare 1 to 6 is the afternoon."""
    kind, hour = half.kind if half else None, clock.hour
    if kind in ("afternoon", "evening") and 1 <= hour < 12:
        hour += 24 if kind == "evening" and hour < 5 else 12
    elif kind == "evening" and hour in (0, 12):
        hour = 24
    elif (kind == "noon" and hour <= 3) or (kind is None and 1 <= hour <= 6):
        hour += 12
    return hour * 60 + clock.minute


def half_of(minutes: int, clock: Clock) -> str:
    """The half-day a time of day belongs to; an hour said as 6点半 is still 下午, 18:30 is not."""
    if clock.hour <= 6 and minutes >= 12 * 60:
        return "下午"
    if 5 * 60 <= minutes < 12 * 60:
        return "上午"
    return "下午" if 12 * 60 <= minutes < _EVENING_STARTS * 60 else "夜间"


def agrees(half: str, minutes: int) -> bool:
    """Whether a half-day as said and a time fit: 下午 17:30 is still 下午, 晚上五点 already 夜间."""
    limits = {
        "上午": (4 * 60, 12 * 60 + 30),
        "下午": (12 * 60, 19 * 60),
        "夜间": (17 * 60, 36 * 60),
        "全天": (0, 36 * 60),
    }
    low, high = limits[half]
    return low <= minutes <= high or (half == "夜间" and minutes < 5 * 60)


NAMES: dict[HalfKind, str] = {
    "dawn": "夜间", "morning": "上午", "noon": "", "afternoon": "下午", "evening": "夜间", "all": "全天"
}  # fmt: skip
