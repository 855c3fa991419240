"""XLS (Excel 97–2003) → sheets, with xlrd."""

import datetime as dt
from typing import Any

import xlrd
from xlrd.sheet import Sheet as LegacySheet

from knowledge.rosters.excel import as_text
from knowledge.rosters.model import RosterRefusedError
from knowledge.rosters.refusals import check_cells, refuse
from knowledge.rosters.workbook import Place, Sheet


def read_xls(content: bytes) -> list[Sheet]:
    """All sheets, hidden ones marked.

    Raises :class:`RosterRefusedError`.
    """
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=_Silent(), on_demand=True)
        sheets, cells = [], 0
        for number in range(book.nsheets):  # one by one: a few bytes of each may unfold into millions of cells
            sheet = book.sheet_by_index(number)
            cells += sheet.nrows * sheet.ncols
            check_cells(cells // 10)
            sheets.append(_sheet(book, sheet))
            book.unload_sheet(number)
    except RosterRefusedError:
        raise
    except Exception as broken:  # xlrd raises whatever its parser stumbles over
        raise refuse("locked" if "encrypted" in str(broken).lower() else "damaged") from broken
    return sheets


class _Silent:
    """Swallows what xlrd would print."""

    def write(self, _: str) -> int:
        return 0

    def flush(self) -> None:
        return


def _sheet(book: xlrd.Book, sheet: LegacySheet) -> Sheet:
    broken: dict[Place, str] = {}
    rows = []
    for row in range(sheet.nrows):
        cells = [sheet.cell(row, column) for column in range(sheet.ncols)]
        rows.append([_text(book, cell) for cell in cells])
        broken.update(
            {
                (row, column): xlrd.error_text_from_code.get(int(cell.value), "#错误")
                for column, cell in enumerate(cells)
                if cell.ctype == xlrd.XL_CELL_ERROR
            }
        )
    return Sheet(
        name=sheet.name,
        rows=rows,
        areas=tuple((top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells),
        hidden=sheet.visibility != 0,
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        broken=broken,
    )


def _text(book: xlrd.Book, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date_text(book, cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return as_text(bool(cell.value))
    if cell.ctype in {xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return ""
    return as_text(cell.value)


def _date_text(book: xlrd.Book, serial: float) -> str:
    try:
        year, month, day, hour, minute, _ = xlrd.xldate_as_tuple(serial, book.datemode)
    except xlrd.XLDateError:
        return as_text(serial)
    if year == 0:
        return f"{hour:02d}:{minute:02d}"
    return as_text(dt.datetime(year, month, day, hour, minute))  # noqa: DTZ001 (a wall-clock value of the sheet)
