"""One canonical spelling for whatever a person types."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding.manners import without_manners
from knowledge.understanding.normalise import canonical, has_han, visible

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


@given(ANY_TEXT)
def test_twice_is_once(text):
    assert canonical(canonical(text)) == canonical(text)


@given(ANY_TEXT)
def test_nothing_invisible_stays(text):
    said = canonical(text)
    assert said == said.strip()
    assert "  " not in said
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in said)


@given(ANY_TEXT)
def test_case_and_width_of_the_keyboard_do_not_matter(text):
    assert canonical(canonical(text).upper().lower()) == canonical(canonical(text).lower())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("　浦東　看　骨傷 ", "浦东 看 骨伤"),
        ("ＬＯＮＧＨＵＡ　１２３４５", "longhua 12345"),
        ("去\u200b哪\u202e里\u2066？", "去哪里?"),
        ("a\tb\r\nc", "a b c"),
        ("㈱①㎡", "(株)1m2"),
        ("\x00\x07\ud800\ue000", ""),
        ("", ""),
        ("𠮷野", "𠮷野"),
        ("ﬁﬂ ẞ", "fifl ss"),
    ],
)
def test_what_is_typed_and_what_is_read(typed, said):
    assert canonical(typed) == said


def test_a_family_emoji_stays_a_row_of_people():
    assert visible("👨\u200d👩\u200d👧") == "👨👩👧"


def test_han_is_told_from_other_scripts():
    assert has_han("abc 中")
    assert not has_han("abc ひらがな 한글 123")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("请问一下,怎么转诊到大医院?谢谢您!", "怎么转诊到大医院"),
        ("麻烦问一下浦东看骨伤", "浦东看骨伤"),
        ("谢谢", "谢谢"),
        ("你好,在吗", "你好,在吗"),
        ("浦东看骨伤", "浦东看骨伤"),
    ],
)
def test_politeness_is_set_aside_when_something_else_was_said(said, asked):
    assert without_manners(said) == asked
