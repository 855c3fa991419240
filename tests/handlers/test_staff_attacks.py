"""What somebody tries in the chat who may not: guessed buttons, no words at all, a browser that two share."""

import msgspec
import pytest

from handlers.incoming import Incoming
from handlers.staff.backroom import BUTTONS
from knowledge import invites, staff
from knowledge.editing import Edit, publish
from knowledge.message import Address
from knowledge.permission import ACTIONS, Actor
from knowledge.tables_staff import staff_address
from knowledge.unanswered import note
from scheduler import agenda
from scheduler.agenda import MOST
from scheduler.plans import Plan
from tests.handlers.test_staff_desk import CLERK, EDITOR, Counter
from tests.scheduler.town import NEIGHBOUR, suspended


@pytest.fixture
def counter(sqlite) -> Counter:
    return Counter(sqlite)


def facts(counter: Counter) -> dict[str, int]:
    return {kind: len(held) for kind, held in counter.town.shelf.book.kinds.items()}


@pytest.mark.parametrize("who", [CLERK, EDITOR])
async def test_a_guessed_version_is_not_taken_back(counter, who):
    """Neither the whole Book as it was loaded, nor what a colleague published for one's own hospital."""
    before = facts(counter)
    colleagues = counter.town.publish(suspended)
    for version in (1, colleagues):
        assert "只能撤回自己" in await counter.says(token=f"sd:back:{version}", who=who)
    await counter.town.shelf.refresh()
    assert facts(counter) == before | {"change": 1}


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 12, "9" * 50])
async def test_what_is_no_version_leads_back_to_the_desk(counter, number):
    assert "要做什么" in await counter.says(token=f"sd:back:{number}")


async def test_one_s_own_is_taken_back_once(counter):
    await counter.says("各位病友：王示范主任11月25日（周三）上午因外出会诊停诊一次，请相互转告。")
    await counter.taps("发布")
    back = counter.shown[0].choices[0].token
    assert "只能撤回自己" in await counter.says(token=back, who=EDITOR)
    assert "已撤回" in await counter.says(token=back)
    assert "后来又改过" in await counter.says(token=back)


@pytest.mark.parametrize("sent", [{"point": (31.2, 121.4)}, {"attachment": "photo"}, {"text": " \n"}])
async def test_what_holds_no_words_answers_no_resident(counter, sent):
    await counter.town.database.awrite(note, "轮椅哪里可以借", "unknown", "t", counter.town.now)
    await counter.says(token="sd:queue", who=EDITOR)
    await counter.taps("回答 1", who=EDITOR)
    await counter.routes.answer(Incoming(address=EDITOR, when=counter.town.now, **sent))
    await counter.town.shelf.refresh()
    assert counter.town.shelf.book.entries == {}
    assert "关于什么" in await counter.says("请到一楼服务台借。", who=EDITOR)
    assert "已成为新条目" in await counter.taps("工作人员", who=EDITOR)


async def test_what_one_began_is_not_the_next_one_s_in_the_same_browser(counter):
    await counter.says("各位病友：王示范主任11月25日（周三）上午因外出会诊停诊一次，请相互转告。")
    with counter.town.database.transaction() as connection:
        connection.execute(staff_address.update().where(staff_address.c.address == CLERK.id).values(staff=2))
    assert "安编辑，要做什么" in await counter.says(token="sd:go")
    await counter.town.shelf.refresh()
    assert "change" not in facts(counter)


async def test_words_after_a_colleague_s_question_are_a_question(counter):
    await counter.says("/desk")
    await counter.taps("停诊")
    with counter.town.database.transaction() as connection:
        connection.execute(staff_address.update().where(staff_address.c.address == CLERK.id).values(staff=2))
    assert counter.shown[0].kind == "staff"
    await counter.says("闵行看肾病去哪里")
    assert counter.shown[0].kind != "staff"


async def test_a_clerk_with_all_the_reminders_one_may_have_comes_in(counter):
    for day in range(MOST):
        counter.town.remind(Plan(kind="personal", start=f"2027-01-01T09:{day:02}", words="x"))
    owner = Actor("主任", "web")
    link = counter.town.database.write(invites.make, owner, "小李", "clerk", ["tianshan"], counter.town.now)
    assert "小李" in await counter.says(f"/start invite_{link}", who=NEIGHBOUR)
    assert len(counter.town.database.read(agenda.reminders, NEIGHBOUR)) == MOST


async def test_a_week_that_a_colleague_changes_at_this_moment_is_not_signed_unseen(counter):
    await counter.says(token="sd:week")
    held = counter.town.shelf.book.clinics.by_institution["tianshan"][0]
    edit = Edit(("session", held.id), msgspec.structs.replace(held, room="301"))
    counter.town.database.write(publish, [edit], "staff", Actor("安编辑", "web", "editor"), counter.town.now)
    assert "再试一次" in await counter.taps("都对")
    await counter.town.shelf.refresh()
    after = counter.town.shelf.book.clinics.sessions[held.id]
    assert (after.room, after.confirmed_by) == ("301", held.confirmed_by)
    assert "今天核对" in await counter.says(token="sd:ok")


async def test_a_clerk_takes_nothing_of_another_hospital_by_paste(counter):
    """Their own role may have changed between the look and the press."""
    await counter.says("各位病友：王示范主任11月25日（周三）上午因外出会诊停诊一次，请相互转告。")
    elsewhere = msgspec.json.encode(["longhua"]).decode()
    with counter.town.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE staff SET institutions = ? WHERE id = 1", (elsewhere,))
    assert "只管自己医院的排班" in await counter.taps("发布")
    await counter.town.shelf.refresh()
    assert "change" not in facts(counter)


async def test_the_button_below_an_older_preview_publishes_nothing_unseen(counter):
    """Two notices were pasted; the first one's 发布 still stands further up in the chat."""
    await counter.says("各位病友：王示范主任11月25日（周三）上午因外出会诊停诊一次，请相互转告。")
    older = next(c.token for m in counter.shown for c in m.choices if c.label == "发布")
    await counter.says("各位病友：李例子主任11月26日（周四）下午因外出会诊停诊一次，请相互转告。")
    assert "李例子" in await counter.says(token=older)
    await counter.town.shelf.refresh()
    assert "change" not in facts(counter)
    assert len(older.encode()) <= 64
    await counter.taps("发布")
    await counter.town.shelf.refresh()
    assert [c.expert for c in counter.town.shelf.book.clinics.days_at("tianshan").changes] == ["e_li"]


STRANGER = Address("telegram", "4711")
CHANGES = {"ans": "answer", "free": "answer", "skip": "answer", "ok": "clinics"}
"""Buttons that change something, by what it takes: a question is taken to be answered, and given back. All others only
show; in a chat that has no draft, and has published nothing, ``go`` and ``back`` do nothing either.
"""


@pytest.mark.parametrize("role", [*ACTIONS, "nobody", "gone", "group"])
async def test_each_button_of_the_desk_does_what_its_role_may_and_no_more(counter, role):
    """Every button there is, with the very token that a clerk or an editor was given."""
    own = await prepared(counter, role)
    for name in BUTTONS:
        await counter.town.shelf.refresh()
        before = held(counter)
        rest = {"go": own["go"], "skip": "1", "ans": "1", "back": own["back"], "x": "0", "day": "0"}.get(name, "")
        incoming = Incoming(address=STRANGER, when=counter.town.now, token=f"sd:{name}:{rest}", private=role != "group")
        await counter.routes.answer(incoming)
        allowed = CHANGES.get(name) in ACTIONS.get(role, ()) and (name != "ok" or role == "clerk")
        assert (held(counter) != before) is allowed, name


async def prepared(counter, role):
    """Somebody of that role at a phone of theirs; what a clerk was shown and has published; a question that waits."""
    counter.town.database.write(note, "轮椅哪里可以借", "unknown", "t", counter.town.now)
    await counter.says("各位病友：王示范主任11月25日（周三）上午因外出会诊停诊一次，请相互转告。")
    await counter.taps("发布")
    back = counter.shown[0].choices[0].token.rpartition(":")[2]
    await counter.says("各位病友：李例子主任11月26日（周四）下午因外出会诊停诊一次，请相互转告。")
    go = next(c.token for m in counter.shown for c in m.choices if c.label == "发布").rpartition(":")[2]
    if role != "nobody":
        places = ["tianshan"] if role == "clerk" else []
        offer = "owner" if role in {"gone", "group"} else role
        link = counter.town.database.write(invites.make, Actor("主任", "web"), "某", offer, places, counter.town.now)
        who = counter.town.database.write(invites.accept_in_chat, link, STRANGER, counter.town.now)
        if role == "gone":
            values = staff.t.staff.update().where(staff.t.staff.c.id == who.id).values(active=False)
            counter.town.database.write(lambda c: c.execute(values))
    return {"go": go, "back": back}


def held(counter):
    """What buttons could change."""
    tables = ("item", "unanswered")
    return [
        counter.town.database.read(lambda c, n=name: c.exec_driver_sql(f"SELECT * FROM {n}").all()) for name in tables
    ]
