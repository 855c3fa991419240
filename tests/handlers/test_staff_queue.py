"""Unanswered questions answered from the chat: grouped, taken by one, rehearsed before they are published."""

import pytest

from knowledge import invites
from knowledge.editing import Edit, publish
from knowledge.keeping import proposals
from knowledge.model import Entry
from knowledge.permission import Actor
from knowledge.unanswered import note
from tests.handlers.test_staff_desk import EDITOR, OWNER, Counter
from tests.scheduler.town import NEIGHBOUR

COLLEAGUE = Actor("本编辑", "web", "editor")


@pytest.fixture
def counter(sqlite) -> Counter:
    return Counter(sqlite)


async def test_an_unanswered_question_is_answered_from_the_chat(counter):
    for n, question in enumerate(("轮椅哪里可以借", "哪里可以借轮椅", "轮椅去哪里借呀")):
        await counter.town.database.awrite(note, question, "unknown", f"t{n}", counter.town.now)
    await counter.says("/desk", who=EDITOR)
    assert "3 人问过" in await counter.taps("待回答", who=EDITOR)
    await counter.taps("回答 1", who=EDITOR)
    assert "关于什么" in await counter.says("请到一楼服务台借轮椅，免押金。", who=EDITOR)
    assert "已成为新条目" in await counter.taps("工作人员", who=EDITOR)
    assert {entry.topic for entry in counter.town.shelf.book.entries.values() if "免押金" in entry.answer} <= {"staff"}
    await counter.town.shelf.refresh()
    assert "一楼服务台" in await counter.says("请问轮椅在哪里借", who=NEIGHBOUR)
    assert "没有待回答" in await counter.says(token="sd:queue", who=EDITOR)


async def test_other_wordings_are_told_of_where_there_are_any(counter):
    await counter.town.database.awrite(note, "轮椅哪里可以借", "unknown", "t", counter.town.now)
    assert "轮椅哪里可以借（1 人问过）" in await counter.says(token="sd:queue", who=EDITOR)
    await counter.town.database.awrite(note, "哪里可以借轮椅", "unknown", "t2", counter.town.now)
    assert "另有 1 种说法" in await counter.says(token="sd:queue", who=EDITOR)


KNOWN = Entry(
    id="hall",
    title="拐杖在哪里借",
    topic="programme",
    answer="拐杖在大厅借。",
    phrasings=("膝盖拐", "助行器租借处", "老人拐棍"),
    verified_on="2026-11-21",
)


async def near_a_known_one(counter):
    """An editor answers a question that a known entry answers already."""
    counter.town.database.write(publish, [Edit(("entry", "hall"), KNOWN)], "staff", OWNER, counter.town.now)
    await counter.town.shelf.refresh()
    await counter.town.database.awrite(note, KNOWN.title, "unknown", "t", counter.town.now)
    await counter.says(token="sd:queue", who=EDITOR)
    await counter.taps("回答 1", who=EDITOR)
    return await counter.says("请到二楼借。", who=EDITOR)


async def answers(counter, question):
    await counter.town.shelf.refresh()
    return await counter.says(question, who=NEIGHBOUR)


async def test_an_answer_that_would_take_questions_from_others_says_so_first(counter):
    shown = await near_a_known_one(counter)
    assert "「拐杖在哪里借」，现在由「拐杖在哪里借」回答" in shown
    assert "大厅" in await answers(counter, "拐杖在哪里借")
    await counter.says("请到三楼借。", who=EDITOR)  # other words: asked again
    assert "已成为新条目" in await counter.taps("仍要发布", who=EDITOR)
    assert "三楼" in await answers(counter, "拐杖在哪里借")


async def test_let_be_nothing_is_taken_and_the_question_still_waits(counter):
    await near_a_known_one(counter)
    await counter.taps("工作台", who=EDITOR)
    assert "拐杖在哪里借" in await counter.says(token="sd:pub", who=EDITOR)  # too late: the queue again
    assert "大厅" in await answers(counter, "拐杖在哪里借")


async def test_an_answer_about_medicine_waits_for_a_colleague_whatever_it_is_filed_under(counter):
    await counter.town.database.awrite(note, "煎好的放几天", "unknown", "t", counter.town.now)
    await counter.says(token="sd:queue", who=EDITOR)
    assert "先请另一位同事审核" in await counter.taps("回答 1", who=EDITOR)
    assert "关于什么" in await counter.says("中药每次两包，冰箱里放三天。", who=EDITOR)
    assert "等另一位同事" in await counter.taps("不归这里管", who=EDITOR)
    (held,) = counter.town.database.read(proposals.waiting)
    assert (held.fact.topic, held.fact.phrasings) == ("out_of_scope", ("煎好的放几天",))
    assert "没有待回答" in await counter.says(token="sd:queue", who=EDITOR)
    assert "冰箱" not in await answers(counter, "煎好的放几天")
    counter.town.database.write(proposals.approve, counter.town.shelf.book, held.id, COLLEAGUE, counter.town.now)
    assert "冰箱" in await answers(counter, "煎好的放几天")


@pytest.mark.parametrize("token", ["sd:top:staff", "sd:top:nonsense", "sd:top:", "sd:pub"])
async def test_a_topic_pressed_out_of_the_blue_publishes_nothing(counter, token):
    assert "没有待回答" in await counter.says(token=token, who=EDITOR)


async def test_two_of_the_staff_never_answer_the_same_in_the_chat(counter):
    await counter.town.database.awrite(note, "轮椅哪里可以借", "unknown", "t", counter.town.now)
    link = counter.town.database.write(invites.make, OWNER, "本编辑", "editor", (), counter.town.now)
    await counter.says(f"/start invite_{link}", who=NEIGHBOUR)
    await counter.says(token="sd:queue", who=EDITOR)
    await counter.taps("回答 1", who=EDITOR)
    assert "安编辑 正在处理" in await counter.says(token="sd:queue", who=NEIGHBOUR)
    assert "同事在处理" in await counter.taps("回答 1", who=NEIGHBOUR)
    assert "同事在处理" in await counter.says(token="sd:skip:1", who=NEIGHBOUR)
    await counter.says(token="sd:queue", who=EDITOR)
    await counter.taps("回答 1", who=EDITOR)  # one's own again
    await counter.taps("放回去", who=EDITOR)
    await counter.says(token="sd:queue", who=NEIGHBOUR)
    assert "请打答案" in await counter.taps("回答 1", who=NEIGHBOUR)
