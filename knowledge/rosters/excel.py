"""XLSX → sheets: calamine reads the values, openpyxl what is merged, hidden or a formula."""

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

import openpyxl
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.rosters.model import RosterRefusedError
from knowledge.rosters.refusals import check_cells, refuse
from knowledge.rosters.workbook import Area, Place, Sheet


def read_xlsx(content: bytes) -> list[Sheet]:
    """All worksheets, hidden ones marked.

    Raises :class:`RosterRefusedError` for a file neither library can open.
    """
    try:
        values = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        shapes = openpyxl.load_workbook(io.BytesIO(content))
        sheets = [_sheet(shapes[name], values.get_sheet_by_name(name)) for name in _names(shapes, values)]
        if any(value.startswith("=") for sheet in sheets for value in sheet.broken.values()):
            _without_blank_results(content, sheets)
    except RosterRefusedError:
        raise
    except python_calamine.PasswordError as locked:
        raise refuse("locked") from locked
    except Exception as broken:  # both libraries raise whatever their parsers raise on a damaged file
        raise refuse("damaged") from broken
    return sheets


def _names(shapes: openpyxl.Workbook, values: python_calamine.CalamineWorkbook) -> list[str]:
    known = set(values.sheet_names)
    return [sheet.title for sheet in shapes.worksheets if sheet.title in known]


def _sheet(shape: Worksheet, values: python_calamine.CalamineSheet) -> Sheet:
    check_cells(values.total_height * values.total_width // 10)
    rows = [[as_text(value) for value in row] for row in values.to_python(skip_empty_area=False)]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    areas: list[Area] = [
        (area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1) for area in shape.merged_cells.ranges
    ]
    broken = _broken(shape, rows)
    return Sheet(
        name=shape.title,
        rows=rows,
        areas=tuple(area for area in areas if area[0] < len(rows) and area[2] < width),
        hidden=shape.sheet_state != "visible",
        hidden_rows=frozenset(number - 1 for number, row in shape.row_dimensions.items() if row.hidden),
        hidden_columns=frozenset(_hidden_columns(shape, width)),
        broken=broken,
    )


def _hidden_columns(shape: Worksheet, width: int) -> Iterable[int]:
    for column in shape.column_dimensions.values():
        if column.hidden:
            yield from range((column.min or 1) - 1, min(column.max or 1, width))


def _broken(shape: Worksheet, rows: list[list[str]]) -> dict[Place, str]:
    """Error values and formulas whose result is missing, with what is written there."""
    found: dict[Place, str] = {}
    for row in shape.iter_rows():
        for cell in row:
            if cell.data_type not in {"e", "f"} or cell.value is None:
                continue
            place = (cell.row - 1, cell.column - 1)
            inside = place[0] < len(rows) and place[1] < len(rows[place[0]])
            if not inside or not rows[place[0]][place[1]] or cell.data_type == "e":
                found[place] = str(getattr(cell.value, "text", cell.value))
    return found


def _without_blank_results(content: bytes, sheets: list[Sheet]) -> None:
    """Keep the formulas that failed; in a file Excel has computed, an empty result is simply an empty cell."""
    saved = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    results = [
        (sheet, place, saved[sheet.name].cell(place[0] + 1, place[1] + 1).value)
        for sheet in sheets
        for place in sheet.broken
    ]
    written = openpyxl.load_workbook(io.BytesIO(content))
    computed = any(cell.value is not None for sheet in saved.worksheets for cell in _formulas(written, sheet))
    for sheet, place, result in results:
        if result is not None:
            sheet.broken[place] = str(result)
        elif computed:
            del sheet.broken[place]


def _formulas(written: openpyxl.Workbook, saved: Worksheet) -> Iterable[Any]:
    """The saved results of all formulas of a sheet."""
    for row in written[saved.title].iter_rows():
        yield from (saved[cell.coordinate] for cell in row if cell.data_type == "f")


def as_text(value: Any) -> str:
    """One cell as text: dates ISO, times HH:MM, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return str(value).strip()
