"""A notice as plain lines: one spelling, slips of the keyboard mended, figures that are no dates covered up."""

import re
from functools import cache

import msgspec

from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound

LONGEST = 6000
"""Characters of a notice that are read; no clerk writes more, and a paste of a whole file must not hold the desk."""
_LINES = 200
_CIRCLED = re.compile(r"[①-⑳❶-❿⓵-⓾⑴-⒇㈠-㈩]")
_NUMBERED = re.compile(
    r"^[ *•·●○◆◇■□▪➤>-]*(?:第?[一二三四五六七八九十]{1,3}[、.:]|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|"
    r"\d{1,2}[、)]|\d{1,2}\.(?!\d))?[ *•·●-]*"
)
_PICTURES = re.compile(r"\[[^\[\]\d]{1,4}\]|[^\w\s\u3000-\u303f!-/:-@\[-`{-~—–―…→⇒·×√￥°]")
_DASHES = re.compile(r"\s*(?:—{1,2}|–|―|~+|──|-{2})\s*(?=[\d周星礼明后今上下国元本])")
_SHORT_RANGE = re.compile(
    r"(?<![\d./-])(1[0-2]|0?[1-9])([./])([0-3]?\d)((?:[-、,到至][0-3]?\d(?![\d./:月点]))+)(?=[号日停上下全晚夜,、\s(:]|$)"
)
_FIGURES = re.compile(
    r"(?<![\d./])(1[0-2]|0?[1-9])\s?[./]\s?(3[01]|[12]\d|0?[1-9])(?![\d./%:]|元|万|[个度分折级]|小时|公[里斤])[日号]?"
)
_HYPHENED = re.compile(r"(?<![\d-])(0[1-9]|1[0-2])-([0-3]\d)(?=\s|[上下]午|周|星期|\(|全天|停|$)(?!\s?[-~至到])")
_BOTH_HALVES = re.compile(r"上午?(?:、|/|和|及|与)?下午(?:均|都)?")
_AM, _PM = (re.compile(rf"(?<![a-z]){half}\b|(?<![a-z]){half}(?=[\u3400-\u9fff])") for half in ("am", "pm"))
_COUNTED = re.compile(
    r"(1[0-2]|0?[1-9])月((?:[0-3]?\d[日号]?[、,和]){1,8}[0-3]?\d)(?:[日号]?(?:这|共|连续)?[两三四五六七八九][日天]|[日号])"
)
_NOT = re.compile("[弗勿](?=[来看停开出在])")
_WEEKDAY_APART = re.compile(r"\(([\d月/.-]+日?)[,、]\s*((?:周|星期|礼拜)[一二三四五六日天])\)")
_MADE_UP = re.compile(r"(?:元旦|春节|清明|五一|劳动|端午|中秋|国庆)节?(?:假期|放假)?(?=调休|补班|上班日)")
_FORMAL, _PLAIN_FIGURES = (
    re.compile("[壹贰叁肆伍陆柒捌玖拾]{1,3}(?=[月号日])"),
    str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十"),
)
_UNPOINTED = re.compile(
    r"(?<=[停了来看班假的天次]) (?=[\u4e00-\u9fff])(?![上下]午|全天|时间|日期)(?:(?<=[天次] )|(?![周星礼本下明后今即从自]))"
)
"""A space where other writers set a comma: behind what ends a thought, unless a day follows that belongs to it."""
_ARROW = re.compile(r"(?<=[\d日号午一二三四五六天)])\s*(?:→|⇒|[-=]+>)\s*(?=\d|周|星期|礼拜|[上下]午|[本下]周)")
_NOBODY = re.compile(r"^[^:]{0,16}: ?(?:无|暂无|没有)[。;,]?$")
_SLASHED = re.compile(r"(?<![\d/])\d{1,2}(?:/\d{1,2}){2,}(?=[号日])")
_NTH_WEEK = re.compile(
    r"((?:1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})月)(?:份|的)?第[一二三四五]个?(?:周|星期)(?![一二三四五六日天])"
)
"""Which days the second week of a month has nobody agrees on, so that it is as vague as 中旬."""
_HEARD_WRONG = re.compile("(?<=[午天日号诊都症]) ?听诊(?=一次|一天|半天|了|$|[,。;])")
_SPREAD = re.compile(r"^([\u4e00-\u9fff])\s+([\u4e00-\u9fff])$")
_ASIDE = re.compile(r"\((?:他|她|其)?(?:平时|原来|本来|以往)[^()]*\)")
_LISTS = re.compile(r"(?<=[。;])\s*(?=(?:停诊?|加诊?|替诊|代诊|改期|恢复|取消停诊):)")
_COVERED = (
    re.compile(r"限(?:号|诊|挂|额|约)?\s?(?:前|约)?\s?\d+\s?(?:个号|个|号|人|名|位)?|前\s?\d+\s?(?:个|名|位|号)"),
    re.compile(r"\d+\s?(?:号楼|楼|层|诊室|室|诊间|号窗口|元|人次|个号|分钟|小时)(?:\s?\d+\s?(?:楼|层|诊室|室|号))*"),
    re.compile(r"(?:电话|咨询|热线|致电|联系)[^\d,。;]{0,6}[\d-]{5,}"),
)  # fmt: skip
_WORDS = (
    "主任",
    "停诊",
    "门诊",
    "医生",
    "教授",
    "替诊",
    "代诊",
    "加诊",
    "恢复",
    "暂停",
    "专家",
    "取消",
    "正常",
    "通知",
)
_NO_SLIPS = ("听诊", "嘱托", "专稼", "通治", "提诊", "整场", "医肾", "挺正", "正场", "医省", "增长")


class Line(msgspec.Struct, frozen=True):
    """A line as plain text, and its cells where it looks like a row of a table."""

    text: str
    cells: tuple[str, ...] = ()


def lines_of(notice: str) -> list[Line]:
    """The lines that say something, each canonical and plain; list numbers, pictures and empty lines are gone."""
    whole = _CIRCLED.sub("\n", notice[:LONGEST])
    lines = (
        Line(part, _cells(raw) if len(parts) == 1 else ())
        for raw in re.split(r"[\r\n\u2028]+", whole)
        for parts in [_LISTS.split(plain(canonical(raw)))]
        for part in parts
    )
    return [line for line in lines if line.text and not _NOBODY.search(line.text)][:_LINES]


def _cells(raw: str) -> tuple[str, ...]:
    raw = raw.strip(" ")
    for mark in ("\t", "|", "｜", "┃", "│"):
        if mark in raw:
            return tuple(map(_cell, raw.strip(mark if mark != "\t" else " ").split(mark)))
    parts = re.split(r"\s*[,，]\s*|\s{2,}", raw)
    parts = parts if len(parts) > 2 else raw.split("\u3000")
    return tuple(map(_cell, parts)) if len(parts) > 2 else ()


def _cell(raw: str) -> str:
    """A cell as plain text; 姓　名 is one word."""
    return _SPREAD.sub(r"\1\2", plain(canonical(raw)))


def plain(line: str) -> str:
    """A canonical line without its list number, with dashes and short ranges written out, slips mended."""
    line = _PICTURES.sub(" ", line)
    line = _NUMBERED.sub("", line, count=1)
    line = _ARROW.sub("改到", line)
    line = _SHORT_RANGE.sub(_written_out, _DASHES.sub("-", line))
    line = _BOTH_HALVES.sub("全天", line)
    line = _ASIDE.sub("", line)
    line = _WEEKDAY_APART.sub(r"(\1 \2)", _MADE_UP.sub("", line))
    line = _COUNTED.sub(_each_day, line)
    line = _SLASHED.sub(lambda match: match[0].replace("/", "日、"), line)
    line = _NTH_WEEK.sub(r"\1中旬", _HEARD_WRONG.sub("停诊", line))
    line = _FORMAL.sub(lambda match: match[0].translate(_PLAIN_FIGURES), _NOT.sub("不", line))
    line = _UNPOINTED.sub(",", re.sub("…+", ",", line))
    line = _AM.sub("上午", _PM.sub("下午", line))
    line = _HYPHENED.sub(r"\1月\2日", line)
    return mended(covered(_FIGURES.sub(r"\1月\2日", line))).strip()


def _written_out(match: re.Match[str]) -> str:
    """12/3-5 is 12/3-12/5; 12.3、5 is 12.3、12.5."""
    month, sign = match[1], match[2]
    return f"{month}{sign}{match[3]}" + re.sub(r"([-、,到至])(?=\d)", rf"\g<1>{month}{sign}", match[4])


def _each_day(match: re.Match[str]) -> str:
    """12月7、8、9三日 is 12月7日、12月8日、12月9日."""
    return "、".join(f"{match[1]}月{day}日" for day in re.findall(r"\d+", match[2]))


def covered(line: str) -> str:
    """The line with limits, rooms, fees and phone numbers blanked, so that none of them is read as a day."""
    for figures in _COVERED:
        line = figures.sub(lambda match: "·" * len(match[0]), line)
    return line


@cache
def _heard() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {sound(word): word for word in _WORDS}
    return re.compile("|".join(words)), words


def mended(line: str) -> str:
    """停珍 is 停诊 and 主认 主任: what sounds like a word of notices and shares a character with it."""
    search, words = _heard()
    for match in search.finditer(sound(line)):
        start, end = match.span()
        said, word = line[start:end], words[match[0]]
        if said != word and said not in _NO_SLIPS and any(a == b for a, b in zip(said, word, strict=True)):
            line = line[:start] + word + line[end:]
    return line
