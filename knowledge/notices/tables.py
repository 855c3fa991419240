"""Tables pasted as text, by tabs, bars or commas: each row becomes the sentence it stands for."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from knowledge.notices.text import Line

_COLUMNS = (
    ("day", re.compile(r"(?:替诊|停诊|代诊|加诊)(?:日期|时间)")),
    ("reason", re.compile(r"(?:替诊|停诊|代诊)(?:原因|事由)")),
    ("substitute", re.compile(r"现出诊|现医生|替班人|顶班人|替诊|代诊|替班|代班|接替|顶替")),
    ("back", re.compile(r"恢复|复诊|开诊")),
    ("target", re.compile(r"改至|改到|调至|改期至|调整至|调整到|改诊|调整后|变更后|改为")),
    ("reason", re.compile(r"原因|事由|备注|说明|注")),
    ("expert", re.compile(r"原出诊|停诊人|姓名|医生|医师|专家|大夫|人员")),
    ("end", re.compile(r"结束|截止|终止|^[至止到]$")),
    ("day", re.compile(r"^[起自从]$|开始")),
    ("weekday", re.compile(r"星期|周几|^周$|^礼拜$")),
    ("half", re.compile(r"时段|午别|班次|上下午|班别|半天|时间段")),
    ("act", re.compile(r"情况|状态|类[型别]|变动|异动|变更|调整|安排|出诊|事项|性质|处理|停/")),
    ("department", re.compile(r"科室|科别|专科|部门")),
    ("day", re.compile(r"日期|时间|日子|起止|停诊日|哪天")),
    ("place", re.compile(r"院区|地点|医院|门诊部|机构")),
    ("title", re.compile(r"职称|级别")),
)
_RULE = re.compile(r"^[\s|:+=-]*$")
_CARD = re.compile(r"^[【\[]?([\u4e00-\u9fff/]{2,6})[】\]]?: ?(.+)$")
_FEWEST = 3
_ACTS = re.compile("改至|改到|改期|调至|替|代|停|恢复|(?<!参)加|正常")
_DAY = re.compile(r"(?:\d{1,2}月\d{1,2}日)?[ (]*(?:(?:周|星期|礼拜)?[一二三四五六日天])?[)]?")
_NAME_ALONE = re.compile(r"([\u4e00-\u9fff]{2,4})(?:\(.*|$)")
_NOTHING = re.compile(r"^(?:无|/|-+|—+|\\)?$")


def without_tables(lines: Sequence[Line]) -> list[str]:
    """The lines as text; below a line of column names each row is written out as a sentence."""
    lines = _without_cards(lines)
    found: list[str] = []
    columns: list[str] = []
    grid: Sequence[str] = ()
    width, act = 0, ""
    for place, line in enumerate(lines):
        if _RULE.match(line.text):
            continue
        if dates := _dates_of(line.cells):
            columns, width, grid = [], len(line.cells), dates
            continue
        if grid and len(line.cells) > 1 and len(line.cells) <= width + 1:
            found += _of_grid(grid, line.cells)
            continue
        grid = ()
        names = _columns_of(line.cells)
        if names and place + 1 < len(lines):
            columns, width = names, len(line.cells)
            said = re.search(r"停诊|加诊|替诊|代诊", " ".join(line.cells))
            act = said[0] if said and "act" not in names else ""
            continue
        if columns and _FEWEST <= len(line.cells) <= width + 1:
            found.append(_sentence(columns, line.cells, act))
        else:
            columns = []
            found.append(line.text)
    return found


def _without_cards(lines: Sequence[Line]) -> list[Line]:
    """Lines of 医生：… 日期：… 类型：… below each other become the sentence they stand for, one a doctor."""
    found: list[Line] = []
    card: dict[str, str] = {}
    held: list[Line] = []
    act = ""
    for line in [*lines, Line("")]:
        match = _CARD.match(line.text)
        name = next((name for name, known in _COLUMNS if match and known.search(match[1])), "")
        if match and name and name not in card:
            said = re.search("停诊|加诊", match[1])
            act = act or (said[0] if said else "")
            card[name] = match[2]
            held.append(line)
            continue
        whole = len(card) >= _FEWEST and "expert" in card and {"day", "half"} & set(card)
        found += [Line(_sentence(list(card), list(card.values()), act))] if whole else held
        card, held, act = {}, [], ""
        if match and name:
            card, held = {name: match[2]}, [line]
        elif line.text:
            found.append(line)
    return found


def _columns_of(cells: Sequence[str]) -> list[str]:
    """What each column holds, empty when the line is no head of a table: it needs a person and a time."""
    if len(cells) < _FEWEST or any(len(cell) > 10 or re.search(r"\d", cell) for cell in cells):
        return []
    names = [next((name for name, known in _COLUMNS if known.search(cell)), "") for cell in cells]
    if names.count("day") > 1 and "half" not in names and "时间" in cells:
        names[cells.index("时间")] = "half"  # beside a column of dates
    return names if {"expert", "department"} & set(names) and {"day", "weekday", "half"} & set(names) else []


def _dates_of(cells: Sequence[str]) -> Sequence[str]:
    """The head of a week's table (医生, 1/11 周一, 1/12 周二, …): its cells where all but the first are days."""
    days = [cell for cell in cells[1:] if _DAY.fullmatch(cell)]
    headed = len(days) >= _FEWEST - 1 and len(days) == len(cells) - 1 and not re.search(r"\d", cells[0])
    return tuple(cells) if headed and len(cells[0]) <= _FEWEST else ()


def _of_grid(dates: Sequence[str], cells: Sequence[str]) -> list[str]:
    """What changes in a row of a week's table, a sentence for each day; what is as always is left out."""
    days = zip(dates[1:], cells[1:], strict=False)
    return [f"{cells[0]} {day}{cell}" for day, cell in days if _ACTS.search(cell) and "正常" not in cell]


def _sentence(columns: Sequence[str], cells: Sequence[str], default: str) -> str:
    """A row in words: 肿瘤科秦望岳 12月1日(周二)上午停诊,由葛春晓替诊,因学术会议."""
    held: defaultdict[str, str] = defaultdict(str)
    held |= {name: cell for name, cell in zip(columns, cells, strict=False) if name and not _NOTHING.match(cell)}
    substitute = held["substitute"] if not re.search("停诊|无", held["substitute"]) else ""
    act = held["act"] or default
    if re.search("改期|改诊|调整", act) and (held["target"] or re.search("改至|改到|调至", held["reason"])):
        act = ""  # said with where it goes
    if re.search("正常|照常", held["reason"] + held["act"]):
        act = "正常出诊"
    if named := _NAME_ALONE.match(substitute):
        substitute = f"{named[1]}医生"
    if re.search(r"\d", held["reason"]) and not _ACTS.search(held["reason"]):
        held["reason"] = ""  # days of a reason are no days of the clinic
    if substitute:
        act = re.sub("替诊|代诊|替班|代班", "停诊", act)  # said once, with who it is
    who = held["department"] + held["expert"] + held["title"]
    place = f"({held['place']})" if held["place"] else ""
    further = (
        ("由", substitute, "替诊"),
        ("改到", held["target"], ""),
        ("", held["back"], "恢复"),
        ("" if _ACTS.search(held["reason"]) else "因", held["reason"], ""),
    )
    said = [f"{before}{what}{after}" for before, what, after in further if what]
    return ",".join([f"{who} {_when(held)}{held['half']}{place}{act}", *said])


def _when(held: Mapping[str, str]) -> str:
    """The day with its weekday in brackets, the weekday alone where there is no day, and the end of a span."""
    day, weekday, end = held["day"], held["weekday"], held["end"]
    weekday = f"周{weekday[-1]}" if re.search("[一二三四五六日天]$", weekday) else ""
    return day + (f"({weekday})" if day and weekday else weekday) + (f"至{end}" if end else "")
