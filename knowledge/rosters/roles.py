"""Columns without a name, and columns that leave repeated values out: told from what stands in them."""

import re
from itertools import pairwise

from knowledge.rosters.columns import Head
from knowledge.rosters.names import looks_like_department
from knowledge.rosters.schedule import read
from knowledge.rosters.tables import Row, Table
from knowledge.rosters.texts import folded
from knowledge.rosters.workbook import Sheet

_CARRIED = ("department", "date", "weekday", "place", "campus", "home_hospital")


def name_columns(table: Table, sheet: Sheet) -> None:
    """Give columns without a header the field their values show: half-day, weekday, date, department."""
    for column in range(sheet.width):
        if column in table.heads or column in sheet.hidden_columns:
            continue
        values = [text for row in table.rows if (text := sheet.text((row.number, column)))]
        field = _field_of_values(values)
        if field and table.column(field) is None:
            table.heads[column] = Head("", field=field)
    for column, head in table.heads.items():
        values = [text for row in table.rows if (text := sheet.text((row.number, column)))]
        wrong = head.field in {"date", "weekday", "half"} and _field_of_values(values) == "department"
        if wrong and table.column("department") is None:
            table.heads[column] = head._replace(field="department")  # "日期" there names the header row, not the column
    table.heads = dict(sorted(table.heads.items()))


def _field_of_values(values: list[str]) -> str | None:
    if not values:
        return None
    for field, test in (
        ("half", _is_half),
        ("weekday", _is_weekday),
        ("date", _is_date),
        ("department", looks_like_department),
    ):
        if sum(map(test, values)) * 10 >= len(values) * 6:
            return field
    return None


def _is_half(text: str) -> bool:
    found = read(folded(text))
    return bool(found.slots) and not found.rest and all(s.half and not s.weekday and not s.dates for s in found.slots)


def _is_weekday(text: str) -> bool:
    found = read(folded(text))
    return bool(found.slots) and not found.rest and all(slot.weekday for slot in found.slots)


def _is_date(text: str) -> bool:
    return bool(re.match(r"20\d\d-\d\d-\d\d|\d{1,2}[/月]\d{1,2}", folded(text)))


def carried_values(table: Table, sheet: Sheet) -> dict[int, dict[str, str]]:
    """For each row what blank cells of grouping columns mean: the value above.

    Only in columns that have no merged areas and never repeat a value in the next row, which shows that blanks stand
    for repetition.
    """
    out: dict[int, dict[str, str]] = {row.number: {} for row in table.rows}
    for field in _CARRIED:
        column = table.column(field)
        if column is None or not _leaves_out(table.rows, sheet, column):
            continue
        last = ""
        for row in table.rows:
            last = sheet.text((row.number, column)) or last
            out[row.number][field] = last
    return out


def _leaves_out(rows: list[Row], sheet: Sheet, column: int) -> bool:
    values = [sheet.rows[row.number][column] for row in rows]
    merged = any(sheet.anchor((row.number, column))[0] != row.number for row in rows)
    blanks = sum(not value for value in values)
    repeats = any(a and a == b for a, b in pairwise(values))
    return bool(values) and bool(values[0]) and blanks * 4 >= len(values) and not merged and not repeats
