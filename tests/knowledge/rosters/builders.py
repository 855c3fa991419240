"""Small builders of roster files. All names are invented."""

import csv
import io
from collections.abc import Sequence

import openpyxl
import xlwt
from openpyxl.utils import get_column_letter


def xlsx(
    sheets: dict[str, Sequence[Sequence[object]]],
    *,
    merge: dict[str, list[str]] | None = None,
    hide_rows: dict[str, list[int]] | None = None,
    hide_sheets: Sequence[str] = (),
    hide_columns: dict[str, list[str]] | None = None,
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value not in (None, ""):
                    sheet.cell(number, column, value)
        for area in (merge or {}).get(name, []):
            sheet.merge_cells(area)
        for row in (hide_rows or {}).get(name, []):
            sheet.row_dimensions[row].hidden = True
        for letter in (hide_columns or {}).get(name, []):
            sheet.column_dimensions[letter].hidden = True
        if name in hide_sheets:
            sheet.sheet_state = "hidden"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(
    name: str,
    rows: Sequence[Sequence[object]],
    merge: Sequence[tuple[int, int, int, int]] = (),
    hide_rows: Sequence[int] = (),
) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name, cell_overwrite_ok=True)
    for top, bottom, left, right in merge:
        sheet.merge(top, bottom, left, right)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value not in (None, ""):
                sheet.write(number, column, value)
    for row in hide_rows:
        sheet.row(row).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def delimited(rows: Sequence[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def letter(number: int) -> str:
    return get_column_letter(number)
