"""What is not opened, the limits, and the sentence that says why."""

from knowledge.rosters.model import RosterRefusedError
from knowledge.rosters.workbook import Sheet, address

MAX_BYTES = 20 * 1024 * 1024
MAX_CELLS = 200_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_LENGTH = 10_000
"""Characters of one cell; more is no roster (in CSV a quotation mark never closed), and takes minutes to read."""
_LIMITS = {"large": f"{MAX_BYTES // 1024 // 1024}", "cells": f"{MAX_CELLS:,}"}


def refuse(why: str) -> RosterRefusedError:
    """The refusal to raise."""
    return RosterRefusedError(f"file_{why}", most=_LIMITS.get(why, ""))


def check_cells(count: int) -> None:
    """Refuse more cells than a roster can need."""
    if count > MAX_CELLS:
        raise refuse("cells")


def check_lengths(sheet: Sheet) -> None:
    """Refuse a visible sheet with a cell longer than any roster's, and say which cell."""
    if sheet.hidden:
        return
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if len(cell) > MAX_LENGTH:
                where = f"{sheet.name}!{address((row, column))}".lstrip("!")
                raise RosterRefusedError("file_cell_long", where=where, count=f"{len(cell):,}", most=f"{MAX_LENGTH:,}")
