"""Rows as a CSV or XLSX file that a spreadsheet opens as text: no cell of ours is ever run as a formula there."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, in half and full width."""


def guarded(cell: object) -> str:
    """A cell as text; what would be run begins with a ' instead."""
    text = str(cell)
    return f"'{text}" if text.startswith(_RUN) else text


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A whole file; it begins with the mark by which Excel knows UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()


def xlsx(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The same as a workbook: numbers stay numbers, and every text is stored as text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for row in (headings, *rows):
        cells = [WriteOnlyCell(sheet, cell if isinstance(cell, int) else guarded(cell)) for cell in row]
        for cell in cells:
            cell.data_type = cell.data_type if cell.data_type == "n" else "s"
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
