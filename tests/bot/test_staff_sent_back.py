"""What a second person refuses comes back to its author: why, by whom, the words, and a way to hand them in again."""

import msgspec
import pytest

from knowledge.editing import Edit, publish
from knowledge.keeping import proposals
from knowledge.keeping.fields import empty
from knowledge.model import Entry
from tests.bot.staff_rig import SHELL, open_desk, send
from tests.bot.test_desk_book import texts
from tests.bot.test_staff_rosters import hidden
from tests.conftest import NOON

WHY = "剂量不能写"
SAID = "中药每次两包，一天两次。"
ASKED = "月亮上的药怎么煎"
HALL = Entry(id="hall", title=ASKED, topic="staff", answer="大厅七点开。", confirmed_by="安", verified_on="2026-11-20")


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as desk:
        desk.member("编", "editor")
        desk.member("本", "editor")
        desk.house.database.write(publish, [Edit(("entry", "hall"), HALL)], "staff", SHELL, NOON)
        await desk.house.shelf.refresh()
        yield desk


NEW = empty("entry") | {"title": ASKED.removesuffix("煎") + "熬", "topic": "staff", "answer": SAID}
TICKS = {"desk_agreed": "true", "desk_confirmed": "true"}


async def new(desk, author):
    await send(author, "/staff/book/entry/new", **(NEW | TICKS | {"desk_note": "请看"}))


async def changed(desk, author):
    await send(author, "/staff/book/entry/hall/edit", **(texts(desk, "entry", "hall") | {"answer": SAID} | TICKS))


async def refused(desk, propose):
    """编 hands in, 本 refuses; the browsers of both and the number."""
    author, other = await desk.browser("编"), await desk.browser("本")
    await propose(desk, author)
    (held,) = desk.written(proposals.waiting)
    await send(other, f"/staff/drafts/{held.id}/refuse", why=WHY)
    return author, other, held


@pytest.mark.parametrize("propose", [new, changed])
async def test_its_author_finds_it_with_why_mends_it_and_hands_it_in_again(desk, propose):
    author, other, held = await refused(desk, propose)
    assert "有 1 份草稿退回给您了" in (await author.get("/staff")).text
    for path in ("/staff/drafts", f"/staff/drafts/{held.id}"):
        page = (await author.get(path)).text
        assert f"本 退回了这份草稿：{WHY}" in page
        assert held.fact.title in page
        assert "desk_" not in page.partition("<main")[2], "no id in place of a name"
    assert SAID.removesuffix("。") in page  # as the difference marks it
    form = (await author.get(f"/staff/drafts/{held.id}/mend")).text
    assert WHY in form
    assert SAID in form
    action = "/staff/book/entry/hall/edit" if held.base else "/staff/book/entry/new"
    mended = "煎法请问药房，中药两包。"
    known = texts(desk, "entry", "hall") if held.base else NEW
    await send(author, action, **(known | hidden(form, action) | TICKS | {"answer": mended}))
    (again,) = desk.written(proposals.waiting)
    assert (again.key, again.fact.answer) == (held.key, mended)
    assert desk.written(proposals.sent_back, "编") == []
    assert "退回给您" not in (await author.get("/staff/drafts")).text
    await send(other, f"/staff/drafts/{again.id}/approve")
    await desk.house.shelf.refresh()
    assert desk.house.shelf.book.entries[held.key[1]].answer == mended


async def test_it_is_put_away_by_its_author_and_stays_readable(desk):
    author, other, held = await refused(desk, new)
    assert "退回给您" not in (await other.get("/staff/drafts")).text
    assert (await send(other, f"/staff/drafts/{held.id}/refuse")).status_code == 409
    assert (await other.get(f"/staff/drafts/{held.id}/mend")).status_code == 404
    done = await send(author, f"/staff/drafts/{held.id}/refuse")
    assert done.headers["location"] == "/staff/drafts?said=withdrawn"
    assert "退回给您" not in (await author.get("/staff/drafts")).text
    assert SAID in (await author.get(f"/staff/drafts/{held.id}")).text
    assert (await author.get(f"/staff/drafts/{held.id}/mend")).status_code == 404


async def test_mended_so_that_it_needs_nobody_else_it_is_published_and_done_with(desk):
    author, _, held = await refused(desk, new)
    form = NEW | TICKS | {"desk_mends": str(held.id), "answer": "请问一楼服务台。", "title": "轮椅"}
    assert (await send(author, "/staff/book/entry/new", **form)).status_code == 303
    assert desk.house.shelf.book.entries[held.key[1]].title == "轮椅"
    assert desk.written(proposals.sent_back, "编") == []


@pytest.mark.parametrize("number", ["1", "99999", "-1"])
async def test_nobody_hands_in_anothers_draft_as_theirs(desk, number):
    await refused(desk, new)
    other = await desk.browser("本")
    form = NEW | TICKS | {"desk_mends": number}
    assert (await send(other, "/staff/book/entry/new", **form)).status_code == 404
    assert desk.written(proposals.waiting) == []


async def test_what_was_to_be_archived_is_told_and_put_away_but_has_no_form(desk):
    author, other = await desk.browser("编"), await desk.browser("本")
    known = next(iter(desk.house.shelf.book.pathways.values()))
    steps = msgspec.structs.replace(known, id="steps", title="月亮上怎么转诊")
    desk.house.database.write(publish, [Edit(("pathway", "steps"), steps)], "staff", SHELL, NOON)
    await desk.house.shelf.refresh()
    await send(author, "/staff/book/pathway/steps/archive", seen="1", sure="true")
    (held,) = desk.written(proposals.waiting)
    await send(other, f"/staff/drafts/{held.id}/refuse", why="还要用")
    page = (await author.get(f"/staff/drafts/{held.id}")).text
    assert "还要用" in page
    assert "改好再交" not in page
    assert (await author.get(f"/staff/drafts/{held.id}/mend")).status_code == 404
