"""Words of referral and medicine at every door, filed under topics that need no second person: none publishes them.

One house, one text after another, so that each door is tried with each text.
"""

import pytest

from handlers.incoming import Incoming
from knowledge import queue
from knowledge.editing import Actor, Edit, publish
from knowledge.errors import NotAllowed
from knowledge.handoffs import hand_over
from knowledge.keeping import history, proposals
from knowledge.keeping.fields import empty
from knowledge.message import Address
from knowledge.model import Entry
from knowledge.series import Series
from knowledge.unanswered import note
from tests.bot.staff_rig import SHELL, open_desk, send
from tests.bot.test_desk_book import texts
from tests.conftest import NOON

HARMLESS = Entry(id="hall", title="大厅几点开", topic="staff", answer="大厅七点开。", confirmed_by="安")
SAID = ("请先找家庭医生开转诊单。", "中药每次两包，一天两次。")
CHAT = Address("telegram", "77")


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as desk:
        desk.house.database.write(publish, [Edit(("entry", "hall"), HARMLESS)], "staff", SHELL, NOON)
        await desk.house.shelf.refresh()
        yield desk


def asks(desk, words):
    """A question that waits; returns its number."""
    desk.house.database.write(note, words, "unknown", words, NOON)
    return max(one.id for one in desk.house.database.read(queue.waiting, NOON))


async def chat(desk, text="", token=""):
    incoming = Incoming(address=CHAT, when=desk.clock.now, text=text, token=token, language="zh")
    return "\n".join(message.plain for message in await desk.house.routes.answer(incoming))


async def adopted(desk, browser, said):
    number = str(asks(desk, f"月亮上的拐杖{said[:2]}"))
    await send(browser, "/staff/questions/adopt", ids=[number], title="拐杖", answer=said, topic="staff", agreed="true")


async def typed_anew(_desk, browser, said):
    form = {"title": "拐杖", "answer": said, "topic": "staff", "desk_agreed": "true", "desk_confirmed": "true"}
    await send(browser, "/staff/book/entry/new", **(empty("entry") | form))


async def changed_in_its_form(desk, browser, said):
    form = texts(desk, "entry", "hall") | {"answer": said, "desk_agreed": "true", "desk_confirmed": "true"}
    await send(browser, "/staff/book/entry/hall/edit", **form)


async def merged(desk, browser, said):
    number = str(asks(desk, said))
    await send(browser, "/staff/questions/merge", ids=[number], entry="hall", agreed="true")


async def made_of_a_reply(desk, browser, said):
    desk.house.database.write(hand_over, CHAT, "referral", "", NOON)
    page = await send(browser, "/staff/handoffs/1", words=said, entry="true")
    assert 'action="/staff/book/entry/new"' in page.text
    await typed_anew(desk, browser, said)


async def said_in_the_chat(desk, _browser, said):
    await chat(desk, f"/start invite_{desk.link('本', 'editor')}")
    number = asks(desk, "月亮上的拐杖")
    await chat(desk, token=f"sd:ans:{number}")
    await chat(desk, said)
    await chat(desk, token="sd:top:staff")


async def written_as_a_series(_desk, browser, said):
    await send(browser, "/staff/series/new", name="冬令", text=said, dates="2026-12-01", sure="true")


DOORS = (adopted, typed_anew, changed_in_its_form, merged, made_of_a_reply, said_in_the_chat, written_as_a_series)


@pytest.mark.parametrize("door", DOORS)
async def test_it_waits_for_a_second_person(desk, door):
    browser, house = await desk.browser("安"), desk.house
    for number, said in enumerate(SAID[:1] if door in {made_of_a_reply, said_in_the_chat} else SAID, 1):
        before = house.shelf.book.version
        await door(desk, browser, said)
        await house.shelf.refresh()
        assert house.shelf.book.version == before
        waiting = house.database.read(proposals.waiting)
        assert len(waiting) == number
        told = repr(waiting[-1].fact)
        assert said in told
    assert house.database.read(history.state_of, ("entry", "hall")).fact == HARMLESS


@pytest.mark.parametrize("fact", [
    Entry(id="q", title="拐杖", topic="staff", answer=SAID[0], confirmed_by="安"),
    Entry(id="q", title="拐杖", topic="staff", answer="可以。", phrasings=("孕妇能吃阿胶吗",), confirmed_by="安"),
    Series(id="z", name="冬令", text=SAID[1], dates=("2026-12-01",), confirmed_by="安"),
])  # fmt: skip
@pytest.mark.parametrize("door", ["web", "chat", "import"])
def test_no_door_publishes_it_by_itself(shipped, fact, door):
    kind = "entry" if isinstance(fact, Entry) else "series"
    actor = Actor("安", door, "editor")
    with pytest.raises(NotAllowed, match="另一个人"):
        shipped.write(publish, [Edit((kind, fact.id), fact)], "staff", actor, NOON)


async def test_a_series_goes_on_and_pauses_without_a_second_look(desk):
    browser, house = await desk.browser("安"), desk.house
    season = Series(id="z0123456789ab", name="冬令", text=SAID[1], dates=("2026-12-01",), confirmed_by="安")
    house.database.write(publish, [Edit(("series", season.id), season)], "staff", SHELL, NOON)
    await house.shelf.refresh()
    await send(browser, f"/staff/series/{season.id}/pause", paused="true", seen="1")
    assert house.shelf.book.series[season.id].paused
