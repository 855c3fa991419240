"""A resident asks to be reminded, closes the page, and opens it again on a phone: the reminder stands there."""

import pytest

from bot.reminding import manner
from bot.web.behind import Behind
from bot.web.push import PageSender
from knowledge.database import Database
from knowledge.message import Address, Message
from knowledge.migrations import migrate
from scheduler.diary import Diary
from scheduler.plans import Plan
from scheduler.worker import Line, Surroundings
from tests.browser.conftest import Served
from tests.browser.house import House
from tests.browser.test_chat_looks import CONTRAST, SMALL
from tests.browser.test_chat_page import texts
from tests.patience import PATIENCE
from tests.scheduler.town import Town

pytestmark = pytest.mark.browser
BATH = Plan(kind="personal", start="2026-11-24T19:00", words="泡脚", chosen=True)
BUTTONS = ["知道了", "晚点再说", "停这个", "全部停"]


class Evening(House):
    """The house with a diary behind it, whose clock is turned by hand."""

    def __init__(self, database):
        super().__init__()
        self.town = Town(database)
        around = Surroundings(
            database=database, book=lambda: self.town.shelf.book, clock=lambda: self.town.now, manner=manner
        )
        self.diary = Diary(around, "evening")
        self.behind = Behind(bring=self.diary.bring)

    async def answer(self, incoming):
        self.came.append(incoming)
        first = incoming.token == "/start"
        return [Message(kind="start" if first else "help", text="您好。" if first else "好的。")]

    def beside(self, app):
        return self.diary.open(Line(channel="web", sender=PageSender(app.state.chat), per_second=None))

    def remind(self, context):
        """Whoever has this browser asks to be reminded at seven on Tuesday."""
        (visitor,) = (cookie["value"] for cookie in context.cookies() if cookie["name"] == "visitor")
        self.town.remind(BATH, Address("web", visitor))

    @property
    def states(self):
        return [state for state, rows in self.town.states().items() for _ in rows]


@pytest.fixture
def house(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'evening.sqlite'}")
    migrate(database)
    yield Evening(database)
    database.close()


@pytest.fixture
def served(chromium, house):
    served = Served(house.app, house.beside)
    yield served
    served.stop()


@pytest.fixture
def evening(visit, house, served):
    """Asked on an open page, closed, nine minutes past the time: whoever opens it next finds the reminder."""

    def _evening(**look):
        watched = visit(**look)
        watched.page.goto(watched.url)
        watched.page.locator(".start").wait_for()
        house.remind(watched.context)
        watched.page.close()
        house.town.now = house.town.now.replace(day=24, hour=19)
        served.wait_for(house.diary.tick())
        while house.states != ["kept"]:
            served.wait_for(house.diary.tick())
        house.town.now = house.town.now.replace(minute=9)
        watched.page = watched.context.new_page()
        watched.page.set_default_timeout(PATIENCE * 1000)
        watched.page.goto(watched.url)
        return watched

    return _evening


@pytest.mark.parametrize("width", [360, 375])
def test_it_stands_there_with_its_buttons_and_is_put_away_with_one(evening, house, width):
    page = evening(width=width, height=667).page
    reminder = page.locator(".reminder")
    reminder.wait_for()
    assert reminder.locator("h3").inner_text() == "提醒 · 11月24日周二 19:00"
    assert reminder.locator(".body").inner_text() == "到时间了：泡脚"
    assert texts(page, ".reminder .choices button") == BUTTONS
    composer = page.locator("#composer").bounding_box()
    for button in reminder.get_by_role("button").all():
        box = button.bounding_box()
        assert 0 < box["y"] < composer["y"] - box["height"], "it can be seen and pressed"
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(SMALL) == []
    assert page.get_by_role("log", name="对话").locator(".reminder").count() == 1
    reminder.get_by_role("button", name="知道了").click()
    page.locator(".bot", has_text="好的。").wait_for()
    assert house.came[-1].token == "r:ok:1"
    assert house.states == ["sent"]


def test_it_stands_there_once_over_reloads_and_new_tabs(evening):
    watched = evening()
    page = watched.page
    page.locator(".reminder").wait_for()
    page.reload()
    page.locator(".reminder").wait_for()
    assert page.locator(".reminder").count() == 1
    page.close()
    page = watched.context.new_page()
    page.goto(watched.url)
    page.locator(".start").wait_for()
    page.wait_for_timeout(300)
    assert page.locator(".reminder").count() == 0


def test_it_comes_to_an_open_page_as_well(visit, house, served):
    watched = visit()
    page = watched.page
    page.goto(watched.url)
    page.locator(".start").wait_for()
    house.remind(watched.context)
    house.town.now = house.town.now.replace(day=24, hour=19)
    served.wait_for(house.diary.tick())
    page.locator(".reminder").wait_for()
    assert texts(page, ".reminder .choices button") == BUTTONS


def test_in_large_and_simple_no_button_is_lost(evening, house, visit):
    watched = evening(width=320, height=568)
    page = watched.page
    page.locator(".reminder").wait_for()
    page.evaluate("() => document.documentElement.classList.add('elder')")
    assert texts(page, ".reminder .choices button") == BUTTONS
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL) == []


def test_without_a_script_the_first_page_shows_it(evening, house):
    page = evening(java_script_enabled=False).page
    assert page.locator(".reminder h3").inner_text() == "提醒 · 11月24日周二 19:00"
    page.get_by_role("button", name="知道了").click()
    page.locator(".bot", has_text="好的。").wait_for()
    assert texts(page, ".own .body") == ["知道了"]
    assert page.locator(".reminder").count() == 1
    assert house.came[-1].token == "r:ok:1"
