"""What changes a reminder that was just set, twice a day, and a return visit that is only told."""

import pytest

from knowledge.comprehension import Reader
from knowledge.understanding.reminding import Wish, read_wish
from knowledge.understanding.reminding_amend import Shift, amends, shift_of, shifted_wish
from knowledge.understanding.reminding_reply import completed
from knowledge.understanding.reminding_times import Timing, timing
from tests.conftest import NOON


def wish(reader: Reader, words: str) -> Wish:
    read = read_wish(reader.read(words, NOON), reader.calendar)
    assert read is not None
    return read


def timed(held: Wish) -> Timing:
    made = timing(held, NOON)
    assert isinstance(made, Timing)
    return made


@pytest.mark.parametrize(
    "words",
    [
        *("改成十点", "改到后天", "不对,是下午", "换到周五", "早一点", "晚半个小时", "错了 应该是九点", "还是晚上吧"),
        *("能不能改成下午三点", "推迟一小时", "往后挪一天", "时间改一下,十点", "侬帮我改到礼拜三"),
        *("make it 9am", "no, make it tomorrow"),
    ],
)  # fmt: skip
def test_words_that_change_what_was_just_set(reader: Reader, words: str):
    assert amends(reader.read(words, NOON))


@pytest.mark.parametrize(
    "words", ["明天上午", "十点", "龙华医院电话", "下周三上午去看病提醒我", "谢谢", "我的提醒", "明天早上有专家吗"]
)
def test_other_words_change_nothing(reader: Reader, words: str):
    assert not amends(reader.read(words, NOON))


@pytest.mark.parametrize(
    ("words", "minutes", "said"),
    [
        ("早一点", -60, False),
        ("晚点", 60, False),
        ("再早一些吧", -60, False),
        ("早半个小时", -30, True),
        ("晚一个半小时", 90, True),
        ("推迟二十分钟", 20, True),
        ("能不能往后推一天", 1440, True),
        ("迟一刻钟", 15, True),
        ("half an hour later please", 30, True),
        ("a bit earlier", -60, False),
    ],
)
def test_how_much_earlier_or_later(reader: Reader, words: str, minutes: int, said: bool):
    assert shift_of(reader.read(words, NOON)) == Shift(minutes, said)


@pytest.mark.parametrize(
    "words", ["提前一天", "提前两小时叫我", "晚上八点", "早上", "晚一小时再提醒", "早预约", "改成十点"]
)
def test_leads_and_hours_are_no_shift(reader: Reader, words: str):
    assert shift_of(reader.read(words, NOON)) is None


@pytest.mark.parametrize(
    ("first", "change", "start"),
    [
        ("明天早上八点提醒我吃药", "改成十点", "2026-11-22T10:00"),
        ("明天早上八点提醒我吃药", "改到后天", "2026-11-23T08:00"),
        ("明天早上八点提醒我吃药", "不对,是晚上", "2026-11-22T20:00"),
        ("后天三点提醒我打电话", "不是,是后天下午", "2026-11-23T15:00"),
        ("明天晚上八点提醒我泡脚", "换成九点", "2026-11-22T21:00"),
        ("过三天提醒我去拿报告", "改成下午三点", "2026-11-24T15:00"),
        ("明天下午两点提醒我吃药", "还是早上吧", "2026-11-22T08:00"),
    ],
)
def test_a_change_keeps_what_it_does_not_name(reader: Reader, first: str, change: str, start: str):
    changed = completed(wish(reader, first), reader.read(change, NOON), reader.calendar)
    assert changed is not None
    assert timed(changed).start == start
    assert changed.words == wish(reader, first).words


@pytest.mark.parametrize(
    ("first", "change", "rule"),
    [
        ("每个礼拜三夜里七点提醒我做康复操", "哎呀错了 是礼拜四", "FREQ=WEEKLY;BYDAY=TH"),
        ("每周二晚上七点提醒我泡脚", "改成周五", "FREQ=WEEKLY;BYDAY=FR"),
        ("每天早上七点提醒我测血压", "改成八点", "FREQ=DAILY"),
    ],
)
def test_a_change_of_what_comes_again_changes_its_rule(reader: Reader, first: str, change: str, rule: str):
    changed = completed(wish(reader, first), reader.read(change, NOON), reader.calendar)
    assert changed is not None
    assert timed(changed).rule == rule


@pytest.mark.parametrize(
    ("first", "change", "day"),
    [
        ("下礼拜六早上七点提醒我去医院", "改成礼拜天", "2026-11-29"),
        ("12月9号早上八点提醒我交报告", "换到周五", "2026-12-11"),
        ("明天早上八点提醒我吃药", "改到周三", "2026-11-25"),
        ("12月9号早上八点提醒我交报告", "改到下周五", "2026-11-27"),
    ],
)
def test_a_weekday_is_that_of_the_week_which_is_spoken_of(reader: Reader, first: str, change: str, day: str):
    changed = completed(wish(reader, first), reader.read(change, NOON), reader.calendar)
    assert changed is not None
    assert timed(changed).start[:10] == day


@pytest.mark.parametrize(
    ("first", "by", "start", "alerts"),
    [
        ("明天早上八点提醒我吃药", -60, "2026-11-22T07:00", ("0m",)),
        ("每周二晚上七点提醒我泡脚", 30, "2026-11-24T19:30", ("0m",)),
        ("明天早上八点提醒我吃药", 1440, "2026-11-23T08:00", ("0m",)),
        ("下周三上午去龙华医院看病，提醒我", -60, "2026-11-25T08:00", ("-1@17:00", "0@06:00")),
        ("早晚八点提醒我吃药", 60, "2026-11-21T21:00", ("0@09:00", "0@21:00")),
    ],
)
def test_a_shift_moves_what_rings(reader: Reader, first: str, by: int, start: str, alerts: tuple[str, ...]):
    held = wish(reader, first)
    moved = shifted_wish(held, Shift(by, said=True), timed(held).start, timed(held).alerts)
    assert moved is not None
    assert (timed(moved).start, timed(moved).alerts) == (start, alerts)


def test_a_shift_out_of_the_day_is_not_made(reader: Reader):
    held = wish(reader, "明天晚上十一点半提醒我关窗")
    assert shifted_wish(held, Shift(60, said=True), timed(held).start, timed(held).alerts) is None


@pytest.mark.parametrize(
    ("words", "hours", "what"),
    [
        ("早晚八点提醒我吃药", ("0@08:00", "0@20:00"), "吃药"),
        ("早晚各九点提醒我量血压", ("0@09:00", "0@21:00"), "量血压"),
        ("每天早晚7点半提醒我滴眼药水", ("0@07:30", "0@19:30"), "滴眼药水"),
        ("早上和晚上八点叫我吃药", ("0@08:00", "0@20:00"), "吃药"),
        ("天天早晚六点提醒我做康复操", ("0@06:00", "0@18:00"), "做康复操"),
        ("提醒我早、晚八点测血糖", ("0@08:00", "0@20:00"), "测血糖"),
    ],
)
def test_morning_and_evening_ring_each_every_day(reader: Reader, words: str, hours: tuple[str, ...], what: str):
    made = timed(wish(reader, words))
    assert (made.rule, made.alerts) == ("FREQ=DAILY", hours)
    assert wish(reader, words).words == what


@pytest.mark.parametrize("words", ["早上八点晚上九点提醒我吃药", "明天早八点提醒我", "早点提醒我吃药"])
def test_other_mornings_are_not_both_ends_of_the_day(reader: Reader, words: str):
    assert wish(reader, words).hours in {(), ("08:00", "21:00")}


@pytest.mark.parametrize(
    "words",
    [
        *("下个月15号复查", "下周三复诊", "12月3号去龙华医院复查", "我妈周五要去拆线", "两个星期以后复诊"),
        *("约了下周二下午复查", "下礼拜一伲爷娘要去复查", "医生约我12月10号再来复诊"),
    ],
)  # fmt: skip
def test_a_return_visit_that_is_told_is_offered_as_a_reminder(reader: Reader, words: str):
    read = wish(reader, words)
    assert (read.act, read.kind, read.offered) == ("set", "return", True)


@pytest.mark.parametrize(
    "words",
    [
        *("下个月15号复查有号吗", "复查要带什么", "下周三复诊挂什么科", "每隔三天换药", "昨天复查", "复查多少钱"),
        *("下周三复诊的时候肚子痛", "上周复查结果不好"),
    ],
)  # fmt: skip
def test_what_is_asked_or_complained_of_is_no_offer(reader: Reader, words: str):
    assert read_wish(reader.read(words, NOON), reader.calendar) is None
