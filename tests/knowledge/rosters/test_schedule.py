"""Schedule texts, as hospitals write them, mean what a reader takes them to mean."""

import pytest

from knowledge.rosters.dates import Period
from knowledge.rosters.schedule import read
from knowledge.rosters.texts import folded


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("周四、周五下午", "周四下午 周五下午"),
        ("周二下午，周四上午", "周二下午 周四上午"),
        ("周一三五上", "周一上午 周三上午 周五上午"),
        ("周一至周三、周五上午", "周一上午 周二上午 周三上午 周五上午"),
        ("上午：周一、周三；下午：周二", "周一上午 周三上午 周二下午"),
        ("周一、三上午，二、四下午", "周一上午 周三上午 周二下午 周四下午"),
        ("周一、三、五上午；夜门诊周二", "周一上午 周三上午 周五上午 周二夜间"),
        ("周三上午，夜门诊周五17:00-19:30", "周三上午 周五夜间"),
        ("周二全天", "周二上午 周二下午"),
        ("双周六", "周六?"),
        ("隔周二下午（12月8日起）", "周二下午"),
        ("每月第二、四个周五上午", "周五上午"),
        ("每月1、3周周三", "周三?"),
        ("7/4下 7/11下", "2026-07-04,2026-07-11下午"),
        ("12月5日、12日下午", "2026-12-05,2026-12-12下午"),
        ("下午1:30-4:30", "下午"),
    ],
)
def test_a_schedule_text_means_these_half_days(text, means):
    reading = read(folded(text), Period(2026, 12 if "12" in text else 7))
    assert not reading.troubles
    said = " ".join(f"{s.weekday or ','.join(s.dates)}{s.half or ''}{'?' if s.confirm else ''}" for s in reading.slots)
    assert said == means


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("周八", "unknown_weekday"),
        ("星期七上午", "unknown_weekday"),
        ("25:00-27:00", "invalid_time"),
        ("8:00-24:30", "invalid_time"),
        ("11:30-8:00", "reversed_time"),
        ("上午 13:00-16:30", "half_day_time_conflict"),
        ("2/30上", "invalid_date"),
        ("05/06/2026", "ambiguous_date"),
        ("12/5(周日)下", "date_weekday_mismatch"),
    ],
)
def test_a_wrong_text_is_a_problem_of_its_kind(text, why):
    assert [found for found, _ in read(folded(text), Period(2026, 12)).troubles] == [why]
