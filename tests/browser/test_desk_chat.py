"""The desk's chat half on the web page, on a phone: all of it without a script, a pasted notice with one as well."""

import pytest

from handlers.staff.drafts import OPERATIONS
from knowledge import invites
from knowledge.editing import Actor
from tests.browser.test_desk_looks import house, served
from tests.conftest import NOON

__all__ = ["house", "served"]
pytestmark = pytest.mark.browser
NOTICE = "各位同事：\n王示范 12月2日上午停诊\n李例子 12月3日下午停诊（开会）"


class Talk:
    """A phone on which a member of the staff talks with the bot; each turn is a page of its own without a script."""

    def __init__(self, watched):
        self.page = watched.page
        self.page.goto(watched.url)

    def say(self, words):
        self._after(lambda: (self.page.fill("#ask", words), self.page.get_by_role("button", name="发送").click()))

    def press(self, label):
        self._after(self.page.locator(".bot").last.get_by_role("button", name=label).click)

    def _after(self, act):
        own = self.page.locator(".own")
        before = own.count()
        act()
        own.nth(before).locator("xpath=following-sibling::*[contains(@class, 'bot')]").first.wait_for()

    @property
    def heard(self):
        return self.page.locator(".bot").last.inner_text()


@pytest.fixture
def talk(visit, house, served):
    """The chat of somebody of the staff who has just been let in."""

    def _talk(role, *places, **look):
        token = house.database.write(invites.make, Actor("安", "web", "owner"), f"小{role}", role, places, NOON)
        talk = Talk(visit(**look))
        if look.get("java_script_enabled", True):
            talk.page.locator("button[value='menu:reminders']").wait_for()
        talk.say(f"/start invite_{token}")
        assert "这个聊天从现在起认得您" in talk.heard
        return talk

    return _talk


def suspensions(house):
    changes = house.shelf.book.clinics.days_at("tianshan").changes
    return {(one.expert, one.first) for one in changes if one.change == "suspend"}


def test_without_a_script_a_clerk_suspends_takes_back_and_reads_the_week(talk, house):
    chat = talk("clerk", "tianshan", java_script_enabled=False)
    before = suspensions(house)
    chat.say("/desk")
    assert chat.page.locator(".bot").last.get_by_role("button").count() == len(OPERATIONS) + 2
    for label in ("停诊", "王示范", "11月30日周一上午"):
        chat.press(label)
    assert "11月30日周一上午" in chat.heard
    chat.press("加原因")
    chat.say("外出会诊")
    assert "停诊（外出会诊）" in chat.heard
    chat.press("发布")
    house.shelf.load()
    assert suspensions(house) - before == {("e_wang", "2026-11-30")}
    chat.press("撤回")
    house.shelf.load()
    assert suspensions(house) == before
    chat.press("工作台")
    chat.press("本周核对")
    assert "11月23日周一上午" in chat.heard
    chat.press("都对")
    assert "核对" in chat.heard


@pytest.mark.parametrize("script", [False, True])
def test_a_notice_of_several_lines_is_pasted_and_published_in_two_presses(talk, house, script):
    chat = talk("editor", java_script_enabled=script)
    before = suspensions(house)
    chat.say("/desk")
    chat.press("贴通知")
    chat.say(NOTICE)
    assert chat.page.locator(".own .body").last.inner_text() == NOTICE  # lines tell where one change ends
    chat.press("发布")
    house.shelf.load()
    assert suspensions(house) - before == {("e_wang", "2026-12-02"), ("e_li", "2026-12-03")}
