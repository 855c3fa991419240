"""The Book at the desk over real HTTP: reading, changing, two at once, taking back, and what is tried against it.

Over 250 lines: each test is one thing done to the Book at the desk, with one rig.
"""

import re
from html import unescape

import pytest

from knowledge.keeping import history
from knowledge.keeping.fields import empty, fields_of, shown
from knowledge.kinds import KINDS
from tests.bot.staff_rig import open_desk, send

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
NEW = {"title": "轮椅在哪里借？", "answer": "请到一楼服务台借轮椅。", "topic": "programme", "desk_confirmed": "true"}


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as desk:
        desk.member("本", "editor")
        yield desk


def texts(desk, kind, key):
    """What the form of a fact holds, as a browser would send it back."""
    state = desk.house.database.read(history.state_of, (kind, key))
    held = shown(kind, state.fact)
    boxes = {field.name for field in fields_of(kind) if field.shape == "flag"}
    return {n: t for n, t in held.items() if t or n not in boxes} | {"desk_seen": str(state.revision)}


async def add(browser, **more):
    """A new entry; returns its id."""
    reply = await send(browser, "/staff/book/entry/new", **(empty("entry") | NEW | more))
    assert reply.status_code == 303, unescape(reply.text)
    return reply.headers["location"].partition("?")[0].rpartition("/")[2]


@pytest.mark.parametrize("kind", list(KINDS))
async def test_every_kind_has_a_list_and_a_form(desk, kind):
    browser = await desk.browser("安")
    assert (await browser.get(f"/staff/book?kind={kind}")).status_code == 200
    page = (await browser.get(f"/staff/book/{kind}/new")).text
    assert all(f'name="{field.name}"' in page for field in fields_of(kind))
    assert not re.search(r'name="(id|origin|revision|confirmed_by|verified_on|sample)"', page)


async def test_every_fact_of_the_book_has_a_page_and_comes_back_from_its_form_unchanged(desk):
    browser = await desk.browser("安")
    for kind, facts in desk.house.shelf.book.kinds.items():
        key = next(iter(facts))
        for path in ("", "/edit", "/history"):
            assert (await browser.get(f"/staff/book/{kind}/{key}{path}")).status_code == 200, (kind, path)
        same = await send(browser, f"/staff/book/{kind}/{key}/edit", **texts(desk, kind, key))
        assert same.headers["location"] == f"/staff/book/{kind}/{key}?said=same"


async def test_a_new_entry_is_found_shown_and_asked(desk):
    browser = await desk.browser("安")
    key = await add(browser)
    assert key in (await browser.get("/staff/book?kind=entry&q=轮椅")).text
    page = (await browser.get(f"/staff/book/entry/{key}")).text
    assert "安 核对于 2026-11-21" in page
    tried = (await browser.get("/staff/try?q=轮椅到哪里借")).text
    assert "请到一楼服务台借轮椅" in tried
    assert key in tried


async def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(desk):
    browser = await desk.browser("安")
    held = texts(desk, "institution", "longhua") | {"name": "", "campuses": "- name: [\n- x", "note": "我写了很多"}
    reply = await send(browser, "/staff/book/institution/longhua/edit", **held)
    assert reply.status_code == 400
    page = unescape(reply.text)
    assert "有 2 处要改" in page
    assert "第 2 行" in page
    assert "我写了很多" in page
    held = texts(desk, "entry", "early_how") | {"sources": "nowhere"}
    reply = await send(browser, "/staff/book/entry/early_how/edit", **held)
    assert (reply.status_code, "没有叫“nowhere”的出处" in reply.text) == (400, True)


@pytest.mark.parametrize(
    "name", ["id", "origin", "revision", "confirmed_by", "verified_on", "archived", "version", "x"]
)
async def test_no_field_slips_in_that_the_form_has_not(desk, name):
    browser = await desk.browser("安")
    before = desk.house.database.read(history.state_of, ("entry", "early_how"))
    held = texts(desk, "entry", "early_how") | {"note": "neu"}
    assert (await send(browser, "/staff/book/entry/early_how/edit", **held, **{name: "x"})).status_code == 400
    assert (await send(browser, "/staff/book/entry/new", **(empty("entry") | NEW), **{name: "x"})).status_code == 400
    assert desk.house.database.read(history.state_of, ("entry", "early_how")) == before


async def test_the_second_of_two_editors_sees_both_versions_and_chooses(desk):
    ann, ben = await desk.browser("安"), await desk.browser("本")
    key = await add(ann)
    path, held = f"/staff/book/entry/{key}/edit", texts(desk, "entry", key)
    await send(ann, path, **held | {"answer": "安写的答复。", "note": "安的备注", "desk_confirmed": "true"})
    late = await send(ben, path, **held | {"answer": "本写的答复。"})
    assert late.status_code == 409
    page = unescape(late.text)
    assert "同事改过这一条" in page
    assert re.search(r"<td[^>]*>安写的答复。</td><td[^>]*>本写的答复。</td>", page)
    assert re.search(r'<textarea id="answer"[^>]*>\n本写的答复。</textarea>', page)
    assert re.search(r'<textarea id="note"[^>]*>\n安的备注</textarea>', page)  # what Ben did not touch is Ann's
    assert desk.house.shelf.book.entries[key].answer == "安写的答复。"
    seen = re.search(r'name="desk_seen" value="(\d+)"', page)[1]
    done = await send(
        ben, path, **held | {"answer": "本写的答复。", "note": "安的备注", "desk_seen": seen, "desk_confirmed": "true"}
    )
    assert done.status_code == 303
    entry = desk.house.shelf.book.entries[key]
    assert (entry.answer, entry.note) == ("本写的答复。", "安的备注")


async def test_a_thief_of_other_questions_is_shown_before_it_is_published(desk):
    browser = await desk.browser("安")
    held = empty("entry") | NEW | {"title": "早预约怎么约？"}
    shown_first = await send(browser, "/staff/book/entry/new", **held)
    assert (shown_first.status_code, "这些问法会换地方" in shown_first.text) == (200, True)
    assert (await send(browser, "/staff/book/entry/new", **held, desk_agreed="true")).status_code == 303


async def test_a_preview_saves_nothing(desk):
    browser = await desk.browser("安")
    before = desk.house.database.read(history.state_of, ("institution", "longhua"))
    held = texts(desk, "institution", "longhua") | {"short": "龙华老医院", "desk_act": "preview"}
    page = (await send(browser, "/staff/book/institution/longhua/edit", **held)).text
    assert "会改成这样" in page
    assert "<ins>老" in page
    assert desk.house.database.read(history.state_of, ("institution", "longhua")) == before


async def test_names_that_others_have_are_told_while_typing_and_in_the_preview(desk):
    browser = await desk.browser("安")
    found = await browser.get("/staff/names", params={"kind": "alliance", "id": "x", "said": "龙华医院\n没人叫这个"})
    assert list(found.json()) == ["龙华医院"]
    key = next(iter(desk.house.shelf.book.alliances))
    held = texts(desk, "alliance", key)
    held |= {"aliases": held["aliases"] + "\n龙华医院", "desk_act": "preview"}
    assert "「龙华医院」别处也有" in (await send(browser, f"/staff/book/alliance/{key}/edit", **held)).text
    assert (await browser.get("/staff/names?kind=nothing")).status_code == 404


async def test_referral_text_is_proposed_and_published_by_another(desk):
    ann, ben = await desk.browser("安"), await desk.browser("本")
    key = next(e.id for e in desk.house.shelf.book.entries.values() if e.topic == "referral_steps")
    held = texts(desk, "entry", key) | {"answer": "先找家庭医生。", "desk_note": "按新通知改", "desk_agreed": "true"}
    done = await send(ann, f"/staff/book/entry/{key}/edit", **held)
    assert "said=proposed" in done.headers["location"]
    assert desk.house.shelf.book.entries[key].answer != "先找家庭医生。"
    assert "按新通知改" in (await ben.get("/staff/drafts")).text
    page = unescape((await ben.get("/staff/drafts/1")).text)
    assert "同意，发布" in page
    assert "同意，发布" not in (await ann.get("/staff/drafts/1")).text
    await send(ben, "/staff/drafts/1/approve")
    assert desk.house.shelf.book.entries[key].answer == "先找家庭医生。"
    assert (await send(ben, "/staff/drafts/1/refuse", why="")).status_code == 409


async def test_any_revision_comes_back_with_one_press(desk):
    browser = await desk.browser("安")
    key = await add(browser)
    path = f"/staff/book/entry/{key}"
    await send(
        browser, f"{path}/edit", **texts(desk, "entry", key) | {"answer": "改错了的答复", "desk_confirmed": "true"}
    )
    page = (await browser.get(f"{path}/history")).text
    assert "第 2 版" in page
    number = re.search(r'name="number" value="(\d+)"', page)[1]
    assert (await send(browser, f"{path}/restore", number=number)).headers["location"] == f"{path}?said=restored"
    assert desk.house.shelf.book.entries[key].answer == "请到一楼服务台借轮椅。"
    other = await send(browser, "/staff/book/entry/early_how/restore", number=number)
    assert other.status_code == 404


async def test_nothing_is_deleted_only_put_away(desk):
    browser = await desk.browser("安")
    key = await add(browser)
    path = f"/staff/book/entry/{key}"
    unsure = await send(browser, f"{path}/archive", seen="1")
    assert (unsure.status_code, "勾选" in unsure.text) == (400, True)
    await send(browser, f"{path}/archive", seen="1", sure="true")
    assert key not in desk.house.shelf.book.entries
    assert key in (await browser.get("/staff/book?kind=entry&archived=1")).text
    page = (await browser.get(path)).text
    assert "已归档" in page
    assert f"{path}/edit" not in page
    assert (await browser.get(f"{path}/edit")).status_code == 404
    number = re.search(r'name="number" value="(\d+)"', (await browser.get(f"{path}/history")).text)[1]
    await send(browser, f"{path}/restore", number=number)
    assert key in desk.house.shelf.book.entries


async def test_what_others_name_is_not_put_away(desk):
    browser = await desk.browser("安")
    base = next(iter(desk.house.shelf.book.bases.values()))
    page = await browser.get(f"/staff/book/institution/{base.institution}")
    assert f"/staff/book/base/{base.id}" in page.text
    reply = await send(browser, f"/staff/book/institution/{base.institution}/archive", seen="1", sure="true")
    assert (reply.status_code, "用到它" in reply.text) == (400, True)


async def test_one_press_says_it_was_looked_over_today_and_a_second_one_from_an_old_page_does_not(desk):
    browser = await desk.browser("安")
    path = "/staff/book/institution/longhua/confirm"
    assert (await send(browser, path, seen="1")).status_code == 303
    assert desk.house.shelf.book.institutions["longhua"].confirmed_by == "安"
    assert (await send(browser, path, seen="1")).status_code == 409


async def test_words_changed_without_a_tick_are_nobodys_word_until_somebody_confirms_them(desk):
    browser, path = await desk.browser("安"), "/staff/book/institution/longhua"
    await send(browser, f"{path}/confirm", seen="1")
    held = texts(desk, "institution", "longhua")
    await send(browser, f"{path}/edit", **held | {"note": "没有改居民看到的", "desk_seen": "2"})
    assert desk.house.shelf.book.institutions["longhua"].confirmed_by == "安"
    await send(browser, f"{path}/edit", **held | {"grade": "改过的等级", "desk_seen": "3"})
    changed = desk.house.shelf.book.institutions["longhua"]
    assert (changed.grade, changed.confirmed_by, changed.verified_on) == ("改过的等级", "", "")
    assert "核对于" not in (await browser.get(path)).text
    await send(browser, f"{path}/confirm", seen="4")
    assert "安 核对于 2026-11-21" in (await browser.get(path)).text


async def test_a_clinics_words_without_a_source_are_not_left_without_a_name_either(desk):
    browser = await desk.browser("安")
    key = await add(browser)
    held = texts(desk, "entry", key) | {"answer": "改过的答复"}
    reply = await send(browser, f"/staff/book/entry/{key}/edit", **held)
    assert (reply.status_code, "没有出处" in reply.text) == (400, True)


@pytest.mark.parametrize("role", ["clerk", "viewer"])
async def test_who_may_only_read_reads(desk, role):
    desk.member("丙", role, *(["longhua"] if role == "clerk" else []))
    browser = await desk.browser("丙")
    page = (await browser.get("/staff/book/entry/early_how")).text
    assert not re.search(r"/(edit|confirm|archive)\"", page)
    held = texts(desk, "entry", "early_how")
    for path, more in (("edit", held), ("confirm", {"seen": "1"}), ("archive", {"seen": "1", "sure": "true"})):
        assert (await send(browser, f"/staff/book/entry/early_how/{path}", **more)).status_code == 403, path
    assert (await send(browser, "/staff/book/entry/early_how/restore", number="1")).status_code == 403
    assert (await send(browser, "/staff/book/entry/new", **empty("entry") | NEW)).status_code == 403
    assert (await browser.get("/staff/book/entry/new")).status_code == 403
    assert (await browser.get("/staff/try?q=早预约怎么约")).status_code == 200


async def test_a_clerk_changes_the_experts_of_their_own_hospital_alone(desk):
    desk.member("丁", "clerk", "longhua")
    browser = await desk.browser("丁")
    new = empty("expert") | {"name": "王医生", "institution": "longhua", "desk_confirmed": "true"}
    own = await send(browser, "/staff/book/expert/new", **new)
    assert own.status_code == 303
    other = await send(browser, "/staff/book/expert/new", **new | {"institution": "yueyang"})
    assert other.status_code == 403
    path = own.headers["location"].partition("?")[0]
    taken = await send(browser, f"{path}/edit", **new | {"institution": "yueyang", "desk_seen": "1"})
    assert taken.status_code == 403


async def test_nothing_the_staff_write_is_run_or_leads_astray(desk):
    browser = await desk.browser("安")
    held = NEW | {
        "title": f"轮椅{EVIL}",
        "answer": f"javascript:alert(1) {EVIL}",
        "phrasings": f"借{EVIL}",
        "note": EVIL,
    }
    key = await add(browser, **held)
    sources = empty("source") | {"title": EVIL, "publisher": EVIL, "url": "javascript:alert(1)"}
    source = (await send(browser, "/staff/book/source/new", **sources)).headers["location"].partition("?")[0]
    paths = [f"/staff/book/entry/{key}{end}" for end in ("", "/edit", "/history")]
    paths += [f"/staff/book?q={EVIL}", f"/staff/try?q=轮椅{EVIL}", source, f"{source}/edit", "/staff/book?kind=source"]
    for path in paths:
        reply = await browser.get(path)
        assert reply.status_code == 200, path
        assert "<script>alert" not in reply.text, path
        assert "<img src=x" not in reply.text, path
        assert 'href="javascript' not in reply.text, path
        assert "default-src 'none'" in reply.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/staff/book/nothing/x", "/staff/book/entry/nowhere", "/staff/book?kind=x"])
async def test_what_there_is_not_is_not_found(desk, path):
    browser = await desk.browser("安")
    assert (await browser.get(path)).status_code == 404


async def test_a_strangers_form_changes_nothing(desk):
    browser = await desk.browser("安")
    before = desk.house.database.read(history.state_of, ("institution", "longhua"))
    assert (await browser.post("/staff/book/institution/longhua/confirm", data={"seen": "1"})).status_code == 403
    foreign = {"Sec-Fetch-Site": "cross-site"}
    held = {"seen": "1", "csrf": "x"}
    reply = await browser.post("/staff/book/institution/longhua/confirm", data=held, headers=foreign)
    assert reply.status_code == 403
    assert desk.house.database.read(history.state_of, ("institution", "longhua")) == before


async def test_trying_shows_an_alarm_first_and_an_empty_question_nothing(desk):
    browser = await desk.browser("安")
    alarm = (await browser.get("/staff/try?q=我不想活了")).text
    assert "先报警" in alarm
    assert "心理危机提示 · 心理危机" in alarm  # no word of the program's
    assert "发布以后还是由别处回答" in alarm
    assert "现在：" not in alarm
    assert "居民看到的" not in (await browser.get("/staff/try?q=")).text
