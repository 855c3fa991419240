"""Clinics that stay on their day and go to another room, place or hour."""

import pytest

from tests.knowledge.notices.clerk import lines, read

STAYS = "move 沈柏清 2026-12-03..2026-12-03 上午 → 2026-12-03 上午"


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("沈柏清主任12月3日上午的门诊，因A楼做消毒，诊室临时换到B楼311，时间不变", "B楼311"),
        ("沈主任12月3日上午的门诊诊室由2楼换到3楼8诊室，时间不变", "3楼8诊室"),
        ("沈柏清主任12月3日上午门诊地点临时改到门诊楼四层408", "门诊楼四层408"),
        ("沈主任12月3日上午诊间改在a303", "A303"),
    ],
)
def test_a_new_room(text, room):
    assert lines(text) == [STAYS]
    assert [change.moved_to.room for change in read(text).changes] == [room]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("明天沈柏清教授上午要先查房，8:00的门诊推迟到9:30开始，看到11:30", "09:30"),
        ("沈柏清主任12月3日上午门诊推迟到9:30开始", "09:30"),
        ("12月3日上午沈主任门诊提前到7:30开诊", "07:30"),
    ],
)
def test_a_new_hour_of_the_same_half_day(text, start):
    [change] = read(text).changes
    assert (change.moved_to.day, change.moved_to.half_day, change.moved_to.start) == (change.first, "上午", start)


@pytest.mark.parametrize(
    "text",
    ["12月3日起全科诊室搬到5楼", "12月3日上午诊室换到3楼8诊室", "沈主任12月3日上午门诊照常，诊室不变"],
)
def test_a_room_of_nobody_and_one_that_stays_change_no_clinic(text):
    assert lines(text) == []


def test_a_room_beside_a_suspension_moves_nothing():
    text = "沈主任12月3日上午停诊，诊室换到3楼8诊室的是李二白医生"
    assert lines(text) == ["suspend 沈柏清 2026-12-03..2026-12-03 上午"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("司徒曼12月4日上午门诊挪下午", ["move 司徒曼 2026-12-04..2026-12-04 上午 → 2026-12-04 下午"]),
        ("司徒医生12月4日上午的号改下午看", ["move 司徒曼 2026-12-04..2026-12-04 上午 → 2026-12-04 下午"]),
        ("12月2日李二白门诊由上午改下午，望周知", ["move 李二白 2026-12-02..2026-12-02 上午 → 2026-12-02 下午"]),
        ("李二白主任12月2日门诊时间改为13:00-16:00", ["move 李二白 2026-12-02..2026-12-02 全天 → 2026-12-02 下午"]),
        ("沈主任12月3日上午门诊改8:30", [STAYS]),
        ("请病人改下午就诊，沈主任12月3日上午停诊", ["suspend 沈柏清 2026-12-03..2026-12-03 上午"]),
    ],
)
def test_another_half_of_the_day(text, changes):
    assert lines(text) == changes
