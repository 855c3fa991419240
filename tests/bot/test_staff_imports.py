"""Files that clerks bring to the desk: looked at first, taken in whole, or refused, whatever trick they are."""

import io
import re
import zipfile

import openpyxl
import pytest

from knowledge import reading
from knowledge.rosters.layouts.own import COLUMNS
from tests.bot.roster_rig import bring_in, roster_desk, stored, upload, version_of
from tests.bot.staff_rig import open_desk, send
from tests.knowledge.importing.rig import HEAD, ROWS, TITLE
from tests.knowledge.importing.test_samples import load_samples
from tests.knowledge.rosters.builders import xlsx

DIGEST = re.compile(r'name="digest" value="(\w+)"')


@pytest.fixture
async def desk(shipped):
    async with roster_desk(shipped) as held:
        yield held


async def test_a_roster_is_looked_at_then_taken_in_and_taken_back_by_who_brought_it(desk):
    browser = await desk.browser("丁")
    page = (await upload(browser, "../../etc/passwd\\排班<b>.xlsx", xlsx({"排班": [TITLE, HEAD, *ROWS]}))).text
    assert "这只是预览" in page
    assert "排班b.xlsx" in page
    assert "示例甲" in page
    told = int(re.search(r"新增 (\d+)", page)[1])
    assert told == page.count("<li>新增：")
    assert not any(one.institution == "yueyang" for one in stored(desk, "session").values())
    assert (await send(browser, "/staff/rosters/import/yes", digest="0" * 64)).status_code == 409
    done = (await send(browser, "/staff/rosters/import/yes", digest=DIGEST.search(page)[1])).headers["location"]
    version = str(desk.written(reading.version))
    assert done == f"/staff/rosters/done/{version}"
    assert "示例甲 周三上午" in (await browser.get(done)).text
    page = (await upload(browser, "r.xlsx", xlsx({"排班": [TITLE, HEAD, *ROWS]}))).text
    again = await send(browser, "/staff/rosters/import/yes", digest=DIGEST.search(page)[1])
    assert again.headers["location"] == "/staff/rosters?said=same"  # the last version is not this file's to take back
    assert (await send(await desk.browser("辛"), "/staff/rosters/undo", version=version)).status_code == 403
    assert any(one.institution == "yueyang" for one in stored(desk, "session").values())
    assert (await send(browser, "/staff/rosters/undo", version=version)).status_code == 303
    assert not any(one.institution == "yueyang" for one in stored(desk, "session").values())


async def test_cell_errors_stand_beside_the_sheet_and_nothing_is_taken_in(desk):
    rows = [*ROWS, ("骨伤科", "示例丁", "主任医师", "周八上午", 38)]
    browser = await desk.browser("丁")
    page = (await upload(browser, "r.xlsx", xlsx({"排班": [TITLE, HEAD, *rows]}))).text
    assert "一条也没有导入" in page
    assert 'class="wrong"' in page
    assert "/staff/rosters/import/yes" not in page


EXPORTED = [name for _, name in COLUMNS.values()]
LINE = {"医院": "岳阳医院", "科室": "骨伤科", "姓名": "示例甲", "星期": "周三", "时段": "上午"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"医院": "月球医院"}, "没有叫“月球医院”的机构"),
        ({"规则代码": "FREQ=WEEKLY;BYDAY=MO"}, "星期写的是周三，和规则代码FREQ=WEEKLY;BYDAY=MO对不上"),
    ],
    ids=["hospital", "rule"],
)
async def test_what_only_the_book_can_tell_of_a_file_is_said_once(desk, cells, said):
    row = [(LINE | cells).get(name) for name in EXPORTED]
    page = (await upload(await desk.browser("安"), "r.xlsx", xlsx({"排班": [EXPORTED, row]}))).text
    assert page.count(said) == 1
    assert "请用 --institution" not in page
    assert "/staff/rosters/import/yes" not in page


async def test_a_clerk_brings_no_roster_of_another_hospital(desk):
    browser, before = await desk.browser("辛"), desk.written(reading.version)
    page = (await upload(browser, "r.xlsx", xlsx({"排班": [TITLE, HEAD, *ROWS]}))).text
    assert "只管" in page
    assert "还不能导入" in page
    assert "在原表里改好" not in page
    assert "/staff/rosters/import/yes" not in page
    held = await upload(browser, "r.xlsx", b"x", institution="yueyang")
    assert held.status_code == 400
    assert desk.written(reading.version) == before


async def test_a_clerks_first_real_roster_clears_the_sample_away_and_says_so_before(shipped):
    load_samples(shipped)
    async with open_desk(shipped) as desk:
        desk.member("丁", "clerk", "yueyang")
        browser = await desk.browser("丁")
        page = (await upload(browser, "r.xlsx", xlsx({"排班": [TITLE, HEAD, *ROWS]}))).text
        assert "25 条示例排班，都是虚构的" in page
        assert "sample_jia" in stored(desk, "expert"), "looked at only"
        digest = re.search(r'name="digest" value="(\w+)"', page)[1]
        assert (await send(browser, "/staff/rosters/import/yes", digest=digest)).status_code == 303
        kept = [one for kind in ("expert", "session", "change", "series") for one in stored(desk, kind).values()]
        assert {getattr(one, "institution", "") for one in kept} == {"yueyang"}
        assert not any(one.sample for one in kept)
        assert "sample_roster" not in stored(desk, "source")
        again = (await upload(browser, "r.xlsx", xlsx({"排班": [TITLE, HEAD, *ROWS]}))).text
        assert "都是虚构的" not in again


@pytest.mark.parametrize("name", ["丁", "安"], ids=["clerk", "owner"])
async def test_the_first_real_roster_can_be_taken_back_and_brings_no_sample_beside_what_others_brought(shipped, name):
    load_samples(shipped)
    async with open_desk(shipped) as desk:
        desk.member("丁", "clerk", "yueyang")
        browser = await desk.browser(name)
        page = (await upload(browser, "r.xlsx", xlsx({"排班": [TITLE, HEAD, *ROWS]}), institution="yueyang")).text
        done = await send(browser, "/staff/rosters/import/yes", digest=DIGEST.search(page)[1])
        bring_in(desk.house.database)
        reply = await send(browser, "/staff/rosters/undo", version=str(version_of(done)))
        assert reply.status_code == 303, reply.text
        kept = [one for kind in ("expert", "session", "change", "series") for one in stored(desk, kind).values()]
        assert {getattr(one, "institution", "") for one in kept} == {"tianshan"}
        assert not any(one.sample for one in kept)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def far_apart():
    book = openpyxl.Workbook()
    book.active["A1"] = "科室"
    book.active["XFD1048576"] = "周一上午"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", bomb, "大得不正常"),
        ("a.xlsx", far_apart, "表格太大"),
        ("a.xlsx", lambda: b"PK\x03\x04nothing", "打不开"),
        ("a.exe", lambda: b"MZ\x00\x01\x02", "不是表格文件"),
        ("a.csv", lambda: b"", "文件是空的"),
        ("a.csv", lambda: b"<html><script>alert(1)</script>", "其实是网页"),
        ("a.yaml", lambda: b"entry:\n- id: x\n", "看不懂这一格"),
    ],
    ids=["zip bomb", "huge dimensions", "broken zip", "program", "empty", "web page", "facts"],
)
async def test_files_that_are_tricks_are_not_opened(desk, name, content, said):
    page = (await upload(await desk.browser("安"), name, content())).text
    assert said in page
    assert "/staff/rosters/import/yes" not in page


async def test_a_file_that_is_too_large_is_refused(desk):
    reply = await upload(await desk.browser("安"), "a.csv", b"x" * (6 * 1024 * 1024))
    assert reply.status_code == 413
