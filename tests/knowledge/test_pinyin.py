"""Sound: homophones and typed pinyin meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding.pinyin import TYPED, hear, initials, sound, sound_with_spelling, spell


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("龙华", "龙花"),
        ("骨伤", "古商"),
        ("针灸", "真久"),
        ("牵头", "千头"),
        ("神志", "身子"),
        ("南翔", "兰香"),
        ("停诊", "庭枕"),
        ("女科", "吕科"),
    ],
)
def test_homophones_and_near_sounds_are_one(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("骨伤", "肛肠"), ("龙华", "岳阳"), ("肺病", "肾病"), ("静安", "长宁")])
def test_what_sounds_different_stays_different(one, other):
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("longhua", "龙华"),
        ("xi'an", "西安"),
        ("minhang kan feibing", "闵航看肺病"),
        ("LONGHUA".lower(), "龙华"),
        ("lvse", "绿色"),
    ],
)
def test_typed_pinyin_sounds_like_its_characters(typed, said):
    assert sound_with_spelling(typed) == sound(said)


@pytest.mark.parametrize("word", ["hospital", "tcm", "x", "zzz", "lhyy"])
def test_what_is_no_pinyin_stays_letters(word):
    assert spell(word) is None
    assert sound_with_spelling(word) == word


def test_fewest_syllables_win_and_an_apostrophe_divides():
    assert len(spell("xian") or "") == 1
    assert len(spell("xi'an") or "") == 2
    assert spell("") is None
    assert spell("'") is None


@pytest.mark.parametrize(
    ("name", "letters"), [("龙华医院", "lhyy"), ("市六医院", "slyy"), ("TCM基地!", "TCMjd"), ("", "")]
)
def test_initials(name, letters):
    assert initials(name) == letters


@given(st.text(max_size=60))
def test_the_sound_of_a_text_is_as_long_as_the_text(text):
    assert len(sound(text)) == len(text)
    heard = hear(text)
    assert len(heard.sound) == len(heard.written)


def test_a_slip_keeps_a_character_and_a_mere_homophone_does_not():
    heard = hear("去龙花看")
    assert heard.keeps_a_character(1, 3, "龙华")
    assert not hear("去笼花看").keeps_a_character(1, 3, "龙华")
    assert hear("longhua").written == TYPED * 2
    assert hear("longhua").keeps_a_character(0, 2, "龙华")
