"""Rosters, series, figures and settings in a browser: read and simply edited without a script; the grid by keyboard."""

import pytest

from tests.browser import desk_pages
from tests.browser.test_desk_looks import house, served

__all__ = ["house", "served"]
pytestmark = pytest.mark.browser
WEEK = "/staff/rosters?at=tianshan&week=2026-11-30"


@pytest.fixture
def plain(visit, served):
    """A phone without scripts, on which somebody is logged in."""

    def _plain(name="安", width=360):
        page = visit(width=width, java_script_enabled=False).page
        desk_pages.enter(page, served.url, name)
        return page

    return _plain


def change_of(house, expert):
    return [one for one in house.shelf.book.clinics.days_at("tianshan").changes if one.expert == expert]


def test_a_clerk_suspends_on_a_phone_and_takes_it_back(plain, served, house):
    page = plain("小王")
    page.get_by_role("navigation").get_by_role("link", name="排班").click()
    assert page.get_by_label("医院").count() == 0  # there is but one
    page.goto(f"{served.url}{WEEK}")
    day = page.locator(".week td", has=page.locator("a.sits")).filter(visible=True).last
    assert day.evaluate("node => getComputedStyle(node, '::before').content") == '"12月2日周三上午"'
    day.get_by_role("link").click()
    page.get_by_label("原因").first.fill("外出会诊")
    page.get_by_role("button", name="看看会怎样").first.click()
    assert page.get_by_text("12月2日周三上午 王示范").is_visible()
    assert page.get_by_text("位居民会收到通知").inner_text() == "7 位居民会收到通知"
    before = len(change_of(house, "e_wang"))
    page.get_by_role("button", name="发布").click()
    assert len(change_of(house, "e_wang")) == before + 1
    page.get_by_role("button", name="撤回").click()
    assert "已撤回" in page.get_by_role("status").inner_text()
    assert len(change_of(house, "e_wang")) == before


def test_a_phone_leaves_out_days_without_a_clinic_and_a_desktop_shows_the_table(plain, served):
    for width, shown in ((360, 0), (1280, 1)):
        page = plain(width=width)
        page.goto(f"{served.url}{WEEK}")
        assert bool(page.locator(".week a.empty").filter(visible=True).count()) is bool(shown)
        assert page.get_by_role("link", name="加诊", exact=True).filter(visible=True).count() == (0 if shown else 4)
        assert page.locator(".week a.sits").filter(visible=True).count() == page.locator(".week a.sits").count()


def test_the_grid_is_one_stop_for_tab_and_arrows_walk_it(visit, served):
    page = visit(width=1280).page
    desk_pages.enter(page, served.url)
    page.goto(f"{served.url}{WEEK}")
    cell = "const td = document.activeElement.closest('td'); return td && [td.dataset.day, td.dataset.expert]"
    here = lambda: page.evaluate(f"() => {{ {cell} }}")  # noqa: E731 - where the keyboard is
    page.get_by_role("region", name="一周排班表").focus()
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(here())
    assert [one for one in stops if one] == [["2026-11-30", "e_wang2"]]
    page.locator(".week td a[tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    assert here() == ["2026-12-01", "e_wang"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="王示范").wait_for()
    page.get_by_label("原因").first.focus()
    page.keyboard.type("外出会诊")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="看看会怎样").wait_for()
    assert page.get_by_text("12月2日周三上午 王示范").is_visible()


def test_a_site_is_closed_for_a_day(plain, served):
    page = plain(width=1280)
    page.goto(f"{served.url}/staff/rosters/site?at=tianshan")
    page.get_by_text("闭院", exact=True).click()
    page.get_by_label("从哪天").first.fill("2026-12-28")
    page.get_by_label("到哪天").first.fill("2026-12-28")
    page.get_by_role("button", name="看看会怎样").first.click()
    page.get_by_role("button", name="发布").click()
    page.goto(f"{served.url}/staff/rosters/site?at=tianshan")
    assert page.get_by_text("12月28日周一").is_visible()


def test_a_series_is_made_and_paused(plain, served):
    page = plain()
    page.get_by_role("navigation").get_by_role("link", name="随访").click()
    page.get_by_role("link", name="新的系列").click()
    page.get_by_label("名称", exact=True).fill("敷贴取号日")
    page.get_by_label("要说的话").fill("今天现场取号。")
    page.get_by_label("日期（空格隔开）").fill("2026-12-05 2026-12-12")
    page.get_by_role("button", name="看看会怎样").click()
    assert page.get_by_text("12月5日周六 09:00").is_visible()
    page.get_by_role("button", name="发布").click()
    page.get_by_role("link", name="敷贴取号日").click()
    page.get_by_role("button", name="暂停").click()
    page.goto(f"{served.url}/staff/series")
    assert "已暂停" in page.get_by_role("listitem").filter(has_text="敷贴取号日").inner_text()


def test_figures_are_read_as_numbers_and_taken_along(plain, served):
    page = plain()
    page.get_by_role("navigation").get_by_role("link", name="数据").click()
    assert page.get_by_role("img", name="每天的提问").is_visible()
    page.get_by_text("看数字").first.click()
    assert page.get_by_role("row", name="11-13").first.is_visible()
    page.get_by_role("link", name="11-02 – 11-08").click()
    assert page.locator(".pick [aria-current]").inner_text() == "11-02 – 11-08"
    for label, name in (("下载 CSV", "figures.csv"), ("下载 Excel", "figures.xlsx")):
        with page.expect_download() as download:
            page.get_by_role("link", name=label).click()
        assert download.value.suggested_filename == name
        assert download.value.path().stat().st_size > 0


def test_settings_show_what_they_would_do_and_then_do_it(plain, served, house):
    page = plain(width=1280)
    page.goto(f"{served.url}/staff/settings")
    assert page.get_by_role("button", name="就这样设").count() == 0
    page.get_by_label("直接回答").fill("0.8")
    page.get_by_role("button", name="看看会怎样").click()
    assert page.get_by_role("row", name="答对").get_by_role("cell").count() == 2
    assert house.shelf.book.tuning.sure == 0.6
    page.get_by_role("button", name="就这样设").click()
    page.get_by_role("status").wait_for()
    assert house.shelf.book.tuning.sure == 0.8
