"""What the columns of a table pasted as text hold, told by their names."""

import re
from collections.abc import Sequence

_COLUMNS = (
    ("expert", re.compile(r"原出诊$|(?:原出诊|停诊|请假|原)的?(?:人$|人员|医[生师]|专家|大夫)")),
    ("target", re.compile(r"^(?:新|现|拟|改后|补|变更后|调整后).*(?:时间|日期|时段|班次|午别|日子|星期|安排)")),
    ("half", re.compile(r"^原.*(?:时段|午别|半天)$")),
    ("day", re.compile(r"^原.*(?:时间|日期|班次|日子|门诊|安排)$|(?:替诊|停诊|代诊|加诊)(?:日期|时间)")),
    ("reason", re.compile(r"(?:替诊|停诊|代诊|改期|调整)(?:原因|事由)")),
    ("substitute", re.compile(r"现出诊|现医生|替班人|顶班人|替诊|代诊|替班|代班|接替|顶替")),
    ("back", re.compile(r"恢复|复诊|开诊")),
    ("target", re.compile(r"改至|改到|调至|改期至|调整至|调整到|改诊|调整后|变更后|[改调整更]为|改期后|补诊")),
    ("reason", re.compile(r"原因|事由|备注|说明|注")),
    ("expert", re.compile(r"姓名|医生|医师|专家|大夫|人员")),
    ("end", re.compile(r"结束|截止|终止|^[至止到]$|止日")),
    ("day", re.compile(r"^[起自从]$|开始|起日|起始")),
    ("weekday", re.compile(r"星期|周几|^周$|^礼拜$")),
    ("half", re.compile(r"时段|午别|班次|上下午|班别|半天|时间段")),
    ("act", re.compile(r"情况|状态|类[型别]|变动|异动|变更|调整|安排|出诊|事项|性质|处理|停/")),
    ("department", re.compile(r"科室|科别|专科|部门")),
    ("day", re.compile(r"日期|时间|日子|起止|停诊日|哪天")),
    ("place", re.compile(r"院区|地点|医院|门诊部|机构")),
    ("title", re.compile(r"职称|级别")),
)
_COUNTS = re.compile("序号|编号|^[#号]$")
_LONGEST = 10
_MONTH = re.compile(r"^\d{1,2}月(?=停诊|日期|时间)")


def column(name: str) -> str:
    """What a column of this name holds, empty where nobody knows."""
    return next((kind for kind, known in _COLUMNS if known.search(name)), "")


def columns_of(cells: Sequence[str], *, exact: bool = False) -> list[str]:
    """What each column holds, empty when the line is no head of a table: it needs a person and a time.

    ``exact``: every cell must be the name of a column (words between single blanks may be anything else).
    """
    if len(cells) < 2 or any(len(cell) > _LONGEST or re.search(r"\d", _MONTH.sub("", cell)) for cell in cells):
        return []
    names = [column(cell) for cell in cells]
    unknown = [cell for cell, name in zip(cells, names, strict=True) if not name and not _COUNTS.search(cell)]
    if unknown and (exact or len(cells) == 2):
        return []
    if names.count("day") > 1 and "half" not in names and "时间" in cells:
        names[cells.index("时间")] = "half"  # beside a column of dates
    return names if {"expert", "department"} & set(names) and {"day", "weekday", "half"} & set(names) else []
