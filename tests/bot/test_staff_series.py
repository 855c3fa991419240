"""Series of reminders on the desk: made after a look, changed, paused; only by who may."""

import html
import re
from datetime import time

import pytest

from knowledge import reading
from knowledge.message import Address
from knowledge.people import Preferences
from knowledge.permission import Actor
from knowledge.tuning import USUAL, Quiet
from scheduler import agenda
from scheduler.quieting import set_quiet
from scheduler.visits import plan_of
from tests.bot.staff_rig import open_desk, send
from tests.conftest import NOON

FORM = {"name": "膏方门诊日", "text": "今天有膏方门诊，要先约号。", "dates": "2026-12-02、2026-11-25", "time": "08:00"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as held:
        held.member("编", "editor")
        held.member("辛", "clerk", "tianshan")
        held.member("看", "viewer")
        yield held


def stored(desk):
    return {k[1]: s.fact for k, s in desk.written(reading.states).items() if k[0] == "series"}


async def made(browser, path="/staff/series/new", **fields):
    """The form, the preview, and yes."""
    page = (await send(browser, path, **FORM | fields)).text
    first = page.split("<form method")[2]
    form = {name: html.unescape(value) for name, value in HIDDEN.findall(first.partition("</form>")[0])}
    return page, await browser.post(path, data=form)


async def test_a_series_is_seen_before_it_is_made_and_two_presses_make_one(desk):
    browser = await desk.browser("编")
    page, done = await made(browser)
    assert "11月25日周三 08:00、12月2日周三" in page
    assert done.status_code == 303
    (held,) = stored(desk).values()
    assert (held.dates, held.confirmed_by) == (("2026-11-25", "2026-12-02"), "编")
    assert "膏方门诊日" in (await browser.get("/staff/series")).text


async def test_who_waits_is_counted_and_a_pause_stops_it(desk):
    browser = await desk.browser("编")
    await made(browser)
    (held,) = stored(desk).values()
    for n in range(6):
        desk.house.database.write(agenda.keep, Address("telegram", str(n)), plan_of(held), Preferences(), NOON)
    assert "<strong>6</strong> 人在等" in (await browser.get("/staff/series")).text
    paused = await send(browser, f"/staff/series/{held.id}/pause", paused="true", seen="1")
    assert paused.status_code == 303
    assert stored(desk)[held.id].paused
    again = await send(browser, f"/staff/series/{held.id}/pause", seen="1")
    assert again.status_code == 409


async def test_a_weekday_of_a_season(desk):
    await made(await desk.browser("编"), dates="", weekday="周三", first="2026-12-01", last="2027-02-01")
    (held,) = stored(desk).values()
    assert held.rule == "FREQ=WEEKLY;BYDAY=WE"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"dates": ""}, "两种写法选一种"),
        ({"weekday": "周三"}, "两种写法选一种"),
        ({"dates": "明天"}, "2026-11-25"),
        ({"time": "23:00"}, "06:30 到 21:29"),
        ({"time": "21:30"}, "06:30 到 21:29"),
        ({"name": " "}, "都要写"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"link": "https://"}, "https://"),
        ({"institution": "nowhere"}, "没有这家医院"),
        ({"text": "字" * 401}, "最多"),
        ({"dates": "", "weekday": "周三", "first": "2026-12-01", "last": "2029-12-01"}, "一年以内"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_made(desk, fields, said):
    reply = await send(await desk.browser("编"), "/staff/series/new", **FORM | fields)
    assert reply.status_code == 400
    assert said in reply.text
    assert not stored(desk)


async def test_its_hours_are_those_outside_the_quiet_hours_that_are_set(desk):
    wanted = Quiet(evening=time(20), morning=time(7))
    desk.house.database.write(set_quiet, wanted, USUAL.quiet, Actor("安", "web"), NOON)
    await desk.house.shelf.refresh()
    browser = await desk.browser("编")
    assert "07:00 到 19:59" in (await browser.get("/staff/series/new")).text
    for late in ("20:00", "06:59"):
        refused = await send(browser, "/staff/series/new", **FORM | {"time": late})
        assert (refused.status_code, "07:00 到 19:59" in refused.text) == (400, True)
    await made(browser, time="19:59")
    assert [one.time for one in stored(desk).values()] == ["19:59"]


@pytest.mark.parametrize("who", ["辛", "看"])
async def test_only_editors_and_owners_make_series(desk, who):
    browser = await desk.browser(who)
    assert (await browser.get("/staff/series")).status_code == 403
    assert (await send(browser, "/staff/series/new", **FORM, sure="true", key="z000000000000")).status_code == 403
    assert not stored(desk)


@pytest.mark.parametrize(
    "slipped", [{"paused": "true"}, {"sample": "true"}, {"id": "x"}, {"key": "entry"}, {"rule": "x"}]
)
async def test_nothing_is_slipped_in(desk, slipped):
    reply = await send(await desk.browser("编"), "/staff/series/new", **FORM, **slipped)
    assert reply.status_code == 400
    assert not stored(desk)
