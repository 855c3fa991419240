"""The desk from its first start to its audit, in three browsers, over the program as `jiamenkou run` starts it."""

import csv

import pytest

from tests.browser.program import Program
from tests.browser.test_staff_desk import CLERK, OWNER, go, invited, set_password
from tests.knowledge.importing.rig import HEAD
from tests.knowledge.rosters.builders import xlsx

pytestmark = pytest.mark.browser
TITLE = ("天山中医医院专家门诊排班表",)
DOCTOR = ("骨伤科", "王示范", "主任医师", "周三上午", 38)
WRONG = ("骨伤科", "李例子", "副主任医师", "周八下午", 30)
MENDED = ("骨伤科", "李例子", "副主任医师", "周四下午", 30)


@pytest.fixture
def served(chromium, tmp_path):
    program = Program(tmp_path)
    yield program
    program.stop()


def roster(path, *rows):
    path.write_bytes(xlsx({"排班": [TITLE, HEAD, *rows]}))
    return path


def the_owner_comes_by_the_printed_link(page, served):
    page.goto(served.link)
    set_password(page, OWNER, "=安")
    page.get_by_role("heading", name="=安，您好").wait_for()


def the_clerk_imports_a_roster_after_mending_a_cell(page, folder):
    go(page, "排班")
    page.get_by_role("link", name="导入表格").click()
    look_at(page, roster(folder / "天山.xlsx", DOCTOR, WRONG))
    assert "一条也没有导入" in page.get_by_role("alert").inner_text()
    assert page.locator(".sheet .wrong").inner_text() == "周八下午 ⚠ 看不懂是星期几，请写成“周一”到“周日”"
    assert page.get_by_role("button", name="导入", exact=True).count() == 0
    look_at(page, roster(folder / "天山.xlsx", DOCTOR, MENDED))
    assert "还没有导入" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("heading", name="已发布").wait_for()


def look_at(page, file):
    page.get_by_label("排班表（Excel 或 CSV，最大 5 MB）").set_input_files(file)
    page.get_by_role("button", name="先看看，不导入").click()


def the_follower_asks_to_be_told(watched):
    watched.open()
    watched.ask("王示范医生什么时候坐诊")
    assert "11月25日周三上午" in heard(watched)
    watched.ask("停诊了告诉我")
    assert "关注了王示范（天山中医医院）" in heard(watched)


def heard(watched):
    return watched.page.locator(".bot").last.inner_text()


def the_bot_comes_to_know_the_clerk(watched):
    page = watched.page
    page.get_by_role("link", name="小王").click()
    page.locator("#chat-present").fill(CLERK)
    page.get_by_role("button", name="做一个链接").click()
    words = page.get_by_label("或者聊天：单独发给机器人").input_value()
    watched.open()
    watched.ask(words)
    assert "小王" in heard(watched)


def press(watched, label):
    before = watched.page.locator(".bot").count()
    watched.page.locator("#log").get_by_role("button", name=label).last.click()
    watched.page.locator(".bot").nth(before).wait_for()


def the_clerk_suspends_the_expert(watched):
    watched.ask("/desk")
    for label in ("停诊", "王示范", "11月25日周三上午"):
        press(watched, label)
    assert "11月25日周三上午 王示范" in heard(watched)
    assert "1 位居民会收到" in heard(watched)
    press(watched, "发布")
    assert "60 秒后收到通知" in heard(watched)


def the_owner_restores_it_from_its_revisions(page):
    go(page, "记录")
    page.locator(".trail li").first.get_by_role("link", name="王示范").click()
    page.get_by_role("heading", name="修订记录").wait_for()
    page.get_by_role("button", name="撤销").click()
    assert "已归档" in page.get_by_role("status").inner_text()


def hears(watched, title, *words):
    """A message that nobody asked for stands on the page by itself."""
    said = watched.page.locator(".bot", has_text=title)
    said.wait_for()  # a tick comes every two seconds, on a busy machine later
    assert all(one in said.inner_text() for one in words), said.inner_text()


def audit_in(page):
    """The audit, oldest line first, each as one line."""
    go(page, "记录")
    return [" ".join(line.split()) for line in reversed(page.locator(".trail li").all_inner_texts())]


def exported(page):
    """The rows of the audit's file, as a spreadsheet reads them."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载表格").click()
    return [*csv.reader(download.value.path().read_text("utf-8-sig").splitlines())]


def test_from_the_first_start_to_a_suspension_that_the_owner_takes_back(visit, served, tmp_path):
    desktop, phone, neighbour = visit(width=1280), visit(width=360), visit(width=360)
    owner = desktop.page
    the_owner_comes_by_the_printed_link(owner, served)
    served.later(minutes=1)
    phone.page.goto(invited(owner))
    set_password(phone.page, CLERK)
    phone.page.get_by_role("heading", name="小王，您好").wait_for()
    served.later(minutes=1)
    the_clerk_imports_a_roster_after_mending_a_cell(phone.page, tmp_path)
    the_follower_asks_to_be_told(neighbour)
    served.later(minutes=1)
    the_bot_comes_to_know_the_clerk(phone)
    served.later(minutes=1)
    the_clerk_suspends_the_expert(phone)
    assert neighbour.page.locator(".bot", has_text="停诊通知").count() == 0
    served.later(minutes=2)
    hears(neighbour, "停诊通知", "11月25日周三上午 王示范", "下一次：12月2日周三上午")
    the_owner_restores_it_from_its_revisions(owner)
    served.later(minutes=2)
    hears(neighbour, "变动已取消", "11月25日周三上午 王示范", "照常出诊")
    assert_the_story_is_told(audit_in(owner), exported(owner))


SUSPENSION = "变动：停诊；医院：天山中医医院；专家：王示范；第一天：2026-11-25；最后一天：2026-11-25"
STORY = (
    ("=安", "网页", "打开链接加入", "", "", "管理员"),
    ("=安", "网页", "登录", "", "", ""),
    ("=安", "网页", "发邀请链接", "小王", "", "排班员 天山中医医院"),
    ("小王", "网页", "打开链接加入", "", "", "排班员 天山中医医院"),
    ("小王", "网页", "登录", "", "", ""),
    ("小王", "导入", "新增", "专家 王示范", "", "职称：主任医师"),
    ("小王", "导入", "新增", "专家 李例子", "", "职称：副主任医师"),
    ("小王", "导入", "新增", "门诊 王示范 周三上午", "", "规律：周三"),
    ("小王", "导入", "新增", "门诊 李例子 周四下午", "", "科室：骨伤科"),
    ("小王", "导入", "新增", "出处 专家门诊排班表", "", "发布单位：上海市长宁区天山中医医院"),
    ("小王", "网页", "发邀请链接", "", "", "排班员 天山中医医院"),
    ("小王", "聊天", "打开链接加入", "", "", "排班员 天山中医医院"),
    ("小王", "聊天", "新增", "停诊和变动 王示范 2026-11-25", "", SUSPENSION),
    ("=安", "网页", "归档", "停诊和变动 王示范 2026-11-25", SUSPENSION, ""),
)
"""Who, by which door, did what, to what; and some words of what stood there before and after."""


def assert_the_story_is_told(page, file):
    assert len(page) == len(STORY)
    for line, (who, door, did, what, before, after) in zip(page, STORY, strict=True):
        assert line.startswith(f"{who} {did} {what}".strip())
        assert all(words in line for words in (before, after, "2026-11-21 周六 12:0")), line
        assert line.endswith(f"· {door}")
    assert file[0] == ["时间", "谁", "从哪里", "做了什么", "对象", "之前", "之后"]
    for row, (who, door, did, what, before, after) in zip(reversed(file[1:]), STORY, strict=True):
        assert row[1:5] == [f"'{who}" if who.startswith("=") else who, door, did, what]  # never run as a formula
        assert before in row[5], row
        assert after in row[6], row
        assert bool(row[5]) is bool(before), row
