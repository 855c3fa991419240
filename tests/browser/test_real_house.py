"""The page with the real handlers and the shipped Book behind it."""

import pytest

from bot.assembly import open_house
from bot.web.app import build_app
from tests.browser.conftest import Served
from tests.browser.house import BEGIN
from tests.houses import house_settings

pytestmark = pytest.mark.browser


@pytest.fixture
def served(chromium, tmp_path):
    settings = house_settings(tmp_path / "book.sqlite")
    with open_house(settings, lambda: BEGIN) as house:

        async def ready():
            return True

        served = Served(
            lambda: build_app(house.routes.answer, book=lambda: house.shelf.book, clock=house.clock, ready=ready)
        )
        yield served
        served.stop()


def test_a_resident_asks_presses_and_switches_to_large_text(visit):
    watched = visit()
    page = watched.open()
    watched.ask("我住在莘庄，附近哪里看肾病？")
    answer = page.locator(".bot").last
    assert "闵行区中西医结合医院" in answer.inner_text()
    assert answer.locator(".source summary").inner_text().startswith("来源：卫健委等")
    answer.locator(".source summary").click()
    assert "2021-09-22" in answer.locator(".footnote").inner_text()
    watched.ask("静安有几个基地")
    assert page.locator(".small").last.is_visible()
    page.locator("#elder").click()
    page.locator(".bot", has_text="长者模式打开了").wait_for()
    watched.ask("浦东看骨伤去哪里")
    assert page.locator("html.elder").count() == 1


def test_a_district_of_the_map_is_answered(visit):
    page = visit().open()
    page.locator("#city summary").click()
    page.get_by_role("button", name="徐汇区").click()
    page.locator(".bot", has_text="徐汇").last.wait_for()


def test_thoughts_of_death_bring_the_numbers_at_once(visit):
    watched = visit()
    page = watched.open()
    watched.ask("我不想活了")
    assert page.locator(".crisis a[href='tel:12356']").count() >= 1
    assert page.locator(".crisis a[href='tel:120']").count() >= 1


def test_what_may_be_happening_now_shows_120_first_large_and_red(visit):
    watched = visit()
    page = watched.open()
    watched.ask("我妈骨折了")
    call = page.locator(".bot .choices").last.locator("a, button").first
    assert call.get_attribute("href") == "tel:120"
    assert call.bounding_box()["width"] > 250
    assert call.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(179, 32, 26)"


def test_large_and_simple_finds_a_base_by_buttons_alone_and_comes_home(visit):
    page = visit().open()
    page.locator("#elder").click()
    page.locator("html.elder").wait_for()
    for label in ("找基地", "按区找", "静安区", "儿科", "主菜单"):
        page.locator("#log").get_by_role("button", name=label, exact=True).last.click()
        page.locator("#waiting:empty").wait_for(state="attached")
    page.locator("#log .bot").last.get_by_role("button", name="关掉长者模式").click()
    page.locator("html:not(.elder)").wait_for()
