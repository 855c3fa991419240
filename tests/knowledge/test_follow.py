"""What a short question leaves unsaid comes from the last ten minutes of talk."""

from datetime import timedelta

import pytest

from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.understanding.follow import MEMORY, follow_up, remembered
from knowledge.wording import Voice
from tests.conftest import NOON


def talked(reader: Reader, *questions: str, minutes: float = 1) -> str:
    """What is answered to the last question of a talk."""
    talk, now, answer = None, NOON, None
    for words in questions:
        meaning = follow_up(reader.read(words, now), talk, now)
        answer = respond(meaning, reader.book, Voice())
        names = {one.name for kind in ("base", "institution") for one in answer.found.get(kind, ())[:1]}
        ids = tuple(i for i, hospital in reader.book.institutions.items() if hospital.name in names)
        talk = remembered(meaning, ids, answer.topic, now)
        now += timedelta(minutes=minutes)
    assert answer is not None
    return f"{answer.title}\n{answer.text}"


@pytest.mark.parametrize(
    ("talk", "heard"),
    [
        (("浦东看骨伤去哪里", "那长宁呢？"), "天山中医医院"),
        (("浦东看骨伤去哪里", "那长宁呢？", "电话多少？"), "021-62418056"),
        (("浦东看骨伤去哪里", "怎么去？"), "浦东新区中医医院"),
        (("曙光医院地址", "电话呢"), "电话"),
        (("静安有几个基地", "那闵行呢"), "闵行"),
    ],
)
def test_the_talk_goes_on(reader: Reader, talk, heard):
    assert heard in talked(reader, *talk)


def test_a_question_that_stands_on_its_own_takes_nothing_from_before(reader: Reader):
    assert talked(reader, "浦东看骨伤去哪里", "龙华医院牵头哪几个区") == talked(reader, "龙华医院牵头哪几个区")


def test_after_ten_minutes_nothing_is_remembered(reader: Reader):
    assert "天山中医医院" not in talked(reader, "浦东看骨伤去哪里", "那长宁呢？", minutes=11)
    meaning = reader.read("那长宁呢？", NOON)
    talk = remembered(reader.read("浦东看骨伤去哪里", NOON), (), "find_base", NOON)
    assert follow_up(meaning, talk, NOON + MEMORY) != meaning
    assert follow_up(meaning, talk, NOON + MEMORY + timedelta(seconds=1)) == meaning
    assert follow_up(meaning, None, NOON) == meaning


def test_talk_keeps_ids_and_wishes_but_no_words(reader: Reader):
    talk = remembered(reader.read("我叫张三，住浦东看骨伤", NOON), (), "find_base", NOON)
    assert "张三" not in repr(talk)


def test_an_alarm_in_the_middle_of_a_talk_is_still_an_alarm(reader: Reader):
    assert "12356" in talked(reader, "浦东看骨伤去哪里", "我不想活了")
