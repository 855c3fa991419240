"""What people wish of reminders, word by word, and what holds for any words."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.alerts import shifted
from knowledge.answering.case import Case
from knowledge.answering.reminders import Proposal, propose
from knowledge.holidays import Calendar
from knowledge.understanding.reminding import Wish, read_wish
from knowledge.understanding.reminding_acts import stop_said
from knowledge.understanding.reminding_reply import completed, on_day
from knowledge.understanding.reminding_times import Asked, Timing, timing
from knowledge.understanding.reminding_words import LONGEST
from knowledge.understanding.when import When
from knowledge.wording import Voice
from tests.conftest import NOON

GOLDEN = Path(__file__).parents[1] / "golden"
ROWS = [
    row
    for name in ("reminders.yaml", "reminders_blind.yaml")
    for row in yaml.safe_load((GOLDEN / name).read_text(encoding="utf-8"))
]
CALENDAR = Calendar()


def understood(reader, words: str) -> dict:
    """Everything a row may name."""
    meaning = reader.read(words, NOON)
    wish = read_wish(meaning, CALENDAR)
    if wish is None:
        return {"act": "none"}
    told = {"act": wish.act, "kind": wish.kind, "words": wish.words, "whom": wish.whom, "every": wish.every}
    told["no_digits"] = not any(letter.isdigit() for letter in wish.words)
    if wish.until is not None:
        told["until"] = f"{wish.until:%Y-%m-%dT%H:%M}"
    if wish.act in ("stop", "unfollow"):
        told["day"] = next((day.isoformat() for day in wish.when.days()), "")
    return told | (_set(wish, Case(meaning, reader.book, Voice())) if wish.act == "set" else {})


def _set(wish: Wish, case: Case) -> dict:
    timed = timing(wish, NOON)
    if isinstance(timed, Asked):
        return {"asks": timed.what}
    made = propose(wish, case)
    assert isinstance(made, Proposal)
    names = ("start", "rule", "half_day", "subject", "until")
    listed = {"alerts": list(made.alerts), "dates": list(made.dates), "day": made.start[:10]}
    return {name: getattr(made, name) for name in names} | listed


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["q"])
def test_a_wish_is_understood(reader, row: dict):
    told = understood(reader, row["q"])
    assert {name: told.get(name) for name in row if name != "q"} == {n: v for n, v in row.items() if n != "q"}


def test_the_tables_are_large_enough_to_mean_something():
    assert len(ROWS) >= 150
    assert len({row["q"] for row in ROWS}) == len(ROWS)
    assert {row["act"] for row in ROWS} == {"set", "list", "stop", "stop_all", "snooze", "follow", "unfollow", "none"}


@pytest.mark.parametrize(
    "words",
    [
        "停不停诊",
        "药停了",
        "停车在哪里",
        "我不想活了都停了吧",
        "停诊",
        "stop the bleeding",
        "取消",
        "不要",
        "取消预约",
        "t恤",
        "别停",
    ],
)
def test_what_is_no_wish_for_silence(words: str):
    assert not stop_said(words)


@pytest.mark.parametrize(
    "words",
    ["停。", "  停 ", "都停了吧，谢谢", "STOP", "停停停", "别发了", "请不要再给我发消息了", "烦死了，别再提醒了！"],
)
def test_what_is_a_wish_for_silence(words: str):
    assert stop_said(words)


HOURS = st.integers(0, 23)
MOMENTS = st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))
KINDS = st.sampled_from(["visit", "return", "personal", "opens", "cancel_by"])
ALERTS = st.sampled_from([(), ("-1@18:00",), ("-30m",), ("-2@20:00", "0@07:00"), ("0m",)])
HALVES = st.sampled_from(["", "上午", "下午", "夜间"])


@st.composite
def wishes(draw, now: datetime) -> Wish:
    day = now.date() + timedelta(days=draw(st.integers(0, 400)))
    hour = draw(st.one_of(st.just(""), HOURS.map("{:02}:15".format)))
    rule = draw(st.sampled_from(["", "", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYMONTHDAY=31"]))
    when = When(rule=rule, time=hour) if rule else When(dates=(day,), time=hour, half_day=draw(HALVES))
    return Wish(act="set", kind=draw(KINDS), when=when, alerts=draw(ALERTS), at_time=draw(st.booleans()))


@settings(max_examples=400, deadline=None)
@given(st.data(), MOMENTS)
def test_what_is_set_lies_ahead_and_rings_before_it_happens(data, now: datetime):
    made = timing(data.draw(wishes(now)), now)
    if isinstance(made, Asked):
        return
    event, local = datetime.fromisoformat(made.start), now.replace(tzinfo=None)
    assert event > local or made.half_day
    assert made.alerts
    assert all(shifted(event, alert) <= event or made.half_day or made.rule for alert in made.alerts)
    if not made.rule:
        assert all(shifted(event, alert) > local for alert in made.alerts)


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=120),
    st.sampled_from(["提醒我", "每天提醒我", "明天八点叫我", "别再提醒我", "关注", "晚点再提醒", "remind me"]),
)
def test_any_words_are_read_and_none_is_kept_long_or_with_a_long_number(reader, around: str, verb: str):
    wish = read_wish(reader.read(f"{around}{verb}13812345678{around}", NOON), CALENDAR)
    if wish is not None:
        assert len(wish.words) <= LONGEST
        assert "13812345678" not in wish.words


@settings(max_examples=200, deadline=None)
@given(MOMENTS, st.integers(1, 60))
def test_a_moment_that_is_over_is_asked_about_and_never_moved(now: datetime, days: int):
    over = now.date() - timedelta(days=days)
    wish = Wish(act="set", when=When(none=True, past=True, over=(over,)))
    assert timing(wish, now) == Asked("past", over=over)


def waiting(reader, words: str) -> Wish:
    wish = read_wish(reader.read(words, NOON), CALENDAR)
    assert wish is not None
    return wish


@pytest.mark.parametrize(
    ("asked", "reply", "start"),
    [
        ("提醒我吃药", "明天早上八点", "2026-11-22T08:00"),
        ("提醒我吃药", "每天早上七点", "2026-11-22T07:00"),
        ("今天提醒我买菜", "三点", "2026-11-21T15:00"),
        ("今天提醒我买菜", "晚上", "2026-11-21T19:00"),
        ("下周提醒我复诊", "周三", "2026-11-25T09:00"),
        ("下周三九点提醒我买菜", "改成十点半", "2026-11-25T10:30"),
        ("下周三九点提醒我买菜", "改到周五", "2026-11-27T09:00"),
        ("隔周四晚上提醒我去跳操", "12月3号", "2026-12-03T19:00"),
        ("每天晚上八点提醒我泡脚", "换成九点", "2026-11-21T21:00"),
        ("昨天提醒我吃药", "后天中午", "2026-11-23T12:00"),
        ("12月3号星期三提醒我看病", "12月2号", "2026-12-02T09:00"),
        ("remind me to call", "tomorrow at 9", "2026-11-22T09:00"),
        ("明天九点提醒我抽血", "晚上八点提醒我", "2026-11-22T20:00"),
        ("明天九点提醒我看门诊", "下午", "2026-11-22T13:00"),
    ],
)
def test_a_short_reply_says_what_was_missing(reader, asked: str, reply: str, start: str):
    wish = completed(waiting(reader, asked), reader.read(reply, NOON), CALENDAR)
    assert wish is not None
    made = timing(wish, NOON)
    assert isinstance(made, Timing)
    assert made.start == start


@pytest.mark.parametrize(
    "words",
    [
        *("浦东看骨伤去哪里", "明天龙华医院谁坐诊", "谢谢", "我想问问周三有没有骨伤科的专家", "提醒我明天买菜", ""),
        *("沈主任下礼拜二看伐", "王医生周四在吗", "周三李教授来么", "张主任明天坐不坐诊", "下周一专家看不看"),
    ],
)
def test_what_is_no_reply(reader, words: str):
    assert completed(waiting(reader, "提醒我吃药"), reader.read(words, NOON), CALENDAR) is None


def test_a_day_that_was_chosen_keeps_the_hour():
    wish = on_day(Wish(act="set", when=When(first=NOON.date(), last=None, time="10:00")), date(2026, 11, 26), "下午")
    assert (wish.when.dates, wish.when.time, wish.when.half_day) == ((date(2026, 11, 26),), "10:00", "下午")
