"""A new expert and when they sit, by form over real HTTP: from a name to what residents hear, and what cannot be."""

import re

import pytest

from handlers.incoming import Incoming
from knowledge import reading
from knowledge.message import Address
from tests.bot.roster_rig import HIDDEN, roster_desk, stored, version_of
from tests.bot.staff_rig import send
from tests.conftest import NOON

EXPERT = "/staff/rosters/expert"
NEW = "/staff/rosters/new"
WHO = {"institution": "tianshan", "name": "赵新来", "title": "主任医师", "number": "e000000000001"}
WHEN = {"institution": "tianshan", "expert": "e_wang", "number": "s000000000001", "seen": "0", "half_day": "下午",
        "every": "1", "weekday": "周二", "department": "针灸科", "start": "13:30", "end": "16:30"}  # fmt: skip


@pytest.fixture
async def desk(shipped):
    async with roster_desk(shipped) as held:
        yield held


async def test_an_expert_and_their_session_are_added_and_heard(desk):
    browser = await desk.browser("辛")
    page = (await browser.get(f"{EXPERT}?at=tianshan")).text
    number = dict(HIDDEN.findall(page))["number"]
    saved = await send(browser, EXPERT, **WHO | {"number": number, "aliases": "赵老、阿赵"})
    assert saved.status_code == 303
    made = stored(desk, "expert")[number]
    assert (made.name, made.aliases, made.confirmed_by) == ("赵新来", ("赵老", "阿赵"), "辛")
    form = (await browser.get(saved.headers["location"])).text
    assert "现在写什么时候出诊" in form
    hidden = {name: value for name, value in HIDDEN.findall(form) if name != "csrf"}
    assert hidden["expert"] == number
    fields = WHEN | hidden
    seen = (await send(browser, NEW, **fields)).text
    assert re.findall(r"<li>(\d\S+)", seen)[:2] == ["11月24日周二", "12月1日周二"]
    assert seen.count("13:30–16:30") == 8
    assert hidden["number"] not in stored(desk, "session")
    looked_at = dict(HIDDEN.findall(seen.partition('id="next"')[2].partition("</section>")[0]))
    assert looked_at.items() >= {"sure": "true", "weekday": "周二", "start": "13:30"}.items()
    del looked_at["csrf"]
    done = await send(browser, NEW, **looked_at)
    assert done.status_code == 303
    kept = stored(desk, "session")[hidden["number"]]
    assert (kept.rule, kept.specialties, kept.confirmed_by) == ("FREQ=WEEKLY;BYDAY=TU", ("acupuncture",), "辛")
    asked = Incoming(address=Address("web", "ab"), when=NOON, text="赵新来什么时候坐诊")
    assert "11月24日" in "".join(message.text for message in await desk.house.routes.answer(asked))
    assert (await send(browser, NEW, **fields, sure="true")).status_code in {400, 409}
    version = version_of(done)
    assert (await send(browser, "/staff/rosters/undo", version=str(version))).status_code == 303
    assert hidden["number"] not in stored(desk, "session")


async def test_somebody_of_the_same_name_is_asked_about_first(desk):
    browser = await desk.browser("丁")
    form = WHO | {"institution": "yueyang", "name": "王示范"}
    reply = await send(browser, EXPERT, **form)
    assert reply.status_code == 409
    assert "是不是同一个人" in reply.text
    assert "天山" in reply.text
    assert "请编辑先登记第一次出诊" in reply.text
    link = 'href="/staff/rosters/new?at=yueyang&amp;expert=e_wang"'
    assert link not in reply.text
    assert link in (await send(await desk.browser("安"), EXPERT, **form)).text
    assert 'value="主任医师"' in reply.text
    assert "e000000000001" not in stored(desk, "expert")
    assert (await send(browser, EXPERT, **form, another="true")).status_code == 303
    assert stored(desk, "expert")["e000000000001"].institution == "yueyang"


async def test_the_same_person_sits_in_another_hospital(desk):
    """A clerk does not speak for another hospital's expert: an editor says first that they sit here too."""
    browser, form = await desk.browser("丁"), WHEN | {"institution": "yueyang"}
    refused = await send(browser, NEW, **form, sure="true")
    assert refused.status_code == 403
    assert "王示范 是别家医院的专家" in refused.text
    assert (await send(await desk.browser("安"), NEW, **form, sure="true")).status_code == 303
    changed = {"half_day": "下午", "weekday": "周二", "start": "13:30", "end": "16:30", "room": "二楼", "seen": "1"}
    assert (await send(browser, f"/staff/rosters/session/{form['number']}", **changed)).status_code == 303
    page = (await browser.get("/staff/rosters?at=yueyang&week=2026-11-25")).text
    assert "王示范" in page
    assert "13:30–16:30" in page
    assert "/staff/rosters/expert/e_wang" not in page  # whose card is tianshan's


@pytest.mark.parametrize(
    ("fields", "rule", "days"),
    [
        ({"every": "2", "anchor": "2026-12-01"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", ["12月1日周二", "12月15日周二"]),
        ({"every": "m", "nth": ["1", "3"]}, "FREQ=MONTHLY;BYDAY=1TU,3TU", ["12月1日周二", "12月15日周二"]),
        ({"every": "m", "nth": ["-1"]}, "FREQ=MONTHLY;BYDAY=-1TU", ["11月24日周二", "12月29日周二"]),
        ({"every": "1", "valid_from": "2026-12-05"}, "FREQ=WEEKLY;BYDAY=TU", ["12月8日周二", "12月15日周二"]),
        ({"every": "d", "weekday": "", "dates": "2026-12-09\n2026-11-26"}, "", ["11月26日周四", "12月9日周三"]),
    ],
)
async def test_each_way_of_coming_again(desk, fields, rule, days):
    browser = await desk.browser("辛")
    seen = (await send(browser, NEW, **WHEN | fields)).text
    assert re.findall(r"<li>(\d\S+)", seen)[:2] == days
    assert (await send(browser, NEW, **WHEN | fields, sure="true")).status_code == 303
    assert stored(desk, "session")[WHEN["number"]].rule == rule
    again = (await browser.get(f"/staff/rosters/session/{WHEN['number']}")).text
    assert f'value="{fields["every"]}" selected' in again


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"weekday": ""}, "请选星期几"),
        ({"every": "2"}, "要写从哪一天起算"),
        ({"every": "2", "anchor": "2026-12-02"}, "2026-12-02 是周三，不是周二"),
        ({"every": "m"}, "请勾选是每月第几个周二"),
        ({"every": "d", "dates": ""}, "请写出诊的日期"),
        ({"every": "d", "dates": "12月9日"}, "不是日期"),
        ({"every": "d", "dates": "2026-01-05"}, "今后没有一天出诊"),
        ({"valid_from": "2026-12-05", "valid_to": "2026-12-01"}, "「到哪天止」早于「从哪天起」"),
        ({"start": "16:30", "end": "13:30"}, "结束的钟点早于开始"),
        ({"fee": "三十八"}, "「挂号费」只写数字"),
        ({"weekday": "周三", "half_day": "上午", "department": "骨伤科"}, "已经有这样的出诊了"),
    ],
)
async def test_what_cannot_be_is_said_and_what_was_filled_in_stays(desk, fields, said):
    before = desk.written(reading.version)
    reply = await send(await desk.browser("辛"), NEW, **WHEN | {"room": "特需三室"} | fields, sure="true")
    assert reply.status_code == 400
    assert said in reply.text
    assert 'value="特需三室"' in reply.text
    assert desk.written(reading.version) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "　"}, "请写专家的姓名"),
        ({"name": "长" * 61}, "最多 60 个字"),
        ({"aliases": "、".join(map(str, range(11)))}, "别名最多 10 个"),
    ],
)
async def test_an_expert_needs_a_name(desk, fields, said):
    reply = await send(await desk.browser("辛"), EXPERT, **WHO | fields)
    assert reply.status_code == 400
    assert said in reply.text
    assert 'value="主任医师"' in reply.text


async def test_an_expert_is_changed_and_put_away_once_they_sit_nowhere(desk):
    browser, path = await desk.browser("辛"), f"{EXPERT}/e_wang2"
    assert "王样品" in (await browser.get(path)).text
    form = {"institution": "tianshan", "name": "王样品", "title": "副主任医师", "seen": "1"}
    assert (await send(browser, path, **form)).status_code == 303
    assert stored(desk, "expert")["e_wang2"].title == "副主任医师"
    assert (await send(browser, path, **form)).status_code == 409
    refused = await send(browser, f"{path}/away", seen="2", sure="true")
    assert "还有 1 个出诊" in refused.text
    away = "/staff/rosters/session/s4/away"
    assert (await send(browser, away, seen="1")).status_code == 400
    assert (await send(browser, away, seen="1", sure="true")).status_code == 303
    assert "s4" not in stored(desk, "session")
    done = await send(browser, f"{path}/away", seen="2", sure="true")
    assert done.status_code == 303
    assert "e_wang2" not in stored(desk, "expert")
    version = version_of(done)
    assert (await send(browser, "/staff/rosters/undo", version=str(version))).status_code == 303
    assert "e_wang2" in stored(desk, "expert")


async def test_a_look_at_the_next_dates_saves_nothing(desk):
    browser = await desk.browser("辛")
    form = {"half_day": "上午", "weekday": "周四", "seen": "1", "look": "true"}
    page = (await send(browser, "/staff/rosters/session/s1", **form)).text
    assert re.findall(r"<li>(\d\S+)", page)[0] == "11月26日周四"
    assert stored(desk, "session")["s1"].rule == "FREQ=WEEKLY;BYDAY=MO"


OTHERS = [
    (EXPERT, WHO),
    (EXPERT, WHO | {"another": "true"}),
    (NEW, WHEN),
    (NEW, WHEN | {"sure": "true"}),
    (f"{EXPERT}/e_wang", {"institution": "tianshan", "name": "改名", "seen": "1", "another": "true"}),
    (f"{EXPERT}/e_wang", {"institution": "yueyang", "name": "改名", "seen": "1", "another": "true"}),
    (f"{EXPERT}/e_wang/away", {"seen": "1", "sure": "true"}),
    ("/staff/rosters/session/s1", {"half_day": "上午", "seen": "1", "look": "true"}),
    ("/staff/rosters/session/s1/away", {"seen": "1", "sure": "true"}),
]


@pytest.mark.parametrize(("path", "fields"), OTHERS)
@pytest.mark.parametrize("who", ["丁", "看"])
async def test_nobody_adds_to_another_hospitals_roster(desk, who, path, fields):
    before = desk.written(reading.version)
    assert (await send(await desk.browser(who), path, **fields)).status_code == 403
    assert desk.written(reading.version) == before


@pytest.mark.parametrize("path", [f"{EXPERT}?at=tianshan", f"{NEW}?at=tianshan&expert=e_wang", f"{EXPERT}/e_wang"])
async def test_another_hospitals_forms_are_not_opened(desk, path):
    assert (await (await desk.browser("丁")).get(path)).status_code == 403


async def test_a_clerk_chooses_among_their_own_hospitals_only(desk):
    page = (await (await desk.browser("丁")).get(EXPERT)).text
    assert re.findall(r'<option value="(\w+)"', page) == ["yueyang"]


@pytest.mark.parametrize("slipped", ["sample", "confirmed_by", "id", "sources", "needs_confirmation", "rule"])
async def test_nothing_is_slipped_in(desk, slipped):
    browser = await desk.browser("辛")
    assert (await send(browser, NEW, **WHEN, **{slipped: "x"})).status_code == 400
    assert (await send(browser, EXPERT, **WHO, **{slipped: "x"})).status_code == 400


@pytest.mark.parametrize("number", ["e_wang", "e00000000000g", "../x"])
async def test_nobody_takes_somebody_elses_number(desk, number):
    assert (await send(await desk.browser("辛"), EXPERT, **WHO | {"number": number})).status_code == 400
