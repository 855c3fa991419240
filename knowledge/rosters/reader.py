"""Reads the roster a hospital keeps: XLSX, XLS or CSV, in any of the known layouts and their mixtures. Pure."""

from functools import partial
from pathlib import Path

from knowledge.rosters.checks import ask_same_names, drop_duplicates
from knowledge.rosters.context import Context, Draft, Findings, context_of, full_cell
from knowledge.rosters.dates import Period, period_in
from knowledge.rosters.facts import RowReader
from knowledge.rosters.files import read_sheets
from knowledge.rosters.layouts import own
from knowledge.rosters.layouts.grid import GridRow
from knowledge.rosters.layouts.headings import Lines
from knowledge.rosters.layouts.rows import ListRow
from knowledge.rosters.legend import legend_of
from knowledge.rosters.making import Facts, session
from knowledge.rosters.marks import Legend
from knowledge.rosters.model import Roster, Session, problem
from knowledge.rosters.people import Person, people_in
from knowledge.rosters.remarks import Remark, RemarkReader
from knowledge.rosters.roles import carried_values, name_columns
from knowledge.rosters.slots import Slot
from knowledge.rosters.tables import Layout, Table, take_apart
from knowledge.rosters.texts import folded
from knowledge.rosters.workbook import Sheet, address


def read_roster(path: Path, *, year: int | None = None) -> Roster:
    """Read a roster file. ``year``: for dates without one where neither title nor file name says it.

    Raises :class:`knowledge.rosters.model.RosterRefusedError` with a sentence for the clerk, and ``OSError``.
    """
    return read_roster_bytes(path.name, path.read_bytes(), year=year)


def read_roster_bytes(name: str, content: bytes, *, year: int | None = None) -> Roster:
    """As :func:`read_roster`, for a file that came in by other ways than the disk."""
    stated = period_in(folded(name))
    period = stated if stated.year or year is None else Period(year, stated.month)
    sheets = read_sheets(content)
    found = [_read_sheet(sheet, period) for sheet in sheets if not sheet.hidden]
    drop_duplicates(found)
    ask_same_names(found)
    hidden = [
        problem(sheet.name, "A1", "hidden_sheet") for sheet in sheets if sheet.hidden and any(map(any, sheet.rows))
    ]
    problems = [*hidden, *(each for one in found for each in one.problems)]
    if not problems and not any(one.drafts or one.notes for one in found):
        problems = [problem(sheets[0].name if sheets else "", "A1", "no_session")]
    return Roster(
        sessions=tuple(draft.session for one in found for draft in one.drafts),
        errors=tuple(problems),
        notes=tuple(note for one in found for note in one.notes),
    )


def _read_sheet(sheet: Sheet, file_period: Period) -> Findings:
    found = Findings(sheet)
    _report_hidden(sheet, found)
    layout = take_apart(sheet, file_period)
    context = context_of(sheet, layout, file_period, found)
    if context.period != file_period:
        layout = take_apart(sheet, context.period)
    if layout.tables and own.is_own(layout.tables[0]):
        own.read(layout.tables[0], found)
        return found
    if layout.tables:
        remarks = _read_tables(sheet, layout, context, found)
    else:
        for place in layout.wide:
            found.trouble(place, "unreadable_cell", sheet.text(place))
        left = Lines(context, found).read(layout.lines)
        remarks = [Remark(place, text, found.drafts) for place, text in left if found.drafts]
        if not found.drafts and not found.problems and any(map(any, sheet.rows)):
            found.trouble((layout.lines[0][0], layout.lines[0][1]) if layout.lines else (0, 0), "unreadable_cell")
    for remark in remarks:
        RemarkReader(remark, context, found).read()
    return found


def _report_hidden(sheet: Sheet, found: Findings) -> None:
    for row in sorted(sheet.hidden_rows):
        if row < len(sheet.rows) and any(sheet.rows[row]):
            found.trouble((row, 0), "hidden_row")
            found.problems[-1] = problem(sheet.name, address((row, 0)), "hidden_row")
    for column in sorted(sheet.hidden_columns):
        if any(row[column] for row in sheet.rows if column < len(row)):
            found.trouble((0, column), "hidden_column")
            found.problems[-1] = problem(sheet.name, address((0, column)), "hidden_column")


def _read_tables(sheet: Sheet, layout: Layout, context: Context, found: Findings) -> list[Remark]:
    legend = legend_of([text for _, _, text in (*layout.footers, *layout.titles)])
    remarks: list[Remark] = []
    for table in layout.tables:
        remarks += _read_table(sheet, table, context, found, legend)
    footers = [((row, column), text) for row, column, text in (*_telling(layout), *layout.footers)]
    return [*remarks, *(Remark(place, text, found.drafts) for place, text in footers)]


def _telling(layout: Layout) -> list[tuple[int, int, str]]:
    """Title lines that say more than a title."""
    words = ("停诊", "加诊", "元", "限号", "起算")
    lines = [line for line in layout.titles[1:] if not line[2].startswith("填写说明")]
    return [line for line in lines if any(word in line[2] for word in words)]


def _read_table(sheet: Sheet, table: Table, context: Context, found: Findings, legend: Legend) -> list[Remark]:
    name_columns(table, sheet)
    carried = carried_values(table, sheet)
    grid = any(head.slots or head.department for head in table.heads.values())
    kind = "专家" if any("专家" in head.said for head in table.heads.values() if head.field == "doctor") else None
    context = context if context.kind or not kind else _with_kind(context, kind)
    remarks: list[Remark] = []
    for row in table.rows:
        if not _has_own(sheet, table, row.number):
            continue
        reader = RowReader(table, row, context, found, carried[row.number])
        facts = reader.facts()
        drafts, notes = len(found.drafts), len(found.notes)
        if grid:
            GridRow(reader, facts, context, found, legend).read()
        else:
            ListRow(reader, facts, context, found).read()
        said = {note.text for note in found.notes[notes:]}
        remarks += _row_remark(reader, facts, context, found.drafts[drafts:], said)
    return remarks


def _with_kind(context: Context, kind: str) -> Context:
    from dataclasses import replace

    return replace(context, kind=kind)


def _has_own(sheet: Sheet, table: Table, number: int) -> bool:
    """Whether a row holds anything of its own under the known columns."""
    return any(sheet.rows[number][column] or (number, column) in sheet.broken for column in table.heads)


def _row_remark(reader: RowReader, facts: Facts, context: Context, drafts: list[Draft], said: set[str]) -> list[Remark]:
    """The remark of a row, unless it has been kept with a missing doctor ("无；停诊")."""
    text = reader.text("note")
    people = [person for person in people_in(reader.text("doctor")) if isinstance(person, Person)]
    if not text or not people or any(text in note for note in said):
        return []

    def make(person: Person, slot: Slot) -> Session:
        cell = full_cell(reader.sheet, reader.place("note"))
        return session(person, slot, facts, context, cell, fee_text=reader.text("fee"))

    return [
        Remark(reader.place("note"), text, drafts, partial(make, people[0]), reader.place("doctor"), reader.row.number)
    ]
