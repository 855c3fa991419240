"""Figures on the desk: what was asked without giving anybody away; charts within the policy; files that run nothing."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from bot.service import count
from bot.web.staff.charts import bars
from handlers.incoming import Incoming
from knowledge import tally
from knowledge.clinics import Change
from knowledge.editing import Actor, Edit, publish
from knowledge.message import Address
from knowledge.tabular import guarded
from knowledge.tally import Mark
from scheduler import outbox
from scheduler.outbox import Order
from tests.bot.staff_rig import open_desk
from tests.conftest import NOON


def line(day="2026-11-20", hour=9, topic="find_base", kind="answer", district="静安区", subject=""):
    return Mark(day, hour, "web", topic, kind, district, subject)


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as held:
        held.member("看", "viewer")
        yield held


async def page(desk, path="/staff/figures"):
    return (await (await desk.browser("看")).get(path)).text


async def test_what_was_asked_is_shown_a_second_later(desk):
    for _ in range(6):
        await desk.house.routes.answer(
            Incoming(address=Address("telegram", "7"), when=NOON, text="我想问问静安有几个基地")
        )
    await count(desk.house)
    await count(desk.house)
    shown = await page(desk)
    assert "<strong>6</strong> 提问总数" in shown
    assert "静安区" in shown


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


async def test_days_before_the_span_do_not_count(desk):
    desk.house.database.write(tally.store, {line(day="2026-11-15"): 9, line(day="2026-11-14"): 9})
    assert "<strong>9</strong> 提问总数" in await page(desk, "/staff/figures?days=7")
    assert "<strong>18</strong> 提问总数" in await page(desk, "/staff/figures?days=30")


@pytest.mark.parametrize("days", ["0", "8", "-1", "1000000000000", "x", ""])
async def test_only_the_offered_spans_are_read(desk, days):
    assert (await (await desk.browser("看")).get(f"/staff/figures?days={days}")).status_code == 400


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
    house.database.write(outbox.place, orders, NOON)
    shown = await page(desk)
    assert "<strong>7</strong> 少跑一趟" in shown
    assert "停诊等通知" in shown


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
