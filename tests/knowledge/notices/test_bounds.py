"""A paste of anything costs as much as its length, whatever the roster: work is counted, as calls, never timed."""

import sys

import pytest

from tests.knowledge.notices.clerk import ROSTER, read, row

WORDS = ("外出", "手术，", "休假：", "上午停，", "赵主任停，", "明天停诊", "针灸科停诊，", "a")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "明华伟芳娜敏静丽强磊"
LARGE = ROSTER + tuple(
    row(surname + one + other, "主任医师", "针灸科", "TU", "上午")
    for surname in SURNAMES
    for one in GIVEN
    for other in GIVEN[:4]
)


def calls(text, roster):
    """How many functions are called to read a notice."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in {"call", "c_call"}

    read(text, roster=roster)
    sys.setprofile(count)
    try:
        read(text, roster=roster)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("words", WORDS)
def test_a_hundred_times_the_roster_is_no_multiple_of_the_work(words):
    text = (words * 400)[:400]
    own = calls("", LARGE) - calls("", ROSTER)
    assert calls(text, LARGE) - own < 3 * calls(text, ROSTER)


@pytest.mark.parametrize("words", WORDS)
def test_four_times_the_words_are_four_times_the_work(words):
    short, long = ((words * 1200)[:length] for length in (300, 1200))
    assert calls(long, ROSTER) < 5 * calls(short, ROSTER)
