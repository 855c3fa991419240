"""Who is left out, before or behind what happens to the others; how long it lasts, told by itself."""

import pytest

from tests.knowledge.notices.clerk import lines

EXPERTS_OFF = "suspend - 2026-12-03..2026-12-03 全天 all_experts"
SHUT = "close - 2026-12-03..2026-12-03 全天"


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("除沈柏清主任外，12月3日专家门诊全部停诊", [EXPERTS_OFF, "resume 沈柏清 2026-12-03..2026-12-03 全天"]),
        ("除了沈主任，12月3日专家门诊全停", [EXPERTS_OFF, "resume 沈柏清 2026-12-03..2026-12-03 全天"]),
        ("12月3日专家门诊停诊，沈柏清主任除外", [EXPERTS_OFF, "resume 沈柏清 2026-12-03..2026-12-03 全天"]),
        ("除针灸科外，12月3日全院停诊", [SHUT, "resume - 2026-12-03..2026-12-03 全天 针灸科"]),
        (
            "12月3日除针灸科正常外，其余科室停诊",
            [SHUT, "resume - 2026-12-03..2026-12-03 全天 针灸科"],
        ),
        ("12月3日除急诊外，门诊全部停诊", [SHUT]),
        ("除12月3日停诊外，沈主任其他日期正常", ["suspend 沈柏清 2026-12-03..2026-12-03 全天"]),
        ("除法定节假日外，沈主任每周四坐诊", []),
    ],
)
def test_exceptions(text, changes):
    assert lines(text) == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("沈主任12月8日起停诊，为期两周", ["suspend 沈柏清 2026-12-08..2026-12-21 全天"]),
        ("沈主任从下周二开始休假，一共10天", ["suspend 沈柏清 2026-12-01..2026-12-10 全天"]),
        ("沈主任12月8日起停诊，期限一个月，1月8日恢复", ["suspend 沈柏清 2026-12-08..2027-01-07 全天"]),
        ("沈主任12月1日起每周二停诊，连停四周", ["suspend 沈柏清 2026-12-01..2026-12-28 全天 周二"]),
        ("沈主任12月8日停诊，时间一天", ["suspend 沈柏清 2026-12-08..2026-12-08 全天"]),
    ],
)
def test_a_length_by_itself(text, changes):
    assert lines(text) == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("取消沈柏清主任12月5日加诊", ["suspend 沈柏清 2026-12-05..2026-12-05 全天"]),
        ("沈柏清主任12月5日的加诊取消", ["suspend 沈柏清 2026-12-05..2026-12-05 全天"]),
        (
            "沈柏清主任、司徒曼副主任12月3、4日分别停诊",
            ["suspend 沈柏清 2026-12-03..2026-12-03 全天", "suspend 司徒曼 2026-12-04..2026-12-04 全天"],
        ),
        ("个别专家停诊，请留意", []),
        (
            "昨天发的通知写错了，沈主任停的是12月8日不是12月1日",
            ["suspend 沈柏清 2026-12-08..2026-12-08 全天", "resume 沈柏清 2026-12-01..2026-12-01 全天"],
        ),
        (
            "上午群里那条搞错了，沈主任停12月8日，不是12月1日",
            ["suspend 沈柏清 2026-12-08..2026-12-08 全天", "resume 沈柏清 2026-12-01..2026-12-01 全天"],
        ),
    ],
)
def test_an_extra_called_off_and_days_put_right(text, changes):
    assert lines(text) == changes
