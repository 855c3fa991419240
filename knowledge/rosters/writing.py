"""Writes rosters: a clean XLSX that reads back unchanged, and an empty template with drop-downs."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.errors import ContentError
from knowledge.rosters.dates import WEEKDAYS
from knowledge.rosters.layouts.own import COLUMNS
from knowledge.rosters.model import Session
from knowledge.rosters.refusals import MAX_CELLS

HALVES = ("上午", "下午", "夜间")
KINDS = ("普通", "专家", "专病", "特需", "名中医", "膏方", "夜门诊", "巡诊")
STATUSES = ("停诊", "停约")
_CHOICES = {"weekday": WEEKDAYS, "half_day": HALVES, "kind": KINDS, "status": STATUSES}
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
    sheet = book.worksheets[0]
    sheet.title = "排班"
    sheet.append([INSTRUCTION])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(TEMPLATE))
    sheet["A1"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[1].height = 48
    sheet.append(list(TEMPLATE))
    _style_header(sheet, 2, len(TEMPLATE))
    for name, choices in (("星期", WEEKDAYS), ("时段", ("上午", "下午", "全天", "夜间")), ("门诊类型", KINDS)):
        _drop_down(sheet, TEMPLATE.index(name) + 1, 3, choices)
    book.save(path)


def write_rosters(sheets: Mapping[str, Sequence[Session]], path: Path | IO[bytes]) -> None:
    """Sessions, one a row, on a sheet for each title; :func:`knowledge.rosters.reader.read_roster` gives the same ones
    but for ``cell``.

    Raises :class:`ContentError` when they are too many to be read again.
    """
    rows = {title: [_row(session) for session in held] for title, held in sheets.items()}
    cells = sum(value is not None for lines in rows.values() for line in lines for value in line)
    if cells > MAX_CELLS:
        raise ContentError([f"{cells:,} cells are more than a workbook may hold ({MAX_CELLS:,}): export to a folder"])
    book = Workbook(write_only=True)
    for title, lines in rows.items():
        _write_sheet(book.create_sheet(title), lines)
    book.save(path)


def _write_sheet(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, name) for _, name in COLUMNS.values()]
    for number, cell in enumerate(head, 1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 12
    for field, choices in _CHOICES.items():
        _drop_down(sheet, list(COLUMNS).index(field) + 1, 2, choices)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _row(session: Session) -> list[Any]:
    return [_written(getattr(session, field)) for field in COLUMNS]


def _cell(sheet: Any, value: Any) -> Any:
    """A remark that begins with "=" is a text, never a formula."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "、".join(value) if isinstance(value, tuple) else value


def _style_header(sheet: Worksheet, row: int, width: int) -> None:
    for column in range(1, width + 1):
        cell = sheet.cell(row, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        sheet.column_dimensions[get_column_letter(column)].width = 12
    sheet.freeze_panes = f"A{row + 1}"


def _drop_down(sheet: Any, column: int, first_row: int, choices: Iterable[str]) -> None:
    letter = get_column_letter(column)
    rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    rule.errorTitle, rule.error = "请从列表里选", "请从下拉框里选一项"
    rule.add(f"{letter}{first_row}:{letter}{first_row + _ROWS}")
    sheet.data_validations.append(rule)
