"""What ``ask`` tells of a wish about reminders: what would be set, with its date and weekday; nothing is kept."""

import msgspec
import pytest

from knowledge.answering.case import Case
from knowledge.answering.contract import as_object
from knowledge.answering.reminder_words import alert_said, rule_said, skips, title_said, when_said
from knowledge.answering.reminders import Proposal
from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.holidays import Calendar
from knowledge.wording import Voice
from tests.conftest import NOON
from tests.knowledge import sample_clinics

CHINESE, ENGLISH = Voice(), Voice("en")


def told(reader: Reader, words: str, voice: Voice = CHINESE) -> dict:
    meaning = reader.read(words, NOON)
    return as_object(meaning, respond(meaning, reader.book, voice), reader.book)


@pytest.mark.parametrize(
    ("words", "topic", "says"),
    [
        ("下周三上午提醒我去普陀区中医医院", "remind_me", ("11月25日周三 上午", "前一天 18:00、当天 07:00", "没有设")),
        ("明天早上八点提醒我测血压", "remind_me", ("11月22日周日 08:00", "测血压")),
        ("明年一月五号提醒我体检", "remind_me", ("2027年1月5日周二 09:00", "您没说几点")),
        ("每周二晚上七点提醒我泡脚", "remind_me", ("每周二 19:00", "第一次：11月24日周二")),
        ("提醒我吃药", "remind_me", ("什么时候提醒您",)),
        ("0分钟后提醒我", "remind_me", ("0分钟就是现在",)),
        ("上周三提醒我去医院", "remind_me", ("11月11日周三已经过去了",)),
        ("我设了哪些提醒", "remind_me", ("我的提醒",)),
        ("红房子停诊了马上告诉我", "remind_me", ("关注",)),
        ("晚一小时再提醒", "remind_me", ("再叫您一次",)),
        ("周三那个不要了", "cancel_reminder", ("没有改动",)),
        ("都停了吧", "cancel_reminder", ("没有改动",)),
        ("停诊的推送我收够了,退订吧", "cancel_reminder", ("没有改动",)),
    ],
)
def test_a_wish_is_told_and_nothing_more(reader: Reader, words: str, topic: str, says: tuple[str, ...]):
    answer = told(reader, words)
    assert (answer["kind"], answer["topic"]) == ("action", topic)
    for part in says:
        assert part in answer["text"]
    assert "即将开放" not in answer["text"]
    assert told(reader, words, ENGLISH)["text"] != answer["text"]


def test_what_would_be_set_is_found_by_day_half_day_and_place(reader: Reader):
    found = told(reader, "下周三上午提醒我去普陀区中医医院")["found"]
    assert [day["name"] for day in found["day"]] == ["2026-11-25"]
    assert [half["name"] for half in found["half_day"]] == ["上午"]
    assert len(found["base"]) == len(found["institution"]) == 1
    assert [day["name"] for day in told(reader, "每周二晚上七点提醒我泡脚")["found"]["day"]] == ["FREQ=WEEKLY;BYDAY=TU"]


def test_a_question_about_bases_and_a_wish_are_both_answered(reader: Reader):
    answer = told(reader, "看骨伤的基地是哪几家?另外礼拜五早上叫我一下")
    assert (answer["kind"], answer["topic"]) == ("answer", "find_base")
    assert "天山中医医院" in answer["text"]
    assert "看骨伤" in answer["text"].split("要设的提醒")[1]


def test_a_suspended_clinic_is_not_proposed():
    reader = Reader(sample_clinics.book(), Calendar())
    answer = told(reader, "下周三王示范医生门诊提醒我")
    assert "停诊（外出会诊）" in answer["text"]
    assert "要设的提醒" not in answer["text"]


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ("FREQ=DAILY", "每天", "every day"),
        ("FREQ=DAILY;INTERVAL=2", "每2天一次", "every 2 days"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "每周二、周四", "every Tuesday, Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "每2周的周四", "every 2 weeks on Thursday"),
        ("FREQ=WEEKLY", "每周", "every week"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "每月的1日、15日", "every month on day 1, day 15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月的最后一天", "every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=1WE,3WE", "每月的第1个周三、第3个周三", "every month on Wednesday no. 1, Wednesday no. 3"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "每月的最后一个周五", "every month on the last Friday"),
        ("FREQ=MONTHLY;INTERVAL=3", "每3个月", "every 3 months"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "每年2月29日", "every year on 2-29"),
    ],
)
def test_rules_in_words(rule: str, chinese: str, english: str):
    assert (rule_said(rule, CHINESE), rule_said(rule, ENGLISH)) == (chinese, english)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "31"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,30", "30"),
        ("FREQ=MONTHLY;BYMONTHDAY=28", ""),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "29"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", ""),
        ("", ""),
    ],
)
def test_days_that_some_months_do_not_have(rule: str, day: str):
    assert skips(rule) == day


@pytest.mark.parametrize(
    ("alert", "chinese"),
    [
        ("-1@18:00", "前一天 18:00"),
        ("0@07:00", "当天 07:00"),
        ("-3@09:00", "提前3天 09:00"),
        ("+7@10:00", "7天后 10:00"),
        ("0m", "到时间"),
        ("-30m", "提前30分钟"),
        ("-120m", "提前2小时"),
        ("-90m", "提前90分钟"),
    ],
)
def test_alerts_in_words(alert: str, chinese: str):
    assert alert_said(alert, CHINESE) == chinese
    assert alert_said(alert, ENGLISH)


def test_titles_and_times_of_every_kind(reader: Reader):
    case = Case(reader.read("", NOON), reader.book, CHINESE)
    plain = Proposal(kind="personal", start="2026-11-25T09:00", alerts=("0m",), offered=("0m",))
    for kind in ("visit", "return", "opens", "cancel_by", "personal", "series"):
        one = msgspec.structs.replace(plain, kind=kind)
        assert title_said(one, case.book, CHINESE)
        assert title_said(one, case.book, ENGLISH)
    listed = msgspec.structs.replace(plain, dates=("2026-11-25", "2027-01-02"))
    assert when_said(listed, NOON.date(), CHINESE) == "11月25日周三、2027年1月2日周六 09:00"
    until = msgspec.structs.replace(plain, rule="FREQ=DAILY", until="2026-11-28")
    assert when_said(until, NOON.date(), CHINESE) == "每天，到11月28日周六为止 09:00"
    gone = msgspec.structs.replace(plain, kind="visit", subject="expert:gone")
    assert title_said(gone, case.book, CHINESE) == "看门诊"
