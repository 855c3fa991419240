"""午 mistyped (五, 无, 牛…): an error of its cell that says what was meant, in every layout; numbers stay numbers."""

import pytest

from knowledge.rosters.dates import Period
from knowledge.rosters.model import in_words
from knowledge.rosters.reader import read_roster_bytes
from knowledge.rosters.schedule import read
from knowledge.rosters.texts import folded
from tests.knowledge.rosters.builders import xlsx

TITLE = ("岳阳医院专家门诊排班表",)
WHO = ("骨伤科", "示例甲")
MORNING = "像是“上午”写错了，请改成“上午”"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("周二上五", "misspelt_morning"),
        ("周二上无", "misspelt_morning"),
        ("周二尚午", "misspelt_morning"),
        ("周二伤五", "misspelt_morning"),
        ("星期二上舞 8:00-11:30", "misspelt_morning"),
        ("周二上五、周四下午", "misspelt_morning"),
        ("每月第一个周二上牛", "misspelt_morning"),
        ("上五：周二", "misspelt_morning"),
        ("周三下五", "misspelt_afternoon"),
        ("周三夏无", "misspelt_afternoon"),
        ("周三下伍门诊", "misspelt_afternoon"),
    ],
)
def test_noon_mistyped_is_a_problem(text, why):
    assert [found for found, _ in read(folded(text), Period(2026, 12)).troubles] == [why]


@pytest.mark.parametrize(
    "text",
    ["周二上", "周一上五下", "周一上、三下、五上", "一上五、六下", "周二上五楼", "周二上五诊室", "周二下无门诊",
     "周二上午五号楼", "周二上级医院", "周二上午、下午"],
)  # fmt: skip
def test_a_number_or_a_day_after_a_half_day_is_none(text):
    assert not read(folded(text), Period(2026, 12)).troubles


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([("科室", "专家", "职称", "门诊时间", "挂号费"), (*WHO, "主任医师", "周二上五", 38)], "D3"),
        ([("科室", "专家", "星期", "时段"), (*WHO, "周二", "上五")], "D3"),
        ([("科室", "专家", "周一", "周二"), (*WHO, "上五", "下午")], "C3"),
        ([("科室", "专家", "周一上五", "周一下午"), (*WHO, "√", "√")], "C2"),
        ([("时段", "周一", "周二"), ("上五", "示例甲", "示例乙"), ("下午", "示例乙", "")], "A3"),
    ],
)
def test_every_layout_names_the_cell_and_what_to_write(rows, cell):
    found = read_roster_bytes("a.xlsx", xlsx({"排班": [TITLE, *rows]})).errors
    (said,) = [in_words(one) for one in found if one.severity == "error"]
    assert said.startswith(f"排班!{cell} “")
    assert said.endswith(f"上五”{MORNING}")
