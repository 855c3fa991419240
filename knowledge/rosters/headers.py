"""Which rows of a sheet are a header, of one to three levels."""

from knowledge.rosters.columns import field_of, slots_of_header
from knowledge.rosters.names import looks_like_department
from knowledge.rosters.workbook import Sheet

_CORE = {
    "doctor",
    "department",
    "weekday",
    "date",
    "dates",
    "time",
    "title",
    "half",
    "start",
    "ampm",
    "campus",
    "place",
}


def header_height(sheet: Sheet, number: int, cells: list[tuple[int, str]]) -> int:
    """Number of header rows that begin here; 0 when this is no header."""
    fields = [field_of(text) for _, text in cells]
    slots = [slots_of_header(text) for _, text in cells]
    days = sum(any(slot.weekday or slot.dates for slot in found) for found in slots)
    halves = {slot.half for found in slots for slot in found if not slot.weekday and not slot.dates}
    loose = any(not slot.weekday and not slot.dates for found in slots for slot in found)
    dated = sum(bool(found and found[0].dates) for found in slots)
    if days and (loose or 0 < dated < days):
        return 0  # a row of values: a weekday here, a half-day or a date there
    known = sum(bool(name or found) for name, found in zip(fields, slots, strict=True))
    most = known * 2 >= len(cells)
    grid = (
        days >= 3
        or (days >= 2 and days == len(cells))
        or (days >= 2 and _core(fields) >= 1)
        or (len(halves) >= 2 and known == len(cells) and days == 0)
    )
    listed = days == 0 and _is_list_header(fields, cells)
    departments = _department_header(cells)
    if not (most and (grid or listed)) and not departments:
        return 0
    height = 1
    while height < 3 and number + height < len(sheet.rows) and _continues(sheet, number, number + height):
        height += 1
    return height


def _is_list_header(fields: list[str | None], cells: list[tuple[int, str]]) -> bool:
    """Names of columns, not values that happen to look like them: at least two that identify a roster."""
    return _core(fields) >= 2 and all(len(text) <= 30 for _, text in cells)


def _core(fields: list[str | None]) -> int:
    return len({name for name in fields if name in _CORE})


def _department_header(cells: list[tuple[int, str]]) -> bool:
    """As in "星期 | 针灸科 | 推拿科 | 骨伤科": departments as columns."""
    rest = [text for _, text in cells if not field_of(text)]
    first = field_of(cells[0][1])
    return len(rest) >= 2 and first in {"weekday", "date", "time", "half"} and all(map(looks_like_department, rest))


def _continues(sheet: Sheet, top: int, number: int) -> bool:
    """Whether a row is a further level of the header: only header words, the named columns left empty or merged."""
    if number in sheet.hidden_rows:
        return False
    own = [(column, text) for column, text in sheet.filled(number) if sheet.anchor((number, column))[0] == number]
    if not own or not all(slots_of_header(text) or field_of(text) for _, text in own):
        return False
    merged_or_empty = all(
        not sheet.rows[number][column]
        or not sheet.text((top, column))
        or slots_of_header(text)
        or field_of(text) in {"weekday", "date", "half", "time"}
        or column_is_group(sheet, top, column)
        for column, text in own
    )
    labelled = [column for column, text in sheet.filled(top) if field_of(text) in {"doctor", "department", "title"}]
    fresh = [column for column in labelled if sheet.rows[number][column]]
    timed = sum(bool(slots_of_header(text)) for _, text in own)
    return merged_or_empty and not fresh and timed >= 2


def column_is_group(sheet: Sheet, row: int, column: int) -> bool:
    """Whether the header cell spans several columns."""
    return sheet.spans(row, column) > 1
