"""The Book and the work of today in a browser: no script on a phone, one on a desktop."""

import pytest

from knowledge import invites, passwords
from knowledge.editing import Actor
from knowledge.handoffs import hand_over
from knowledge.message import Address
from knowledge.unanswered import note
from tests.browser.house import BEGIN
from tests.browser.test_staff_desk import OWNER, house, served

__all__ = ["house", "served"]
pytestmark = pytest.mark.browser
ASKED = ("拐杖哪里可以借", "哪里可以借拐杖", "拐杖去哪里借呀")
KEPT = passwords.kept(OWNER)


@pytest.fixture
def desk(house):
    """The owner and an editor have come; three wordings and a resident wait."""
    token = house.database.write(invites.first_owner, BEGIN)
    house.database.write(invites.accept_on_web, token, "安", KEPT, BEGIN)
    token = house.database.write(invites.make, Actor("root", "command"), "本", "editor", (), BEGIN)
    house.database.write(invites.accept_on_web, token, "", KEPT, BEGIN)
    for number, question in enumerate(ASKED):
        house.database.write(note, question, "unknown", f"trace{number}", BEGIN)
    house.database.write(hand_over, Address("web", "somebody"), "referral", "", BEGIN)
    return house


def enter(page, served, name="安"):
    page.goto(f"{served.url}/staff/login")
    page.get_by_label("名字").fill(name)
    page.get_by_label("密码").fill(OWNER)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name=f"{name}，您好").wait_for()


def test_on_a_phone_without_a_script_a_question_becomes_an_entry_that_answers(visit, served, desk):
    page = visit(java_script_enabled=False).page
    enter(page, served)
    page.get_by_role("button", name="处理：").first.click()
    page.get_by_label("标准问法").fill("拐杖在哪里借？")
    page.get_by_label("回答").fill("拐杖在大厅借。")
    page.get_by_label("主题").select_option(index=1)  # no entry is like it, so that the topic is asked for
    page.get_by_role("button", name="发布").click()
    assert "已成为新条目" in page.get_by_role("status").inner_text()
    page.get_by_role("navigation").get_by_role("link", name="试一试").click()
    page.get_by_label("像居民那样问").fill("请问借拐杖到哪里呢")
    page.get_by_role("button", name="问", exact=True).click()
    assert page.get_by_text("拐杖在大厅借。").is_visible()


def test_with_the_keyboard_alone_an_entry_is_found_and_opened(visit, served, desk):
    page = visit(width=1280, java_script_enabled=False).page
    enter(page, served)
    page.goto(f"{served.url}/staff/book")
    page.get_by_label("找", exact=True).focus()
    page.keyboard.type("早预约怎么约")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="早预约怎么约？").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="早预约怎么约？").wait_for()


def test_names_that_others_have_are_told_while_they_are_typed(visit, served, desk):
    page = visit(width=1280).page
    enter(page, served)
    page.goto(f"{served.url}/staff/book/institution/yueyang/edit")
    page.get_by_label("别名", exact=True).fill("龙华医院")
    page.get_by_text("「龙华医院」别处也有").wait_for()
    page.get_by_label("别名", exact=True).fill("谁也不叫这个名字")
    page.get_by_text("「龙华医院」别处也有").wait_for(state="hidden")


def test_two_editors_at_once_see_both_versions(visit, served, desk):
    first, second = visit(width=1280), visit()
    second.excused = ("409",)
    key = next(iter(desk.shelf.book.kinds["hotline"]))
    for watched, name in ((first, "安"), (second, "本")):
        enter(watched.page, served, name)
        watched.page.goto(f"{served.url}/staff/book/hotline/{key}/edit")
    for page, words in ((first.page, "安写的注意事项"), (second.page, "本写的注意事项")):
        page.get_by_label("注意").fill(words)
        page.get_by_role("button", name="发布").click()
        page.wait_for_load_state()
    both = second.page.get_by_role("region", name="两个版本")
    assert "安写的注意事项" in both.inner_text()
    assert "本写的注意事项" in both.inner_text()
    second.page.get_by_role("button", name="发布").click()
    assert second.page.get_by_text("本写的注意事项").is_visible()
