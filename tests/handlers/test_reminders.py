"""Reminders in the house: nothing is kept before it is confirmed, and everything stops at a word."""

from datetime import timedelta

import pytest

from handlers.routes import Routes
from knowledge.database import Database
from scheduler import agenda
from scheduler.plans import Plan
from tests.conftest import NOON
from tests.handlers.person import ANN, BOB, Person


async def test_nothing_is_stored_before_it_is_confirmed(ann: Person):
    await ann.says("每周二晚上七点提醒我泡脚")
    assert ann.rows("reminder") == ann.rows("person") == []
    await ann.presses("r:yes")
    (held,) = ann.held
    assert (held.plan.words, held.plan.rule, held.plan.chosen) == ("泡脚", "FREQ=WEEKLY;BYDAY=TU", True)
    assert len(ann.rows("person")) == 1


async def test_pressing_twice_sets_one_reminder(ann: Person):
    await ann.says("明天九点提醒我买菜")
    first = await ann.presses("r:yes")
    assert await ann.presses("r:yes") == first
    assert len(ann.held) == 1


async def test_a_visit_is_kept_with_its_base_its_half_day_and_the_alerts_that_were_left_on(ann: Person):
    await ann.says("下周三上午我妈去青浦区中医医院看病，提醒我")
    await ann.presses("r:al:0")
    await ann.presses("r:yes")
    (held,) = ann.held
    plan = held.plan
    assert (plan.kind, plan.start, plan.half_day, plan.alerts) == ("visit", "2026-11-25T08:00", "上午", ("0@07:00",))
    assert plan.subject.startswith("base:")
    assert plan.whom == "妈妈"


async def test_after_ten_minutes_nothing_waits(ann: Person):
    await ann.says("明天九点提醒我买菜")
    ann.now += timedelta(minutes=10, seconds=1)
    for token in ("r:yes", "r:al:0", "r:no", "r:day:2026-12-01"):
        assert "没有等您确认的提醒了" in await ann.presses(token)
    assert ann.rows("reminder") == []


async def test_good_means_yes_only_while_the_question_stands(ann: Person):
    await ann.says("明天九点提醒我买菜")
    await ann.says("浦东看骨伤去哪里")
    await ann.says("好")
    assert ann.rows("reminder") == []


async def test_in_a_group_nothing_is_set_seen_or_stopped(ann: Person):
    crowd = {"private": False, "addressed": True}
    for words in ("明天九点提醒我买菜", "我的提醒", "关注青浦区中医医院", "都停了吧", "晚一小时再提醒"):
        assert "私聊" in await ann.says(words, **crowd), words
    for token in ("r:yes", "r:list", "fw:on:base_base_16", "rf:set:transfer", "r:all", "/reminders", "/stop"):
        assert "私聊" in await ann.presses(token, **crowd), token
    assert ann.rows("reminder") == ann.rows("follow") == []


async def test_while_the_database_is_away_nothing_is_claimed(homeless_person: tuple[Person, list[str]]):
    person, told = homeless_person
    await person.says("明天九点提醒我买菜")
    assert "什么都没有记下来" in await person.presses("r:yes")
    assert "什么都没有记下来" in await person.says("关注青浦区中医医院")
    assert "什么都没有记下来" in await person.says("我的提醒")
    assert "没有停成" in await person.says("都停了吧")
    assert "没有停成" in await person.says("周三那个不要了")
    assert "现在查不到" in await person.presses("/mydata")
    assert told
    assert not any("买菜" in line or "person-ann" in line for line in told)


async def test_somebody_elses_reminder_cannot_be_touched(ann: Person, routes: Routes, shipped: Database):
    await ann.says("明天九点提醒我买菜")
    await ann.presses("r:yes")
    number, bob = ann.held[0].id, Person(routes, shipped, BOB)
    for token in (f"r:stop:{number}", f"r:ics:{number}", f"r:in:{number}:60", f"rf:help:{number}", f"rf:ok:{number}"):
        said = await bob.presses(token)
        assert "买菜" not in said, token
    assert len(ann.held) == 1
    assert ann.rows("handoff") == []


async def test_one_may_have_fifty_and_hears_so(ann: Person):
    for n in range(agenda.MOST):
        plan = Plan(kind="personal", start=f"2026-12-01T09:{n:02}")
        ann.database.write(agenda.add, ANN, plan, NOON)
    await ann.says("明天九点提醒我买菜")
    assert "您已经有50条了" in await ann.presses("r:yes")
    said = await ann.says("我的提醒")
    assert "还有42条没列出来" in said
    assert "全部停了：50条" in await ann.says("停")


async def test_stop_is_heard_in_a_flood(ann: Person):
    await ann.says("每周二晚上七点提醒我泡脚")
    await ann.presses("r:yes")
    for _ in range(40):
        await ann.says("你好")
    assert "全部停了：1条" in await ann.says("停")


@pytest.mark.parametrize(
    "words", ["我不想活了，都停了吧", "停，我要跳下去了", "别提醒了，我把药都吃了", "我爸胸口痛得要命喘不上气，停"]
)
async def test_danger_is_heard_before_any_stop(ann: Person, words: str):
    await ann.says("每周二晚上七点提醒我泡脚")
    await ann.presses("r:yes")
    said = await ann.says(words)
    assert ann.heard[0].kind in {"crisis", "emergency"}
    assert "120" in said
    assert len(ann.held) == 1


async def test_everything_is_forgotten_at_once(ann: Person):
    await ann.says("每周二晚上七点提醒我泡脚")
    await ann.presses("r:yes")
    await ann.says("关注青浦区中医医院")
    await ann.says("明天九点提醒我买菜")
    await ann.presses("del:yes")
    for table in ("reminder", "follow", "person", "delivery", "handoff"):
        assert ann.rows(table) == [], table
    assert "没有等您确认的提醒了" in await ann.presses("r:yes")
