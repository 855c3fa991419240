"""Rosters on the desk over real HTTP: the week, a change from a cell to what residents hear and back, and attacks."""

import io
import re

import openpyxl
import pytest

from knowledge import reading
from knowledge.message import Address
from scheduler import agenda
from tests.bot.roster_rig import SUSPEND, WEEK, hidden, published, roster_desk, stored
from tests.bot.staff_rig import send
from tests.conftest import NOON
from tests.knowledge import sample_clinics as sample


@pytest.fixture
async def desk(shipped):
    async with roster_desk(shipped) as held:
        yield held


async def test_the_week_is_a_table_with_headers(desk):
    page = (await (await desk.browser("辛")).get(WEEK)).text
    for said in ('scope="col"', 'scope="rowgroup"', 'scope="row"', "王示范", "08:00–11:30", "11月25日周三"):
        assert said in page
    assert 'href="/staff/rosters/cell?at=tianshan&amp;expert=e_wang&amp;day=2026-11-25' in page


async def test_a_suspension_is_previewed_published_heard_and_taken_back(desk):
    neighbour = Address("telegram", "7")
    desk.house.database.write(agenda.follow, neighbour, "expert:e_wang", NOON)
    browser = await desk.browser("辛")
    shown = (await send(browser, "/staff/rosters/change", **SUSPEND)).text
    assert "<strong>1</strong> 位居民会收到通知" in shown
    assert "11月25日周三" in shown
    assert not stored(desk, "change")
    version, form = await published(browser, SUSPEND)
    (made,) = stored(desk, "change").values()
    assert (made.change, made.reason, made.confirmed_by) == ("suspend", "外出会诊", "辛")
    assert "外出会诊" in (await browser.get(WEEK)).text
    done = (await browser.get(f"/staff/rosters/done/{version}")).text
    assert "停诊通知 王示范 11月25日周三 上午" in done  # so that the wrong doctor is noticed
    again = await browser.post("/staff/rosters/change", data=form)
    assert again.status_code == 409
    assert (await send(browser, "/staff/rosters/undo", version=str(version))).status_code == 303
    assert not stored(desk, "change")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"do": "stand_in", "stand_in": "赵替班"}, "stand_in"),
        ({"do": "extra", "first": "2026-11-26", "last": "2026-11-26", "start": "08:00", "end": "11:00"}, "extra"),
        ({"do": "move", "to_date": "2026-11-27", "to_half": "下午"}, "move"),
        ({"do": "full"}, "full"),
        ({"do": "close", "expert": ""}, "close"),
        ({"do": "swap", "expert": "", "as_weekday": "周一", "half_day": "全天"}, "swap"),
        ({"expert": "", "half_day": "全天"}, "suspend"),
        ({"last": ""}, "suspend"),
    ],
)
async def test_each_kind_of_change_can_be_made(desk, fields, kind):
    await published(await desk.browser("辛"), SUSPEND | fields)
    assert [one.change for one in stored(desk, "change").values()] == [kind]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first": "2026-11-26"}, "结束日期早于开始日期"),
        ({"first": "2026-11-01", "last": "2026-11-02"}, "已经过去了"),
        ({"do": "stand_in"}, "请写替诊医生的姓名"),
        ({"do": "stand_in", "stand_in": "李"}, "请写全名，不能是本人；排班里有：李例子"),
        ({"do": "stand_in", "stand_in": "王示范医生"}, "请写全名，不能是本人"),
        ({"do": "extra", "start": "25:00"}, "钟点"),
        ({"do": "move"}, "改到哪一天"),
        ({"first": "明天"}, "开始日期"),
        ({"do": "resume"}, "已经不在了"),
        ({"expert": "nobody"}, "没有门诊"),
        ({"campus": "月球院区"}, "月球院区"),
        ({"reason": "字" * 61}, "最多 60 个字"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_saved(desk, fields, said):
    reply = await send(await desk.browser("辛"), "/staff/rosters/change", **SUSPEND | fields)
    assert reply.status_code == 400
    assert said in reply.text
    assert not stored(desk, "change")


async def test_a_week_is_copied_into_another_once(desk):
    browser = await desk.browser("辛")
    fields = {"institution": "tianshan", "expert": "e_wang2", "week": "2026-11-25", "to": "2026-12-07"}
    assert "都有了" in (await send(browser, "/staff/rosters/copy", **fields)).text
    await published(browser, SUSPEND | {"do": "extra", "expert": "e_wang2", "half_day": "夜间"})
    shown = (await send(browser, "/staff/rosters/copy", **fields)).text
    form = hidden(shown, "/staff/rosters/copy")
    assert (await browser.post("/staff/rosters/copy", data=form)).status_code == 303
    days = sorted(one.first for one in stored(desk, "change").values())
    assert days == ["2026-11-25", "2026-12-09"]


async def test_a_standing_session_is_edited_and_two_clerks_do_not_collide(desk):
    browser, path = await desk.browser("辛"), "/staff/rosters/session/s1"
    page = (await browser.get(path)).text
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    fields = {"half_day": "上午", "weekday": "周二", "start": "09:00", "end": "11:30", "fee": "40", "seen": seen}
    assert (await send(browser, path, **fields)).status_code == 303
    made = stored(desk, "session")["s1"]
    assert (made.rule, made.start, made.fee, made.expert) == ("FREQ=WEEKLY;BYDAY=TU", "09:00", 40.0, "e_wang")
    assert (await send(browser, path, **fields | {"fee": "50"})).status_code == 409
    assert "隔周" in (await send(browser, path, **fields | {"every": "2"})).text


async def test_a_holiday_of_a_year_nobody_knows_and_a_sites_rule(desk):
    owner, clerk = await desk.browser("安"), await desk.browser("辛")
    year = {"name": "春节", "first": "2027-02-05", "last": "2027-02-11", "work_days": "2027-01-31、2027-02-14"}
    assert (await send(clerk, "/staff/rosters/site/holiday", **year)).status_code == 403
    assert (await send(owner, "/staff/rosters/site/holiday", **year)).status_code == 303
    (holiday,) = stored(desk, "holiday").values()
    assert holiday.work_days == ("2027-01-31", "2027-02-14")
    known = year | {"first": "2026-02-15", "last": "2026-02-20"}
    assert "程序里已经有了" in (await send(owner, "/staff/rosters/site/holiday", **known)).text
    rule = {"institution": "tianshan", "holidays": "experts_off", "work_days": "normal"}
    for _ in range(2):
        assert (await send(clerk, "/staff/rosters/site/rule", **rule)).status_code == 303
    (made,) = stored(desk, "site_rule").values()
    assert made.holidays == "experts_off"
    assert "专家停，普通门诊开" in (await clerk.get("/staff/rosters/site?at=tianshan")).text


CLERKS_OTHER = [
    ("/staff/rosters/change", SUSPEND),
    ("/staff/rosters/change", SUSPEND | {"sure": "true", "number": "w000000000000"}),
    ("/staff/rosters/copy", {"institution": "tianshan", "expert": "e_li", "week": "2026-11-25", "to": "2026-12-07"}),
    ("/staff/rosters/site/rule", {"institution": "tianshan", "holidays": "closed"}),
    ("/staff/rosters/session/s1", {"half_day": "上午", "seen": "1"}),
]


@pytest.mark.parametrize(("path", "fields"), CLERKS_OTHER)
@pytest.mark.parametrize("who", ["丁", "看"])
async def test_nobody_changes_another_hospitals_roster(desk, who, path, fields):
    before = desk.written(reading.version)
    assert (await send(await desk.browser(who), path, **fields)).status_code == 403
    assert desk.written(reading.version) == before


async def test_another_hospitals_roster_is_neither_seen_exported_withdrawn_nor_undone(desk):
    mine, other = await desk.browser("辛"), await desk.browser("丁")
    version, _ = await published(mine, SUSPEND)
    (key,) = stored(desk, "change")
    for path in ("/staff/rosters/cell?at=tianshan&expert=e_wang&day=2026-11-25", WEEK, "/staff/rosters/session/s1",
                 "/staff/rosters/export.xlsx?at=tianshan", "/staff/rosters/site?at=tianshan"):  # fmt: skip
        assert (await other.get(path)).status_code == 403, path
    assert (await send(other, "/staff/rosters/withdraw", change=key, seen="1")).status_code == 403
    assert (await send(other, "/staff/rosters/undo", version=str(version))).status_code == 403
    assert key in stored(desk, "change")
    assert (await send(mine, "/staff/rosters/withdraw", change=key, seen="1")).status_code == 303


@pytest.mark.parametrize("slipped", ["id", "sample", "confirmed_by", "made_at", "sources", "scope"])
async def test_nothing_is_slipped_into_a_change(desk, slipped):
    reply = await send(await desk.browser("辛"), "/staff/rosters/change", **SUSPEND, **{slipped: "x"})
    assert reply.status_code == 400
    assert not stored(desk, "change")


@pytest.mark.parametrize("number", ["c1", "w00000000000000000", "../../x", "w00000000000g"])
async def test_a_change_takes_no_number_of_somebody_elses(desk, number):
    reply = await send(await desk.browser("辛"), "/staff/rosters/change", **SUSPEND, number=number, sure="true")
    assert reply.status_code == 400


async def test_without_the_forms_token_nothing_happens(desk):
    browser = await desk.browser("辛")
    for path in ("/staff/rosters/change", "/staff/rosters/undo", "/staff/rosters/import", "/staff/rosters/import/yes"):
        assert (await browser.post(path, data=SUSPEND | {"csrf": "x"})).status_code == 403, path


async def test_what_is_typed_is_escaped(desk):
    browser = await desk.browser("辛")
    await published(browser, SUSPEND | {"reason": "<script>alert(1)</script>"})
    page = (await browser.get(WEEK)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("query", ["week=x", "week=0001-01-01", "week=9999-12-31", "week=2026-13-01"])
async def test_a_day_that_is_none_is_refused(desk, query):
    assert (await (await desk.browser("辛")).get(f"/staff/rosters?{query}")).status_code == 400


async def test_the_export_is_a_workbook_of_ones_own_that_loads_again(desk):
    browser = await desk.browser("辛")
    reply = await browser.get("/staff/rosters/export.xlsx?at=tianshan")
    book = openpyxl.load_workbook(io.BytesIO(reply.content))
    assert len(book.sheetnames) == 1
    assert book.worksheets[0].max_row == 1 + len(sample.SESSIONS)
