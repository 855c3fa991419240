"""What followers hear of a change: the right people, once, in the words that fit, and nothing that changes nothing."""

import msgspec
import pytest

from knowledge.clinics import MovedTo
from knowledge.database import Database
from knowledge.message import Address
from scheduler.diary import Diary
from tests.knowledge.sample_clinics import change
from tests.scheduler.town import NEIGHBOUR, Town, suspended

OTHER = Address("telegram", "8")
WANG = {"expert": "e_wang", "first": "2026-11-25", "last": "2026-11-25"}


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


@pytest.mark.parametrize(
    ("told", "title", "words"),
    [
        (suspended, "停诊通知", "停诊（外出会诊）"),
        (change("x", "stand_in", stand_in="赵替班", **WANG), "替诊通知", "由赵替班替诊"),
        (change("x", "full", **WANG), "号已约满", "号已约满"),
        (change("x", "extra", expert="e_wang", first="2026-11-26", last="2026-11-26"), "加诊通知", "11月26日周四上午"),
        (change("x", "move", moved_to=MovedTo(date="2026-11-27"), **WANG), "改期通知", "改到11月27日周五上午"),
        (change("x", "close", first="2026-11-25", last="2026-11-25", reason="搬迁"), "不开诊通知", "不开诊（搬迁）"),
        (change("x", "suspend", expert="e_wang", first="2026-11-23"), "停诊通知", "恢复时间另行通知"),
    ],
    ids=["suspended", "stand-in", "full", "extra", "moved", "site closed", "until further notice"],
)
async def test_each_kind_of_change_in_its_own_words(town, told, title, words):
    town.follow("expert:e_wang")
    town.publish(told)
    await town.pass_time(minutes=2)
    (text,) = town.post.texts()
    assert text.startswith(title)
    assert words in text


@pytest.mark.parametrize(
    "told",
    [
        change("x", "suspend", expert="e_wang", first="2026-11-26", last="2026-11-26"),
        change("x", "suspend", expert="e_wang", first="2026-11-16", last="2026-11-20"),
        change("x", "suspend", expert="e_wang", first="2026-11-25", last="2026-11-25", half_day="下午"),
        change("x", "suspend", expert="e_li", first="2026-11-26", last="2026-11-26"),
    ],
    ids=["a day without a clinic", "days gone by", "the other half-day", "another expert"],
)
async def test_what_changes_nothing_for_them_is_not_told(town, told):
    town.follow("expert:e_wang")
    town.publish(told)
    await town.pass_time(minutes=2)
    assert town.post.texts() == []


async def test_what_waits_for_the_morning_is_told_though_the_change_is_confirmed_meanwhile(town):
    town.follow("expert:e_wang")
    await town.pass_time(hours=10, minutes=30)  # half past ten at night
    town.publish(suspended)
    await town.pass_time(minutes=2)
    town.publish(msgspec.structs.replace(suspended, verified_on="2026-11-22", confirmed_by="clerk"))
    await town.pass_time(minutes=2)
    assert town.post.texts() == []
    await town.pass_time(hours=9)
    (text,) = town.post.texts()
    assert "停诊（外出会诊）" in text


async def test_who_follows_the_hospital_and_the_expert_hears_once(town):
    base = town.shelf.book.base_at["tianshan"].id
    town.follow("expert:e_wang")
    town.follow(f"base:{base}")
    town.follow(f"base:{base}", OTHER)
    town.publish(suspended)
    await town.pass_time(minutes=2)
    assert len(town.post.texts()) == 1
    assert len(town.post.texts(OTHER)) == 1


async def test_an_edit_before_anybody_was_told_is_told_once_as_it_stands(town):
    town.follow("expert:e_wang")
    town.publish(change("n1", "suspend", expert="e_wang", first="2026-11-23", last="2026-11-23"))
    await town.pass_time(seconds=40)
    town.publish(suspended)  # the same change, another day
    await town.pass_time(seconds=40)
    assert town.post.texts() == []
    await town.pass_time(seconds=40)
    (text,) = town.post.texts()
    assert "11月25日周三" in text
    assert "停诊通知" in text


async def test_a_correction_after_it_was_told_says_both(town):
    town.follow("expert:e_wang")
    town.publish(change("n1", "suspend", expert="e_wang", first="2026-11-23", last="2026-11-23"))
    await town.pass_time(minutes=2)
    town.publish(suspended)
    await town.pass_time(minutes=2)
    text = town.post.texts()[1]
    assert text.startswith("更正通知")
    monday, wednesday = [line for line in text.split("\n") if line.startswith("·")]
    assert "11月23日周一上午" in monday
    assert monday.endswith("照常出诊")
    assert "11月25日周三上午" in wednesday
    assert "停诊" in wednesday


async def test_taken_back_before_the_morning_nobody_hears_of_it(town):
    town.follow("expert:e_wang")
    town.now = town.now.replace(hour=23)  # four days ahead: it waits for the morning
    town.publish(suspended)
    await town.pass_time(minutes=5)
    town.publish(gone=["n1"])
    await town.pass_time(minutes=5)
    await town.pass_time(hours=12)
    assert town.post.texts() == []
    assert {state: len(found) for state, found in town.states().items()} == {"skipped": 1}


async def test_suspended_twice_over_what_follows_is_no_news(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    await town.pass_time(minutes=2)
    town.publish(change("n2", "suspend", expert="e_wang", first="2026-11-25", last="2026-11-25", reason="外出会诊"))
    await town.pass_time(minutes=2)
    assert len(town.post.texts()) == 1


async def test_a_crash_between_saving_and_telling_loses_nothing(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    town.diary = Diary(town.around(), "after the crash")
    await town.pass_time(days=1)
    assert len(town.post.texts()) == 1


async def test_a_resume_names_what_is_on_again(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    await town.pass_time(minutes=2)
    town.publish(change("n3", "resume", lifts="n1", **WANG))
    await town.pass_time(minutes=2)
    text = town.post.texts()[1]
    assert text.startswith("恢复门诊通知")
    assert "11月25日周三上午" in text
    assert "停诊（" not in text


async def test_the_language_of_the_person_is_kept(town):
    town.settle_in(language="en")
    town.follow("expert:e_wang", NEIGHBOUR)
    town.publish(suspended)
    await town.pass_time(minutes=2)
    assert town.post.texts()[0].startswith("Clinic suspended")
