"""Notices that correct, shift, prolong or call off what was said before; and halves of a day."""

import pytest

from tests.knowledge.notices.clerk import lines, row

BOTH_HALVES = (
    row("钟离昧", "主任医师", "内科", "MO,WE", "上午"),
    row("钟离昧", "主任医师", "内科", "MO,WE", "下午"),
    row("莫凡", "副主任医师", "脾胃科", "TU,FR", "上午"),
    row("褚时行", "主任医师", "肺病科", "TU,TH", "上午"),
    row("尹立", "主治医师", "针灸科", "MO,TU,WE,TH,FR", "上午", kind="普通"),
)


def told(text):
    return [line.replace("..", " ").replace("2026-", "") for line in lines(text, roster=BOTH_HALVES)]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "更正：昨天通知的莫凡主任12月8日停诊，应为褚时行主任，莫凡主任照常。",
            ["suspend 褚时行 12-08 12-08 全天", "resume 莫凡 12-08 12-08 全天"],
        ),
        (
            "前面说褚主任8号停，搞错人了，是莫凡主任8号停，褚主任照看",
            ["resume 褚时行 12-08 12-08 全天", "suspend 莫凡 12-08 12-08 全天"],
        ),
        (
            "勘误：原“尹立医生12月7日—9日停诊”应为“尹立医生12月7日—8日停诊”，9日正常。",
            ["suspend 尹立 12-07 12-08 全天", "resume 尹立 12-09 12-09 全天"],
        ),
        (
            "昨天发的通知有误，钟离昧主任12月7日上午停诊不是下午",
            ["suspend 钟离昧 12-07 12-07 上午", "resume 钟离昧 12-07 12-07 下午"],
        ),
        (
            "昨天的通知作废，莫凡主任8号不停了，改停11号",
            ["resume 莫凡 12-08 12-08 全天", "suspend 莫凡 12-11 12-11 全天"],
        ),
        (
            "褚时行主任12月10日停诊提前到12月8日，10号照常",
            ["suspend 褚时行 12-08 12-08 全天", "resume 褚时行 12-10 12-10 全天"],
        ),
        ("莫凡主任停诊延长至12月18日，原定12月11日恢复", ["suspend 莫凡 12-11 12-18 全天"]),
        ("前发通知中“莫凡主任12月8日由尹立替诊”更正为“由褚时行主任替诊”", ["stand_in 莫凡 12-08 12-08 全天 褚时行"]),
        ("莫凡主任12月8日的替诊医生由尹立改为褚时行", ["stand_in 莫凡 12-08 12-08 全天 褚时行"]),
        (
            "原定褚时行主任12月8日替莫凡主任出诊，现因褚主任外出，改由尹立医生替诊",
            ["stand_in 莫凡 12-08 12-08 全天 尹立"],
        ),
        ("莫凡主任12月8日原由尹立替诊，现莫主任可以来了，替诊取消，照常出诊", ["resume 莫凡 12-08 12-08 全天"]),
        ("撤回上一条，莫凡主任12月8日由褚时行主任替诊，不是停诊", ["stand_in 莫凡 12-08 12-08 全天 褚时行"]),
    ],
)  # fmt: skip
def test_what_was_said_before_is_put_right(text, changes):
    assert sorted(told(text)) == sorted(changes)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("下周一钟离昧主任只看上午", ["suspend 钟离昧 11-30 11-30 下午"]),
        (
            "钟离昧主任12月7日停上午，12月9日停下午",
            ["suspend 钟离昧 12-07 12-07 上午", "suspend 钟离昧 12-09 12-09 下午"],
        ),
        ("钟离昧12月7日上半天停、下半天开", ["suspend 钟离昧 12-07 12-07 上午"]),
        (
            "钟离昧主任12月7日起休假，12月9日下午恢复门诊",
            ["suspend 钟离昧 12-07 12-08 全天", "suspend 钟离昧 12-09 12-09 上午"],
        ),
        (
            "褚时行主任12月8日至12日赴京开会（8日上午照常出诊），期间停诊",
            ["suspend 褚时行 12-08 12-12 全天", "resume 褚时行 12-08 12-08 上午"],
        ),
    ],
)  # fmt: skip
def test_half_a_day_leaves_the_other_half(text, changes):
    assert told(text) == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "12月7、8、10日三天，钟离昧、莫凡、褚时行三位主任依次停诊",
            ["suspend 钟离昧 12-07 12-07 全天", "suspend 莫凡 12-08 12-08 全天", "suspend 褚时行 12-10 12-10 全天"],
        ),
        (
            "莫凡主任8号、11号，褚时行主任8号、10号，均停诊",
            [
                "suspend 莫凡 12-08 12-08 全天", "suspend 莫凡 12-11 12-11 全天",
                "suspend 褚时行 12-08 12-08 全天", "suspend 褚时行 12-10 12-10 全天",
            ],
        ),
        (
            "莫主任、褚主任各停一次：脾胃科莫主任12月8日（周二）上午；肺病科褚主任12月10日（周四）。麻烦分诊台挂牌。",
            ["suspend 莫凡 12-08 12-08 上午", "suspend 褚时行 12-10 12-10 全天"],
        ),
        (
            "以下医生停诊：莫凡12月8日、褚时行12月10日，其余照常",
            ["suspend 莫凡 12-08 12-08 全天", "suspend 褚时行 12-10 12-10 全天"],
        ),
        (
            "莫凡、褚时行、尹立12月8日上午均停诊",
            ["suspend 莫凡 12-08 12-08 上午", "suspend 褚时行 12-08 12-08 上午", "suspend 尹立 12-08 12-08 上午"],
        ),
    ],
)  # fmt: skip
def test_several_doctors_each_have_their_days(text, changes):
    assert told(text) == changes
