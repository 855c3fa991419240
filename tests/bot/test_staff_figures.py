"""Figures on the desk: what was asked without giving anybody away; charts within the policy; files that run nothing.

Long: one week of counts is told by page, chart and file, and every way to reckon it back is tried on all three.
"""

import csv
import io
import re
from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.service import count
from bot.web.staff.charts import bars
from bot.web.staff.figures import counted, discreet
from bot.web.staff.figures import rows as figure_rows
from handlers.incoming import Incoming
from knowledge import tally
from knowledge.clinics import Change
from knowledge.discretion import LEAST, apart
from knowledge.editing import Actor, Edit, publish
from knowledge.figures import WEEKS, bounds, weeks
from knowledge.message import Address
from knowledge.tabular import guarded
from knowledge.tally import Mark
from knowledge.wording import Voice
from scheduler import ledger, outbox
from scheduler.outbox import Order
from tests.bot.staff_rig import open_desk
from tests.conftest import NOON

WEEK = timedelta(weeks=1)
VOICE = Voice("zh")


def line(day="2026-11-13", hour=9, topic="find_base", kind="answer", district="静安区", subject=""):
    return Mark(day, hour, "web", topic, kind, district, subject)


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as held:
        held.member("看", "viewer")
        yield held


async def page(desk, path="/staff/figures"):
    return (await (await desk.browser("看")).get(path)).text


async def test_what_was_asked_in_a_week_is_shown_when_it_is_over(desk):
    for _ in range(6):
        await desk.house.routes.answer(
            Incoming(address=Address("telegram", "7"), when=NOON - WEEK, text="我想问问静安有几个基地")
        )
        await desk.house.routes.answer(Incoming(address=Address("telegram", "7"), when=NOON, text="徐汇有几个基地"))
    await count(desk.house)
    await count(desk.house)
    shown = await page(desk)
    assert "<strong>6</strong> 提问总数" in shown
    assert "静安区" in shown
    assert "徐汇区" not in shown


async def test_small_groups_are_not_told_on_the_page_nor_in_the_files(desk):
    lines = {
        line(): 40,
        line(district="崇明区"): 3,
        line(district="奉贤区"): 4,
        line(topic="crisis", kind="crisis", district=""): 1,
    }
    desk.house.database.write(tally.store, lines)
    shown, told = await page(desk), await page(desk, "/staff/figures.csv")
    for text in (shown, told):
        assert "静安区" in text
        assert "崇明区" not in text
        assert "奉贤区" not in text
        assert "心理危机提示" not in text


async def test_other_weeks_do_not_count(desk):
    days = {"2026-11-16": 7, "2026-11-15": 9, "2026-11-09": 10, "2026-11-08": 11}
    desk.house.database.write(tally.store, {line(day=day): number for day, number in days.items()})
    assert "<strong>19</strong> 提问总数" in await page(desk)
    assert "<strong>19</strong> 提问总数" in await page(desk, "/staff/figures?week=2026-11-09")
    assert "<strong>11</strong> 提问总数" in await page(desk, "/staff/figures?week=2026-11-02")


@pytest.mark.parametrize("week", ["2026-11-16", "2026-11-10", "2026-09-14", "2027-01-04", "20261109", "x", ""])
async def test_only_the_offered_weeks_are_read(desk, week):
    assert (await (await desk.browser("看")).get(f"/staff/figures?week={week}")).status_code == 400


@pytest.mark.parametrize("day", range(7))
def test_no_two_weeks_share_a_day_and_all_are_over_and_still_on_record(day):
    now = NOON + timedelta(days=day)
    spans = [bounds(week) for week in weeks(now)]
    assert len(spans) == WEEKS
    assert all(later[0] == earlier[1] for later, earlier in pairwise(spans))
    assert spans[0][1] <= now
    assert spans[-1][0] > now - ledger.KEPT


GRID = [
    line(day=day, hour=hour, topic=topic, kind=kind, district=district)
    for day in ("2026-11-05", "2026-11-12", "2026-11-13")
    for hour in (9, 20)
    for kind, topic in (("answer", "find_base"), ("answer", "programme"), ("unknown", "unknown"), ("crisis", "crisis"))
    for district in ("静安区", "崇明区", "")
    if (kind == "crisis") <= (district == "")
]
PARTS = {
    "每天的提问": lambda mark: mark.day,
    "一天里什么时候问（上海时间）": lambda mark: f"{mark.hour}:00",
    "回答得怎样": lambda mark: VOICE.say(f"kind_{mark.kind}"),
    "问的是什么": lambda mark: VOICE.say(f"topic_{mark.topic}"),
    "问的是哪个区": lambda mark: mark.district,
}
"""By the name of a figure: the group in it that a line belongs to."""


def told(database, book):
    """All that is told, of all weeks: which lines of the grid each number adds up, and the number."""
    for week in weeks(NOON):
        held = database.read(counted, NOON, week)
        days = {day.isoformat() for day in held.asked.days}
        pairs, _ = apart(held.asked.outcomes)
        rows = [row for row in figure_rows(discreet(held, book, VOICE), VOICE) if row[0] in {*PARTS, "提问总数"}]
        for figure, group, number in rows:
            if isinstance(number, int):
                named = {label for name, label, _ in rows if name == figure}
                mine = [group_of(figure, mark, named, pairs) == group and mark.day in days for mark in GRID]
                yield mine, number


def group_of(figure, mark, named, pairs):
    """Where a line counts: what is not told by name is 其他; a line without a district counts in none."""
    label = PARTS.get(figure, lambda _: "")(mark)
    if figure in {"回答得怎样", "问的是什么"} and (mark.kind, mark.topic) not in pairs:
        return "其他"
    return "其他" if label and label not in named else label


def reckoned(groups, known):
    """Which groups adding and subtracting what is known gives: those that lie in the space of its rows."""
    _, strengths, rows = np.linalg.svd(np.unique(known, axis=0), full_matrices=False)
    basis = rows[strengths > 1e-9]
    return np.linalg.norm(groups - groups @ basis.T @ basis, axis=1) < 1e-9


def groups():
    """Groups that might be reckoned: by one thing, or by kind and topic, on a day, in a week or in all weeks."""
    for about in (*PARTS.values(), lambda mark: mark.day[:9], lambda mark: (mark.kind, mark.topic)):
        for label in {about(mark) for mark in GRID} - {""}:
            for days in ("2026-11", "2026-11-0", "2026-11-1"):
                yield [about(mark) == label and mark.day.startswith(days) for mark in GRID]


GROUPS = np.array([*groups()], dtype=float)


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # what the last example wrote is cleared first
)
@given(st.lists(st.sampled_from((0, 0, 0, 1, 2, 4, 7, 30)), min_size=len(GRID), max_size=len(GRID)))
def test_no_group_of_fewer_than_five_is_reckoned_from_all_that_is_told_of_all_weeks(sqlite, book, counts):
    sqlite.write(lambda c: c.exec_driver_sql("DELETE FROM tally"))
    sqlite.write(tally.store, {mark: number for mark, number in zip(GRID, counts, strict=True) if number})
    figures = [*told(sqlite, book)]
    assert all(number == np.dot(mine, counts) for mine, number in figures)
    known = np.array([mine for mine, _ in figures], dtype=float).reshape(-1, len(GRID))
    sizes = GROUPS @ np.array(counts)
    assert not any(reckoned(GROUPS[(sizes > 0) & (sizes < LEAST)], known))


async def test_top_and_never_used_entries(desk):
    key, entry = next(iter(desk.house.shelf.book.entries.items()))
    desk.house.database.write(tally.store, {line(kind="button", subject=f"entry:{key}"): 8})
    told = await page(desk, "/staff/figures.csv")
    rows = {(row[0], row[1]): row[2] for row in csv.reader(io.StringIO(told.removeprefix("\ufeff")))}
    assert rows["用得最多的内容", entry.title] == "8"
    assert ("没有人用到的条目", entry.title) not in rows
    assert rows["提问总数", ""] == "0"
    assert sum(figure == "没有人用到的条目" for figure, _ in rows) >= len(desk.house.shelf.book.entries) - 2


async def test_notices_that_came_before_the_session_spared_a_trip(desk):
    house = desk.house
    change = Change(
        id="c1", change="suspend", institution="tianshan", first="2026-11-25", last="2026-11-25", confirmed_by="安"
    )
    house.database.write(publish, [Edit(("change", "c1"), change)], "staff", Actor("安", "web"), NOON)
    number = house.database.read(lambda c: c.exec_driver_sql("SELECT max(number) FROM revision").scalar())
    event = NOON.replace(day=25, hour=8)
    orders = [
        Order(to=Address("web", f"p{n}"), kind="notice", subject="expert:e", occurrence=f"c1/{number}", event=event,
              due=NOON, state="sent" if n < 7 else "failed")
        for n in range(14)
    ]  # fmt: skip
    house.database.write(outbox.place, orders, NOON - WEEK)
    shown = await page(desk)
    assert "<strong>7</strong> 少跑一趟" in shown
    assert "停诊等通知" in shown
    few = [msgspec.structs.replace(orders[0], to=Address("web", f"q{n}"), event=NOON - 2 * WEEK) for n in range(3)]
    house.database.write(outbox.place, few, NOON - WEEK)
    assert "<strong>7</strong> 少跑一趟" not in await page(desk)  # ten were sent: three came too late


async def test_what_becomes_of_a_delivery_later_changes_no_week_that_is_over(desk):
    orders = [
        Order(to=Address("web", f"p{n}"), kind="visit", subject="expert:e", occurrence="1", event=NOON, due=NOON,
              state="planned" if n < 9 else "sent")
        for n in range(18)
    ]  # fmt: skip
    desk.house.database.write(outbox.place, orders, NOON - WEEK)
    before = await page(desk, "/staff/figures.csv")
    desk.house.database.write(lambda c: c.exec_driver_sql("UPDATE delivery SET state = 'kept' WHERE state = 'planned'"))
    assert await page(desk, "/staff/figures.csv") == before


def test_a_chart_holds_no_script_no_style_and_says_its_figures():
    drawn = bars("一<b>", ["11-01", "<i>", "11-03"], [3, None, 8])
    root = ET.fromstring(drawn)
    assert not re.search(r"<script|<style|style=|\son\w+=|href", drawn)
    assert root.get("aria-label") == "一<b>"
    assert [node.text for node in root.iter("{http://www.w3.org/2000/svg}title")] == ["11-01: 3", "11-03: 8"]


@pytest.mark.parametrize("counts", [[0], [None], [1], [7, 123456], [None, None]])
def test_a_chart_of_whatever_figures_is_drawn(counts):
    assert "<svg" in bars("t", [str(n) for n in range(len(counts))], counts)


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
async def test_no_cell_of_a_file_is_run_as_a_formula(desk, name):
    desk.house.database.write(tally.store, {line(district=name): 9})
    browser = await desk.browser("看")
    told = (await browser.get("/staff/figures.csv")).text.removeprefix("\ufeff")
    assert guarded(name) in {row[1] for row in csv.reader(io.StringIO(told, newline=""))}
    book = openpyxl.load_workbook(io.BytesIO((await browser.get("/staff/figures.xlsx")).content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(str(cell.value).startswith("'") for cell in cells)


async def test_nobody_who_is_not_logged_in_sees_figures(desk):
    stranger = await desk.browser()
    for path in ("/staff/figures", "/staff/figures.csv", "/staff/figures.xlsx", "/staff/rosters"):
        assert (await stranger.get(path)).status_code == 303
