"""What somebody tries in the chat who may not: guessed buttons, no words at all, a browser that two share."""

import msgspec
import pytest

from handlers.incoming import Incoming
from knowledge import invites
from knowledge.editing import Edit, publish
from knowledge.permission import Actor
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
    assert "已成为新条目" in await counter.says("请到一楼服务台借。", who=EDITOR)


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
    assert "只管 longhua" in await counter.says(token="sd:go")
    await counter.town.shelf.refresh()
    assert "change" not in facts(counter)
