"""File contents → sheets, refusing what is too large, locked, dangerous or no spreadsheet. Opens nothing else."""

import io
import struct
import zipfile
import zlib

from knowledge.rosters.extent import BrokenXML, Extent
from knowledge.rosters.refusals import MAX_BYTES, MAX_UNPACKED, check_lengths, refuse
from knowledge.rosters.workbook import Sheet
from knowledge.unseen import without_unseen

_SHEETS = 200
"""Sheets of one file; a year of weeks has 53."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheets(content: bytes) -> list[Sheet]:
    """All sheets of a file by what it is, not by what it is called.

    Raises :class:`RosterRefusedError`.
    """
    sheets = _sheets(content)
    for sheet in sheets:
        check_lengths(sheet)
        for row in sheet.rows:
            row[:] = map(without_unseen, row)
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
    """Look at the table of contents first (sizes as declared, macros, other formats), then at what unfolds."""
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
    if sum(name.startswith("xl/worksheets/") for name in names) > _SHEETS:
        raise refuse("cells")
    extent = Extent()
    for part in parts:
        _look_into(extent, _unfolded(content, part), part.filename.lower())


def _look_into(extent: Extent, unfolded: bytes, name: str) -> None:
    """Count a part that is XML by its name or by its looks; Excel's own drawings in VML need not be well formed."""
    if not (name.endswith((".xml", ".rels")) or unfolded.lstrip()[:1] == b"<"):
        return
    try:
        extent.add(unfolded)
    except BrokenXML as broken:
        if not name.endswith(".vml"):
            raise refuse("damaged") from broken


def _unfolded(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """What a part really holds: its declared size and sum are its maker's word, which not every reader asks for."""
    try:
        name, extra = struct.unpack_from("<HH", content, part.header_offset + 26)
        begin = part.header_offset + 30 + name + extra
        packed = content[begin : begin + part.compress_size]
        if part.compress_type == zipfile.ZIP_STORED:
            unfolded, whole = packed, True
        else:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            unfolded = inflater.decompress(packed, part.file_size + 1)
            whole = inflater.eof or not packed
    except (zlib.error, struct.error) as broken:
        raise refuse("damaged") from broken
    if len(unfolded) > part.file_size or not whole:
        raise refuse("bomb")
    return unfolded


def _check_compound(content: bytes) -> None:
    """Old containers: an encrypted .xlsx, an .xls with macros, or a document of another program."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refuse("locked")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise refuse("macro")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise refuse("other")
