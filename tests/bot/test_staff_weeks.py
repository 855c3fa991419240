"""Which week 排班 opens, and which one it comes back to, over real HTTP."""

import html
import re
from datetime import datetime

import pytest

from tests.bot.roster_rig import SUSPEND, hidden, published, roster_desk, stored
from tests.bot.staff_rig import send

OPENED = re.compile(r'id="week" name="week" type="date" value="([0-9-]+)"')


@pytest.fixture
async def desk(shipped):
    async with roster_desk(shipped) as held:
        yield held


async def test_on_sunday_the_coming_week_opens_with_a_way_back(desk):
    desk.clock.now = datetime.fromisoformat("2026-11-22T08:00+08:00")
    browser = await desk.browser("辛")
    page = (await browser.get("/staff/rosters")).text
    assert OPENED.search(page)[1] == "2026-11-23"
    assert "这里是下一周" in page
    assert page.count('href="/staff/rosters?at=tianshan&amp;week=2026-11-16"') == 3  # the note, 上一周, 本周
    this = (await browser.get("/staff/rosters?at=tianshan&week=2026-11-16")).text
    assert OPENED.search(this)[1] == "2026-11-16"
    assert "这里是下一周" not in this
    assert 'week=2026-11-16" aria-current="true"' in this


LOOKED_AT = "/staff/rosters?at=tianshan&week=2026-12-07"


async def taken_back(browser, done):
    """The page after publishing leads on to the week; where taking it back leads."""
    page = (await browser.get(done.headers["location"])).text
    assert f'href="{html.escape(LOOKED_AT)}"' in page
    undone = await browser.post("/staff/rosters/undo", data=hidden(page, "/staff/rosters/undo"))
    return undone.headers["location"]


async def test_what_is_taken_back_leads_to_the_week_that_was_looked_at(desk):
    browser = await desk.browser("辛")
    cell = (await browser.get("/staff/rosters/cell?at=tianshan&expert=e_wang&day=2026-12-09")).text
    week = re.search(r'name="week" value="([0-9-]+)"', cell)[1]
    span = SUSPEND | {"first": "2026-11-25", "last": "2026-12-09", "week": week}  # begins two weeks earlier
    preview = (await send(browser, "/staff/rosters/change", **span)).text
    assert f'href="{html.escape(LOOKED_AT)}"' in preview, "nor does going back without publishing lose it"
    done = await browser.post("/staff/rosters/change", data=hidden(preview, "/staff/rosters/change"))
    assert await taken_back(browser, done) == f"{LOOKED_AT}&said=undone"
    assert not stored(desk, "change")


async def test_what_is_withdrawn_and_taken_back_leads_there_too(desk):
    browser = await desk.browser("辛")
    await published(browser, SUSPEND | {"last": "2026-12-09"})
    (key,) = stored(desk, "change")
    done = await send(browser, "/staff/rosters/withdraw", change=key, seen="1", week="2026-12-07")
    assert await taken_back(browser, done) == f"{LOOKED_AT}&said=undone"
    assert list(stored(desk, "change")) == [key]


@pytest.mark.parametrize("more", ["?at=longhua&week=2026-12-07", "?at=//evil.example&week=x", "?week=2026-12-07", ""])
async def test_the_way_back_leads_only_to_rosters_of_ones_own(desk, more):
    browser = await desk.browser("辛")
    page = (await browser.get(f"/staff/rosters/done/1{more}")).text
    assert 'href="/staff/rosters"' in page.partition("<main")[2]
    assert "evil" not in page.partition("<h1")[2].replace('value="//evil.example"', "")
