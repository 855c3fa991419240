"""What is not opened, the limits, and the sentence that says why."""

from knowledge.rosters.model import RosterRefusedError
from knowledge.rosters.workbook import Sheet, address

MAX_BYTES = 20 * 1024 * 1024
MAX_CELLS = 200_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_LENGTH = 10_000
"""Characters of one cell; more is no roster (in CSV a quotation mark never closed), and takes minutes to read."""
_REFUSALS = {
    "macro": "文件里有宏，为安全起见不读。请在 Excel 里另存为“Excel 工作簿（.xlsx）”再传。",
    "locked": "文件有打开密码，读不了。请去掉密码，另存后再传。",
    "large": f"文件太大（上限 {MAX_BYTES // 1024 // 1024} MB）。请只留排班表再传。",
    "cells": f"表格太大（上限 {MAX_CELLS:,} 格）。请删去多余的行、列和工作表再传。",
    "bomb": "文件解开后大得不正常，没有打开。请在 Excel 里另存一份再传。",
    "empty": "文件是空的。",
    "other": "这不是表格文件。请传 .xlsx、.xls 或 .csv。",
    "damaged": "文件打不开，可能损坏了。请在 Excel 里打开，另存为 .xlsx 再传。",
    "web": "文件其实是网页或 XML，只是改了名字。请在 Excel 里打开，另存为 .xlsx 再传。",
    "format": "这种表格格式不读。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”再传。",
    "encoding": "文字编码看不懂。请另存为 UTF-8 或 GB18030 编码的 .csv，或 .xlsx。",
}


def refuse(why: str) -> RosterRefusedError:
    """The refusal to raise."""
    return RosterRefusedError(_REFUSALS[why])


def check_cells(count: int) -> None:
    """Refuse more cells than a roster can need."""
    if count > MAX_CELLS:
        raise refuse("cells")


def check_lengths(sheet: Sheet) -> None:
    """Refuse a visible sheet with a cell longer than any roster's, and say which cell."""
    if sheet.hidden:
        return
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if len(cell) > MAX_LENGTH:
                where = f"{sheet.name}!{address((row, column))}".lstrip("!")
                raise RosterRefusedError(
                    f"{where} 一格里有 {len(cell):,} 个字（上限 {MAX_LENGTH:,}）。请删去多余的内容再传。"
                )
