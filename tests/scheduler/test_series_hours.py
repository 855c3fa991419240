"""A series keeps the quiet hours that an owner sets, and residents are told the hour at which it rings."""

from datetime import time

import msgspec
import pytest

from knowledge.adjusting import unquiet
from knowledge.answering.series import ahead, days_said
from knowledge.permission import Actor
from knowledge.series import EARLIEST, LATEST, told_at, unfit
from knowledge.tuning import USUAL, Quiet
from knowledge.wording import Voice
from scheduler import quiet
from scheduler.plans import next_due
from scheduler.quieting import set_quiet
from scheduler.visits import plan_of
from tests.conftest import NOON
from tests.scheduler.test_series import GAOFANG, Season, ringing

OWNER = Actor("安", "web")
SETTABLE = [
    Quiet(evening=time(evening), morning=time(morning, minute))
    for evening in range(19, 24)
    for morning in range(6, 10)
    for minute in (0, 30)
    if not unquiet(Quiet(evening=time(evening), morning=time(morning, minute), urgent_evening=time(23)))
]


@pytest.mark.parametrize("clock", [EARLIEST, "06:29", "06:30", "08:59", "12:00", "19:00", "21:29", "21:30", LATEST])
def test_whatever_quiet_hours_are_set_it_rings_when_it_is_told_to_ring(clock):
    held = msgspec.structs.replace(GAOFANG, time=clock)
    for hours in (USUAL.quiet, *SETTABLE):
        due = next_due(plan_of(held), NOON, hours)
        rings = due.at.astimezone(NOON.tzinfo)
        assert f"{rings:%Y-%m-%d %H:%M}" == f"2026-11-25 {told_at(held, hours)}"
        assert not quiet.is_quiet(rings, hours)
        assert not unfit(held)


@pytest.mark.parametrize(("clock", "told"), [("21:00", "19:59"), ("07:00", "08:00"), ("12:00", "12:00")])
async def test_quiet_hours_set_later_move_what_they_take_and_it_says_so(sqlite, clock, told):
    town = Season(sqlite)
    town.change(time=clock)
    wanted = Quiet(evening=time(20), morning=time(8))
    town.database.write(set_quiet, wanted, USUAL.quiet, OWNER, town.now)
    town.shelf.load()
    town.sign_up()
    assert ringing(town) == f"2026-11-25 {told}"
    held, book = town.shelf.book.series["gaofang"], town.shelf.book
    assert f"{told}提醒" in days_said(held, book, Voice(), town.now)
    town.now = town.now.replace(day=25, hour=int(told[:2]), minute=int(told[3:]))
    assert len(ahead(held, book, town.now)) == 2
    await town.tick()
    assert town.post.texts()[0].startswith(f"膏方门诊日（11月25日周三 {told}）")
