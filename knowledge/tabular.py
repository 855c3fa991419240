"""Rows as a CSV file that a spreadsheet opens as text: no cell of ours is ever run as a formula there."""

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
