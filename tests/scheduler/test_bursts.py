"""Several changes of one hand are one message to whoever they touch; each is told once, none is lost."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from knowledge import tables as t
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.message import Address
from scheduler import claiming
from scheduler.delivery import Absent, TryLater, Unknown, Unreachable
from scheduler.plans import Plan
from tests.conftest import NOON
from tests.knowledge.sample_clinics import change
from tests.scheduler.town import NEIGHBOUR, Town

OTHER = Address("telegram", "8")
WEDNESDAYS = ("2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16", "2026-12-23", "2026-12-30")
SUNDAY_EVENING = NOON.replace(day=22, hour=22, minute=0)


def off(key, day, expert="e_wang", **more):
    return change(key, "suspend", expert=expert, first=day, last=day, **more)


SIX = [off(f"n{n}", day) for n, day in enumerate(WEDNESDAYS)]


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def days_in(text):
    return [line for line in text.split("\n") if line.startswith("·")]


async def test_six_changes_published_together_are_one_notice_that_lists_them(town):
    town.follow("expert:e_wang")
    town.publish(*SIX)
    await town.pass_time(minutes=2)
    (text,) = town.post.texts()
    assert text.startswith("停诊通知")
    for said in ("11月25日周三上午", "12月2日", "12月9日", "12月16日", "12月23日", "12月30日"):
        assert said in text
    assert len([line for line in days_in(text) if "停诊" in line]) == 6
    assert town.states()["sent"] == [f"n{n}/{number}" for n, number in enumerate(sorted(numbers(town)))]
    await town.pass_time(days=1)
    assert len(town.post.texts()) == 1


def numbers(town):
    r = t.revision.c
    return town.database.read(lambda c: c.execute(select(r.number).where(r.kind == "change")).scalars().all())


async def test_one_after_the_other_within_a_minute_too(town):
    town.follow("expert:e_wang")
    for one in SIX[:3]:
        town.publish(one)
        await town.pass_time(seconds=20)
    await town.pass_time(seconds=10)  # 70 seconds after the first
    assert town.post.texts() == []
    await town.pass_time(seconds=40)
    (text,) = town.post.texts()
    assert len(days_in(text)) >= 3


async def test_who_goes_on_and_on_holds_back_nothing_for_more_than_two_minutes(town):
    town.follow("expert:e_wang")
    for one in SIX:
        town.publish(one)
        await town.pass_time(seconds=30)
    await town.pass_time(minutes=3)
    texts = town.post.texts()
    assert 1 < len(texts) < 6
    assert sum("停诊" in line for text in texts for line in days_in(text)) == 6


async def test_two_hands_do_not_wait_for_each_other(town):
    town.follow("expert:e_wang")
    town.publish(SIX[0])
    await town.pass_time(seconds=50)
    edit = Edit(("change", SIX[1].id), SIX[1])
    town.database.write(publish, [edit], "staff", Actor("another", "chat"), town.now)
    await town.pass_time(seconds=12)
    assert len(town.post.texts()) == 1


async def test_whoever_follows_several_experts_and_a_base_hears_once_of_all(town):
    base = town.shelf.book.base_at["tianshan"].id
    for subject in ("expert:e_wang", "expert:e_li", f"base:{base}"):
        town.follow(subject)
    town.follow("expert:e_li", OTHER)
    li = next(s for s in town.shelf.book.clinics.by_expert["e_li"] if s.rule)
    sitting = town.shelf.book.clinics.sittings([li], NOON.date() + timedelta(days=2), NOON.date() + timedelta(days=30))
    town.publish(SIX[0], off("li", sitting[0].day.isoformat(), "e_li"))
    await town.pass_time(minutes=2)
    (text,) = town.post.texts()
    assert "王示范" in text
    assert "李" in text
    tokens = [choice.token for choice in town.post.sent[0][1].choices]
    assert {"exp:e_wang", "exp:e_li", "r:all"} <= set(tokens)
    (other,) = town.post.texts(OTHER)
    assert "王示范" not in other.split("\n")[1]


async def test_news_of_several_kinds_stand_under_their_names(town):
    town.follow("expert:e_wang")
    town.publish(
        SIX[0], change("x", "stand_in", stand_in="赵替班", expert="e_wang", first="2026-12-02", last="2026-12-02")
    )
    await town.pass_time(minutes=2)
    (text,) = town.post.texts()
    assert text.startswith("门诊变动通知")
    assert "停诊通知：" in text
    assert "替诊通知：" in text
    assert "由赵替班替诊" in text


async def test_one_of_them_taken_back_before_anybody_heard_is_left_out_and_the_correction_of_one_told_is_told(town):
    town.follow("expert:e_wang")
    town.publish(*SIX[:3])
    await town.pass_time(seconds=30)
    town.publish(gone=["n1"])
    await town.pass_time(minutes=2)
    (text,) = town.post.texts()
    assert "12月2日" not in "".join(line for line in days_in(text) if "停诊" in line)
    town.publish(gone=["n0", "n2"])
    await town.pass_time(minutes=2)
    _, back = town.post.texts()
    assert back.startswith("变动已取消")
    assert "11月25日" in back
    assert "12月9日" in back


async def test_what_is_urgent_goes_tonight_and_the_rest_in_the_morning(town):
    """Sunday at ten in the evening: Monday's clinic is told before half past ten, Wednesday's waits for the morning."""
    town.now = SUNDAY_EVENING
    town.follow("expert:e_wang")
    town.publish(off("soon", "2026-11-23"), SIX[1])
    await town.pass_time(minutes=2)
    (soon,) = town.post.texts()
    assert "11月23日" in soon
    assert "12月2日" not in "".join(line for line in days_in(soon) if "停诊" in line)
    await town.pass_time(hours=9)
    assert "12月2日" in town.post.texts()[1]


async def test_more_than_one_message_holds_are_split_and_none_is_left_out(town):
    town.follow("expert:e_wang")
    days = [(NOON.date() + timedelta(days=n)).isoformat() for n in range(2, 60)]
    extra = [change(f"m{day}", "extra", expert="e_wang", first=day, last=day) for day in days]
    town.publish(*extra)
    for _ in range(4):
        await town.pass_time(minutes=1)
    held = town.states()
    assert set(held) == {"sent"}
    assert len(held["sent"]) > claiming.MOST_TOGETHER
    assert len(town.post.texts()) == -(-len(held["sent"]) // claiming.MOST_TOGETHER)
    told = "\n".join(town.post.texts())
    for occurrence in held["sent"]:
        day = date.fromisoformat(occurrence[1:11])
        assert f"{day.month}月{day.day}日" in told


@pytest.mark.parametrize(
    ("trouble", "said"),
    [(TryLater(5), 1), (Unknown(), 1), (Absent(), 0), (Unreachable(), 0)],
    ids=["later", "perhaps", "page closed", "blocked"],
)
async def test_trouble_with_the_one_message_is_written_beside_every_row(town, trouble, said):
    town.follow("expert:e_wang")
    town.publish(*SIX[:3])
    town.post.trouble.append(trouble)
    await town.pass_time(minutes=2)
    await town.pass_time(minutes=1)
    texts = town.post.texts()
    assert len(texts) == said
    held = town.states()
    if isinstance(trouble, Unknown):
        assert (len(held["unknown"]), len(held["sent"])) == (3, 3)
        assert "可能重复" in texts[0]
    else:
        (state,) = held
        assert (state, len(held[state])) == (
            {0: "kept" if isinstance(trouble, Absent) else "failed", 1: "sent"}[said],
            3,
        )


async def test_who_opens_the_page_again_reads_them_as_one(town):
    town.follow("expert:e_wang")
    town.publish(*SIX[:3])
    town.post.trouble.append(Absent())
    await town.pass_time(minutes=2)
    async with town.diary.open(town.line):
        assert await town.diary.bring([NEIGHBOUR]) == 1
    assert len(town.post.texts()) == 1
    assert len(town.states()["sent"]) == 3


async def test_a_visit_and_a_follow_are_told_together_once(town):
    plan = Plan(kind="visit", start="2026-11-25T08:00", alerts=("-1@18:00",), subject="expert:e_wang", half_day="上午")
    town.remind(plan)
    town.follow("expert:e_wang")
    town.publish(*SIX[:2])
    await town.pass_time(minutes=2)
    assert len(town.post.texts()) == 1


async def test_in_english(town):
    town.settle_in(language="en")
    town.follow("expert:e_wang")
    town.publish(
        SIX[0], change("x", "stand_in", stand_in="赵替班", expert="e_wang", first="2026-12-02", last="2026-12-02")
    )
    await town.pass_time(minutes=2)
    (text,) = town.post.texts()
    assert text.startswith("Clinic changes")
    assert "Clinic suspended:" in text
