"""A clerk at the desk in the chat: a suspension in a few taps, a pasted notice, the queue, the week.

Long: every errand of a clerk is one conversation over the same roster.
"""

from datetime import timedelta

import pytest

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.routes import Routes
from handlers.staff.notices import looks_like_one
from knowledge import invites
from knowledge.database import Database
from knowledge.message import Address
from knowledge.permission import Actor
from knowledge.staff import move, named, remove
from knowledge.tables_staff import staff, staff_address
from scheduler import agenda
from tests.conftest import NOON
from tests.scheduler.town import NEIGHBOUR, Town

OWNER = Actor("主任", "web")
CLERK, EDITOR = Address("web", "clerk"), Address("telegram", "42")


class Counter:
    """The chat as a member of the staff uses it; every press is counted."""

    def __init__(self, database: Database) -> None:
        self.town = Town(database)
        self.routes = Routes(Desk(database, self.town.shelf))
        self.presses = 0
        with database.transaction() as connection:
            row = {"active": True, "password": "", "made": NOON.replace(tzinfo=None)}
            for number, (name, role, places, to) in enumerate(
                [("小王", "clerk", '["tianshan"]', CLERK), ("安编辑", "editor", "[]", EDITOR)], 1
            ):
                connection.execute(staff.insert().values(id=number, name=name, role=role, institutions=places, **row))
                connection.execute(staff_address.insert().values(channel=to.channel, address=to.id, staff=number))

    async def says(self, text="", token="", who=CLERK):
        incoming = Incoming(address=who, when=self.town.now, text=text, token=token, language="zh")
        self.shown = await self.routes.answer(incoming)
        return "\n".join(message.plain for message in self.shown)

    async def taps(self, label, who=CLERK):
        choices = {choice.label: choice.token for message in self.shown for choice in message.choices}
        assert label in choices, f"{label} is none of {list(choices)}"
        self.presses += 1
        return await self.says(token=choices[label], who=who)


@pytest.fixture
def counter(sqlite: Database) -> Counter:
    return Counter(sqlite)


async def test_a_suspension_takes_four_taps_and_reaches_who_follows(counter):
    counter.town.follow("expert:e_wang")
    await counter.says("/desk")
    await counter.taps("停诊")
    who = next(c.label for m in counter.shown for c in m.choices if c.label.startswith("王示范"))
    await counter.taps(who)
    shown = await counter.taps("11月25日周三上午")
    assert "11月25日周三上午 王示范（示例）" in shown
    assert "1 位居民会收到" in shown
    assert "60 秒" in await counter.taps("发布")
    assert counter.presses <= 6
    await counter.town.pass_time(minutes=2)
    assert "停诊通知" in counter.town.post.texts()[0]
    assert counter.town.shelf.book.clinics.days_at("tianshan").changes[-1].confirmed_by == "小王"


async def test_taken_back_in_time_nobody_hears_of_it(counter):
    counter.town.follow("expert:e_wang")
    await counter.says("/desk")
    await counter.taps("停诊")
    await counter.says("王示范")
    await counter.taps("11月25日周三上午")
    await counter.taps("发布")
    assert "已撤回" in await counter.taps("撤回")
    await counter.town.pass_time(minutes=5)
    assert counter.town.post.texts() == []


async def test_days_are_typed_as_people_write_them(counter):
    await counter.says("/desk")
    await counter.taps("停诊")
    await counter.says("王示范")
    assert "没看懂" in await counter.says("过一阵子")
    assert "已经过去" in await counter.says("2026年11月2日")
    shown = await counter.says("11月23日到12月4日")
    assert "11月30日周一" in shown
    await counter.taps("加原因")
    assert "外出开会" in await counter.says("外出开会")
    await counter.taps("加替诊医生")
    assert "由李例子替诊" in await counter.says("李例子")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("12月2日", "12月2日周三上午"),
        ("不对，改成12月2日上午", "12月2日周三上午"),
        ("11月23日到12月4日", "11月30日周一"),
        ("下午", "11月25日周三下午排班里本来就没有"),
        ("2026年11月2日", "已经过去"),
    ],
)
async def test_days_typed_below_a_preview_change_its_days(counter, typed, shown):
    await counter.says("/desk")
    await counter.taps("停诊")
    await counter.says("王示范")
    await counter.taps("11月25日周三上午")
    await counter.taps("加原因")
    await counter.says("外出开会")
    told = await counter.says(typed)
    assert shown in told
    assert "外出开会" in told or "外出开会" in await counter.says("12月2日上午")  # all but the days stays as it was


async def test_days_typed_below_a_pasted_notice_are_changed_in_the_notice(counter):
    await counter.says("王示范主任11月25日（周三）上午停诊一次，请相互转告。")
    assert "再贴一次" in await counter.says("12月2日")


@pytest.mark.parametrize("typed", ["周三下午有哪些专家", "闵行看肾病去哪里", "14:00"])
async def test_other_words_below_a_preview_are_answered_as_ever(counter, typed):
    await counter.says("王示范主任11月25日（周三）上午停诊一次，请相互转告。")
    await counter.says(typed)
    assert counter.shown[0].kind != "staff"


async def test_a_stand_in_and_an_extra_clinic(counter):
    await counter.says("/desk")
    await counter.taps("替诊")
    await counter.says("王示范")
    await counter.taps("11月25日周三上午")
    assert "由赵医生替诊" in await counter.says("赵医生")
    await counter.taps("发布")
    await counter.says("/desk")
    await counter.taps("加诊")
    await counter.says("王示范")
    assert "11月26日周四下午" in await counter.says("11月26日下午")


@pytest.mark.parametrize("typed", ["李", "李主任", "王示范", "王示范医生", "张"])
async def test_half_a_name_or_their_own_is_no_stand_in(counter, typed):
    await counter.says("/desk")
    await counter.taps("替诊")
    await counter.says("王示范")
    await counter.taps("11月25日周三上午")
    assert "写全" in await counter.says(typed)
    assert "由李例子替诊" in await counter.taps("李例子（示例）")
    await counter.taps("发布")
    await counter.town.pass_time(minutes=2)
    assert counter.town.shelf.book.clinics.days_at("tianshan").changes[-1].stand_in == "李例子"


async def test_a_pasted_notice_takes_one_tap(counter):
    counter.town.follow("expert:e_wang")
    shown = await counter.says("各位病友：王示范主任11月25日（周三）上午因外出会诊停诊一次，请相互转告。")
    assert "11月25日周三上午" in shown
    await counter.taps("发布")
    assert counter.presses == 1
    await counter.town.pass_time(minutes=2)
    assert "停诊通知" in counter.town.post.texts()[0]


async def test_who_hears_of_several_changes_is_counted_once(counter):
    counter.town.follow("expert:e_wang")
    shown = await counter.says("王示范主任11月25日（周三）上午停诊，12月2日（周三）上午停诊。")
    assert "12月2日周三上午" in shown
    assert "1 位居民会收到" in shown


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ("大家好，王示范医生下周三（11月25日）上午临时有事停一次", True),
        ("李例子26号下午改到27号下午", True),
        ("王示范医生周一休息一天", True),
        ("王示范周三上午坐诊", False),  # nothing of it changes
        ("周三不来医院可以代配药", False),  # nobody's clinic
        ("王示范周三的提醒取消", False),  # their own reminder
    ],
)
async def test_a_notice_in_loose_words_is_read_without_a_press(counter, words, notice):
    shown = await counter.says(words)
    assert ("将要发布" in shown) is notice
    assert "将要发布" not in await counter.says(words, who=NEIGHBOUR)


async def test_a_notice_with_the_wrong_weekday_publishes_nothing_by_itself(counter):
    shown = await counter.says("王示范主任11月25日（周五）上午停诊一次，请相互转告。")
    assert "发布" not in [c.label for m in counter.shown for c in m.choices]
    assert "星期" in shown


async def test_a_notice_of_a_surname_that_two_have_asks_who_and_publishes_that_one(counter):
    shown = await counter.says("王主任11月25日上午因会议停诊，请患者知悉")
    assert "还没有" not in shown
    assert "王示范" in shown
    assert "11月25日周三上午 王示范（示例）" in await counter.taps("王示范（示例）")
    await counter.taps("发布")
    await counter.town.pass_time(minutes=2)
    assert [c.expert for c in counter.town.shelf.book.clinics.days_at("tianshan").changes] == ["e_wang"]


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ("王示范医生25号停诊", True),
        ("王示范周三停诊", True),
        ("王示范主任11月25日上午门诊改到11月28日上午，地点不变", True),
        ("11月25日周三全院闭院消毒", True),
        ("王示范周三停诊吗", False),
        ("王示范周三停诊的话提醒我", False),
        ("停诊了告诉我", False),
        ("改到后天上午", False),
        ("加诊怎么约", False),
    ],
)
def test_short_notices_are_notices_and_questions_are_not(words, notice):
    assert looks_like_one(words) is notice


async def test_who_sits_at_that_time_stands_in_with_a_word_of_it(counter):
    await counter.says("/desk")
    await counter.taps("加诊")
    await counter.says("李例子")
    await counter.says("11月25日上午")
    await counter.taps("发布")
    await counter.town.pass_time(minutes=2)
    shown = await counter.says("王示范主任11月25日上午停诊，由李例子医生替诊")
    assert "替诊的医生这时候自己也有门诊：11月25日周三上午 李例子（示例）" in shown.replace("08:00–11:30 ", "")
    assert "发布" in [c.label for m in counter.shown for c in m.choices]


async def test_an_extra_clinic_without_an_hour_asks_for_the_half_day(counter):
    await counter.says("/desk")
    await counter.taps("加诊")
    await counter.says("王示范")
    assert "哪个时段" in await counter.says("11月28日")
    shown = await counter.taps("上午")
    assert "11月28日周六上午" in shown
    assert "下午" not in shown
    assert "加原因" not in [c.label for m in counter.shown for c in m.choices]  # residents are told no reason of it
    await counter.taps("发布")
    await counter.town.pass_time(minutes=2)
    assert [c.half_day for c in counter.town.shelf.book.clinics.days_at("tianshan").changes] == ["上午"]


@pytest.mark.parametrize("steps", [["停诊"], ["停诊", "王示范（示例）（天山中医医院骨伤科）"], ["贴通知"]])
async def test_never_mind_leads_back_to_the_desk_from_every_question(counter, steps):
    await counter.says("/desk")
    for label in steps:
        await counter.taps(label)
    assert "要做什么" in await counter.says("算了")


async def test_days_without_a_clinic_are_named_in_words(counter):
    await counter.says("/desk")
    await counter.taps("停诊")
    await counter.says("王示范")
    assert "注意：11月27日周五下午排班里本来就没有这个门诊" in await counter.says("11月27日下午")


async def test_a_notice_instead_of_a_name_is_read(counter):
    await counter.says("/desk")
    await counter.taps("停诊")
    assert "11月25日周三上午 王示范（示例）" in await counter.says("王示范11月25日上午停诊")
    await counter.taps("发布")


async def test_a_clerk_sees_only_their_own_and_a_resident_nothing(counter):
    assert "工作人员" in await counter.says("/desk", who=NEIGHBOUR)
    assert "工作人员" in await counter.says(token="sd:go", who=NEIGHBOUR)
    notice = await counter.says("王示范主任11月25日上午停诊一次，请相互转告。", who=NEIGHBOUR)
    assert "发布" not in [c.label for m in counter.shown for c in m.choices]
    assert notice
    await counter.says("/desk")
    assert "待回答" not in [c.label for m in counter.shown for c in m.choices]
    assert "不能" in await counter.says(token="sd:queue")


async def test_the_week_is_confirmed_by_name(counter):
    assert "王示范" in await counter.says(token="sd:week")
    assert "条排班已记为今天核对" in await counter.taps("都对")
    await counter.town.shelf.refresh()
    await counter.says(token="sd:week")
    assert "本来就记为今天核对" in await counter.taps("都对")
    sessions = counter.town.shelf.book.clinics.by_institution["tianshan"]
    assert {(s.confirmed_by, s.verified_on) for s in sessions} == {("小王", "2026-11-21")}
    assert "核对于 2026-11-21" in await counter.says("王示范医生什么时候坐诊", who=NEIGHBOUR)


async def test_who_answers_for_no_hospital_sees_the_week_and_is_not_asked_to_confirm_it(counter):
    shown = await counter.says(token="sd:week", who=EDITOR)
    assert "王示范" in shown
    assert "都对" not in shown
    assert "都对" not in [c.label for m in counter.shown for c in m.choices]


async def test_a_week_confirmed_later_makes_answers_say_so(counter):
    await counter.says(token="sd:week")
    await counter.taps("都对")
    await counter.town.pass_time(days=6)
    assert "核对于 2026-11-21" in await counter.says("王示范医生什么时候坐诊", who=NEIGHBOUR)
    await counter.says(token="sd:week")
    await counter.taps("都对")
    await counter.town.shelf.refresh()
    assert "核对于 2026-11-27" in await counter.says("王示范医生什么时候坐诊", who=NEIGHBOUR)


async def test_a_suspension_of_last_week_is_confirmed_with_its_week_and_can_still_be_taken_back(counter):
    counter.town.follow("expert:e_wang")
    await counter.says("王示范主任11月30日（周一）上午停诊一次，请相互转告。")
    await counter.taps("发布")
    published = counter.shown
    await counter.town.pass_time(days=4)
    assert len(counter.town.post.texts()) == 1
    await counter.says(token="sd:week")
    await counter.taps("都对")
    await counter.town.pass_time(minutes=2)
    told = await counter.says("王示范医生11月30日坐诊吗", who=NEIGHBOUR)
    assert "停诊" in told
    assert "核对于 2026-11-25" in told
    assert len(counter.town.post.texts()) == 1, "that it was looked over is no news"
    counter.shown = published
    assert "已撤回" in await counter.taps("撤回")
    await counter.town.pass_time(minutes=2)
    assert "撤" in counter.town.post.texts()[-1] or "照常" in counter.town.post.texts()[-1]
    assert len(counter.town.post.texts()) == 2


async def test_danger_comes_before_the_desk(counter):
    await counter.says("/desk")
    await counter.taps("停诊")
    assert "12356" in await counter.says("我不想活了")


async def test_what_was_begun_long_ago_is_forgotten(counter):
    await counter.says("/desk")
    await counter.taps("停诊")
    counter.town.now += timedelta(hours=1)
    await counter.says("闵行看肾病去哪里")
    assert counter.shown[0].kind != "staff"


async def joined(counter):
    """A clerk who came by a link; their number."""
    database = counter.town.database
    link = database.write(invites.make, OWNER, "小李", "clerk", ["tianshan"], counter.town.now)
    await counter.says(f"/start invite_{link}", who=NEIGHBOUR)
    return database.read(named, "小李").id


async def test_each_friday_a_clerk_is_shown_their_week(counter):
    await joined(counter)
    await counter.town.pass_time(days=5, hours=20, minutes=59)
    assert counter.town.post.texts() == []
    await counter.town.pass_time(minutes=1)  # Friday at nine
    (message,) = (message for _, message in counter.town.post.sent)
    assert "本周排班核对" in message.text
    assert message.choices[0].token == "sd:week"
    assert "王示范" in await counter.says(token="sd:week", who=NEIGHBOUR)


@pytest.mark.parametrize("planned", [False, True], ids=["days before", "already on its way"])
async def test_who_is_no_clerk_any_more_is_not_shown_a_week_on_friday(counter, planned):
    number, database = await joined(counter), counter.town.database
    await counter.town.pass_time(days=5, hours=20, minutes=59)
    if planned:
        counter.town.now += timedelta(minutes=1)
        await counter.town.diary.tick()
    database.write(remove, OWNER, number, counter.town.now)
    await counter.town.pass_time(minutes=1)
    await counter.town.pass_time(days=7)
    assert counter.town.post.texts() == []
    assert database.read(agenda.reminders, NEIGHBOUR) == []


async def test_who_only_reads_now_is_not_shown_a_week_until_they_keep_one_again(counter):
    number, database = await joined(counter), counter.town.database
    database.write(move, OWNER, number, "viewer", (), counter.town.now)
    await counter.town.pass_time(days=5, hours=21)
    assert counter.town.post.texts() == []
    database.write(move, OWNER, number, "clerk", ["tianshan"], counter.town.now)
    await counter.town.pass_time(days=7)
    assert len(counter.town.post.texts()) == 1
