"""Every page of the desk by name: its address, or the steps that lead to it. The house is :mod:`busy_desk`'s."""

from knowledge import invites
from knowledge.editing import Actor
from tests.browser.busy_desk import PASSWORD
from tests.conftest import NOON

FORMS = ("entry", "institution", "base", "alliance", "pathway", "specialty", "expert", "session", "change", "holiday",
         "site_rule", "series", "hotline", "person", "source", "district", "locality")  # fmt: skip
CELL = "/rosters/cell?at=tianshan&expert=e_wang&day=2026-11-30&half=上午"
PAGES = {
    "today": "",
    "questions": "/questions?id=1&id=2&id=3",
    "handoff": "/handoffs/1",
    "book": "/book",
    "book-found": "/book?kind=institution&q=龙华",
    "book-nothing": "/book?kind=entry&q=火星上的门诊",
    "fact-entry": "/book/entry/early_how",
    "fact-hospital": "/book/institution/longhua",
    "fact-alliance": "/book/alliance/psy_alliance",
    "fact-pathway": "/book/pathway/transfer",
    "fact-change": "/book/change/c1",
    "fact-session": "/book/session/s1",
    "history": "/book/entry/early_how/history",
    "history-change": "/book/change/c1/history",
    "edit": "/book/entry/early_how/edit",
    "drafts": "/drafts",
    "draft": "/drafts/1",
    "draft-back": "/drafts/2",
    "draft-mend": "/drafts/2/mend",
    "try": "/try?q=静安区明天哪里看肾病",
    "try-alarm": "/try?q=我不想活了",
    "rosters": "/rosters?at=tianshan&week=2026-11-25",
    "rosters-next": "/rosters?at=tianshan&week=2026-12-23",
    "cell": CELL,
    "cell-suspended": "/rosters/cell?at=tianshan&expert=e_wang&day=2026-11-25&half=上午",
    "session": "/rosters/session/s1",
    "import": "/rosters/import",
    "site": "/rosters/site?at=tianshan",
    "series": "/series",
    "series-new": "/series/new",
    "series-one": "/series/gaofang",
    "figures": "/figures",
    "figures-empty": "/figures?week=2026-09-21",
    "settings": "/settings",
    "people": "/people",
    "person": "/people/3",
    "audit": "/audit",
    "me": "/me",
    "missing": "/book/entry/there_is_none",
    **{f"new-{kind}": f"/book/{kind}/new" for kind in FORMS},
}
"""Pages that are opened by their address, by the owner."""


def enter(page, url, name="安"):
    page.goto(f"{url}/staff/login")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def invite(page, url, house):
    """The page that a link leads to; nobody is logged in."""
    token = house.database.write(invites.make, Actor("安", "web", "owner"), "新来的", "clerk", ("tianshan",), NOON)
    page.goto(f"{url}/staff/invite/{token}")


def link(page, url, _house):
    page.goto(f"{url}/staff/people")
    page.get_by_label("名字").fill("小李")
    page.get_by_label("角色").select_option("viewer")
    page.get_by_role("button", name="做一个邀请链接").click()


def refused(page, url, _house):
    page.goto(f"{url}/staff/people/1")
    page.get_by_text("停用").last.click()
    page.get_by_label("确定停用").check()
    page.get_by_role("button", name="停用").click()


def rehearsed(page, url, _house):
    page.goto(f"{url}/staff/book/entry/early_how/edit")
    page.get_by_label("别的问法").fill("龙华医院在哪里\n怎么提前约")
    page.get_by_role("button", name="先看看会怎样").click()


def wrong(page, url, _house):
    page.goto(f"{url}/staff/book/entry/new")
    page.get_by_role("button", name="发布").or_(page.get_by_role("button", name="提交审核")).click()


def conflict(page, url, house):
    page.goto(f"{url}/staff/book/hotline/{next(iter(house.shelf.book.kinds['hotline']))}/edit")
    other = page.context.new_page()
    other.goto(page.url)
    for one, words in ((other, "同事写的注意事项"), (page, "我写的注意事项")):
        one.get_by_label("注意").fill(words)
        one.get_by_role("button", name="发布").click()
        one.wait_for_load_state()
    other.close()


def preview(page, url, _house):
    page.goto(f"{url}/staff{CELL}")
    page.get_by_label("原因").first.fill("外出会诊")
    page.get_by_role("button", name="看看会怎样").first.click()


def done(page, url, house):
    preview(page, url, house)
    page.get_by_role("button", name="发布").click()


def series_seen(page, url, _house):
    page.goto(f"{url}/staff/series/gaofang")
    page.get_by_role("button", name="看看会怎样").click()


def effect(page, url, _house):
    page.goto(f"{url}/staff/settings")
    page.get_by_label("直接回答").fill("0.8")
    page.get_by_role("button", name="看看会怎样").click()


STEPS = {
    "link": link,
    "refused": refused,
    "rehearsed": rehearsed,
    "wrong": wrong,
    "conflict": conflict,
    "preview": preview,
    "done": done,
    "series-seen": series_seen,
    "settings-effect": effect,
}
"""Pages that something leads to; each takes the page, the address of the house, and the house."""
OUTSIDE = {"login": lambda page, url, _house: page.goto(f"{url}/staff/login"), "invite": invite}
"""Pages of those who are not logged in."""
