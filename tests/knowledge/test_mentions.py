"""Who and where a question speaks of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.comprehension import Reader
from knowledge.understanding.lexicon import fold
from knowledge.understanding.mentions import read_mentions
from knowledge.understanding.normalise import canonical


def named(reader: Reader, words: str, kind: str) -> list[str]:
    found = read_mentions(fold(canonical(words)), reader.names)
    held = reader.book.kinds[kind]
    return [held[mention.id].name for mention in found if mention.kind == kind]


@pytest.mark.parametrize(
    ("words", "district"),
    [
        ("浦东看骨伤", "浦东新区"),
        ("闵行的基地", "闵行区"),
        ("minhang kan feibing", "闵行区"),
        ("闵航区有吗", "闵行区"),
        ("家住虹口", "虹口区"),
        ("靜安區", "静安区"),
        ("base in Xuhui", "徐汇区"),
        ("崇明岛上", "崇明区"),
    ],
)
def test_districts_as_people_say_them(reader: Reader, words: str, district: str):
    assert named(reader, words, "district")[:1] == [district]


@pytest.mark.parametrize(
    ("words", "hospital"),
    [
        ("龙华医院", "上海中医药大学附属龙华医院"),
        ("龙花医院牵头几个区", "上海中医药大学附属龙华医院"),
        ("longhua yiyuan", "上海中医药大学附属龙华医院"),
        ("曙光", "上海中医药大学附属曙光医院"),
        ("岳阳醫院", "上海中医药大学附属岳阳中西医结合医院"),
        ("市六医院", "上海市第六人民医院"),
        ("红房子", "复旦大学附属妇产科医院"),
    ],
)
def test_hospitals_as_people_say_them(reader: Reader, words: str, hospital: str):
    assert named(reader, words, "institution")[:1] == [hospital]


@pytest.mark.parametrize(
    "words", ["预防风险", "今天天气很好", "上海市一共几家", "大场合", "how are you today", "我要投诉", "1234567"]
)
def test_everyday_words_name_no_hospital_and_no_district(reader: Reader, words: str):
    assert named(reader, words, "institution") == []
    assert named(reader, words, "district") == []


def test_each_fact_is_named_once_and_the_surest_first(reader: Reader):
    found = read_mentions(canonical("龙华医院，龙华医院，还有龙花医院和浦东"), reader.names)
    keys = [(mention.kind, mention.id) for mention in found]
    assert len(keys) == len(set(keys))
    assert [mention.score for mention in found] == sorted((mention.score for mention in found), reverse=True)


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_found_exists(reader: Reader, words: str):
    for mention in read_mentions(fold(canonical(words)), reader.names):
        assert mention.id in reader.book.kinds[mention.kind]
        assert 0 < mention.score <= 1
