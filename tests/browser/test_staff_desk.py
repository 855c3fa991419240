"""The desk in a browser: first start → owner → a clerk is invited on a phone, works, is sent away. No script runs."""

import re

import pytest

from bot.assembly import open_house
from bot.web.app import build_app
from bot.web.staff import pages
from knowledge import invites
from tests.browser.conftest import Served
from tests.browser.house import BEGIN
from tests.houses import house_settings

pytestmark = pytest.mark.browser
OWNER, CLERK = "四月 river 17 柚子", "bamboo 雨伞 42 灯"


@pytest.fixture
def house(tmp_path):
    with open_house(house_settings(tmp_path / "book.sqlite"), lambda: BEGIN) as house:
        yield house


@pytest.fixture
def served(chromium, house):
    async def ready():
        return True

    served = Served(
        lambda: build_app(
            house.routes.answer,
            book=lambda: house.shelf.book,
            clock=house.clock,
            ready=ready,
            extra=pages.routes(house),
        )
    )
    yield served
    served.stop()


def set_password(page, password, name=""):
    if name:
        page.get_by_label("您的名字").fill(name)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_label("再输一次").fill(password)
    page.get_by_role("button", name="保存并登录").click()


def first_owner(house, served, page):
    page.goto(f"{served.url}/staff/invite/{house.database.write(invites.first_owner, BEGIN)}")
    set_password(page, OWNER, "安")
    page.get_by_role("heading", name="安，您好").wait_for()


def go(page, label):
    page.get_by_role("navigation").get_by_role("link", name=label).click()


def invited(page, name="小王"):
    go(page, "人员")
    page.get_by_label("名字").fill(name)
    page.get_by_label("角色").select_option("clerk")
    page.get_by_text("排班员负责的医院").first.click()
    page.get_by_label("长宁区天山中医医院").check()
    page.get_by_role("button", name="做一个邀请链接").click()
    return page.get_by_label("网页：在浏览器里打开").input_value()


def test_from_the_first_start_to_a_clerk_at_work_and_gone(visit, served, house):
    desktop, phone = visit(width=1280, java_script_enabled=False), visit(java_script_enabled=False)
    owner, clerk = desktop.page, phone.page
    first_owner(house, served, owner)
    address = invited(owner)
    clerk.goto(address)
    assert clerk.get_by_text("名字：小王").is_visible()
    set_password(clerk, CLERK)
    clerk.get_by_role("heading", name="小王，您好").wait_for()
    assert clerk.get_by_role("link", name="人员").count() == 0
    clerk.get_by_role("link", name="小王").click()
    assert clerk.get_by_text("天山").is_visible()
    go(owner, "人员")
    owner.get_by_role("link", name="小王").click()
    owner.get_by_label("确定停用").check()
    owner.get_by_role("button", name="停用小王").click()
    assert "已停用" in owner.get_by_role("status").inner_text()
    clerk.get_by_role("link", name="家门口工作台").click()
    assert "请先登录" in clerk.get_by_role("status").inner_text()
    clerk.get_by_label("名字").fill("小王")
    clerk.get_by_label("密码").fill(CLERK)
    phone.excused = ("403",)
    clerk.get_by_role("button", name="登录").click()
    assert "不对" in clerk.get_by_role("alert").inner_text()
    go(owner, "记录")
    trail = [line.partition("\n")[0] for line in owner.locator(".trail li").all_inner_texts()]
    assert trail == ["小王 登录失败", "安 停用 小王", "小王 登录", "小王 打开链接加入",
                     "安 发邀请链接 小王", "安 登录", "安 打开链接加入"]  # fmt: skip


def test_the_desk_is_walked_by_keyboard_alone(visit, served, house):
    page = visit(width=1280).page
    first_owner(house, served, page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(f"{served.url}/staff")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "人员":
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="邀请新的人").wait_for()
    assert re.search(r"outline|px", page.evaluate("getComputedStyle(document.activeElement).outline"))
