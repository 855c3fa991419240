"""Table rows for days by name: 明天, 国庆, 除夕, 冬至."""

import re

from knowledge.understanding.when.dates import YEAR, year_of
from knowledge.understanding.when.feasts import DogDay, Feast, LunarDay, Term
from knowledge.understanding.when.lunar import TERMS
from knowledge.understanding.when.numerals import HAN, number
from knowledge.understanding.when.tokens import pattern
from knowledge.understanding.when.values import MonthDay, Shift

_FIXED = {
    "圣诞": MonthDay(25, 12), "平安夜": MonthDay(24, 12), "妇女节": MonthDay(8, 3), "儿童节": MonthDay(1, 6),
    "六一": MonthDay(1, 6), "护士节": MonthDay(12, 5), "教师节": MonthDay(10, 9), "情人节": MonthDay(14, 2),
    "双十一": MonthDay(11, 11),
}  # fmt: skip
_NAMES = {"新年": "元旦", "劳动节": "五一", "过年": "春节", "新春": "春节", "八月半": "中秋", "十一": "国庆"}
_FEAST = (
    r"元旦|春节|新春|过年|清明|五一|劳动节|端午|中秋|八月半|国庆|十一(?=假期|长假|放假|黄金周|期间|节|当天|"
    r"那天|前后?(?!天)|后)"
)
_OFF = "(?:小?长假|黄金周|放假|假期|假日|期间|那几天|几天|里)*"


def _relative(match: re.Match[str]) -> Shift:
    word = match[0]
    if word.startswith("大"):
        return Shift(3 if "后" in word else -3)
    return Shift({"今": 0, "明": 1, "后": 2, "昨": -1, "前": -2}[word[0]])


def _feast(match: re.Match[str]) -> Feast:
    year, ahead = year_of(match)
    return Feast(
        _NAMES.get(match["name"], match["name"]), year, ahead if match["near"] else None, bool(match["itself"])
    )


def _lunar(match: re.Match[str]) -> LunarDay | None:
    month = {"正": 1, "大年": 1, "年": 1, "冬": 11, "腊": 12, "": 0}.get(match["mo"])
    month = number(match["mo"]) if month is None else month
    day = number(match["d"].removeprefix("初"))
    if match["mo"] in ("大年", "年") and match["d"] == "三十":
        return LunarDay(12, 31)
    return LunarDay(month, day) if month and day else None


ROWS = (
    pattern(
        "正腊冬大年",
        rf"(?:农历|阴历)?(?P<mo>正(?=月)|冬(?=月)|腊(?=月)|大年|(?<![{HAN}\d今明后去])年(?=初))"
        rf"月?(?P<d>初[{HAN}]{{1,2}}|(?:廿|二?十|三十)[{HAN}]?)",
        _lunar,
    ),
    pattern("农阴", rf"(?:农历|阴历)的?(?P<mo>[{HAN}]{{1,2}})月(?P<d>初?[{HAN}]{{1,3}})", _lunar),
    pattern("初", rf"(?<=[到至~、和-])初(?P<d>[{HAN}]{{1,2}})", lambda m: LunarDay(0, number(m["d"]) or 0)),
    pattern("小", "小年夜", LunarDay(12, 32)),
    pattern("除大年", r"除夕|大年夜|年三十|年夜", LunarDay(12, 31)),
    pattern("腊", "腊八节?", LunarDay(12, 8)),
    pattern("元", "元宵节?", LunarDay(1, 15)),
    pattern("圣妇儿六护教平情双", rf"(?P<name>{'|'.join(_FIXED)})节?", lambda m: _FIXED[m["name"]]),
    pattern("伏", "(?P<name>入伏|初伏|头伏|中伏|末伏|出伏)", lambda m: DogDay(m["name"])),
    pattern("重", "重阳节?", LunarDay(9, 9)),
    pattern("七", "七夕节?", LunarDay(7, 7)),
    pattern("冬夏立", r"(?P<name>冬至|夏至|立冬|立夏|立秋|立春)(?![路村])", lambda m: Term(m["name"])),
    pattern(
        "".join(TERMS),
        rf"(?P<name>{'|'.join(TERMS)})(?=那天|当天|前后|前|后|节气|这天|到了)",
        lambda m: Term(m["name"]),
    ),
    pattern(
        "元春新过清五劳端中八国十",
        rf"(?:{YEAR}的?)?(?P<name>{_FEAST})节?(?P<itself>那一?[天日]|当[天日]|正日)?{_OFF}",
        _feast,
    ),
    pattern("年", rf"(?<![{HAN}\d今去明后前几半多当往早近])年(?=前|后(?!天))", Feast("春节")),
    pattern(
        "节长假",
        r"(?:过|(?<![一-龥])|(?<=[,。?!到在等想把是去来]))节(?=前|后|日期间)|(?:小长假|长假|黄金周|"
        r"(?<![暑寒病产婚事请休])放假期间|(?<![暑寒病产婚事请休])假期里?|过节)",
        Feast(""),
    ),
    pattern("后", r"大后[天日朝]", _relative),
    pattern("前", r"大前[天日]|(?<![以之目提])前[天日](?!性)", _relative),
    pattern("前上", r"前[两几二][天日](?!后)|前段时间|前一?阵子?|上一?[次回趟]", Shift(-2)),
    pattern("今", r"今(?:天|日|朝|儿个?|(?=[晚夜早晨上下]))", _relative),
    pattern(
        "明",
        r"(?<![说证表声文简光分透黎发清聪])明(?:天|日|朝(?!代)|儿个?|(?=[晚夜早晨](?!期)|[上下]午))",
        _relative,
    ),
    pattern("后", r"(?<![以之然最午月年饭术日今先往背产])后(?:天|日|朝|儿个?|(?=[晚早]上?))", _relative),
    pattern("昨", r"昨(?:天|日|儿个?|(?=[晚夜早晨上下]))", _relative),
)  # fmt: skip
