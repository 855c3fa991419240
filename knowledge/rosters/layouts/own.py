"""Our own export: one column for each field of a session, read back exactly; slips are listed as usual."""

import re
from collections.abc import Callable
from typing import Any

from dateutil.rrule import rrulestr

from knowledge.rosters.context import Findings, full_cell
from knowledge.rosters.dates import WEEKDAYS
from knowledge.rosters.model import Session
from knowledge.rosters.schedule import read as read_text
from knowledge.rosters.tables import Table
from knowledge.rosters.texts import folded, yuan

COLUMNS: dict[str, tuple[str, str]] = {
    "place": ("place", "医院"),
    "campus": ("campus", "院区"),
    "department": ("department", "科室"),
    "expert": ("doctor", "姓名"),
    "title": ("title", "职称"),
    "weekday": ("weekday", "星期"),
    "half_day": ("half", "时段"),
    "start": ("start", "开始时间"),
    "end": ("end", "结束时间"),
    "dates": ("dates", "具体日期"),
    "kind": ("kind", "门诊类型"),
    "fee": ("fee", "挂号费"),
    "quota": ("quota", "限号"),
    "room": ("room", "诊室"),
    "status": ("status", "状态"),
    "valid_from": ("valid_from", "起始日期"),
    "valid_to": ("valid_to", "截止日期"),
    "home_hospital": ("home_hospital", "所属医院"),
    "rule_note": ("own_note", "出诊规律"),
    "rule": ("own_rule", "规则代码"),
    "anchor": ("own_anchor", "起算日"),
    "needs_confirmation": ("own_question", "待确认"),
    "anonymous": ("own_anonymous", "姓名未公布"),
    "extra": ("own_extra", "加诊"),
}
"""Session field → field of the column dictionary, and the column's name."""


class _WrongError(ValueError):
    """``args[0]`` is a problem code."""


def is_own(table: Table) -> bool:
    """Whether a table is our own export."""
    return all(table.column(name) is not None for name in ("own_rule", "own_anchor", "own_question", "own_extra"))


def read(table: Table, found: Findings) -> None:
    """Read every row; a row with a wrong cell gives no session."""
    found.own = True
    for number in range(table.header_rows[-1] + 1, len(found.sheet.rows)):
        if number in found.sheet.hidden_rows:
            continue
        values: dict[str, Any] = {}
        good = True
        for name, (field, _) in COLUMNS.items():
            column = table.column(field)
            text = found.sheet.text((number, column)) if column is not None else ""
            try:
                values[name] = _value(name, text)
            except _WrongError as wrong:
                found.trouble((number, column or 0), str(wrong.args[0]), text)
                good = False
        if good and any(value for value in values.values()):
            place = (number, table.column("doctor") or 0)
            found.add(Session(**values, cell=full_cell(found.sheet, place)), number, place)


def _value(name: str, text: str) -> Any:
    reader = _READERS.get(name)
    if reader is not None:
        return reader(text) if text else (False if name in {"anonymous", "extra"} else None)
    return text or None


def _weekday(text: str) -> str:
    if text not in WEEKDAYS:
        raise _WrongError("unknown_weekday")
    return text


def _half(text: str) -> str:
    if text not in {"上午", "下午", "夜间"}:
        raise _WrongError("unreadable_cell")
    return text


def _clock(text: str) -> str:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", folded(text))
    if not found:
        raise _WrongError("invalid_time")
    return f"{int(found[1]):02d}:{found[2]}"


def _dates(text: str) -> tuple[str, ...]:
    reading = read_text(folded(text))
    dates = tuple(date for slot in reading.slots for date in slot.dates)
    if reading.troubles or reading.rest or not dates:
        raise _WrongError(reading.troubles[0][0] if reading.troubles else "invalid_date")
    return dates


def _rule(text: str) -> str:
    try:
        rrulestr(text)
    except (ValueError, KeyError, AttributeError, TypeError) as wrong:
        raise _WrongError("unreadable_cell") from wrong
    return text


def _fee(text: str) -> int | float:
    fee = yuan(text)
    if fee is None:
        raise _WrongError("unreadable_fee")
    return fee


def _count(text: str) -> int:
    if not text.isdigit():
        raise _WrongError("unreadable_cell")
    return int(text)


_READERS: dict[str, Callable[[str], Any]] = {
    "weekday": _weekday,
    "half_day": _half,
    "start": _clock,
    "end": _clock,
    "dates": _dates,
    "rule": _rule,
    "fee": _fee,
    "quota": _count,
    "valid_from": lambda text: _dates(text)[0],
    "valid_to": lambda text: _dates(text)[0],
    "anchor": lambda text: _dates(text)[0],
    "anonymous": lambda text: text == "是",
    "extra": lambda text: text == "是",
}
