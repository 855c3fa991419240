"""From the wish in one's own words to the button 知道了, with the real handlers and the shipped Book."""

from datetime import timedelta

import pytest

from bot.assembly import open_house
from bot.reminding import behind_of, diary_of
from bot.web.app import build_app
from bot.web.push import PageSender
from knowledge.message import Address
from scheduler import agenda
from scheduler.ledger import ledger
from scheduler.worker import Line
from tests.browser.conftest import Served
from tests.browser.test_chat_page import texts
from tests.conftest import NOON
from tests.houses import house_settings

pytestmark = pytest.mark.browser


class Turned:
    """A clock that is turned by hand."""

    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def house(tmp_path):
    with open_house(house_settings(tmp_path / "book.sqlite"), Turned()) as house:
        house.diary = diary_of(house)
        yield house


@pytest.fixture
def served(chromium, house):
    async def ready():
        return True

    def app():
        behind = behind_of(house, house.diary)
        book = lambda: house.shelf.book  # noqa: E731 - the book of each moment
        return build_app(house.routes.answer, book=book, clock=house.clock, ready=ready, behind=behind)

    def beside(made):
        return house.diary.open(Line(channel="web", sender=PageSender(made.state.chat), per_second=None))

    served = Served(app, beside)
    yield served
    served.stop()


def test_wished_for_confirmed_closed_opened_again_and_put_away(visit, house, served):
    watched = visit(width=375, height=667)
    page = watched.open()
    watched.ask("每周二晚上七点提醒我泡脚")
    page.get_by_role("button", name="就这样").click()
    page.locator(".bot", has_text="设好了").wait_for()
    (visitor,) = (cookie["value"] for cookie in watched.context.cookies() if cookie["name"] == "visitor")
    page.close()
    house.clock.now = NOON.replace(day=24, hour=19)
    while not house.database.read(ledger, house.clock.now).states["kept"]:  # until the closing has been noticed
        served.wait_for(house.diary.tick())
    house.clock.now += timedelta(minutes=45)
    watched.page = page = watched.context.new_page()
    page.goto(served.url)
    page.locator(".reminder").wait_for()
    assert page.locator(".reminder h3").inner_text() == "提醒 · 11月24日周二 19:00"
    assert "泡脚" in page.locator(".reminder .body").inner_text()
    assert "来晚了" in page.locator(".reminder .body").inner_text()
    assert texts(page, ".reminder .choices button")[:4] == ["知道了", "晚点再说", "停这个", "全部停"]
    before = page.locator(".bot").count()
    page.locator(".reminder").get_by_role("button", name="知道了").click()
    page.locator(".bot").nth(before).wait_for()
    (held,) = house.database.read(agenda.reminders, Address("web", visitor))
    assert held.next_due.astimezone(NOON.tzinfo).strftime("%m-%d %H:%M") == "12-01 19:00"
