"""Copying on the desk without a script: a sitting into another cell, a week's changes into another week; attacks."""

import html
import re

import pytest

from knowledge import reading
from tests.bot.roster_rig import SUSPEND, WEEK, hidden, published, roster_desk, stored
from tests.bot.staff_rig import send

CELL = "/staff/rosters/cell?at=tianshan&expert=e_wang&day=2026-11-25&half=上午"
COPY = "/staff/rosters/copy/week"
NEXT = {"institution": "tianshan", "week": "2026-11-25", "to": "2026-12-02"}


@pytest.fixture
async def desk(shipped):
    async with roster_desk(shipped) as held:
        yield held


def form_of(page, part):
    """What the form under an id carries and offers, as its first choices."""
    inside = page.split(f'id="{part}"')[1].partition("</form>")[0]
    fields = dict(re.findall(r'<input [^>]*name="(\w+)"[^>]* value="([^"]*)"', inside))
    for name, body in re.findall(r'<select [^>]*name="(\w+)">(.*?)</select>', inside):
        fields[name] = re.search(r'<option value="([^"]*)" selected', body)[1]
    return {name: html.unescape(value) for name, value in fields.items() if name != "csrf"}


async def test_a_sitting_is_copied_into_another_cell_with_its_hours(desk):
    browser = await desk.browser("辛")
    monday = CELL.replace("2026-11-25", "2026-11-23")
    fields = form_of((await browser.get(monday)).text, "copy")
    assert (fields["expert"], fields["first"], fields["start"], fields["end"]) == (
        "e_wang", "2026-11-30", "08:00", "11:30")  # fmt: skip
    await published(browser, fields | {"first": "2026-11-26", "expert": "e_li"})
    (made,) = stored(desk, "change").values()
    assert (made.change, made.expert, made.first, made.last) == ("extra", "e_li", "2026-11-26", "2026-11-26")
    assert (made.start, made.end) == ("08:00", "11:30")
    assert "08:00–11:30" in (await browser.get(WEEK)).text


async def test_dropping_with_a_copy_opens_the_same_form_filled_in(desk):
    page = await (await desk.browser("辛")).get(f"{CELL}&copy=1&to_date=2026-11-27&to_half=下午&to_expert=e_li")
    assert page.status_code == 200
    assert '<details class="card" id="copy" open>' in page.text
    fields = form_of(page.text, "copy")
    assert (fields["expert"], fields["first"], fields["half_day"], fields["start"]) == (
        "e_li", "2026-11-27", "下午", "")  # fmt: skip


async def test_a_weeks_changes_are_copied_to_the_next_after_a_look_at_them(desk):
    browser = await desk.browser("辛")
    assert "没有要复制的" in (await send(browser, COPY, **NEXT)).text
    await published(browser, SUSPEND)
    await published(browser, SUSPEND | {"do": "move", "expert": "e_li", "first": "2026-11-26", "last": "2026-11-26",
                                        "half_day": "下午", "to_date": "2026-11-27", "to_half": "下午"})  # fmt: skip
    before = desk.written(reading.version)
    shown = (await send(browser, COPY, **NEXT)).text
    assert "2026-12-02（周三）" in shown
    assert desk.written(reading.version) == before
    form = hidden(shown, COPY)
    assert (await browser.post(COPY, data=form)).status_code == 303
    copies = sorted((one.change, one.first, one.reason) for key, one in stored(desk, "change").items() if "." in key)
    assert copies == [("move", "2026-12-03", "外出会诊"), ("suspend", "2026-12-02", "外出会诊")]
    moved = next(one for one in stored(desk, "change").values() if one.first == "2026-12-03")
    assert moved.moved_to.date == "2026-12-04"
    assert "已经都有了" in (await send(browser, COPY, **NEXT)).text


async def test_what_changed_since_the_look_is_shown_anew(desk):
    browser = await desk.browser("辛")
    await published(browser, SUSPEND)
    form = hidden((await send(browser, COPY, **NEXT)).text, COPY)
    await published(browser, SUSPEND | {"expert": "e_li", "first": "2026-11-26", "last": "2026-11-26",
                                        "half_day": "下午"})  # fmt: skip
    before = desk.written(reading.version)
    again = await browser.post(COPY, data=form)
    assert again.status_code == 200
    assert "2026-12-03（周四）" in again.text
    assert desk.written(reading.version) == before


async def test_an_open_end_reaches_the_next_week_by_itself(desk):
    browser = await desk.browser("辛")
    await published(browser, SUSPEND | {"last": ""})
    assert "没有要复制的" in (await send(browser, COPY, **NEXT)).text


@pytest.mark.parametrize("to", ["2026-11-24", "2026-11-18", "2028-01-01"])
async def test_only_a_later_week_within_a_year(desk, to):
    reply = await send(await desk.browser("辛"), COPY, **NEXT | {"to": to})
    assert reply.status_code == 400
    assert "请选后面的一周" in reply.text


@pytest.mark.parametrize("who", ["丁", "看"])
@pytest.mark.parametrize("more", [{}, {"sure": "true", "number": "w000000000000", "shown": "x"}])
async def test_nobody_copies_in_another_hospital(desk, who, more):
    await published(await desk.browser("辛"), SUSPEND)
    before = desk.written(reading.version)
    other = await desk.browser(who)
    assert (await send(other, COPY, **NEXT | more)).status_code == 403
    row = NEXT | {"expert": "e_wang"} | more
    assert (await send(other, "/staff/rosters/copy", **row)).status_code == 403
    assert desk.written(reading.version) == before


async def test_a_copy_does_not_reach_an_expert_of_another_hospital(desk):
    clerk = await desk.browser("丁")
    fields = {"do": "extra", "institution": "yueyang", "expert": "e_wang", "first": "2026-11-26", "half_day": "上午"}
    assert "没有门诊" in (await send(clerk, "/staff/rosters/change", **fields)).text
