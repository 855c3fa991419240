"""What holds for every arrangement that the form can say: its days are those it names, and it is shown as said."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clinics import Session
from knowledge.permission import Actor
from knowledge.rostering.sessions import Arrangement, arranged, arrangement_of, coming
from knowledge.timetable import WEEKDAYS
from tests.conftest import NOON
from tests.knowledge import sample_clinics as sample

CLERK = Actor("辛", "web", "clerk", ("tianshan",))
BLANK = Session(id="s", expert="e_wang", institution="tianshan", half_day="上午")
days = st.dates(date(2026, 11, 21), date(2027, 6, 30)).map(date.isoformat)


@st.composite
def arrangements(draw):
    every = draw(st.sampled_from(("1", "2", "m", "d")))
    anchor = draw(days)
    weekday = WEEKDAYS[date.fromisoformat(anchor).weekday()]
    nth = draw(st.lists(st.sampled_from(("1", "2", "3", "4", "5", "-1")), min_size=1, max_size=3, unique=True))
    dates = "\n".join(sorted(draw(st.sets(days, min_size=1, max_size=5))))
    return Arrangement(
        half_day=draw(st.sampled_from(("上午", "下午", "夜间"))),
        every=every,
        weekday="" if every == "d" else weekday,
        anchor=anchor if every == "2" else "",
        nth=tuple(nth) if every == "m" else (),
        dates=dates if every == "d" else "",
        seen=1,
    )


@given(arrangements())
def test_it_is_shown_as_it_was_said_and_saying_it_again_changes_nothing(form):
    made = arranged(BLANK, form, CLERK, NOON)
    assert arrangement_of(made, 1) == form
    assert arranged(made, arrangement_of(made, 1), CLERK, NOON) == made


@given(arrangements())
def test_its_next_dates_are_the_ones_it_names(form):
    made = arranged(BLANK, form, CLERK, NOON)
    found = [one.day for one in coming(made, sample.book(), NOON.date(), 8)]
    assert found == sorted(found)
    if form.every == "d":
        assert [day.isoformat() for day in found] == form.dates.split()[:8]
        return
    assert found or (form.nth == ("5",) and form.every == "m")
    assert {WEEKDAYS[day.weekday()] for day in found} <= {form.weekday}
    if form.every == "2":
        assert all((day - date.fromisoformat(form.anchor)).days % 14 == 0 for day in found)
        assert not found or found[0].isoformat() >= form.anchor
    if form.every == "m":
        assert all(places(day) & set(form.nth) for day in found)


def places(day):
    """第几个 of its month a day is, and whether it is the last."""
    last = {"-1"} if (day + (date(2026, 1, 8) - date(2026, 1, 1))).month != day.month else set()
    return {str((day.day - 1) // 7 + 1)} | last


def test_a_rule_that_the_form_cannot_say_stays_as_it_is():
    strange = msgspec.structs.replace(BLANK, rule="FREQ=MONTHLY;BYMONTHDAY=10")
    form = arrangement_of(strange, 1)
    assert (form.weekday, form.every) == ("", "1")
    assert arranged(strange, form, CLERK, NOON).rule == strange.rule
