"""A change is published while this process still holds the Book before it: the reminder is looked at again."""

from knowledge.database import Database
from knowledge.editing import Edit, publish
from scheduler import agenda
from scheduler.plans import Plan
from tests.conftest import SHANGHAI
from tests.knowledge.sample_clinics import session
from tests.scheduler.town import CLERK, NEIGHBOUR, Town

VISIT = Plan(kind="visit", start="2026-11-23T08:00", alerts=("-30m",), subject="expert:e_wang", half_day="上午")
EARLIER = session("s1", "e_wang", "上午", "MO", department="骨伤科", start="07:30", end="11:00")


async def test_a_plan_made_from_an_old_book_is_made_anew_from_the_next(database: Database):
    town = Town(database)
    town.remind(VISIT)
    town.database.write(publish, [Edit(("session", "s1"), EARLIER)], "staff", CLERK, town.now)
    await town.diary.tick()  # the shelf holds the Book before
    assert rings(town) == "12:00"
    await town.pass_time(seconds=2)  # town.tick takes in the new one
    assert rings(town) == "07:00"


def rings(town: Town) -> str:
    (held,) = town.database.read(agenda.reminders, NEIGHBOUR)
    return held.next_due.astimezone(SHANGHAI).strftime("%H:%M")
