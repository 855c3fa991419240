"""Two doctors who trade sittings: each moves to the other's time, or stands in where that is what is said."""

import pytest

from tests.knowledge.notices.clerk import lines, read

SHEN_AND_LI = [
    "move 沈柏清 2026-12-03..2026-12-03 上午 → 2026-12-02 上午",
    "move 李二白 2026-12-02..2026-12-02 上午 → 2026-12-03 上午",
]


@pytest.mark.parametrize(
    "text",
    [
        "沈柏清主任12月3日（周四）上午与李二白主任12月2日（周三）上午的门诊对调。",
        "12月3日上午沈柏清主任与12月2日上午李二白主任互换门诊，号源随人走",
        "沈柏清主任12月3日上午、李二白主任12月2日上午的门诊对调一次，即沈主任改到2日上午，李主任改到3日上午，仅此一次",
        "换班：12/3上午 沈柏清 ↔ 12/2上午 李二白",
        "换班通知：沈柏清主任和李二白主任门诊互换：沈柏清12月2日周三上午看，李二白12月3日周四上午看。",
    ],
)
def test_each_moves_to_the_time_of_the_other(text):
    assert sorted(lines(text)) == sorted(SHEN_AND_LI)
    assert read(text).flags == ()


def test_weekdays_are_traded_for_good():
    assert lines("自12月14日起，每周四上午沈柏清与每周三上午李二白门诊对调") == [
        "move 沈柏清 2026-12-14..None 上午 周四 → 周三 上午",
        "move 李二白 2026-12-14..None 上午 周三 → 周四 上午",
    ]


def test_a_week_is_enough_where_each_sits_once_in_it():
    assert lines("李一诺主任和李二白主任下周门诊对调") == [
        "move 李一诺 2026-11-30..2026-11-30 上午 → 2026-12-02 上午",
        "move 李二白 2026-12-02..2026-12-02 上午 → 2026-11-30 上午",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "李一诺主任11月30日、李二白主任12月2日的门诊互相替诊一次",
        "李一诺、李二白下周换个班：11月30日由李二白替李一诺，12月2日由李一诺替李二白",
    ],
)
def test_who_stands_in_for_whom_stays_so(text):
    assert lines(text) == [
        "stand_in 李一诺 2026-11-30..2026-11-30 全天 李二白",
        "stand_in 李二白 2026-12-02..2026-12-02 全天 李一诺",
    ]


def test_a_trade_that_is_called_off_is_lifted():
    assert lines("12月3日沈柏清和12月2日李二白的对调取消，各看各的") == [
        "resume 沈柏清 2026-12-03..2026-12-03 全天",
        "resume 李二白 2026-12-02..2026-12-02 全天",
    ]


@pytest.mark.parametrize(
    "text", ["沈柏清主任和李二白主任的诊室对调，门诊时间不变", "1号和2号诊室互换", "夜班请自行调换"]
)
def test_rooms_that_are_traded_change_no_clinic(text):
    assert lines(text) == []
