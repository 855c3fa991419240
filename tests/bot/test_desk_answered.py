"""After something is published, by whatever door, wordings that the Book answers by now leave the queue."""

import pytest

from knowledge import queue
from knowledge.answered import answered
from knowledge.clinics import Change
from knowledge.editing import Actor, Edit, publish
from knowledge.model import Entry
from knowledge.unanswered import note
from tests.bot.staff_rig import open_desk, send
from tests.conftest import NOON

TAKEN, OTHERS = ("拐杖哪里可以借", "哪里可以借拐杖"), ("请问借拐杖到哪里呢", "借拐杖上哪儿借")
FAR = "停车场几点关门"
ENTRY = Entry(
    id="crutches", title="拐杖在哪里借？", topic="programme", answer="拐杖在大厅借。", phrasings=TAKEN,
    verified_on="2026-11-21", confirmed_by="安",
)  # fmt: skip


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as desk:
        for n, question in enumerate((*TAKEN, *OTHERS, FAR)):
            desk.house.database.write(note, question, "unknown", f"trace{n}", NOON)
        yield desk


def waiting(desk):
    return {one.question for one in desk.house.database.read(queue.waiting, NOON)}


def gone(desk):
    return {one.question: one for one in desk.house.database.read(answered, 20)}


def publish_elsewhere(desk, *facts, gone=(), who="命令行"):
    """By another process: an import, the command line, a colleague's chat."""
    edits = [Edit((kind, fact.id), fact) for kind, fact in facts] + [Edit(key, None) for key in gone]
    desk.house.database.write(publish, edits, "file", Actor(who, "command"), NOON)


async def tick(desk):
    await desk.house.shelf.refresh()
    return await desk.house.settling.tick(NOON)


def form(**more):
    return {"title": ENTRY.title, "answer": ENTRY.answer, "topic": "programme"} | more


async def test_other_wordings_that_a_new_entry_answers_leave_with_it_and_can_be_put_back(desk):
    browser = await desk.browser("安")
    await send(browser, "/staff/questions/adopt", ids=["1", "2"], **form())
    assert waiting(desk) == {FAR}
    held = gone(desk)
    assert set(held) == set(OTHERS)
    assert {one.who for one in held.values()} == {"安"}
    assert {one.key[0] for one in held.values()} == {"entry"}
    page = (await browser.get("/staff")).text
    assert "现在答得上来的 2 种问法" in page
    done = await send(browser, "/staff/questions/back", ids=[str(held[OTHERS[0]].id)])
    assert done.headers["location"] == "/staff?said=waiting_again"
    assert waiting(desk) == {FAR, OTHERS[0]}
    await tick(desk)
    assert waiting(desk) == {FAR, OTHERS[0]}, "what was put back by hand stays"


async def test_put_to_a_known_entry_the_likes_of_it_leave_too(desk):
    publish_elsewhere(desk, ("entry", Entry(id="hall", title="大厅在几楼", topic="programme", answer="一楼。")))
    await tick(desk)
    browser = await desk.browser("安")
    await send(browser, "/staff/questions/merge", ids=["1", "2"], entry="hall")
    assert waiting(desk) == {FAR}
    assert {one.key for one in gone(desk).values()} == {("entry", "hall")}


async def test_what_another_process_publishes_counts_at_the_next_tick(desk):
    publish_elsewhere(desk, ("entry", ENTRY))
    assert await tick(desk) == 4
    assert waiting(desk) == {FAR}
    assert {one.who for one in gone(desk).values()} == {"命令行"}
    assert await tick(desk) == 0


async def test_what_a_colleague_works_on_waits_for_them(desk):
    ann = Actor("安", "web", "owner")
    desk.house.database.write(queue.take, [1], ann, NOON)
    publish_elsewhere(desk, ("entry", ENTRY))
    await tick(desk)
    assert waiting(desk) == {FAR, TAKEN[0]}
    desk.house.database.write(queue.release, [1], ann)
    await tick(desk)
    assert waiting(desk) == {FAR}


async def test_a_suspension_or_an_entry_about_something_else_answers_nothing(desk):
    off = Change(id="c1", change="close", institution="longhua", first="2026-12-01", last="2026-12-01")
    other = Entry(id="piano", title="钢琴谁来弹", topic="programme", answer="志愿者。")
    publish_elsewhere(desk, ("change", off), ("entry", other))
    assert await tick(desk) == 0
    assert len(waiting(desk)) == 5


async def test_asked_in_vain_once_more_it_waits_again(desk):
    publish_elsewhere(desk, ("entry", ENTRY))
    await tick(desk)
    publish_elsewhere(desk, gone=[("entry", ENTRY.id)])
    await tick(desk)
    desk.house.database.write(note, TAKEN[0], "unknown", "somebody", NOON)
    assert waiting(desk) == {FAR, TAKEN[0]}


async def test_a_question_that_needed_what_was_said_before_does_not_leave_by_itself(desk):
    """Alone it always had an answer; it was asked in vain within a talk, and nothing new answers it."""
    desk.house.database.write(note, "早预约怎么约", "unknown", "t", NOON)
    publish_elsewhere(desk, ("entry", ENTRY))
    await tick(desk)
    assert waiting(desk) == {FAR, "早预约怎么约"}


async def test_a_long_queue_is_asked_a_few_at_a_tick_the_nearest_first(desk):
    for n in range(45):
        desk.house.database.write(note, f"第{n}号窗口的吊灯什么颜色", "unknown", "t", NOON)
    publish_elsewhere(desk, ("entry", ENTRY))
    assert await tick(desk) == 4
    assert [await tick(desk) for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize("role", ["clerk", "viewer"])
async def test_who_may_not_answer_puts_nothing_back(desk, role):
    desk.member("丙", role, *(["longhua"] if role == "clerk" else []))
    publish_elsewhere(desk, ("entry", ENTRY))
    await tick(desk)
    browser = await desk.browser("丙")
    page = (await browser.get("/staff")).text
    assert ("现在答得上来的" in page) is (role == "viewer")
    assert "/staff/questions/back" not in page
    assert (await send(browser, "/staff/questions/back", ids=["1"])).status_code == 403
