"""Whatever is pasted: no crash, no person nobody named, no day that does not exist."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.notices.clerk import ROSTER, read

_WORDS = [
    "沈柏清主任", "司徒曼", "李主任", "王小明医生", "12月3日", "（周四）", "上午", "下午", "至",
    "12月10日", "停诊", "替诊", "由", "改到", "加诊", "恢复", "照常", "取消",
    "更正", "应为", "不是", "，", "。", "；", "：", "按周四排班", "全院",
    "专家门诊", "儿科", "听说", "吗？", "每周二", "12月份", "即日起", "两周", "哦不",
    "以上", "其余", "|", "停诊通知", "2月30日", "明天", "【", "】",
    "\n", "\t",
]  # fmt: skip
_NAMES = {row.expert for row in ROSTER}


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=18).map("".join))
def test_any_order_of_words_is_read_without_inventing(text):
    reading = read(text)
    assert bool(reading.changes) or "no_change" in reading.flags
    for change in reading.changes:
        assert change.expert is None or change.expert in _NAMES or change.expert in text
        assert change.first is not None or change.last is None
        assert change.first is None or change.last is None or change.first <= change.last
        if change.expert and change.expert not in _NAMES and not change.candidate_experts:
            assert "unknown_expert" in reading.flags


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_is_read(text):
    assert read(text) == read(text)
