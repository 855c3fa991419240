"""A notice as plain lines: one spelling, slips of the keyboard mended, figures that are no dates covered up."""

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from knowledge.notices.marks import with_marks_told
from knowledge.notices.rooms import with_room_covered
from knowledge.notices.spelling import dates_spelled
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
_UNPOINTED = re.compile(
    r"(?<=[停了来看班假的天次]) (?=[\u4e00-\u9fff])(?![上下]午|全天|时间|日期)"
    r"(?:(?<=[天次] )|(?![周星礼本下明后今即从自]))"
)
"""A space where other writers set a comma: behind what ends a thought, unless a day follows that belongs to it."""
_SHANGHAINESE_NOT = re.compile("[弗勿](?=[来看停开出在])")
_HEARD_WRONG = re.compile("(?<=[午天日号诊都症]) ?听诊(?=一次|一天|半天|了|$|[,。;])")
_NEW_TIME = re.compile("^(?:现|新|调整后|变更后)(?:的)?(?:门诊)?(?:时间)?:")
_SIGNATURE = re.compile(r"(?<=.{16})(?<=[知告科部办室院心处])[ ,。:]*20\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?[。 ]*$")
"""The day a notice was written, behind who wrote it, in a line that says more."""
_SLIP_BELOW = re.compile("^(?:[^:,。]{1,8}:)?((?:说|打|写|发)错了?[,!。 ]*(?:应该?)?是)")
_BARRED = re.compile(r"^([^|:,。]{2,12}(?:通知|公告|提醒|告知|启事|预告|更正|勘误|公示|声明)) ?[|‖丨] ?")
_TRADED = re.compile(r"([^,。;]{1,30}?)\s*(?:↔|⇄|⇌|<->)\s*([^,。;]+)")
_NOBODY = re.compile(r"^[^:]{0,16}: ?(?:无|暂无|没有)[。;,]?$")
_SPREAD = re.compile(r"^([\u4e00-\u9fff])\s+([\u4e00-\u9fff])$")
_LISTS = re.compile(r"(?<=[。;])\s*(?=(?:停诊?|加诊?|替诊|代诊|改期|恢复|取消停诊):)")
_DATED_LISTS = re.compile(r"(?<=;)\s*(?=\d{1,2}月\d{1,2}日[^,。;:]{0,8}(?:停诊|加诊|替诊)(?:专家|医生|人员|名单)?:)")
"""12月8日停诊专家：…；12月9日停诊专家：… are lines of their own."""
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
    "专家",
    "取消",
    "正常",
    "通知",
)
_NO_SLIPS = (
    "听诊",
    "嘱托",
    "专稼",
    "通治",
    "提诊",
    "整场",
    "医肾",
    "挺正",
    "正场",
    "医省",
    "增长",
)


class Line(msgspec.Struct, frozen=True):
    """A line as plain text, and its cells where it looks like a row of a table; ``blanks``: its words, else."""

    text: str
    cells: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


def lines_of(notice: str) -> list[Line]:
    """The lines that say something, each canonical and plain; list numbers, pictures and empty lines are gone."""
    whole = _CIRCLED.sub("\n", with_marks_told(notice[:LONGEST]))
    lines = (
        Line(part, *(_cells(raw), _blanks(raw)) if len(parts) == 1 else ())
        for raw in re.split(r"[\r\n\u2028]+", whole)
        for parts in [[one for part in _LISTS.split(plain(canonical(raw))) for one in _DATED_LISTS.split(part)]]
        for part in parts
    )
    return _with_slips_joined(line for line in lines if line.text and not _NOBODY.search(line.text))[:_LINES]


def _with_slips_joined(lines: Iterable[Line]) -> list[Line]:
    """说错了，是1月8号 on a line of its own is said of the line above."""
    found: list[Line] = []
    for line in lines:
        slip = _SLIP_BELOW.match(line.text)
        if slip and found:
            found[-1] = Line(f"{found[-1].text},{line.text[slip.start(1) :]}")
        else:
            found.append(line)
    return found


def _cells(raw: str) -> tuple[str, ...]:
    raw = raw.strip(" ")
    for mark in ("\t", "|", "｜", "┃", "│"):
        if mark in raw:
            framed = mark != "\t" and raw.startswith(mark) and raw.endswith(mark)
            return tuple(map(_cell, (raw.strip(mark) if framed else raw).split(mark)))
    parts = re.split(r"\s*[,，]\s*|\s{2,}", raw)
    parts = parts if len(parts) > 2 else raw.split("\u3000")
    return tuple(map(_cell, parts)) if len(parts) > 2 else ()


def _blanks(raw: str) -> tuple[str, ...]:
    """The words of a line without points, as cells of a table set with single blanks."""
    return () if re.search("[，。；：、,;:|｜\t]", raw) else tuple(map(_cell, raw.split()))


def _cell(raw: str) -> str:
    """A cell as plain text; 姓　名 is one word."""
    return _SPREAD.sub(r"\1\2", plain(canonical(raw)))


def plain(line: str) -> str:
    """A canonical line without its list number, with its dates spelled one way, slips mended."""
    line = _PICTURES.sub(" ", _TRADED.sub(r"\1与\2对调", line))
    line = _BARRED.sub(r"\1:", _NUMBERED.sub("", line, count=1))
    line = _SIGNATURE.sub("", re.sub(" {2,}", " ", line))
    line = _UNPOINTED.sub(",", re.sub("…+", ",", line))
    line = _NEW_TIME.sub("改到", re.sub("停诊?[/、及和]?替诊(?=一览|信息|通知|公示|安排|表)", "停诊", line))
    line = _HEARD_WRONG.sub("停诊", _SHANGHAINESE_NOT.sub("不", line))
    return mended(covered(dates_spelled(line))).strip()


def covered(line: str) -> str:
    """The line with limits, rooms, fees and phone numbers blanked, so that none of them is read as a day."""
    line = with_room_covered(line)
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
