"""A resident sees the days of a series first, asks for them with one button, and is told what became of it."""

import icalendar
import msgspec
import pytest

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.routes import Routes
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.message import Address
from knowledge.series import Series
from knowledge.shelf import Shelf
from scheduler import agenda
from scheduler.plans import Plan
from tests.conftest import NOON
from tests.handlers.dialogue import shown

ANN = Address("test", "ann")
GAOFANG = Series(
    id="gaofang",
    name="膏方门诊日",
    text="要先约号。",
    english_name="Paste clinic",
    english="By appointment.",
    dates=("2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16", "2026-12-23"),
    time="08:00",
    institution="longhua",
    sources=("wording",),
)
OTHER = msgspec.structs.replace(
    GAOFANG, id="sanfu", name="贴敷日", dates=("2026-11-24",), english_name="", institution=""
)
OVER = msgspec.structs.replace(GAOFANG, id="over", name="过去的", dates=("2026-11-20",))
PAUSED = msgspec.structs.replace(GAOFANG, id="paused", name="停着的", paused=True)


PLAN = Plan(kind="personal", start="2026-11-25T19:00")


class Counter:
    """The handlers in front of a Book with these series."""

    def __init__(self, database: Database, *held: Series) -> None:
        edits = [Edit(("series", s.id), s) for s in held]
        database.write(publish, edits, "staff", Actor("staff", "web"), NOON)
        self.database, self.shelf = database, Shelf(database)
        self.shelf.load()
        self.routes = Routes(Desk(database, self.shelf))

    async def press(self, token: str, **more: object) -> str:
        return shown(await self.routes.answer(Incoming(address=ANN, when=NOON, token=token, **more)))

    @property
    def held(self) -> list[agenda.Reminder]:
        return self.database.read(agenda.reminders, ANN)


@pytest.fixture
def counter(shipped: Database) -> Counter:
    return Counter(shipped, GAOFANG, OTHER, OVER, PAUSED)


async def test_the_list_shows_the_days_first_and_a_button_for_each(counter):
    said = await counter.press("se:list")
    assert said.startswith("贴敷日\n日期：11月24日周二，08:00提醒\n要先约号。")
    assert (
        "膏方门诊日\n日期：11月25日周三、12月2日周三、12月9日周三、12月16日周三……每次08:00提醒，还有5次，到12月23日周三为止"
        in said
    )
    assert "地点：龙华医院" in said
    assert "[提醒我：膏方门诊日]" in said
    assert "过去的" not in said
    assert "停着的" not in said


async def test_one_press_and_it_is_set_with_its_days_echoed(counter):
    assert "[到日子提醒我]" in await counter.press("se:show:gaofang")
    said = await counter.press("se:on:gaofang")
    assert "设好了：膏方门诊日" in said
    assert "11月25日周三" in said
    assert "自动结束" in said
    assert "[停这个]" in said
    assert "[加到手机日历]" in said
    (reminder,) = counter.held
    assert reminder.plan.subject == "series:gaofang"
    assert reminder.plan.until == "2026-12-23"


async def test_pressed_twice_it_is_set_once(counter):
    await counter.press("se:on:gaofang")
    assert "已经设好了" in await counter.press("se:on:gaofang")
    assert len(counter.held) == 1


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("se:on:over", "已经结束了"),
        ("se:show:over", "已经结束了"),
        ("se:on:paused", "现在暂停"),
        ("se:on:unknown", "膏方门诊日"),
        ("se:show:unknown", "膏方门诊日"),
        ("se", "膏方门诊日"),
        ("se:on:", "膏方门诊日"),
    ],
)
async def test_what_cannot_be_set_says_why(counter, token, says):
    assert says in await counter.press(token)
    assert counter.held == []


async def test_in_a_group_nothing_is_set(counter):
    assert "私聊" in await counter.press("se:on:gaofang", private=False)
    assert counter.held == []


async def test_whoever_has_fifty_is_told_to_stop_some(counter):
    for n in range(agenda.MOST):
        plan = msgspec.structs.replace(PLAN, words=str(n))
        counter.database.write(agenda.add, ANN, plan, NOON)
    assert "50条" in await counter.press("se:on:gaofang")


async def test_in_english(counter):
    said = await counter.press("se:list", language="en")
    assert "Paste clinic\nDays: Wed 2026-11-25" in said
    assert "[Remind me: Paste clinic]" in said


async def test_large_and_simple_keeps_every_button(counter):
    await counter.press("elder:on")
    said = await counter.press("se:list")
    assert "[提醒我：膏方门诊日]" in said
    assert "[提醒我：贴敷日]" in said


async def test_without_any_the_list_says_so_and_the_menu_has_no_door(shipped):
    empty = Counter(shipped, OVER)
    assert "现在没有" in await empty.press("se:list")
    assert "专题提醒" not in await empty.press("menu:reminders")


async def test_the_reminders_menu_has_a_door_while_something_is_offered(counter):
    assert "[专题提醒]" in await counter.press("menu:reminders")
    await counter.press("se:on:gaofang")
    said = await counter.press("menu:reminders")
    assert "膏方门诊日" in said
    assert "[专题提醒]" in said


async def test_it_is_stopped_like_any_reminder(counter):
    await counter.press("se:on:gaofang")
    await counter.press(f"r:stop:{counter.held[0].id}")
    assert counter.held == []


async def test_the_calendar_entry_has_every_day(counter):
    await counter.press("se:on:gaofang")
    pressed = Incoming(address=ANN, when=NOON, token=f"r:ics:{counter.held[0].id}")
    (message,) = await counter.routes.answer(pressed)
    calendar = icalendar.Calendar.from_ical(message.document.content)
    assert len(calendar.events) == 5
    assert all(event.alarms for event in calendar.events)


async def test_on_the_web_it_says_that_the_page_does_not_ring(counter):
    ann = Incoming(address=Address("web", "ann"), when=NOON, token="se:on:gaofang")
    assert "网页不会自己响" in shown(await counter.routes.answer(ann))


async def test_a_sample_says_that_it_is_one(shipped):
    sample = Counter(shipped, msgspec.structs.replace(GAOFANG, sample=True))
    assert "【示例】膏方门诊日" in await sample.press("se:list")
