"""Every page of a busy desk, on a phone and a desktop, by day and by night: it fits, is pressed, is read."""

import re
from pathlib import Path

import pytest

from bot.assembly import open_house
from tests.browser import busy_desk, desk_pages
from tests.browser.conftest import Served
from tests.browser.desk_pictures import desk_app
from tests.conftest import NOON
from tests.houses import house_settings

pytestmark = pytest.mark.browser
WRONG = (Path(__file__).parent / "desk_looks.js").read_text(encoding="utf-8")
FOR_MACHINES = re.compile(r"\d{4}-\d\d-\d\dT\d\d|FREQ=|BYDAY=|\b[es][0-9a-f]{12}\b|\bNone\b|\bundefined\b")
WIDTHS = pytest.mark.parametrize("width", [360, 1280])


@pytest.fixture
def house(tmp_path):
    with open_house(house_settings(tmp_path / "book.sqlite"), lambda: NOON) as house:
        busy_desk.fill(house)
        yield house


@pytest.fixture
def served(chromium, house):
    served = Served(lambda: desk_app(house))
    yield served
    served.stop()


def faults(page):
    """What is wrong with the page as it stands, in words."""
    page.wait_for_load_state()
    told = page.locator("main").inner_text()
    return page.evaluate(WRONG) + [f"for machines: {found}" for found in FOR_MACHINES.findall(told)]


@pytest.mark.parametrize(("width", "scheme", "locale"), [
    (360, "light", "zh-CN"), (360, "dark", "zh-CN"), (1280, "light", "zh-CN"), (1280, "dark", "zh-CN"),
    (360, "light", "en-US"),
])  # fmt: skip
def test_every_page_fits_its_screen_and_can_be_pressed_and_read(visit, served, width, scheme, locale):
    watched = visit(width=width, color_scheme=scheme, locale=locale)
    watched.excused = ("404",)  # one of the pages is that there is none
    desk_pages.enter(watched.page, served.url)
    wrong = {}
    for name, path in desk_pages.PAGES.items():
        watched.page.goto(f"{served.url}/staff{path}")
        wrong[name] = faults(watched.page)
        assert watched.page.locator(".desk-nav [aria-current=page]").count() <= 1, name
    assert {name: found for name, found in wrong.items() if found} == {}


@WIDTHS
def test_pages_that_something_leads_to_do_too(visit, served, house, width):
    watched = visit(width=width)
    watched.excused = ("400", "403", "409")
    wrong = {}
    for name, go in desk_pages.OUTSIDE.items():
        go(watched.page, served.url, house)
        wrong[name] = faults(watched.page)
    desk_pages.enter(watched.page, served.url)
    for name, go in desk_pages.STEPS.items():
        go(watched.page, served.url, house)
        wrong[name] = faults(watched.page)
    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_navigation_of_a_clerk_is_one_line_on_a_phone_and_the_owners_two(visit, served):
    for name, lines in (("小王", 1), ("安", 2)):
        page = visit(width=360, java_script_enabled=False).page
        desk_pages.enter(page, served.url, name)
        tops = {round(link.bounding_box()["y"]) for link in page.locator(".desk-nav a").all()}
        assert len(tops) == lines
        assert page.locator(".desk-nav [aria-current=page]").inner_text() == "今天"


BAD = """<html lang="zh"><body style="margin:0;background:#fff;color:#222"><h1>一</h1><h1>二</h1><h3>三</h3><main>
<button style="height:20px">矮</button>
<button style="height:50px;width:20px;overflow:hidden;white-space:nowrap">切掉了</button>
<input style="height:50px"><a href="/"></a><img src="data:,"><p style="color:#ccc">淡</p>
<p id="a" aria-labelledby="b">甲</p>
<p id="a">乙</p><div style="width:3000px">宽</div></main></body></html>"""
COMPLAINTS = ("lower than 44 px", "cut off", "without a name", "points to nothing", "hard to read", "not one h1",
              "before h3 is left out", "twice on the page: a", "3000 px wide")  # fmt: skip


def test_the_look_sees_what_is_wrong(visit):
    page = visit().page
    page.set_content(BAD)
    found = page.evaluate(WRONG)
    assert [words for words in COMPLAINTS if not any(words in one for one in found)] == []
    assert sum("without a name" in one for one in found) == 3  # a field, a link, a picture
