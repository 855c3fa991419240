"""A week's changes copied into another week: each day as far on, nothing twice, nothing beyond the week."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.clinics import MovedTo
from knowledge.permission import Actor
from knowledge.rostering.changing import change_of
from knowledge.rostering.spreading import exceptions
from tests.conftest import NOON
from tests.knowledge import sample_clinics as sample

CLERK = Actor("辛", "web", "clerk", ("tianshan",))
TO = sample.MONDAY + timedelta(7)
days = st.integers(-7, 13).map(lambda n: sample.MONDAY + timedelta(n))


@st.composite
def changes(draw):
    kind = draw(st.sampled_from(("suspend", "stand_in", "extra", "move", "full", "close", "swap", "resume")))
    first = draw(days)
    last = first if kind in {"move", "swap"} else max(first, draw(days))
    more = {
        "expert": "" if kind in {"close", "swap"} else draw(st.sampled_from(("e_wang", "e_li"))),
        "half_day": draw(st.sampled_from(("上午", "下午", "全天"))) if kind != "move" else "上午",
        "weekdays": draw(st.sampled_from(((), ("周二", "周四")))) if kind == "suspend" else (),
        "stand_in": "赵替班" if kind == "stand_in" else "",
        "moved_to": MovedTo(date=(first + timedelta(1)).isoformat()) if kind == "move" else None,
    }
    open_end = kind == "suspend" and draw(st.booleans())
    key = f"c{draw(st.integers(0, 10**6))}"
    return sample.change(key, kind, first=first.isoformat(), last="" if open_end else last.isoformat(), **more)


held = st.lists(changes(), max_size=6, unique_by=lambda one: one.id)


@given(held)
def test_copies_lie_in_the_other_week_and_copying_again_adds_nothing(before):
    book = sample.book_of(changes=tuple(before))
    wishes = list(exceptions(book, "tianshan", sample.MONDAY, TO))
    for wish in wishes:
        assert TO.isoformat() <= wish.first <= wish.last <= (TO + timedelta(6)).isoformat()
        origin = (date.fromisoformat(wish.first) - timedelta(7)).isoformat()
        assert any(one.change == wish.do and one.expert == wish.expert and one.first <= origin for one in before)
    made = [change_of(wish, f"w.{n}", CLERK, book, NOON) for n, wish in enumerate(wishes)]
    after = sample.book_of(changes=(*before, *made))
    assert not list(exceptions(after, "tianshan", sample.MONDAY, TO))


@given(held)
def test_what_belongs_to_its_own_day_is_not_copied(before):
    book = sample.book_of(changes=tuple(before))
    assert not {"swap", "resume"} & {wish.do for wish in exceptions(book, "tianshan", sample.MONDAY, TO)}
    assert not list(exceptions(book, "yueyang", sample.MONDAY, TO))
