"""Files that are not opened say why in a sentence."""

import io
import zipfile

import pytest

from knowledge.rosters import refusals
from knowledge.rosters.files import read_sheets
from knowledge.rosters.model import RosterRefusedError, in_words, problem
from knowledge.rosters.reader import read_roster_bytes
from tests.knowledge.rosters.builders import delimited, xlsx

PLAIN = xlsx({"门诊": [["科室", "专家", "周一上午", "周一下午"], ["针灸科", "张甲", "√", ""]]})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def sheet_xml(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, xml if name.endswith("sheet1.xml") else source.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"  \n ", "空"),
        (b"a," * (refusals.MAX_BYTES // 2 + 1), "太大"),
        (delimited([["a"] * 100] * 2001), "太大"),
        (with_part("xl/vbaProject.bin", b"macro"), "宏"),
        (with_part("xl/media/huge.bin", b"0" * (30 * 1024 * 1024)), "大得不正常"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + b"\0" * 512 + "_VBA_PROJECT".encode("utf-16-le"), "宏"),
        (OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le"), "不是表格"),
        (OLE + b"\0" * 512 + "Workbook".encode("utf-16-le"), "打不开"),
        (b"%PDF-1.7 ...", "不是表格"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是表格"),
        (b"PK\x03\x04 broken", "打不开"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (sheet_xml('<worksheet><sheetData><c r="A1"/><c r="XFD1048576"/></sheetData></worksheet>'), "太大"),
        (
            sheet_xml('<worksheet><sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'),
            "太大",
        ),
        (sheet_xml(f"<worksheet><sheetData><row>{'<c/>' * 300_000}</row></sheetData></worksheet>"), "太大"),
        (
            sheet_xml(
                f'<worksheet><sheetData><row r="1">{"<c><v>1</v></c>" * 16_000}</row>'
                '<row r="1048576"><c><v>1</v></c></row></sheetData></worksheet>'
            ),
            "太大",
        ),
        (sheet_xml("<worksheet><sheetData><row"), "打不开"),
        ('医生,"周一\n'.encode() + b"x," * 100_000, "打不开"),
    ],
)
def test_what_is_no_safe_spreadsheet_is_refused_with_the_reason(content: bytes, words: str):
    with pytest.raises(RosterRefusedError, match=words):
        read_roster_bytes("排班.xlsx", content)


def test_a_cell_too_long_is_refused_with_its_sheet_and_its_place():
    rows = [["科室", "专家", "周一上午"], ["针灸科", "张甲", "√" * (refusals.MAX_LENGTH + 1)]]
    with pytest.raises(RosterRefusedError, match=r"门诊!C2 .*10,001 个字"):
        read_roster_bytes("排班.xlsx", xlsx({"门诊": rows}))


def test_a_cell_of_the_greatest_length_is_read():
    (sheet,) = read_sheets(xlsx({"门诊": [["备注"], ["好" * refusals.MAX_LENGTH]]}))
    assert len(sheet.rows[1][0]) == refusals.MAX_LENGTH


def test_cells_that_do_not_say_where_they_stand_are_read_in_their_order():
    cells = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("科室", "专家", "周一上午"))
    below = cells.replace("科室", "针灸科").replace("专家", "张甲").replace("周一上午", "√")
    rows = f"<row>{cells}</row><row>{below}</row>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = sheet_xml(f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')
    assert len(read_roster_bytes("排班.xlsx", content).sessions) == 1


def test_another_package_is_no_roster():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(RosterRefusedError, match="不是表格"):
        read_roster_bytes("a.xlsx", out.getvalue())


def test_a_text_without_any_session_is_a_problem_not_an_empty_success():
    roster = read_roster_bytes("a.csv", "今天天气很好\n明天也很好".encode())
    assert not roster.sessions
    assert roster.errors


def test_a_problem_in_words_says_where_what_and_how_to_mend_it():
    assert (
        in_words(problem("排班", "D4", "unknown_weekday", "周八"))
        == "排班!D4 “周八”看不懂是星期几，请写成“周一”到“周日”"
    )
