"""A row of a table in words: 肿瘤科秦望岳 12月1日(周二)上午停诊,由葛春晓替诊,因学术会议."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

ACTS = re.compile("改至|改到|改期|调至|替|代|停|恢复|(?<!参)加|正常")
_NAME_ALONE = re.compile(r"([\u4e00-\u9fff]{2,4})(?:\(.*|$)")
_NOTHING = re.compile(r"^(?:无|暂无|没有|/|-+|—+|\\)?$")
_FOR_WHOM = re.compile(r"^(?:替诊|代诊|替班|替|代)([\u4e00-\u9fff]{2,4})(?:主任|医[生师]|教授|专家)?(?:门诊|出诊)?$")
_STANDS_IN = re.compile("替诊|代诊|替班|代班")

Cells = defaultdict[str, str]


def sentence(columns: Sequence[str], cells: Sequence[str], default: str) -> str:
    """The row in words, empty where it names nobody; ``default`` is the change that rows mean which tell none."""
    held, reasons = _held(columns, cells)
    substitute = held["substitute"] if not re.search("停诊|无", held["substitute"]) else ""
    act = _act(held, reasons, default)
    whom = next((match for each in reasons if _STANDS_IN.search(act) and (match := _FOR_WHOM.match(each))), None)
    if whom:  # 甲 替诊 替乙: it is 乙 who is off
        substitute, held["expert"], held["department"], held["title"] = held["expert"], whom[1], "", ""
        reasons.remove(whom[0])
    if named := _NAME_ALONE.match(substitute):
        substitute = f"{named[1]}医生"
    if substitute or "substitute" in columns:
        act = _STANDS_IN.sub("停诊", act)  # said once, with who it is
    who = held["department"] + held["expert"] + held["title"]
    if not (who or held["place"]):
        return ""  # of nobody, where no table may close a house
    place = f"({held['place']})" if held["place"] else ""
    said = [f"由{substitute}替诊"] if substitute else []
    said += [f"改到{held['target']}"] if held["target"] else []
    said += [f"{held['back']}恢复"] if re.search(r"\d", held["back"]) else []
    said += [_reason(each) for each in reasons]
    return ",".join([f"{who} {_when(held)}{held['half']}{place}{act}", *filter(None, said)])


def _held(columns: Sequence[str], cells: Sequence[str]) -> tuple[Cells, list[str]]:
    """What the row says in each kind of column, the parts of a new time together, and its remarks."""
    held: Cells = defaultdict(str)
    reasons = []
    for name, cell in zip(columns, cells, strict=False):
        if not name or _NOTHING.match(cell):
            continue
        if name == "reason":
            reasons.append(cell)
        elif name == "target":
            held[name] += cell
        elif name not in {"day", "expert"} or not held[name]:
            held[name] = cell
    return held, reasons


def _act(held: Mapping[str, str], reasons: Sequence[str], default: str) -> str:
    """The word of change: its own column's, else that of the table; a new time is said with where it goes."""
    if any(re.search("正常|照常", each) for each in (*reasons, held["act"])):
        return "正常出诊"
    moved = bool(held["target"]) or any(re.search("改至|改到|调至", each) for each in reasons)
    act = held["act"] or ("" if moved else default)
    return "" if moved and re.search("改期|改诊|调整|停诊|变更|换", act) else act


def _reason(said: str) -> str:
    """A remark may be a change of its own; days of a mere reason are no days of the clinic."""
    if ACTS.search(said):
        return said
    return "" if re.search(r"\d", said) else f"因{said}"


def _when(held: Mapping[str, str]) -> str:
    """The day with its weekday in brackets, the weekday alone where there is no day, and the end of a span."""
    day, weekday, end = held["day"], held["weekday"], held["end"]
    weekday = f"周{weekday[-1]}" if re.search("[一二三四五六日天]$", weekday) else ""
    told = day + (f"({weekday})" if day and weekday else weekday)
    if not end or end == day:
        return told
    return f"{told}至{end}" if re.search(r"\d", end) else f"{told}起"
