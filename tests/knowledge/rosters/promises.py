"""What must hold for any file the reader accepts."""

import re

from knowledge.rosters.dates import WEEKDAYS, weekday_of
from knowledge.rosters.files import read_sheets
from knowledge.rosters.marks import read_mark
from knowledge.rosters.model import CONFIRM, Roster, Session
from tests.knowledge.rosters.noise import JUNK, Noisy


def broken_promises(file: Noisy, roster: Roster) -> list[str]:
    """Every way in which the reading invents something; empty when it keeps its word."""
    texts = {sheet.name: sheet for sheet in read_sheets(file.content)}
    errors = {(e.sheet, e.cell) for e in roster.errors if e.why not in CONFIRM}
    out = []
    for session in roster.sessions:
        sheet_name, _, cell = session.cell.rpartition("!")
        text = texts[sheet_name].text(_place(cell))
        if not text:
            out.append(f"{session.cell}: a session from an empty cell")
        if (sheet_name, cell) in errors:
            out.append(f"{session.cell}: a session from a cell listed as an error")
        if text in JUNK or (text in {"停", "停诊", "/", "—", "×", "休"} and read_mark(text).slots == ()):
            out.append(f"{session.cell}: a session from {text!r}")
        if session.expert and not session.anonymous and session.expert not in file.names:
            out.append(f"{session.cell}: nobody is called {session.expert}")
        out += _impossible(session)
    return out


def _impossible(session: Session) -> list[str]:
    out = []
    if session.weekday and session.weekday not in WEEKDAYS:
        out.append(f"{session.cell}: no weekday {session.weekday}")
    for date in session.dates or ():
        weekday_of(date)
    if session.half_day not in {None, "上午", "下午", "夜间"}:
        out.append(f"{session.cell}: no half-day {session.half_day}")
    if not (session.weekday or session.dates or session.rule) and not session.needs_confirmation:
        out.append(f"{session.cell}: no day and no question")
    if session.rule_note in {"单周", "双周", "隔周"} and not (
        session.anchor or session.dates or session.needs_confirmation
    ):
        out.append(f"{session.cell}: alternate weeks without a first date or a question")
    return out


def _place(cell: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert found, cell
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
