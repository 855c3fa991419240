"""The object of ``ask --json``: what other programs rely on."""

import pytest

from knowledge.answering.contract import as_object
from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.wording import Voice
from tests.conftest import NOON


def asked(reader: Reader, words: str, **more) -> dict:
    meaning = reader.read(words, NOON, **more)
    return as_object(meaning, respond(meaning, reader.book, Voice()), reader.book)


@pytest.mark.parametrize(
    ("words", "kind", "topic"),
    [
        ("浦东看骨伤去哪里", "answer", "find_base"),
        ("离莘庄最近的中医基地", "answer", "nearest_base"),
        ("下周三上午龙华医院谁坐诊", "lookup_empty", "clinic_schedule"),
        ("龙华医院肿瘤科这周停诊吗", "lookup_empty", "suspension"),
        ("曙光医院有哪些名医", "lookup_empty", "expert_lookup"),
        ("怎么从社区转诊到大医院", "answer", "referral_steps"),
        ("早预约和预约早有什么区别", "answer", "early_booking"),
        ("绿色通道是什么", "answer", "green_channel"),
        ("精神专科联盟有哪些医院", "answer", "psych_alliance"),
        ("红房子是妇产科联盟的吗", "answer", "obgyn_alliance"),
        ("提醒我下周三去龙华医院", "action", "remind_me"),
        ("取消提醒", "action", "cancel_reminder"),
        ("龙华医院挂号费多少钱", "handoff", "costs_insurance"),
        ("我爸胸口痛得要命喘不上气", "emergency", "emergency"),
        ("我不想活了", "crisis", "crisis"),
        ("阿莫西林一天吃几粒", "decline", "out_of_scope"),
        ("我要找人工", "handoff", "staff"),
        ("噼里啪啦咕噜咕噜", "unknown", "unknown"),
    ],
)
def test_kinds_and_topics(reader: Reader, words, kind, topic):
    told = asked(reader, words)
    assert (told["kind"], told["topic"]) == (kind, topic)


def names(told: dict, where: str, kind: str) -> list[str]:
    return [one["name"] for one in told[where][kind]]


def test_mentions_are_filled_whatever_the_kind(reader: Reader):
    told = asked(reader, "下周三上午龙花医院骨伤科谁坐诊")
    assert names(told, "mentions", "institution") == ["上海中医药大学附属龙华医院"]
    assert told["mentions"]["institution"][0]["said"] == "龙花医院"
    assert names(told, "mentions", "specialty") == ["骨伤"]
    assert names(told, "mentions", "day") == ["2026-11-25"]
    assert names(told, "mentions", "half_day") == ["上午"]


def test_specialties_of_a_complaint_come_best_first(reader: Reader):
    assert names(asked(reader, "我妈晚上睡不着，心慌"), "mentions", "specialty")[:1] == ["神志病"]


def test_ranking_words_list_all_and_say_that_nobody_is_ranked(reader: Reader):
    told = asked(reader, "看肺病哪家最好")
    assert told["kind"] == "answer"
    assert "不给医院排名" in told["text"]
    assert len(told["found"]["base"]) > 1


def test_at_most_five_candidates_and_a_score_between_nought_and_one(reader: Reader):
    for words in ("预约", "转诊", "联盟", "龙华", "基地", "号"):
        told = asked(reader, words)
        assert len(told["candidates"]) <= 5
        assert 0 <= told["score"] <= 1
        assert all(set(one) == {"title", "score"} for one in told["candidates"])


def test_sources_name_a_publisher_never_a_file(reader: Reader):
    for one in asked(reader, "浦东看骨伤去哪里")["sources"]:
        assert set(one) == {"title", "publisher", "date", "verified_on"}
        assert not any(mark in str(one) for mark in (".yaml", ".csv", "/work", "knowledge/"))
