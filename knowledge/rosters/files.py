"""File contents → sheets, refusing what is too large, locked, dangerous or no spreadsheet. Opens nothing else."""

import io
import re
import zipfile
import zlib

from knowledge.rosters.refusals import MAX_BYTES, MAX_CELLS, MAX_UNPACKED, check_cells, check_lengths, refuse
from knowledge.rosters.workbook import Sheet

_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError, EOFError, RuntimeError)
"""What zipfile raises on a damaged package."""
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)")
_WHERE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})?(\d{1,7})[\"']")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheets(content: bytes) -> list[Sheet]:
    """All sheets of a file by what it is, not by what it is called.

    Raises :class:`RosterRefusedError`.
    """
    sheets = _sheets(content)
    for sheet in sheets:
        check_lengths(sheet)
    return sheets


def _sheets(content: bytes) -> list[Sheet]:
    if not content.strip():
        raise refuse("empty")
    if len(content) > MAX_BYTES:
        raise refuse("large")
    if content.startswith(b"PK"):
        _check_package(content)
        from knowledge.rosters.excel import read_xlsx

        return read_xlsx(content)
    if content.startswith(_OLE):
        _check_compound(content)
        from knowledge.rosters.legacy import read_xls

        return read_xls(content)
    from knowledge.rosters.delimited import read_csv

    return read_csv(content)


def _check_package(content: bytes) -> None:
    """Look at the table of contents only: sizes as declared, macros, other formats."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
        raise refuse("damaged") from broken
    names = {part.filename.lower() for part in parts}
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or (unpacked > MAX_BYTES and unpacked > 200 * len(content)) or len(parts) > 2000:
        raise refuse("bomb")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise refuse("macro")
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("locked")
    if "xl/workbook.xml" not in names:
        raise refuse("format" if names & {"xl/workbook.bin", "content.xml"} else "other")
    _check_extent(content)


def _check_extent(content: bytes) -> None:
    """Refuse sheets whose cells or merged areas would unfold into more cells than allowed."""
    total = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name, re.IGNORECASE):
                try:
                    total += _extent(package.read(name))
                except _UNREADABLE as broken:
                    raise refuse("damaged") from broken
                except ArithmeticError as beyond:
                    raise refuse("cells") from beyond
    check_cells(total)


def _extent(xml: bytes) -> int:
    """Number of written cells; ``OverflowError`` when they lie too far apart to be held as a table."""
    count, rows, columns = _written(xml)
    merged = 0
    for found in re.finditer(rb"<(?:\w+:)?mergeCell [^>]*?ref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)", xml):
        merged += (_column(found[3]) - _column(found[1]) + 1) * (int(found[4]) - int(found[2]) + 1)
    if rows * columns > 10 * MAX_CELLS or merged > 5 * MAX_CELLS:
        raise OverflowError
    return count


def _written(xml: bytes) -> tuple[int, int, int]:
    """Number of cells, last row, last column; a cell that does not say where it stands follows the one before it."""
    row = column = count = rows = columns = 0
    for tag in _TAG.finditer(xml):
        where = _WHERE.search(tag[2])
        if tag[1] == b"row":
            row, column = int(where[2]) if where else row + 1, 0
            continue
        row, column = (int(where[2]), _column(where[1] or b"")) if where else (row, column + 1)
        count, rows, columns = count + 1, max(rows, row), max(columns, column)
        if count > MAX_CELLS:
            raise OverflowError
    return count, rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_compound(content: bytes) -> None:
    """Old containers: an encrypted .xlsx, an .xls with macros, or a document of another program."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refuse("locked")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise refuse("macro")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise refuse("other")
