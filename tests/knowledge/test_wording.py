"""Every sentence in every language, and scripts that keep tokens and places as they are."""

import string

import pytest

from knowledge.message import TOKEN_BYTES, Choice, Message, Place
from knowledge.wording import LANGUAGES, Voice, in_script, phrases


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_said_with_its_facts(language):
    for key, phrase in phrases(language).items():
        facts = {field: "{x} 100%" for _, field, _, _ in string.Formatter().parse(phrase) if field}
        said = Voice(language).say(key, **facts)
        assert said.strip(), key
        assert all(fact in said for fact in facts.values())


def test_an_unknown_phrase_is_an_error_not_a_silence():
    with pytest.raises(KeyError):
        Voice().say("nonsense")


def test_chinese_stays_where_there_is_no_english():
    assert (Voice("en").pick("中文", ""), Voice("en").pick("中文", "English"), Voice().pick("中文", "English")) == (
        "中文",
        "English",
        "中文",
    )
    assert (Voice("en").listed(["a", "b"]), Voice().listed(("甲", "乙"))) == ("a, b", "甲、乙")


def test_only_traditional_readers_get_traditional_characters():
    message = Message(
        kind="answer", text="医院", choices=(Choice(label="转诊", token="p:x"),), place=Place("医院", "路", 1, 2)
    )
    assert in_script(message, Voice()) is message
    assert in_script(message, Voice("en")) is message
    assert in_script(message, Voice("zh-hant")).text == "醫院"


def test_a_token_too_long_for_a_button_is_refused_at_once():
    Choice(label="x", token="a" * TOKEN_BYTES)
    with pytest.raises(ValueError, match="64 bytes"):
        Choice(label="x", token="骨" * 22)


@pytest.mark.parametrize("language", LANGUAGES)
def test_residents_are_told_no_internal_words(language):
    said = "\n".join(phrases(language).values())
    for word in ("null", "TODO", "undefined", "entry", "specialty_id"):
        assert word not in said


def test_alarms_name_their_numbers_and_who_is_speaking():
    for language in LANGUAGES:
        held = phrases(language)
        assert all(number in held["crisis"] for number in ("12356", "962525", "120", "110"))
        assert "120" in held["emergency"]
        assert "120" in held["broken"]
        assert "120" in held["slow_down"]
