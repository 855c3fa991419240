"""The buttons of reminders, follows and referrals, pressed in time, late, twice, and by somebody else.

Over 250 lines: each test is one button, with one rig.
"""

from datetime import date, datetime, timedelta
from itertools import count

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.routes import Routes
from knowledge.database import Database
from knowledge.message import Address
from scheduler import agenda, outbox
from scheduler.agenda import SNOOZES
from scheduler.outbox import Order
from scheduler.plans import Plan
from tests.conftest import NOON
from tests.handlers.person import ANN, Person


def rung(person: Person, number: int, at: datetime) -> None:
    """The reminder has reached the person."""
    named = {"kind": "personal", "subject": "", "occurrence": f"{number}/{at}"}
    order = Order(to=ANN, **named, event=at, due=at, reminder=number, state="sent")
    person.database.write(outbox.place, [order], at)


async def test_a_reminder_that_rang_is_put_off_in_words_and_its_series_stays(ann: Person):
    await ann.says("每天早上八点提醒我测血压")
    await ann.presses("r:yes")
    before = ann.held[0]
    rung(ann, before.id, NOON)
    assert "11月21日周六 13:00再叫您一次：测血压" in await ann.says("晚一小时再提醒")
    assert ann.held[0].plan.extra == ("2026-11-21T13:00",)
    assert ann.held[0].plan.rule == before.plan.rule


@pytest.mark.parametrize(
    ("hour", "short", "until"),
    [(12, "60", "2026-11-21T13:00"), (12, "eve", "2026-11-21T19:00"), (12, "morn", "2026-11-22T08:00"),
     (20, "eve", "2026-11-22T19:00"), (7, "morn", "2026-11-21T08:00"), (12, "99999", "2026-11-28T12:00"),
     (12, "0", "2026-11-21T12:01"), (12, "rubbish", "2026-11-21T13:00")],
)  # fmt: skip
async def test_later_by_button(ann: Person, hour: int, short: str, until: str):
    number = ann.database.write(agenda.add, ANN, Plan(kind="personal", start="2026-12-01T09:00", words="买菜"), NOON)
    ann.now = NOON.replace(hour=hour)
    assert "买菜" in await ann.presses(f"r:in:{number}:{short}")
    assert ann.held[0].plan.extra == (until,)


async def test_a_storm_of_put_offs_ends_and_the_first_still_ring(ann: Person):
    plan = Plan(kind="personal", start="2026-12-01T09:00", words="买菜")
    number = ann.database.write(agenda.add, ANN, plan, NOON)
    for minutes in range(60, 60 + SNOOZES):
        assert "再叫您一次" in await ann.presses(f"r:in:{number}:{minutes}")
    assert f"{SNOOZES}次" in await ann.presses(f"r:in:{number}:300")
    assert len(ann.held[0].plan.extra) == SNOOZES
    assert ann.held[0].next_due == NOON + timedelta(hours=1)


async def test_put_off_twice_to_the_same_minute_is_once(ann: Person):
    number = ann.database.write(agenda.add, ANN, Plan(kind="personal", start="2026-12-01T09:00", words="买菜"), NOON)
    for _ in range(2):
        await ann.presses(f"r:in:{number}:60")
    assert ann.held[0].plan.extra == ("2026-11-21T13:00",)


async def test_what_was_stopped_is_not_said_to_be_set(ann: Person):
    """就这样 stands further up in the conversation and is pressed again."""
    await ann.says("明天早上九点提醒我买菜")
    await ann.presses("r:yes")
    await ann.presses(f"r:stop:{ann.held[0].id}")
    assert "设好了" in await ann.presses("r:yes")
    assert [one.plan.words for one in ann.held] == ["买菜"]
    await ann.presses(f"r:stop:{ann.held[0].id}")
    ann.now += timedelta(minutes=11)
    assert "设好了" not in await ann.presses("r:yes")
    assert ann.held == []


@pytest.mark.parametrize("what", ["ok", "not", "stuck", "help"])
async def test_the_buttons_of_a_referral_fit_no_other_reminder(ann: Person, what: str):
    number = ann.database.write(agenda.add, ANN, Plan(kind="personal", start="2026-12-01T09:00", words="买菜"), NOON)
    await ann.presses(f"rf:{what}:{number}")
    assert len(ann.held) == 1
    assert ann.rows("handoff") == []


async def test_later_offers_no_evening_that_is_over(ann: Person):
    number = ann.database.write(agenda.add, ANN, Plan(kind="personal", start="2026-12-01T09:00", words="买菜"), NOON)
    assert "今晚 19:00" in await ann.presses(f"r:later:{number}")
    ann.now = NOON.replace(hour=20)
    assert "今晚" not in await ann.presses(f"r:later:{number}")
    assert ann.tokens == [f"r:in:{number}:60", f"r:in:{number}:morn"]


@pytest.mark.parametrize("words", ["第二个不要了", "抽血的取消", "delete the second one", "抽血停了吧"])
async def test_what_the_list_shows_is_stopped_in_short_words(ann: Person, words: str):
    for wish in ("每天晚上八点提醒我泡脚", "明天九点提醒我抽血"):
        await ann.says(wish)
        await ann.presses("r:yes")
    await ann.says("我的提醒")
    await ann.says(words)
    assert [one.plan.words for one in ann.held] == ["泡脚"]


async def test_a_clinic_that_is_off_is_no_reminder_to_stop(with_roster: Person):
    ann = with_roster
    await ann.says("每天晚上八点提醒我泡脚")
    await ann.presses("r:yes")
    await ann.says("我的提醒")
    for words in ("王示范停诊了吗", "停诊了告诉我", "停诊通知我一声", "不要了解这个"):
        await ann.says("我的提醒")
        assert "停了：" not in await ann.says(words), words
    assert len(ann.held) == 1


@pytest.mark.parametrize("words", ["十分钟后叫我", "过十分钟再叫我"])
async def test_a_time_alone_is_no_danger(ann: Person, words: str):
    assert "120" not in await ann.says(words)


async def test_what_was_stopped_is_not_asked_about_again(ann: Person):
    assert "已经停了" in await ann.presses("r:later:7")
    assert "r:in:7:60" not in ann.tokens


async def test_the_button_of_a_stopped_reminder_never_means_a_newer_one(ann: Person):
    await ann.says("明天九点提醒我买菜")
    await ann.presses("r:yes")
    old = ann.held[0].id
    await ann.presses(f"r:stop:{old}")
    await ann.says("每天晚上八点提醒我吃药")
    await ann.presses("r:yes")
    for token in (f"r:stop:{old}", f"r:in:{old}:60", f"rf:ok:{old}"):
        assert "已经停了" in await ann.presses(token), token
    assert [one.plan.words for one in ann.held] == ["吃药"]


async def test_not_wanted_after_all_stops_what_was_just_set(ann: Person):
    await ann.says("明天九点提醒我买菜")
    await ann.presses("r:yes")
    assert "停了：买菜" in await ann.presses("r:no")
    assert ann.held == []
    assert "没有等您确认的提醒了" in await ann.presses("r:no")


@pytest.mark.parametrize("words", ["停诊了告诉我", "如果停诊了通知我一声", "停診了通知我"])
@pytest.mark.parametrize("confirmed", [True, False])
async def test_the_expert_of_the_reminder_just_spoken_of_is_followed(with_roster: Person, words: str, confirmed: bool):
    ann = with_roster
    await ann.says("关注青浦区中医医院")
    await ann.says("王示范下周一上午的门诊提醒我")
    if confirmed:
        await ann.presses("r:yes")
    await ann.says(words)
    assert "expert:e_wang" in ann.follows


async def test_a_namesake_at_another_hospital_is_not_meant(with_roster: Person):
    said = await with_roster.says("提醒我明天上午九点去曙光医院找李医生看病")
    assert "李例子" not in said
    assert "[就这样]" in said
    assert "您说的是这一位吗" in await with_roster.says("提醒我李医生的门诊")
    assert "要设的提醒：李例子" in await with_roster.says("对")


async def test_the_calendar_entry_rings_for_each_alert(ann: Person):
    await ann.says("下周三上午去龙华医院看病，提醒我")
    await ann.presses("r:yes")
    await ann.presses(f"r:ics:{ann.held[0].id}")
    (message,) = ann.heard
    assert message.document is not None
    assert message.document.filename.isascii()
    (event,) = icalendar.Calendar.from_ical(message.document.content).events
    assert event["SUMMARY"] == "去龙华医院看病"
    assert event.start == date(2026, 11, 25)
    assert [alarm.TRIGGER for alarm in event.walk("VALARM")] == [timedelta(hours=-6), timedelta(hours=7)]


async def test_an_expert_is_followed_from_the_card_and_let_go(with_roster: Person):
    ann = with_roster
    said = await ann.says("王示范医生什么时候坐诊")
    assert "[停诊告诉我]" in said
    assert "示例" in await ann.presses("fw:on:expert_e_wang")
    assert ann.follows == ["expert:e_wang"]
    assert "已经关注了" in await ann.presses("fw:on:expert_e_wang")
    assert "不再通知" in await ann.presses("fw:off:expert_e_wang")
    assert ann.follows == []


async def test_a_base_with_a_roster_offers_to_be_followed(with_roster: Person):
    assert "[停诊告诉我]" in await with_roster.says("天山中医医院")
    (token,) = [token for token in with_roster.tokens if token.startswith("fw:on:base_")]
    await with_roster.presses(token)
    assert with_roster.follows[0].startswith("base:")


async def test_a_visit_to_an_expert_is_held_against_the_roster(with_roster: Person):
    ann = with_roster
    said = await ann.says("下周一王示范医生门诊提醒我")
    assert "11月23日周一 上午" in said
    await ann.presses("r:yes")
    (held,) = ann.held
    assert (held.plan.subject, held.plan.start, held.plan.half_day) == ("expert:e_wang", "2026-11-23T08:00", "上午")
    said = await ann.says("下周三王示范医生门诊提醒我")
    assert "停诊（外出会诊）" in said
    assert "r:yes" not in ann.tokens
    assert ann.tokens[0] == "r:day:2026-11-23:am"
    assert "不坐诊" in await ann.says("下周日王示范医生门诊提醒我")
    assert "11月23日周一 上午" in await ann.says("王示范医生下次门诊提醒我")


async def test_a_surname_that_two_have_is_asked_about(with_roster: Person):
    ann = with_roster
    await ann.says("下周一王医生门诊提醒我")
    assert {"r:who:e_wang", "r:who:e_wang2"} <= set(ann.tokens)
    assert "王示范" in await ann.presses("r:who:e_wang")
    assert "r:yes" in ann.tokens
    await ann.says("关注王医生")
    assert {"fw:on:expert_e_wang", "fw:on:expert_e_wang2"} <= set(ann.tokens)
    assert ann.follows == []


async def test_a_referral_is_asked_after_and_its_outcomes_lead_on(ann: Person):
    await ann.presses("rf:set:transfer")
    await ann.presses("r:yes")
    (held,) = ann.held
    assert (held.plan.kind, held.plan.subject) == ("referral", "pathway:transfer")
    assert held.plan.alerts == ("+3@10:00", "+7@10:00", "+14@10:00")
    ann.now += timedelta(days=3)
    assert "过几天我再问您" in await ann.presses(f"rf:not:{held.id}")
    assert "同意的话" in await ann.presses(f"rf:stuck:{held.id}")
    assert ann.rows("handoff") == []
    assert "什么都没有记" in await ann.presses(f"rf:no:{held.id}")
    assert ann.rows("handoff") == []
    for _ in range(2):
        await ann.presses(f"rf:help:{held.id}")
    (row,) = ann.rows("handoff")
    assert (row["topic"], row["subject"], row["address"]) == ("referral", "pathway:transfer", ANN.id)
    assert "不再问您了" in await ann.presses(f"rf:ok:{held.id}")
    assert ann.held == []


async def test_asked_after_for_the_last_time_it_is_not_said_that_it_comes_again(ann: Person):
    await ann.presses("rf:set:transfer")
    await ann.presses("r:yes")
    ann.now += timedelta(days=15)
    number = ann.rows("reminder")[0]["id"]
    assert "过几天" not in await ann.presses(f"rf:not:{number}")


async def test_stopping_by_a_button_that_is_old_says_so(ann: Person):
    for token in ("r:stop:77", "r:stop:", "r:stop:x", "r:ics:77", "r:in:77:60"):
        assert "已经停" in await ann.presses(token), token


async def test_utc_clocks_of_channels_are_read_as_shanghai_time(ann: Person):
    late = NOON.replace(hour=23, minute=30)
    ann.now = late.astimezone(datetime.fromisoformat("2026-01-01T00:00+00:00").tzinfo)
    assert "11月22日周日 09:00" in await ann.says("明天九点提醒我买菜")


NUMBER = count()
FIRST = st.sampled_from(["r", "rf", "fw"])
SECOND = ["yes", "no", "al", "day", "who", "later", "in", "stop", "ics", "set", "ok", "help", "on", "off"]
THIRD = st.one_of(
    st.text(max_size=20),
    st.integers().map(str),
    st.sampled_from(["expert_x", "base_x", "2026-13-01", "1:am", "9" * 30]),
)
ODD = st.builds("{}:{}:{}".format, FIRST, st.sampled_from([*SECOND, ""]), THIRD)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ODD)
async def test_any_token_of_ours_is_answered(routes: Routes, shipped: Database, token: str):
    somebody = Person(routes, shipped, Address("test", f"n{next(NUMBER)}"))
    await somebody.presses(token)
    assert somebody.heard[0].kind != "broken", token
