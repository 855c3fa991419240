"""What an owner sets: seen before it is so, by owners alone, on every replica, and never at the cost of an alarm."""

import pytest

from knowledge import reading
from knowledge.adjusting import adjust
from knowledge.answering.respond import respond
from knowledge.errors import Conflict, InputError, NotAllowed
from knowledge.holding_out import Asked, effect
from knowledge.permission import Actor
from knowledge.reading import tuning
from knowledge.shelf import Shelf
from knowledge.tuning import USUAL, Tuning
from knowledge.wording import Voice
from tests.bot.staff_rig import open_desk, send
from tests.conftest import NOON
from tests.houses import kept

OWNER = Actor("安", "web")
SEEN = {"seen_sure": "0.6", "seen_maybe": "0.42"}


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as held:
        held.member("编", "editor")
        yield held


async def test_the_effect_is_shown_before_anything_is_set(desk):
    browser = await desk.browser("安")
    page = (await send(browser, "/staff/settings", sure="0.9", maybe="0.3", **SEEN)).text
    assert "改了以后" in page
    assert desk.written(tuning) == USUAL
    form = {"sure": "0.9", "maybe": "0.3", "per_second": "7", "sure_of_it": "true"}
    assert (await send(browser, "/staff/settings", **form, **SEEN)).status_code == 303
    assert desk.written(tuning) == Tuning(sure=0.9, maybe=0.3, per_second=7)
    assert desk.house.shelf.book.tuning.per_second == 7
    assert (await send(browser, "/staff/settings", **form, **SEEN)).status_code == 409
    assert "改了设置" in (await browser.get("/staff/audit")).text


@pytest.mark.parametrize("sure_of_it", ["true", "false"])
async def test_lines_that_cannot_be_set_are_not_offered(desk, sure_of_it):
    form = {"sure": "0.3", "maybe": "0.42", "sure_of_it": sure_of_it}
    reply = await send(await desk.browser("安"), "/staff/settings", **form, **SEEN)
    assert reply.status_code == 400
    assert "要高于“给选项”" in reply.text
    assert 'value="0.3"' in reply.text, "what was typed stands there to be mended"
    assert "就这样设" not in reply.text
    assert "改了以后" not in reply.text
    assert desk.written(tuning) == USUAL


async def test_another_replica_reads_it_as_it_reads_a_fact(shipped):
    other = Shelf(shipped, kept())
    other.load()
    shipped.write(adjust, Tuning(sure=0.9, maybe=0.3), USUAL, OWNER, NOON)
    assert await other.refresh()
    assert other.book.tuning.sure == 0.9
    assert not await other.refresh()


def test_a_question_between_the_lines_is_offered_and_alarms_stay(shipped):
    shelf = Shelf(shipped, kept())
    shelf.load()
    shipped.write(adjust, Tuning(sure=0.95, maybe=0.2), USUAL, OWNER, NOON)
    strict = Shelf(shipped, kept())
    strict.load()
    words = "专科列表呀告诉我一下"
    scored = [respond(one.reader.read(words, NOON), one.book, Voice()).kind for one in (shelf, strict)]
    assert scored == ["answer", "choices"]
    for danger in ("我不想活了", "我爸突然昏过去了"):
        kinds = [respond(one.reader.read(danger, NOON), one.book, Voice()).kind for one in (shelf, strict)]
        assert kinds[0] == kinds[1]
        assert kinds[0] in {"crisis", "emergency"}


@pytest.mark.parametrize(
    "wanted", [{"sure": 0.3, "maybe": 0.4}, {"sure": 1.0}, {"maybe": 0.0}, {"per_second": 0}, {"per_second": 31}]
)
def test_what_cannot_be_set(shipped, wanted):
    with pytest.raises(InputError):
        shipped.write(adjust, Tuning(**wanted), USUAL, OWNER, NOON)
    assert shipped.read(tuning) == USUAL


def test_only_owners_set_and_nobody_overwrites_unseen(shipped):
    for role in ("editor", "clerk", "viewer"):
        with pytest.raises(NotAllowed):
            shipped.write(adjust, Tuning(sure=0.7), USUAL, Actor("x", "web", role), NOON)
    shipped.write(adjust, Tuning(sure=0.7), USUAL, OWNER, NOON)
    with pytest.raises(Conflict):
        shipped.write(adjust, Tuning(sure=0.8), USUAL, OWNER, NOON)


async def test_editors_neither_see_nor_set(desk):
    browser = await desk.browser("编")
    assert (await browser.get("/staff/settings")).status_code == 403
    form = {"sure": "0.9", "maybe": "0.3", "sure_of_it": "true"}
    assert (await send(browser, "/staff/settings", **form, **SEEN)).status_code == 403
    assert desk.written(tuning) == USUAL


@pytest.mark.parametrize("number", ["emergency_120", "police_110", "mental_12356", "mental_962525"])
async def test_the_numbers_of_alarms_cannot_be_hidden(desk, number):
    form = {"id": number, "name": "x", "use": "", "seen": "1"}
    reply = await send(await desk.browser("安"), "/staff/settings/hotline", **form)
    assert reply.status_code == 400
    assert "不能藏起来" in reply.text


async def test_a_number_is_shown_once_somebody_has_checked_it(desk):
    form = {"id": "youth_12355", "name": "青少年热线", "use": "", "shown": "true", "seen": "1"}
    browser = await desk.browser("安")
    assert (await send(browser, "/staff/settings/hotline", **form)).status_code == 303
    held = desk.house.shelf.book.hotlines["12355"]
    assert (held.name, held.confirmed_by) == ("青少年热线", "安")
    assert (await send(browser, "/staff/settings/hotline", **form | {"name": "别的"})).status_code == 409
    assert (await send(browser, "/staff/settings/hotline", **form, number="1")).status_code == 400


def test_the_effect_of_two_lines():
    asked = [Asked(0.9, True, True), Asked(0.8, False, True), Asked(0.5, True, True), Asked(0.5, False, False),
             Asked(0.1, True, True)]  # fmt: skip
    told = effect(asked, 0.6, 0.4)
    assert (told.right, told.wrong, told.offered, told.missed) == (1, 1, 1, 2)
    assert reading.TUNING == "tuning"
