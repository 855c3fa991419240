"""Spreadsheets made to unfold: a few kilobytes that a library would turn into gigabytes, or that read other files."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pytest

from knowledge.rosters.files import read_sheets
from knowledge.rosters.model import RosterRefusedError

SHEET = "xl/worksheets/sheet1.xml"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LARGE, DAMAGED, BOMB = "表格太大", "打不开", "大得不正常"


def parts():
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["专家", "周一"])
    book.save(file)
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(held):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in held.items():
            package.writestr(name, content)
    return file.getvalue()


def sheet(rows, *, after="", begin='<?xml version="1.0"?>'):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{begin}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def merged(area):
    return f'<mergeCells count="1"><mergeCell\n{area}/></mergeCells>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (sheet(FAR), LARGE),
        (sheet(FAR, begin='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), LARGE),
        (sheet(FAR.replace("XFD1", "XFD&#49;").replace('"1048576"', '"&#49;048576"')), LARGE),
        (sheet("<row><c><v>1</v></c></row>" * 200_001), LARGE),
        (sheet(ONE, after=merged('ref="A1:XFD1048576"')), LARGE),
        (sheet(ONE, after=merged('ref="$a$1:$xfd$1048576"')), LARGE),
        (sheet(ONE, after=merged('ref="A:XFD"')), LARGE),
        (sheet(ONE, after='<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'), LARGE),
        (sheet(ONE, begin='<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), DAMAGED),
        (sheet(ONE, after="<unclosed>"), DAMAGED),
        (sheet('<row r="x"><c r="A1"/></row>'), DAMAGED),
    ],
)  # fmt: skip
def test_what_would_unfold_or_reach_elsewhere_is_refused_before_a_library_opens_it(content, why):
    with pytest.raises(RosterRefusedError, match=why):
        read_sheets(packed(parts() | {SHEET: content}))


def test_a_sheet_that_lies_elsewhere_in_the_package_is_measured_too():
    held = parts()
    held["xl/elsewhere/s.bin"] = sheet(FAR).encode()
    del held[SHEET]
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        held[name] = held[name].replace(b"/worksheets/sheet1.xml", b"/elsewhere/s.bin")
    with pytest.raises(RosterRefusedError, match=LARGE):
        read_sheets(packed(held))


def test_many_sheets_together_are_no_more_than_one():
    wide = sheet(ONE + '<row r="1900"><c r="ALL1900"/></row>')
    with pytest.raises(RosterRefusedError, match=LARGE):
        read_sheets(packed(parts() | {f"xl/worksheets/sheet{n}.xml": wide for n in range(1, 4)}))
    with pytest.raises(RosterRefusedError, match=LARGE):
        read_sheets(packed(parts() | {f"xl/worksheets/sheet{n}.xml": sheet(ONE) for n in range(1, 300)}))


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/media/picture.png"])
def test_a_part_that_holds_more_than_it_declares_is_refused(name):
    """Its sum is right for the declared beginning, so that reading no further than that finds nothing wrong."""
    whole = b"<sst>" + b"<si><t>x</t></si>" * 100_000 + b"</sst>"
    content = bytearray(packed(parts() | {name: whole}))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
    struct.pack_into("<I", content, entry + 16, zlib.crc32(whole[:500]))
    struct.pack_into("<I", content, entry + 24, 500)
    with pytest.raises(RosterRefusedError, match=BOMB):
        read_sheets(bytes(content))


def test_what_excel_itself_writes_is_read():
    """A drawing in VML that is no whole XML, a link over three cells, a merged heading."""
    more = merged('ref="A1:C1"') + '<hyperlinks><hyperlink ref="A1:C1" location="A1"/></hyperlinks>'
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>专家</t></is></c></row>'
    held = parts() | {SHEET: sheet(row, after=more), "xl/drawings/vmlDrawing1.vml": "<xml><br></xml>"}
    (read,) = read_sheets(packed(held))
    assert read.rows[0][0] == "专家"
