"""Who stands in, as staff write it: a whole name, a colleague's or a stranger's, never half of one."""

from datetime import timedelta

import pytest

from knowledge.rostering.standing_in import busy, called, colleagues
from tests.knowledge import sample_clinics as sample


@pytest.mark.parametrize(
    ("typed", "name", "meant"),
    [
        ("李例子", "李例子", []),
        (" 李例子 主任医师", "李例子", []),
        ("赵替班", "赵替班", []),
        ("赵医生", "赵医生", []),
        ("王样品大夫", "王样品", []),
        ("王", "", ["王样品"]),
        ("王主任", "", ["王样品"]),
        ("李医生", "", ["李例子"]),
        ("张", "", ["李例子", "王样品"]),
        ("王示范", "", ["李例子", "王样品"]),
        ("王示范主任", "", ["李例子", "王样品"]),
    ],
)
def test_a_name_as_it_is_typed(typed, name, meant):
    said, others = called(typed, "e_wang", "tianshan", sample.book_of())
    assert (said, [one.name for one in others]) == (name, meant)


def test_colleagues_of_the_same_department_come_first_and_nobody_without_a_name():
    book = sample.book_of((*sample.SESSIONS, sample.session("s7", "e_wang2", "上午", "TU", department="骨伤科")))
    assert [one.name for one in colleagues("e_wang", "tianshan", book)] == ["王样品", "李例子"]


@pytest.mark.parametrize(("who", "times"), [("王样品", 1), ("李例子", 0), ("赵替班", 0)])
def test_who_stands_in_is_not_in_two_rooms(who, times):
    own = sample.session("s7", "e_wang2", "上午", "WE")
    change = sample.change("c", "stand_in", expert="e_wang", first="2026-11-25", last="2026-11-25", stand_in=who)
    book = sample.book_of((*sample.SESSIONS, own), (change,))
    day = sample.MONDAY + timedelta(2)
    held = book.clinics.sittings(book.clinics.by_expert["e_wang"], day, day)
    assert [one.session.id for one in busy(held, book)] == ["s7"] * times
