"""The rehearsal as a clerk sees it: which question, what answers it now, what would then; nothing without consent."""

import re
from html import unescape

import pytest

from knowledge.keeping.fields import empty, shown
from knowledge.keeping.history import state_of
from tests.bot.staff_rig import open_desk, send


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as held:
        yield held


def lines(page):
    """The wordings that move, as plain text."""
    items = re.findall(r"<li>(「.*?)</li>", unescape(page), re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", item)).strip() for item in items]


def with_alias(desk, name):
    state = desk.house.database.read(state_of, ("institution", "longhua"))
    held = {name: text for name, text in shown("institution", state.fact).items() if text}
    held |= {"desk_confirmed": "true"}
    return held | {"desk_seen": str(state.revision), "aliases": f"{held['aliases']}\n{name}"}


async def test_a_name_that_is_a_word_of_others_is_told_and_not_published_unseen(desk):
    browser = await desk.browser("安")
    held, path = with_alias(desk, "早预约"), "/staff/book/institution/longhua/edit"
    page = await send(browser, path, **held)
    assert page.status_code == 200, page.text
    told = "「早预约该打电话还是跑一趟」 现在： 早预约怎么约？ → 发布以后：这一条"
    assert told in lines(page.text)
    assert "早预约" not in desk.house.shelf.book.institutions["longhua"].aliases
    assert (await send(browser, path, **held, desk_agreed="true")).status_code == 303
    assert "早预约" in desk.house.shelf.book.institutions["longhua"].aliases


async def test_a_name_that_takes_nothing_is_published_at_once(desk):
    browser = await desk.browser("安")
    done = await send(browser, "/staff/book/institution/longhua/edit", **with_alias(desk, "龙华新名堂"))
    assert done.status_code == 303


async def test_a_new_experts_name_that_is_a_place_is_told(desk):
    browser = await desk.browser("安")
    held = empty("expert") | {"name": "龙华", "institution": "shuguang", "desk_act": "preview"}
    held |= {"desk_confirmed": "true"}
    page = await send(browser, "/staff/book/expert/new", **held)
    assert any("龙华站" in line for line in lines(page.text)), page.text


async def test_a_wording_that_is_answered_already_is_told(desk):
    browser = await desk.browser("安")
    held = empty("entry") | {"title": "早预约怎样子约", "answer": "没有。", "topic": "programme"}
    held |= {"desk_confirmed": "true", "desk_act": "preview"}
    told = lines((await send(browser, "/staff/book/entry/new", **held)).text)
    assert [line for line in told if line.startswith("「早预约怎样子约」 现在： 早预约怎么约")], told


@pytest.mark.parametrize(("question", "takes"), [("早预约怎么约", True), ("月亮上的拐杖呢", False)])
async def test_trying_a_question_tells_what_it_would_take_as_a_wording(desk, question, takes):
    browser = await desk.browser("安")
    page = (await browser.get("/staff/try", params={"q": question})).text
    assert "要是把这句写成一个新条目的问法" in page
    assert bool(lines(page)) == takes
    assert ("不会从别处抢走问法" in page) != takes
    assert "tried" not in desk.house.shelf.book.entries
