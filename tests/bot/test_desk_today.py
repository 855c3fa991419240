"""The desk's first page over real HTTP: questions become answers, people who wait are answered, nobody collides."""

import pytest

from handlers.incoming import Incoming
from knowledge import queue, replies
from knowledge.handoffs import hand_over
from knowledge.keeping.fields import empty as empty_form
from knowledge.message import Address
from knowledge.overdue import overdue
from knowledge.unanswered import note
from scheduler.claiming import claim
from tests.bot.staff_rig import open_desk, send
from tests.conftest import NOON

ASKED = ("拐杖哪里可以借", "哪里可以借拐杖", "拐杖去哪里借呀")
SOMEBODY = Address("web", "visitor-1")
EVIL = "<script>alert(1)</script>轮椅\"'><img src=x onerror=alert(1)>"


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as desk:
        for n, question in enumerate((*ASKED, "停车场几点关门")):
            desk.house.database.write(note, question, "unknown", f"trace{n}", NOON)
        yield desk


async def ask(desk, words):
    incoming = Incoming(address=SOMEBODY, when=desk.clock.now, text=words)
    return await desk.house.routes.answer(incoming)


def form(**more):
    return {"title": "拐杖在哪里借？", "answer": "拐杖在大厅借。", "topic": "programme"} | more


async def test_a_question_asked_three_ways_becomes_an_entry_and_the_fourth_way_is_answered_at_once(desk):
    assert "大厅" not in (await ask(desk, "请问借拐杖到哪里呢"))[0].text
    browser = await desk.browser("安")
    page = await browser.get("/staff")
    assert "还有 2 种问法" in page.text
    taken = await send(browser, "/staff/questions/take", ids=["1", "2", "3"])
    group = await browser.get(taken.headers["location"])
    assert all(question in group.text for question in ASKED)
    done = await send(browser, "/staff/questions/adopt", ids=["1", "2", "3"], **form())
    assert done.headers["location"] == "/staff?said=adopted"
    told = await ask(desk, "请问借拐杖到哪里呢")
    assert "拐杖在大厅借" in told[0].text
    assert "核对于 2026-11-21" in told[0].footnote
    after = (await browser.get("/staff")).text
    assert "停车场" in after
    assert ASKED[0] not in after


async def test_a_clerk_sees_their_clinics_and_nothing_that_is_others_to_do(desk):
    desk.member("王", "clerk", "tianshan")
    page = (await (await desk.browser("王")).get("/staff")).text
    assert "停诊、替诊、加诊" in page
    assert all(words not in page for words in (*ASKED, "没答上来的问题"))
    late = overdue(dict(_facts(desk)), NOON.date())
    assert len(late) > 100
    assert '<span class="count">0</span>' in page
    assert "节假日和调休还没有" not in page  # an editor enters them


def _facts(desk):
    return [((kind, key), fact) for kind, held in desk.house.shelf.book.kinds.items() for key, fact in held.items()]


async def test_an_entry_about_referral_goes_to_a_second_person_first(desk):
    desk.member("本", "editor")
    ann, ben = await desk.browser("安"), await desk.browser("本")
    done = await send(ann, "/staff/questions/adopt", ids=["1", "2", "3"], **form(topic="referral_steps"))
    assert done.headers["location"] == "/staff?said=proposed"
    assert "大厅" not in (await ask(desk, "请问借拐杖到哪里呢"))[0].text
    own = await send(ann, "/staff/drafts/1/approve")
    assert (own.status_code, "另一位" in own.text) == (403, True)
    assert "拐杖在哪里借" in (await ben.get("/staff/drafts/1")).text
    assert (await send(ben, "/staff/drafts/1/approve")).headers["location"] == "/staff/drafts?said=approved"
    assert "大厅" in (await ask(desk, "请问借拐杖到哪里呢"))[0].text


async def test_what_a_new_entry_takes_from_another_is_shown_before_it_is_published(desk):
    browser = await desk.browser("安")
    thief = form(title="早预约怎么约？")
    shown = await send(browser, "/staff/questions/adopt", ids=["4"], **thief)
    assert shown.status_code == 200
    assert "这些问法会换地方" in shown.text
    done = await send(browser, "/staff/questions/adopt", ids=["4"], agreed="true", **thief)
    assert done.status_code == 303


async def test_wordings_are_put_to_a_known_entry(desk):
    browser = await desk.browser("安")
    page = await browser.get("/staff/questions?id=1&q=早预约怎么约")
    assert 'value="early_how"' in page.text
    assert (await send(browser, "/staff/questions/merge", ids=["1"], entry="early_how")).status_code == 303
    assert ASKED[0] in desk.house.shelf.book.entries["early_how"].phrasings
    assert (await send(browser, "/staff/questions/merge", ids=["4"], entry="nowhere")).status_code == 404


async def test_what_a_known_entry_would_take_from_another_is_shown_before_the_wordings_are_put_to_it(desk):
    browser = await desk.browser("安")
    desk.house.database.write(note, "早预约怎么约呀", "unknown", "trace9", NOON)
    put = {"ids": ["5"], "entry": "talk_who"}
    shown = await send(browser, "/staff/questions/merge", **put)
    assert shown.status_code == 200
    assert "这些问法会换地方" in shown.text
    assert "「早预约怎么约呀」" in shown.text
    assert 'name="agreed"' in shown.text.partition('action="/staff/questions/merge"')[2].partition("</form>")[0]
    assert 'name="agreed"' not in shown.text.partition('action="/staff/questions/merge"')[0], "asked of one form only"
    before = desk.house.shelf.book.entries["talk_who"].phrasings
    assert "早预约怎么约呀" not in before
    assert (await send(browser, "/staff/questions/merge", **put, agreed="true")).status_code == 303
    assert desk.house.shelf.book.entries["talk_who"].phrasings == (*before, "早预约怎么约呀")


async def test_two_clerks_never_work_on_the_same_question(desk):
    desk.member("本", "editor")
    ann, ben = await desk.browser("安"), await desk.browser("本")
    await send(ann, "/staff/questions/take", ids=["1", "2", "3"])
    assert "安 正在处理" in (await ben.get("/staff")).text
    for path, more in (("take", {}), ("ignore", {}), ("adopt", form()), ("merge", {"entry": "early_how"})):
        late = await send(ben, f"/staff/questions/{path}", ids=["1", "2"], **more)
        assert late.status_code == 409, path
        assert "请先看别的" in late.text
    assert "正在处理" in (await ben.get("/staff/questions?id=1")).text
    await send(ann, "/staff/questions/release", ids=["1", "2", "3"])
    assert (await send(ben, "/staff/questions/ignore", ids=["1", "2", "3"])).status_code == 303
    gone = await ann.get("/staff/questions?id=1")
    assert (gone.status_code, "处理完" in gone.text) == (409, True)


@pytest.mark.parametrize("role", ["clerk", "viewer"])
async def test_who_may_not_answer_sees_no_button_and_sends_in_vain(desk, role):
    desk.member("丙", role, *(["longhua"] if role == "clerk" else []))
    browser = await desk.browser("丙")
    page = (await browser.get("/staff")).text
    assert (ASKED[0] in page) is (role == "viewer")
    assert "/staff/questions/" not in page
    desk.house.database.write(hand_over, SOMEBODY, "referral", "pathway:green", NOON)
    for path in ("take", "ignore", "release"):
        assert (await send(browser, f"/staff/questions/{path}", ids=["1"])).status_code == 403
    assert (await send(browser, "/staff/questions/adopt", ids=["1"], **form())).status_code == 403
    assert (await send(browser, "/staff/handoffs/1", words="好")).status_code == 403
    for path in ("/staff/handoffs/1", "/staff/questions?id=1", "/staff/drafts"):
        assert (await browser.get(path)).status_code == 403
    assert len(desk.house.database.read(queue.waiting, NOON)) == 4


async def test_an_answer_goes_back_by_the_channel_the_person_wrote_from(desk):
    desk.house.database.write(hand_over, SOMEBODY, "referral", "pathway:nowhere", NOON)
    browser = await desk.browser("安")
    page = await browser.get("/staff")
    assert "/staff/handoffs/1" in page.text
    assert "visitor-1" not in page.text + (await browser.get("/staff/handoffs/1")).text
    done = await send(browser, "/staff/handoffs/1", words="请打 12345 转人工。")
    assert done.headers["location"] == "/staff?said=replied"
    (row,) = desk.house.database.write(claim, "web", "worker", NOON, most=5)
    assert (row.kind, row.to, row.subject) == ("reply", SOMEBODY, "handoff:1")
    assert "没有人在等" in (await browser.get("/staff")).text
    assert (await browser.get("/staff/handoffs/1")).status_code == 404
    again = await send(browser, "/staff/handoffs/1", words="再来")
    assert (again.status_code, "已经有同事答复" in again.text) == (409, True)


async def test_an_answer_can_become_an_entry(desk):
    desk.house.database.write(hand_over, SOMEBODY, "referral", "", NOON)
    browser = await desk.browser("安")
    page = await send(browser, "/staff/handoffs/1", words="请打 12345 转人工。", entry="true")
    assert page.status_code == 200
    assert "请打 12345 转人工。" in page.text
    assert 'action="/staff/book/entry/new"' in page.text
    made = empty_form("entry") | {
        "desk_confirmed": "true",
        "title": "早预约怎么约？",
        "topic": "programme",
        "answer": "请打 12345 转人工。",
    }
    shown = await send(browser, "/staff/book/entry/new", **made)
    assert (shown.status_code, 'name="desk_agreed"' in shown.text) == (200, True), "rehearsed like any other"
    empty = await send(browser, "/staff/handoffs/1", words="   ")
    assert empty.status_code in {400, 404, 409}


async def test_no_words_are_no_answer(desk):
    desk.house.database.write(hand_over, SOMEBODY, "referral", "", NOON)
    browser = await desk.browser("安")
    for words in ("  ", "长" * 2000):
        reply = await send(browser, "/staff/handoffs/1", words=words)
        assert (reply.status_code, "请写 1 到" in reply.text) == (400, True)
    assert len(desk.house.database.read(replies.unanswered)) == 1


async def test_what_residents_typed_is_never_run(desk):
    desk.house.database.write(note, EVIL, "unknown", "t", NOON)
    browser = await desk.browser("安")
    number = max(one.id for one in desk.house.database.read(queue.waiting, NOON))
    for path in ("/staff", f"/staff/questions?id={number}", f"/staff/questions?id={number}&q={EVIL}"):
        page = (await browser.get(path)).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;轮椅" in page


@pytest.mark.parametrize("query", ["", "?id=", "?id=x", "?id=1;drop", "?id=-1", "?id=99999999999"])
async def test_an_address_that_names_no_question_is_not_found(desk, query):
    browser = await desk.browser("安")
    assert (await browser.get(f"/staff/questions{query}")).status_code == 404


async def test_holidays_and_old_facts_are_minded(desk):
    browser = await desk.browser("安")
    page = (await browser.get("/staff")).text
    assert "2027 年的节假日和调休还没有" in page
    facts = {(k, i): f for k, held in desk.house.shelf.book.kinds.items() for i, f in held.items()}
    assert f'<span class="count">{len(overdue(facts, NOON.date()))}</span>' in page
