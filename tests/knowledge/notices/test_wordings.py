"""Notices in the words of many people: each a way to write that once was read wrongly."""

import pytest

from tests.knowledge.notices.clerk import lines, read


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("老师们，我下周四要监考，上午的号麻烦停一下。沈柏清", ["suspend 沈柏清 2026-12-03..2026-12-03 上午"]),
        ("李老师，我下周四门诊停一次。——沈柏清", ["suspend 沈柏清 2026-12-03..2026-12-03 全天"]),
        ("沈柏清 12.3AM停", ["suspend 沈柏清 2026-12-03..2026-12-03 上午"]),
        ("沈柏清主任12月3日pm停诊 司徒曼顶", ["stand_in 沈柏清 2026-12-03..2026-12-03 下午 司徒曼"]),
        ("沈柏清主任拾贰月叁日停诊", ["suspend 沈柏清 2026-12-03..2026-12-03 全天"]),
        ("司徒12月4日停，别挂", ["suspend 司徒曼 2026-12-04..2026-12-04 全天"]),
        ("沈柏清主任12月3日上午 → 12月4日上午", ["move 沈柏清 2026-12-03..2026-12-03 上午 → 2026-12-04 上午"]),
        ("沈主任年假 12/1~12/10，12/15返岗", ["suspend 沈柏清 2026-12-01..2026-12-10 全天"]),
        ("沈主任12月1日起停诊，12月15日恢复", ["suspend 沈柏清 2026-12-01..2026-12-14 全天"]),
        ("沈主任从12月1日起休产假，至2027年4月30日", ["suspend 沈柏清 2026-12-01..2027-04-30 全天"]),
        ("沈主任下周二弗来", ["suspend 沈柏清 2026-12-01..2026-12-01 全天"]),
        ("本周六沈主任加一个上午", ["extra 沈柏清 2026-11-28..2026-11-28 上午"]),
        ("沈柏清主任12月5日周六上午来坐诊一次", ["extra 沈柏清 2026-12-05..2026-12-05 上午"]),
        ("原定沈柏清主任12月3日停诊，现会议取消，照常开诊", ["resume 沈柏清 2026-12-03..2026-12-03 全天"]),
        (
            "更正：是12月3日沈柏清主任停，不是12月4日司徒曼停",
            ["suspend 沈柏清 2026-12-03..2026-12-03 全天", "resume 司徒曼 2026-12-04..2026-12-04 全天"],
        ),
        (
            "取消沈柏清主任12月1日停诊，改为12月3日停诊",
            ["resume 沈柏清 2026-12-01..2026-12-01 全天", "suspend 沈柏清 2026-12-03..2026-12-03 全天"],
        ),
        (
            "12月3日停诊：沈柏清（上午）、司徒曼（下午）",
            ["suspend 沈柏清 2026-12-03..2026-12-03 上午", "suspend 司徒曼 2026-12-03..2026-12-03 下午"],
        ),
    ],
)  # fmt: skip
def test_ways_to_write_it(text, changes):
    assert lines(text) == changes


@pytest.mark.parametrize(
    "text",
    [
        "澄清：网传我院12月3日停诊系不实信息，各科照常开放",
        "信息科：12月3日23:30起自助机暂停使用，门诊不受影响",
        "12月1日起停车场收费调整，南门暂停通行，请走东门",
        "收到，沈主任12月3日的停诊上周已发过，不用再发",
        "院周会改到明天了",
    ],
)
def test_nothing_is_made_of_what_changes_no_clinic(text):
    assert lines(text) == []


def test_experts_listed_below_are_meant_and_not_all_of_the_month():
    text = "关于12月部分专家门诊停诊的公告\n以下专家门诊停诊：\n沈柏清 儿科 12月3日\n司徒曼 12月4日上午"
    assert lines(text) == [
        "suspend 沈柏清 2026-12-03..2026-12-03 全天",
        "suspend 司徒曼 2026-12-04..2026-12-04 上午",
    ]


def test_a_week_as_a_table_names_the_days_above_and_the_doctors_beside():
    text = "医生\t12/1 周二\t12/2 周三\t12/3 周四\n沈柏清\t上午停\t\t正常\n司徒曼\t\t\t下午停"
    assert lines(text) == [
        "suspend 沈柏清 2026-12-01..2026-12-01 上午",
        "suspend 司徒曼 2026-12-03..2026-12-03 下午",
    ]


def test_the_notice_below_its_correction_is_not_read_again():
    text = "更正，下面这条日期写错了，沈主任12月3日停诊，以此为准\n——转发——\n沈柏清主任12月1日停诊，特此告知。11月20日"
    assert lines(text) == ["suspend 沈柏清 2026-12-03..2026-12-03 全天"]


@pytest.mark.parametrize("name", ["沈伯清", "沈佰清", "申柏清"])
def test_a_name_with_one_other_character_is_somebody_else(name):
    reading = read(f"{name}主任12月3日停诊")
    assert [change.expert for change in reading.changes] == [name]
    assert "unknown_expert" in reading.flags
