"""All sessions as one workbook, a sheet for each institution, that loading reads back unchanged."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from sqlalchemy import Connection

from knowledge import reading
from knowledge.clinics import Change, Expert, Session
from knowledge.errors import ContentError
from knowledge.importing.making import NOBODY, rule_of
from knowledge.importing.stops import STATUS, stop_id
from knowledge.model import Institution
from knowledge.rosters import model as r
from knowledge.rosters.dates import WEEKDAYS
from knowledge.rosters.layouts.own import COLUMNS
from knowledge.rosters.refusals import MAX_CELLS
from knowledge.rosters.slots import CODES
from knowledge.rosters.writing import KINDS, STATUSES

HALVES = ("上午", "下午", "夜间")
_CHOICES = {"weekday": WEEKDAYS, "half_day": HALVES, "kind": KINDS, "status": STATUSES}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_TITLE = 28


class Held(NamedTuple):
    """What the Book holds: experts, institutions and changes by id, sessions by the id of their institution."""

    experts: Mapping[str, Expert]
    institutions: Mapping[str, Institution]
    changes: Mapping[str, Change]
    sessions: Mapping[str, list[Session]]


def export_rosters(connection: Connection, path: Path | IO[bytes], institutions: Collection[str] | None = None) -> int:
    """Write every session, or those of these institutions, to a file; returns how many.

    Raises :class:`ContentError` when too many to load again.
    """
    held = _held(connection, institutions)
    rows = {
        place: [_row(session, held) for session in sorted(sessions, key=_order)]
        for place, sessions in held.sessions.items()
    }
    cells = sum(value is not None for lines in rows.values() for line in lines for value in line)
    if cells > MAX_CELLS:
        raise ContentError([f"{cells:,} cells are more than a workbook may hold ({MAX_CELLS:,}): export to a folder"])
    book = Workbook(write_only=True)
    for place, lines in rows.items() or {"": []}.items():
        _write_sheet(book, _title(held.institutions[place].short if place else "排班", book.sheetnames), lines)
    book.save(path)
    return sum(map(len, rows.values()))


def _held(connection: Connection, institutions: Collection[str] | None) -> Held:
    facts = [state.fact for state in reading.states(connection).values() if not state.archived]
    sessions: dict[str, list[Session]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, Session) and (institutions is None or fact.institution in institutions):
            sessions[fact.institution].append(fact)
    return Held(
        {fact.id: fact for fact in facts if isinstance(fact, Expert)},
        {fact.id: fact for fact in facts if isinstance(fact, Institution)},
        {fact.id: fact for fact in facts if isinstance(fact, Change)},
        sessions,
    )


def _order(session: Session) -> tuple[str, ...]:
    half = str(HALVES.index(session.half_day))
    return (session.campus, session.department, session.expert, session.rule, *session.dates, half, session.id)


def _row(session: Session, held: Held) -> list[Any]:
    read = as_read(session, held)
    return [_written(getattr(read, field)) for field in COLUMNS]


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "、".join(value) if isinstance(value, tuple) else value


def as_read(session: Session, held: Held) -> r.Session:
    """The session as a roster line would say it. The rule is written only where weekday and remark do not tell it."""
    expert = held.experts[session.expert]
    line = r.Session(
        expert=None if expert.anonymous and expert.name == NOBODY else expert.name,
        title=expert.title or None,
        department=session.department or None,
        place=held.institutions[session.institution].name,
        campus=session.campus or None,
        weekday=_weekday(session),
        dates=session.dates or None,
        half_day=session.half_day,
        start=session.start or None,
        end=session.end or None,
        kind=session.kind or None,
        rule_note=session.rule_note or None,
        anchor=session.anchor or None,
        needs_confirmation=session.needs_confirmation or None,
        valid_from=session.valid_from or None,
        valid_to=session.valid_to or None,
        fee=session.fee,
        room=session.room or None,
        quota=session.quota,
        status=next(_statuses(session, held), None),
        home_hospital=expert.home_hospital or None,
        anonymous=expert.anonymous,
        cell=session.place,
    )
    told = rule_of(line) == session.rule
    return line if told else msgspec.structs.replace(line, rule=session.rule or None)


def _weekday(session: Session) -> str | None:
    """The one weekday of a rule, so that a clerk can read and sort by it."""
    days = [day for day, code in CODES.items() if session.rule.endswith(code)]
    return days[0] if days and "," not in session.rule and not session.dates else None


def _statuses(session: Session, held: Held) -> Iterator[str]:
    for day in session.dates:
        if change := held.changes.get(stop_id(session, day)):
            yield from (status for status, (kind, _) in STATUS.items() if kind == change.change)


def _title(name: str, taken: Sequence[str]) -> str:
    title = name.translate(_FORBIDDEN)[:_LONGEST_TITLE]
    return title if title not in taken else f"{title}{len(taken)}"


def _write_sheet(book: Workbook, title: str, rows: Sequence[list[Any]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, name) for _, name in COLUMNS.values()]
    for number, cell in enumerate(head, 1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 12
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    for field, choices in _CHOICES.items():
        letter = get_column_letter(list(COLUMNS).index(field) + 1)
        drop_down = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        drop_down.add(f"{letter}2:{letter}{len(rows) + 500}")
        sheet.data_validations.append(drop_down)


def _cell(sheet: Any, value: Any) -> Any:
    """A text that begins with "=" stays a text, never a formula."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell
