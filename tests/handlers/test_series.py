"""A resident sees the days of a series first, asks for them with one button, and is told what became of it.

Long: the ways to ask for a season in words are tables beside the buttons that do the same.
"""

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
from tests.handlers.person import Person, Stand
from tests.houses import kept
from tests.knowledge import sample_clinics

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
        self.database, self.shelf = database, Shelf(database, kept())
        self.shelf.load()
        self.routes = Routes(Desk(database, self.shelf))

    async def press(self, token: str, **more: object) -> str:
        return shown(await self.routes.answer(Incoming(address=ANN, when=NOON, token=token, **more)))

    async def say(self, words: str) -> str:
        return shown(await self.routes.answer(Incoming(address=ANN, when=NOON, text=words)))

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


JOINS = (
    *("膏方提醒我", "膏方什么时候开", "报名膏方节提醒", "膏方", "膏滋几号开始", "高方门诊哪天开始", "我想参加膏方季"),
    *("关注膏方节", "膏方节还有伐", "when does 膏方 start"),
)
OTHER_NAMES = (
    "三伏贴今年几号开始贴",
    "三福贴啥辰光开始",
    "冬病夏治提醒我",
    "三九贴有吗",
    "贴敷日提醒我",
    "冬病夏治贴什么时候开始",
)
NO_SEASON = ("膏方怎么吃", "糖尿病能吃膏方吗", "三伏贴贴几个小时", "膏方多少钱", "敷贴贴什么穴位", "三伏贴我能贴伐")


async def test_in_words_the_season_is_told_and_offered(counter):
    for words in JOINS:  # one Book for all of them: it takes longer to make than to ask
        said = await counter.say(words)
        assert "11月25日周三" in said, words
        assert "[到日子提醒我]" in said, words
    assert not counter.held


async def test_a_season_by_its_other_names_or_its_own(counter):
    for words in OTHER_NAMES:
        assert "[到日子提醒我]" in await counter.say(words), words


async def test_yes_under_the_days_of_one_series_joins_and_words_leave_it(counter):
    await counter.say("膏方提醒我")
    assert "设好了：膏方门诊日" in await counter.say("好的")
    assert [reminder.plan.subject for reminder in counter.held] == ["series:gaofang"]
    assert "停了：膏方门诊日" in await counter.say("不要膏方提醒了")
    assert not counter.held


async def test_all_of_them_when_any_is_meant(counter):
    said = await counter.say("有什么专题提醒")
    assert "[提醒我：膏方门诊日]" in said
    assert "[提醒我：贴敷日]" in said


@pytest.mark.parametrize("words", ["12月1日早上八点提醒我去开膏方", "每天早上七点提醒我吃膏方"])
async def test_with_a_day_of_ones_own_it_is_ones_own_reminder(counter, words):
    assert "要设的提醒" in await counter.say(words)


async def test_how_to_take_it_and_what_it_costs_is_not_told_by_a_season(counter):
    for words in NO_SEASON:
        said = await counter.say(words)
        assert "[到日子提醒我]" not in said, words
        assert "日期：" not in said, words


async def test_without_days_it_is_not_published_and_whom_to_ask(shipped):
    counter = Counter(shipped)
    for words in ("膏方提醒我", "膏方什么时候开", "三伏贴今年几号开始贴", "报名膏方节提醒", "龙华医院膏方几号开"):
        said = await counter.say(words)
        assert "还没有公布到这里" in said, words
        assert "12345" in said or "021-" in said, words
        assert "什么时候提醒您" not in said, words


async def test_without_any_series_there_is_nothing_to_choose(shipped):
    assert "没有可以订的专题提醒" in await Counter(shipped).say("有什么专题提醒")


async def test_days_that_are_over_or_not_fixed_are_said_to_be_so(shipped):
    over = Counter(shipped, msgspec.structs.replace(OVER, name="去年的膏方节"))
    assert "已经结束了" in await over.say("膏方什么时候开")


async def test_the_clinics_of_a_roster_stand_beside_the_days(shipped):
    sits = sample_clinics.session("s9", "e_wang", "下午", "SU", kind="膏方", department="膏方门诊")
    person = Person(Routes(Desk(shipped, Stand(sample_clinics.book_of((*sample_clinics.SESSIONS, sits))))), shipped)
    said = await person.says("膏方提醒我")
    assert "还没有公布到这里" in said
    assert "王示范" in said
    assert "还没有公布到这里" not in await person.says("膏方什么时候开")
