"""Writes rosters: a clean XLSX that reads back unchanged, and an empty template with drop-downs."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.rosters.dates import WEEKDAYS
from knowledge.rosters.layouts.own import COLUMNS
from knowledge.rosters.model import Session

HALF_DAYS = ("上午", "下午", "全天", "夜间")
KINDS = ("普通", "专家", "专病", "特需", "名中医", "膏方", "夜门诊", "巡诊")
STATUSES = ("停诊", "停约")
TEMPLATE = (
    "医院",
    "院区",
    "科室",
    "专家姓名",
    "职称",
    "星期",
    "时段",
    "时间",
    "门诊类型",
    "挂号费",
    "限号",
    "诊室",
    "起始日期",
    "截止日期",
    "备注",
)
INSTRUCTION = (
    "填写说明：一行写一位专家的一个半天；星期、时段、门诊类型请从下拉框选；没有固定姓名写“外院专家”；"
    "隔周出诊在备注写“隔周，自某年某月某日起”；停诊、加诊写在备注里，写明日期。"
)
_ROWS = 2000


def write_template(path: Path) -> None:
    """An empty roster for hospitals that start from nothing."""
    book = Workbook()
    sheet = _first_sheet(book, "排班")
    sheet.append([INSTRUCTION])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(TEMPLATE))
    sheet["A1"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[1].height = 48
    sheet.append(list(TEMPLATE))
    _style_header(sheet, 2, len(TEMPLATE))
    for name, choices in (("星期", WEEKDAYS), ("时段", HALF_DAYS), ("门诊类型", KINDS)):
        _drop_down(sheet, TEMPLATE.index(name) + 1, 3, choices)
    book.save(path)


def write_roster(sessions: Iterable[Session], path: Path) -> None:
    """All sessions, one a row; :func:`knowledge.rosters.reader.read_roster` gives the same ones but for ``cell``."""
    book = Workbook()
    sheet = _first_sheet(book, "排班")
    names = [name for _, name in COLUMNS.values()]
    sheet.append(names)
    _style_header(sheet, 1, len(names))
    for session in sessions:
        sheet.append([_written(getattr(session, field)) for field in COLUMNS])
    for name, choices in (("星期", WEEKDAYS), ("时段", HALF_DAYS), ("门诊类型", KINDS), ("状态", STATUSES)):
        _drop_down(sheet, names.index(name) + 1, 2, choices)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a remark that begins with "=" is text, never a formula
    book.save(path)


def _first_sheet(book: Workbook, title: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = title
    return sheet


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else None
    return "、".join(value) if isinstance(value, tuple) else value


def _style_header(sheet: Worksheet, row: int, width: int) -> None:
    for column in range(1, width + 1):
        cell = sheet.cell(row, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        sheet.column_dimensions[get_column_letter(column)].width = 12
    sheet.freeze_panes = f"A{row + 1}"


def _drop_down(sheet: Worksheet, column: int, first_row: int, choices: Iterable[str]) -> None:
    letter = get_column_letter(column)
    rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    rule.errorTitle, rule.error = "请从列表里选", "请从下拉框里选一项"
    sheet.add_data_validation(rule)
    rule.add(f"{letter}{first_row}:{letter}{first_row + _ROWS}")
