"""Series made by staff: asked for by a button, told on their days in today's words, at most three a week, then over."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from knowledge import tables as t
from knowledge.database import Database
from knowledge.editing import Edit, publish
from knowledge.series import Series
from scheduler import agenda
from scheduler.visits import plan_of
from tests.scheduler.town import CLERK, NEIGHBOUR, Town

GAOFANG = Series(
    id="gaofang",
    name="膏方门诊日",
    text="今天有膏方门诊，要先约号。",
    dates=("2026-11-25", "2026-12-02", "2026-12-09"),
    time="08:00",
    institution="tianshan",
    link="https://example.org/gaofang",
    sources=("demo",),
    verified_on="2026-11-20",
)


class Season(Town):
    """A town with a series, and somebody who asked to be reminded of it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.change()
        self.shelf.load()

    def change(self, key: str = "gaofang", *, gone: bool = False, **values: object) -> None:
        fact = None if gone else msgspec.structs.replace(GAOFANG, id=key, **values)
        self.database.write(publish, [Edit(("series", key), fact)], "staff", CLERK, self.now)

    def sign_up(self, key: str = "gaofang") -> int:
        return self.remind(plan_of(self.shelf.book.series[key]))

    @property
    def reasons(self) -> list[str]:
        d = t.delivery.c
        return self.database.read(
            lambda c: c.execute(select(d.reason).where(d.state == "skipped").order_by(d.id)).scalars().all()
        )

    async def days_go_by(self, days: int) -> None:
        """From half an hour to half an hour."""
        for _ in range(48 * days):
            await self.pass_time(minutes=30)


@pytest.fixture
def town(sqlite: Database) -> Season:
    return Season(sqlite)


async def test_it_rings_on_its_days_and_ends_after_the_last(town):
    town.sign_up()
    await town.days_go_by(30)
    texts = town.post.texts()
    assert [text.splitlines()[0] for text in texts] == [
        "膏方门诊日（11月25日周三 08:00）",
        "膏方门诊日（12月2日周三 08:00）",
        "膏方门诊日（12月9日周三 08:00）",
    ]
    assert "今天有膏方门诊，要先约号。" in texts[0]
    assert "地点：天山中医医院" in texts[0]
    assert "来源：示例医院" in texts[0]
    assert town.database.read(agenda.reminders, NEIGHBOUR) == []


async def test_it_brings_the_link_and_the_four_buttons(town):
    number = town.sign_up()
    town.now = town.now.replace(day=25, hour=8)
    await town.tick()
    choices = town.post.sent[0][1].choices
    assert [choice.label for choice in choices] == ["看说明", "知道了", "晚点再说", "停这个", "全部停"]
    assert choices[0].url == "https://example.org/gaofang"
    assert choices[3].token == f"r:stop:{number}"


async def test_on_both_databases_changed_days_are_planned_anew_in_the_same_transaction(database):
    town = Season(database)
    town.sign_up()
    town.change(dates=("2026-11-23", "2026-12-02"))
    await town.tick()
    assert ringing(town) == "2026-11-23 08:00"
    town.now = town.now.replace(day=23, hour=8)
    await town.tick()
    assert "11月23日周一" in town.post.texts()[0]
    town.now = town.now.replace(day=25)
    await town.tick()
    assert len(town.post.texts()) == 1


async def test_another_time_and_other_words_are_told_as_they_stand_on_the_day(town):
    town.sign_up()
    town.change(time="14:00", text="改到下午，二楼。", paused=False)
    await town.tick()
    town.now = town.now.replace(day=25, hour=8)
    await town.tick()
    assert town.post.texts() == []
    await town.pass_time(hours=6)
    (text,) = town.post.texts()
    assert "11月25日周三 14:00" in text
    assert "改到下午，二楼。" in text


async def test_a_time_changed_while_it_was_on_its_way_is_not_told_twice(town):
    town.sign_up()
    town.now = town.now.replace(day=25, hour=8)
    await town.diary.tick()  # planned, not yet sent
    town.change(time="14:00")
    await town.tick()
    assert town.post.texts() == []
    assert town.reasons == ["series changed"]
    await town.pass_time(hours=6)
    assert len(town.post.texts()) == 1


@pytest.mark.parametrize(
    ("change", "reason"), [({"paused": True}, "series paused"), ({"gone": True}, "series gone")], ids=["paused", "gone"]
)
async def test_paused_or_gone_nothing_is_told_and_the_ledger_says_why(town, change, reason):
    town.sign_up()
    town.change(**change)
    await town.tick()
    town.now = town.now.replace(day=25, hour=8)
    await town.tick()
    assert town.post.texts() == []
    assert town.reasons == [reason]
    town.change()
    await town.tick()
    town.now = town.now.replace(month=12, day=2)
    await town.tick()
    assert len(town.post.texts()) == 1


async def test_more_than_three_a_week_are_too_many(town):
    for n in range(5):
        town.change(f"s{n}", dates=("2026-11-25", "2026-12-10"), time=f"{8 + n:02}:00")
    town.shelf.load()
    for n in range(5):
        town.sign_up(f"s{n}")
    town.now = town.now.replace(day=25, hour=7)
    await town.days_go_by(1)
    assert len(town.post.texts()) == 3
    assert town.reasons == ["enough series this week"] * 2
    town.now = town.now.replace(month=12, day=10, hour=7)
    await town.days_go_by(1)
    assert len(town.post.texts()) == 6


async def test_what_somebody_put_off_themselves_is_not_counted_against_them(town):
    for n in range(3):
        town.change(f"s{n}", dates=("2026-11-25", "2026-12-10"))
    town.shelf.load()
    numbers = [town.sign_up(f"s{n}") for n in range(3)]
    town.now = town.now.replace(day=25, hour=8)
    for _ in range(3):
        await town.pass_time(seconds=2)
    assert len(town.post.texts()) == 3
    later = town.now + timedelta(hours=1)
    town.database.write(agenda.snooze, NEIGHBOUR, numbers[0], later, town.now)
    await town.pass_time(hours=1)
    assert len(town.post.texts()) == 4
    assert "11月25日周三" in town.post.texts()[-1]


async def test_a_rule_within_a_season(town):
    town.change("sanfu", dates=(), rule="FREQ=WEEKLY;BYDAY=SA", first="2026-11-28", last="2026-12-12")
    town.shelf.load()
    town.sign_up("sanfu")
    await town.days_go_by(28)
    assert [text.split("（")[1].split("周")[0] for text in town.post.texts()] == ["11月28日", "12月5日", "12月12日"]


async def test_english_speakers_get_english_words(town):
    town.change(english_name="Paste clinic", english="Paste clinic today.")
    town.settle_in(language="en")
    town.shelf.load()
    town.sign_up()
    town.now = town.now.replace(day=25, hour=8)
    await town.tick()
    assert town.post.texts()[0].startswith("Paste clinic (Wed 2026-11-25 08:00)\nPaste clinic today.")


def ringing(town: Town) -> str:
    (held,) = town.database.read(agenda.reminders, NEIGHBOUR)
    return held.next_due.astimezone(town.now.tzinfo).strftime("%Y-%m-%d %H:%M")


async def test_those_that_leave_at_the_same_moment_count_too(town):
    for n in range(5):
        town.change(f"s{n}", dates=("2026-11-25", "2026-12-10"))
    town.shelf.load()
    for n in range(5):
        town.sign_up(f"s{n}")
    town.now = town.now.replace(day=25, hour=8)
    town.line = type(town.line)(channel="telegram", sender=town.post, per_second=None)
    await town.tick()
    assert len(town.post.texts()) == 3
    assert town.reasons == ["enough series this week"] * 2
