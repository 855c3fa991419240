"""Dragging in the week: it opens the form filled in, publishes nothing, and the keyboard reaches the same form."""

import pytest

from bot.assembly import open_house
from bot.web.app import build_app
from bot.web.staff import pages
from knowledge import invites, reading
from knowledge.editing import Actor, Edit, publish
from tests.browser.conftest import Served
from tests.browser.house import BEGIN
from tests.houses import house_settings
from tests.knowledge import sample_clinics as sample

pytestmark = pytest.mark.browser
PASSWORD = "四月 river 17 柚子"


@pytest.fixture
def house(tmp_path):
    with open_house(house_settings(tmp_path / "book.sqlite"), lambda: BEGIN) as house:
        facts = [("source", sample.SOURCE), *(("expert", one) for one in sample.EXPERTS)]
        facts += [("session", one) for one in sample.SESSIONS]
        edits = [Edit((kind, fact.id), fact) for kind, fact in facts]
        house.database.write(publish, edits, "file", Actor("town", "program"), BEGIN)
        house.shelf.load()
        yield house


@pytest.fixture
def served(chromium, house):
    async def ready():
        return True

    def app():
        return build_app(house.routes.answer, book=lambda: house.shelf.book, clock=house.clock, ready=ready,
                         extra=pages.routes(house))  # fmt: skip

    served = Served(app)
    yield served
    served.stop()


@pytest.fixture
def page(visit, served, house):
    page = visit(width=1280, height=900).page
    page.goto(f"{served.url}/staff/invite/{house.database.write(invites.first_owner, BEGIN)}")
    page.get_by_label("您的名字").fill("安")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次").fill(PASSWORD)
    page.get_by_role("button", name="保存并登录").click()
    page.get_by_role("heading", name="安，您好").wait_for()
    page.goto(f"{served.url}/staff/rosters?at=tianshan&week=2026-11-25")
    return page


def cell(page, expert, day, half="上午"):
    return page.locator(f'td[data-expert="{expert}"][data-day="{day}"][data-half="{half}"]')


def dragged(page, to, modifiers=()):
    """王示范's Wednesday morning, dropped elsewhere."""
    begin = cell(page, "e_wang", "2026-11-25").locator("a.sits")
    begin.hover()
    page.mouse.down()
    for key in modifiers:
        page.keyboard.down(key)
    to.hover()
    to.hover()
    page.mouse.up()
    for key in modifiers:
        page.keyboard.up(key)


def version(house):
    return house.database.read(reading.version)


def test_a_drag_to_another_day_opens_the_move_with_its_preview_and_publishes_nothing(page, house):
    before = version(house)
    dragged(page, cell(page, "e_wang", "2026-11-27"))
    page.wait_for_url("**/cell?**#move")
    assert page.locator("#move-to_date").input_value() == "2026-11-27"
    page.locator("#move").get_by_role("button", name="看看会怎样").click()
    page.get_by_role("heading", name="看看会怎样").wait_for()
    assert "11月27日" in page.locator("main").inner_text()
    assert version(house) == before


@pytest.mark.parametrize(
    ("expert", "modifiers"), [("e_li", ()), ("e_wang", ("Control",))], ids=["another expert", "ctrl"]
)
def test_a_drag_that_copies_opens_the_copy_and_publishes_nothing(page, house, expert, modifiers):
    before = version(house)
    dragged(page, cell(page, expert, "2026-11-27"), modifiers)
    page.wait_for_url("**/cell?**#copy")
    assert page.locator("#copy-expert").input_value() == expert
    assert page.locator("#copy-first").input_value() == "2026-11-27"
    assert version(house) == before


def test_the_keyboard_reaches_the_same_copy(page, house):
    before = version(house)
    cell(page, "e_wang", "2026-11-25").locator("a.sits").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cell?**")
    page.locator("#copy summary").focus()
    page.keyboard.press("Enter")
    page.locator("#copy-first").fill("2026-11-26")
    page.locator("#copy").get_by_role("button", name="看看会怎样").press("Enter")
    page.get_by_role("heading", name="看看会怎样").wait_for()
    assert "11月26日" in page.locator("main").inner_text()
    assert version(house) == before
