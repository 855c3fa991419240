"""Before any handler: who is answered at all, and in which language."""

from datetime import timedelta

import pytest

from handlers.desk import Desk
from handlers.guards import is_alarm, to_be_answered, voice_for
from handlers.incoming import Incoming
from knowledge.message import Address
from knowledge.people import Preferences
from tests.conftest import NOON


def said(text: str = "", **more) -> Incoming:
    return Incoming(address=Address("test", "1"), when=NOON, text=text, **more)


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("浦东看骨伤", "", "zh"),
        ("浦東看骨傷", "", "zh-hant"),
        ("  浦东看骨伤", "", "zh"),
        ("\n浦东   看骨伤\u200b去哪里", "", "zh"),
        ("浦东①看骨伤㎡", "", "zh"),
        ("😀 浦东看骨伤", "", "zh"),
        ("著名专家", "", "zh"),
        ("Where can I see a doctor for back pain?", "", "en"),
        ("minhang kan feibing", "", "zh"),
        ("pudong kan gushang qu nali", "en", "zh"),
        ("", "en-US", "en"),
        ("", "zh-TW", "zh-hant"),
        ("", "zh-CN", "zh"),
        ("", "fr", "zh"),
        ("", "", "zh"),
        ("12345", "", "zh"),
    ],
)
def test_a_person_is_answered_in_the_language_they_write(text, hint, language):
    assert voice_for(said(text, language=hint), Preferences()).language == language


@pytest.mark.parametrize(
    ("text", "last", "hint", "language"),
    [
        ("看肺病", "zh-hant", "", "zh-hant"),
        ("那普陀呢", "zh-hant", "zh-CN", "zh-hant"),
        ("看肺病", "", "zh-TW", "zh-hant"),
        ("看肺病", "en", "en", "zh"),
        ("浦东看骨伤", "zh-hant", "zh-TW", "zh"),
        ("浦東看骨傷", "zh", "zh-CN", "zh-hant"),
        ("hello", "", "en", "en"),
        ("thanks", "en", "", "en"),
        ("kidney", "en", "zh-CN", "en"),
        ("hello", "zh", "en", "zh"),
        ("hello", "", "", "zh"),
        ("12345", "zh-hant", "", "zh-hant"),
        ("", "zh-hant", "zh-CN", "zh-hant"),
        ("longhua yiyuan dianhua", "en", "en", "zh"),
    ],
)
def test_what_reads_the_same_in_several_languages_keeps_that_of_the_talk(text, last, hint, language):
    assert voice_for(said(text, language=hint), Preferences(), last).language == language


def test_the_language_a_person_chose_beats_what_they_write():
    assert voice_for(said("浦東看骨傷"), Preferences(language="en")).language == "en"


@pytest.mark.parametrize(
    ("text", "addressed", "answered"),
    [
        ("浦东看骨伤", True, True),
        ("浦东看骨伤", False, False),
        ("今晚吃什么", False, False),
        ("我不想活了", False, True),
        ("我爸胸口痛得要命喘不上气", False, True),
        ("", False, False),
    ],
)
def test_in_a_group_only_those_who_speak_to_the_bot_or_are_in_danger_are_answered(text, addressed, answered):
    assert to_be_answered(said(text, private=False, addressed=addressed)) is answered


def test_danger_is_heard_in_words_only():
    assert is_alarm(said("我不想活了"))
    assert not is_alarm(said())


@pytest.mark.parametrize("words", ["触电了", "烫伤了", "我妈骨折了"])
def test_what_may_be_happening_now_is_answered_whatever_the_pace(words):
    assert is_alarm(said(words))


def test_yes_to_whether_it_is_happening_now_is_answered_whatever_the_pace():
    assert is_alarm(said(token="now:yes"))


def test_too_many_messages_in_a_minute_are_slowed_and_a_minute_later_all_is_well(desk: Desk):
    person = Address("test", "1")
    paced = [desk.too_fast(person, NOON + timedelta(seconds=n)) for n in range(35)]
    assert paced == [False] * 30 + [True] * 5
    assert not desk.too_fast(Address("test", "2"), NOON)
    assert not desk.too_fast(person, NOON + timedelta(minutes=5))
