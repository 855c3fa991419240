"""Signs that stand for words in lists: × for 停诊, as the notice explains them or as everybody reads them."""

import pytest

from knowledge.notices.marks import with_marks_told
from tests.knowledge.notices.clerk import lines

SUSPENDED = "suspend 沈柏清 2026-12-03..2026-12-03 上午"


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("沈柏清 12月3日上午×", [SUSPENDED]),
        ("沈柏清 12月3日上午 ❌", [SUSPENDED]),
        ("沈柏清 12月3日上午（×）", [SUSPENDED]),
        ("图例：△表示停诊\n沈柏清 12月3日上午△", [SUSPENDED]),
        ("沈柏清 12/3上午●\n备注：●=停诊，其余正常", [SUSPENDED]),
        ("12月停诊表（×停诊 √正常）\n沈柏清 12/3上午 ×\n司徒曼 12/4上午 √", [SUSPENDED]),
        (
            "注：●表示停诊，★表示加诊\n沈柏清 12月3日上午 ●\n李二白 12月5日上午 ★",
            [SUSPENDED, "extra 李二白 2026-12-05..2026-12-05 上午"],
        ),
    ],
)
def test_a_mark_is_the_word_it_stands_for(text, changes):
    assert lines(text) == changes


@pytest.mark.parametrize(
    "text",
    [
        "● 沈柏清主任12月3日正常",
        "★重要通知★12月3日义诊",
        "诊室面积3×4米",
        "沈柏清主任 √",
        "×光片请到3楼取",
        "（● " * 400,
    ],
)
def test_a_mark_that_nobody_explains_is_no_word(text):
    assert with_marks_told(text) == text
