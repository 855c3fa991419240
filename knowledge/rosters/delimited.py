"""CSV and tab-separated text → one sheet; UTF-8 with or without BOM, UTF-16 with BOM, GB18030."""

import csv
import io
import re

from knowledge.rosters.refusals import MAX_LENGTH, check_cells, refuse
from knowledge.rosters.workbook import Sheet

_WEB = re.compile(r"\s*(<\?xml|<!doctype|<html|<table|<workbook)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_csv(content: bytes) -> list[Sheet]:
    """The file as one sheet without a name; rows count as in the file, also those inside quotes once.

    Raises :class:`RosterRefusedError`.
    """
    text = _decoded(content)
    if _WEB.match(text):
        raise refuse("web")
    if _CONTROL.search(text) or text.startswith(("%PDF", "{\\rtf")):
        raise refuse("other")
    csv.field_size_limit(MAX_LENGTH)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as broken:
        raise refuse("damaged") from broken
    width = max((len(row) for row in rows), default=0)
    check_cells(sum(len(row) for row in rows))
    check_cells(width * len(rows) // 10)
    return [Sheet(name="", rows=[[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows])]


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refuse("other" if b"\x00" in content else "encoding")


def _delimiter(text: str) -> str:
    """The separator most lines of the beginning have; a comma when there is none."""
    lines = [line for line in text.split("\n")[:50] if line.strip()]
    return max(",\t;|", key=lambda mark: (sum(mark in line for line in lines), mark == ","))
