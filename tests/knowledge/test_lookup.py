"""Known words in a text."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding.lookup import Lookup, by_sound
from knowledge.understanding.pinyin import sound

WORDS = st.lists(st.tuples(st.text("ab中文", max_size=4), st.integers(0, 3)), max_size=12)


def said(lookup: Lookup, text: str) -> list[str]:
    return [found.said for found in lookup.longest(text)]


def test_the_longest_word_wins_and_none_overlap():
    lookup = Lookup([("中医", 1), ("中医医院", 2), ("医院", 3), ("院区", 4)])
    assert said(lookup, "中医医院区") == ["中医医院"]
    assert said(lookup, "中医院区") == ["中医", "院区"]
    assert [found.said for found in lookup.every("中医医院区")] == ["中医医院", "中医", "医院", "院区"]


def test_latin_words_are_whole_words():
    lookup = Lookup([("base", 1), ("tcm", 2)])
    assert said(lookup, "baseball tcm") == ["tcm"]
    assert said(lookup, "去base看tcm吗") == ["base", "tcm"]
    assert said(lookup, "database") == []


def test_one_word_may_mean_several_things_each_once():
    lookup = Lookup([("中山", "hospital"), ("中山", "park"), ("中山", "park")])
    assert lookup["中山"] == ("hospital", "park")
    assert lookup["龙华"] == ()


def test_words_are_found_by_sound_but_short_ones_are_not():
    lookup = by_sound([("龙华", 1), ("院", 2), ("tcm", 3)])
    assert [found.values for found in lookup.longest(sound("去龙花院"))] == [(1,)]


@given(WORDS, st.text("ab中文 ", max_size=30))
def test_every_find_is_a_known_word_where_it_says(words, text):
    lookup = Lookup(words)
    known, end = {word for word, _ in words}, 0
    for found in lookup.longest(text):
        assert found.start >= end
        end = found.end
        assert text[found.start : found.end] == found.said
        assert found.said in known
    assert {found.said for found in lookup.longest(text)} <= {found.said for found in lookup.every(text)}
