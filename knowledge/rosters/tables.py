"""Sheet → tables: title lines, headers of one to three rows, data rows, headings between them, footers."""

import re
from dataclasses import dataclass, field

from knowledge.rosters.columns import Head, campus_of, field_of, head_of, is_header_word, slots_of_header
from knowledge.rosters.dates import Period
from knowledge.rosters.headers import header_height
from knowledge.rosters.names import looks_like_department
from knowledge.rosters.texts import folded, tight
from knowledge.rosters.workbook import Sheet

_FOOTER = re.compile(
    r"^[\s(（【*※]*(?:注|备注|说明|特别说明|温馨提示|提示|注意|合计|总计|共计|小计|制表|审核|填表|打印|导出|联系|电话|咨询|更新|\d{1,2}[.、)]|[①-⑩])"
)
_SAYS = re.compile(
    r"停诊|加诊|改为|调整|起算|挂号费|\d元|限号|(?:门诊|专家).*\d{1,2}:\d\d|[√●○★☆▲△◎※].*[\u4e00-\u9fff]{2}"
)
_BULLET = re.compile(r"^[■●◆◇□▲★※\-•\s]*(?:[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[、.])?\s*")
_PLACE = re.compile(r"[\u4e00-\u9fff（）()]{2,24}(?:医院|卫生服务中心|卫生院)")


@dataclass
class Row:
    """A data row with the headings above it."""

    number: int
    campus: str | None = None
    department: str | None = None
    place: str | None = None


@dataclass
class Table:
    """Columns and the rows under them."""

    heads: dict[int, Head]
    rows: list[Row] = field(default_factory=list)
    header_rows: tuple[int, ...] = ()

    def column(self, name: str) -> int | None:
        """The first column of a field."""
        return next((column for column, head in self.heads.items() if head.field == name), None)


@dataclass
class Layout:
    """A sheet taken apart. Lines are (row, column, text); ``wide`` rows before any header have many cells."""

    titles: list[tuple[int, int, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    footers: list[tuple[int, int, str]] = field(default_factory=list)
    lines: list[tuple[int, int, str]] = field(default_factory=list)
    wide: list[tuple[int, int]] = field(default_factory=list)


def take_apart(sheet: Sheet, period: Period) -> Layout:
    """Find what every visible row is."""
    layout = Layout()
    headings = Row(0)
    number = 0
    while number < len(sheet.rows):
        cells = [] if number in sheet.hidden_rows else sheet.filled(number)
        height = header_height(sheet, number, cells) if len(cells) > 1 else 0
        if height:
            layout.tables.append(_table(sheet, number, height, period))
            number += height
            continue
        if cells:
            _place_row(layout, sheet, number, cells, headings)
        number += 1
    return layout


def _place_row(layout: Layout, sheet: Sheet, number: int, cells: list[tuple[int, str]], headings: Row) -> None:
    column, text = cells[0]
    table = layout.tables[-1] if layout.tables else None
    if table is None:
        layout.titles.append((number, column, text if len(cells) == 1 else " ".join(value for _, value in cells)))
        if len(cells) > 3:
            layout.wide.append((number, column))
        else:
            layout.lines.append((number, column, " ".join(value for _, value in cells)))
        if len(cells) == 1:
            _heading(headings, text)
        return
    if _is_footer(sheet, table, number, cells):
        layout.footers.append((number, column, " ".join(value for _, value in cells)))
    elif not (len(cells) == 1 and _is_wide(sheet, table, number, column) and _heading(headings, text)):
        table.rows.append(Row(number, headings.campus, headings.department, headings.place))


def _is_wide(sheet: Sheet, table: Table, number: int, column: int) -> bool:
    """A text that stands for the rows below: merged over columns, or alone in a row above named rows."""
    head = table.heads.get(column)
    doctor = table.column("doctor")
    return sheet.spans(number, column) > 1 or head is None or (doctor is not None and column < doctor)


def _is_footer(sheet: Sheet, table: Table, number: int, cells: list[tuple[int, str]]) -> bool:
    column, text = cells[0]
    if _FOOTER.match(folded(text)) and not _numbered_row(table, column, text):
        return True
    alone = len(cells) == 1
    if alone and _SAYS.search(folded(text)) and len(text) > 5 and not (table.heads.get(column) or Head("")).slots:
        return True
    wide = alone and sheet.spans(number, column) > 2
    long = alone and len(text) > 15
    return (wide or long) and not _heading(Row(0), text)


def _numbered_row(table: Table, column: int, text: str) -> bool:
    """A number under a numbering or date column is no footer."""
    head = table.heads.get(column)
    digits = text[:1].isdigit()
    return digits and bool(
        re.fullmatch(r"\d{1,4}[.、)]?", text)
        or (
            head is not None
            and bool(head.slots or head.field in {"date", "dates", "time", "half", "fee", "ignore", "weekday"})
        )
    )


def _heading(headings: Row, text: str) -> bool:
    """Take a heading line (campus, department, hospital) into account; False when it is none."""
    plain = _BULLET.sub("", folded(text)).strip("()[]【】《》: ")
    if plain.endswith("专家门诊") and looks_like_department(plain.removesuffix("专家门诊")):
        plain = plain.removesuffix("专家门诊")
    if campus_of(plain):
        headings.campus = tight(plain)
        return True
    if len(plain) <= 16 and looks_like_department(plain) and not field_of(plain) and not slots_of_header(plain):
        headings.department = tight(plain)
        return True
    if _PLACE.fullmatch(plain):
        headings.place, headings.campus = tight(plain), None
        return True
    return False


def _table(sheet: Sheet, top: int, height: int, period: Period) -> Table:
    heads: dict[int, Head] = {}
    last: list[str] = []
    for column in range(sheet.width):
        if column in sheet.hidden_columns:
            continue
        parts = [sheet.text((top + level, column)) for level in range(height)]
        if height > 1 and not parts[0] and parts[-1] and last and slots_of_header(parts[-1]):
            parts = [*(part or above for part, above in zip(parts[:-1], last, strict=False)), parts[-1]]
        written = [part for part in parts if part]
        if parts[0] and height > 1:
            last = parts[:-1]
        if written:
            heads[column] = head_of(written, period)
    return Table(_with_departments(heads), header_rows=tuple(range(top, top + height)))


def _with_departments(heads: dict[int, Head]) -> dict[int, Head]:
    """Columns named after departments hold people, when there is no doctor column."""
    if any(head.field == "doctor" or head.slots for head in heads.values()):
        return heads
    return {
        column: Head(head.said, department=tight(head.said))
        if not head.field and looks_like_department(head.said)
        else head
        for column, head in heads.items()
    }


__all__ = ["Layout", "Row", "Table", "is_header_word", "take_apart"]
