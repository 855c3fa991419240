"""Notices as clerks write them, and the changes they mean."""

from datetime import datetime

import pytest

from knowledge.notices import Reading
from tests.knowledge.notices.clerk import NOW, ROSTER, lines, read, row


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("沈柏清主任12月3日（周四）上午停诊一次。", ["suspend 沈柏清 2026-12-03..2026-12-03 上午"]),
        ("司徒主任后天全天停诊", ["suspend 司徒曼 2026-11-27..2026-11-27 全天"]),
        ("瀋柏清主任12月3日停診", ["suspend 沈柏清 2026-12-03..2026-12-03 全天"]),
        ("沈柏清主任12月24日至1月7日停诊", ["suspend 沈柏清 2026-12-24..2027-01-07 全天"]),
        ("沈柏清主任自即日起停诊，恢复时间另行通知", ["suspend 沈柏清 2026-11-25..None 全天"]),
        ("沈柏清主任12月1日起停诊两周", ["suspend 沈柏清 2026-12-01..2026-12-14 全天"]),
        ("沈柏清主任因病停诊至12月10日", ["suspend 沈柏清 2026-11-25..2026-12-10 全天"]),
        ("沈柏清主任12月份每周二停诊，周四照常", ["suspend 沈柏清 2026-12-01..2026-12-31 全天 周二"]),
        ("司徒曼副主任12月4日上午停诊，由沈柏清主任替诊", ["stand_in 司徒曼 2026-12-04..2026-12-04 上午 沈柏清"]),
        ("12月4日司徒主任请假，李一诺主任替她看一天", ["stand_in 司徒曼 2026-12-04..2026-12-04 全天 李一诺"]),
        ("沈柏清主任12月5日（周六）上午加诊", ["extra 沈柏清 2026-12-05..2026-12-05 上午"]),
        ("沈柏清主任12月3日上午的门诊改到12月4日下午", ["move 沈柏清 2026-12-03..2026-12-03 上午 → 2026-12-04 下午"]),
        ("沈柏清主任12月3日停诊，顺延一周", ["move 沈柏清 2026-12-03..2026-12-03 全天 → 2026-12-10"]),
        ("从12月起，沈柏清主任周二门诊调整到周五上午", ["move 沈柏清 2026-12-01..None 全天 周二 → 周五 上午"]),
        ("12月6日全院停电，门诊停诊一天", ["close - 2026-12-06..2026-12-06 全天"]),
        ("儿科12月3日装修，儿科门诊停诊", ["close - 2026-12-03..2026-12-03 全天 儿科"]),
        ("元旦1月1日至1月3日专家门诊停诊，普通门诊照常", ["suspend - 2027-01-01..2027-01-03 全天 all_experts"]),
        ("12月5日（周六）上班，按周四排班", ["swap - 2026-12-05..2026-12-05 全天 周四"]),
        ("沈柏清主任12月3日停诊取消，照常看", ["resume 沈柏清 2026-12-03..2026-12-03 全天"]),
        ("沈柏清主任周四，哦不，下周二上午停诊", ["suspend 沈柏清 2026-12-01..2026-12-01 上午"]),
        ("Dr. Miller 12月1日停诊", ["suspend Anna Miller 2026-12-01..2026-12-01 全天"]),
    ],
)  # fmt: skip
def test_a_notice_is_read_into_changes_with_dates(text, changes):
    assert lines(text) == changes


def test_listed_days_are_changes_of_their_own():
    assert lines("沈柏清主任12/1、12/3停诊") == [
        "suspend 沈柏清 2026-12-01..2026-12-01 全天",
        "suspend 沈柏清 2026-12-03..2026-12-03 全天",
    ]


def test_a_correction_undoes_the_wrong_day_and_brings_the_right_one():
    assert lines("更正：沈柏清主任停诊日期应为12月3日，不是12月1日") == [
        "suspend 沈柏清 2026-12-03..2026-12-03 全天",
        "resume 沈柏清 2026-12-01..2026-12-01 全天",
    ]


def test_half_days_at_the_ends_of_a_span_are_changes_of_their_own():
    assert lines("司徒曼副主任12月3日下午至12月7日上午外出，停诊") == [
        "suspend 司徒曼 2026-12-03..2026-12-03 下午",
        "suspend 司徒曼 2026-12-04..2026-12-06 全天",
        "suspend 司徒曼 2026-12-07..2026-12-07 上午",
    ]


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("沈柏清主任12月3日（周三）停诊", ("weekday_mismatch",)),
        ("沈伯清主任12月3日停诊", ("unknown_expert",)),
        ("李主任11月30日停诊", ("ambiguous_expert",)),
        ("脾胃科李主任12月2日停诊", ()),
        ("沈柏清主任12月3日停诊，由外院王大山医生替诊", ("unknown_stand_in",)),
        ("沈柏清主任要停一次门诊，哪天还没定", ("no_date",)),
        ("沈柏清主任12月下旬停诊一次", ("vague_date",)),
        ("沈柏清主任11月31日停诊", ("invalid_date",)),
        ("沈柏清主任12月20日至12月10日停诊", ("reversed_range",)),
        ("沈柏清主任昨天上午停诊", ("past_date",)),
        ("沈柏清主任12月4日停诊", ("no_such_session",)),
        ("沈柏清主任明天（12月3日）停诊", ("contradiction",)),
        ("听说沈柏清主任12月3日要停诊", ("tentative",)),
        ("收到，谢谢！", ("no_change",)),
        ("请问沈柏清主任12月3日停诊吗？", ("no_change",)),
        ("沈柏清主任12月3日照常出诊", ("no_change",)),
        ("", ("no_change",)),
    ],
)
def test_doubts_are_flagged(text, flags):
    assert read(text).flags == flags


def test_a_day_in_doubt_is_left_out_and_the_rest_of_the_notice_stays_usable():
    first, second = read("沈柏清主任12月3日（周三）停诊；司徒曼副主任12月4日上午停诊").changes
    assert (first.first, first.last) == (None, None)
    assert [str(day) for day in first.candidates] == ["2026-12-02", "2026-12-03"]
    assert str(second.first) == "2026-12-04"


def test_two_who_fit_are_both_named_and_neither_is_taken():
    [change] = read("李主任11月30日停诊").changes
    assert (change.expert, set(change.candidate_experts)) == ("李主任", {"李一诺", "李二白"})


@pytest.mark.parametrize("name", ["沈柏轻", "沈伯清", "申柏清", "沈清", "沈柏清清"])
def test_a_name_that_only_comes_near_is_never_taken(name):
    [change] = read(f"{name}主任12月3日停诊").changes
    assert (change.expert, change.candidate_experts) == (name, ())


def test_the_place_is_named_or_follows_from_the_weekday_or_stays_open():
    roster = (
        row("谢安", "主任医师", "内科", "TU", "上午", place="示例东院"),
        row("谢安", "主任医师", "内科", "FR", "上午", place="示例西院"),
    )

    def place(text: str) -> str | None:
        [change] = read(text, NOW, roster).changes
        return change.place

    assert place("谢安主任12月1日停诊") == "示例东院"
    assert place("谢安主任西院12月4日停诊") == "示例西院"
    assert place("谢安主任12月1日至12月4日停诊") is None


def test_rows_of_a_table_are_read_with_their_columns():
    text = (
        "医生\t日期\t星期\t时段\t情况\t替诊医生\n沈柏清\t12月3日\t四\t上午\t停诊\t\n"
        "司徒曼\t12.4\t五\t下午\t替诊\t李一诺\n李二白\t12.2\t三\t上午\t正常\t"
    )
    assert lines(text) == [
        "suspend 沈柏清 2026-12-03..2026-12-03 上午",
        "stand_in 司徒曼 2026-12-04..2026-12-04 下午 李一诺",
    ]


def test_a_card_of_keys_and_values_is_one_change():
    assert lines("医生：沈柏清\n日期：12月3日\n时段：上午\n类型：停诊") == [
        "suspend 沈柏清 2026-12-03..2026-12-03 上午"
    ]


def test_a_date_below_a_notice_is_when_it_was_written():
    text = "沈柏清主任12月3日停诊。\n示例医院\n2026年11月25日"
    assert lines(text) == ["suspend 沈柏清 2026-12-03..2026-12-03 全天"]


def test_a_very_long_paste_is_read_in_part_and_at_once():
    assert isinstance(read("沈柏清主任12月3日停诊。" * 5000), Reading)


def test_the_moment_decides_what_a_bare_weekday_is():
    evening = datetime.fromisoformat("2026-11-24T20:00:00+08:00")
    assert lines("沈柏清主任周二上午停诊", evening) == ["suspend 沈柏清 2026-12-01..2026-12-01 上午"]


def test_a_roster_that_cannot_tell_raises_no_flag():
    unsure = ROSTER[0].__class__(
        expert="谢安", title="主任医师", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", half_day="上午"
    )
    assert read("谢安主任12月4日停诊", NOW, (unsure,)).flags == ()
