"""Hospitals and cities outside the Book: told from ours, never found inside our names."""

import pytest

from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.wording import Voice
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("words", "hospital"),
    [
        ("长海医院电话", "长海医院"),
        ("一妇婴电话", "一妇婴"),
        ("松江区中心医院电话", "松江区中心医院"),
        ("静安区精神卫生中心电话", "静安区精神卫生中心"),
        ("闵行精神卫生中心", "闵行精神卫生中心"),
        ("长宁区妇幼保健院在哪", "长宁区妇幼保健院"),
        ("请问真如医院地址", "真如医院"),
        ("彭浦镇社区卫生服务中心", "彭浦镇社区卫生服务中心"),
        ("静安寺街道社区卫生服务中心在哪里", "静安寺街道社区卫生服务中心"),
        ("龙华社区卫生服务中心电话", "龙华社区卫生服务中心"),
        ("上海口腔医院", "口腔医院"),
    ],
)
def test_a_hospital_we_do_not_know_is_not_taken_for_one_of_ours(reader: Reader, words: str, hospital: str):
    meaning = reader.read(words, NOON)
    assert meaning.elsewhere.hospital == hospital
    assert not meaning.of("institution")
    answer = respond(meaning, reader.book, Voice())
    assert answer.kind == "lookup_empty"
    assert f"{hospital}不在17家重点基地的名单里" in answer.text
    assert "12345" in answer.text


@pytest.mark.parametrize(
    "words",
    [
        *("大医院", "社区医院怎么转诊", "哪家医院看骨伤", "这家医院电话", "综合医院", "最近的社区医院", "附近医院"),
        *("龙华医院电话", "上海市精神卫生中心电话", "徐汇区中心医院在哪", "从社区转到三甲医院", "嘉兴社区卫生服务中心"),
        "听说签了约可以选三家医院",
    ],
)
def test_ours_and_words_for_any_hospital_are_none_outside(reader: Reader, words: str):
    assert reader.read(words, NOON).elsewhere.hospital == ""


@pytest.mark.parametrize("words", ["仁济南院", "仁济南院电话", "上海口腔医院", "上海市中医医院", "上海南京西路"])
def test_no_city_is_found_inside_a_name_of_ours(reader: Reader, words: str):
    assert reader.read(words, NOON).elsewhere.city == ""


@pytest.mark.parametrize(
    ("words", "city"), [("济南哪里看骨伤", "济南"), ("杭州第一人民医院", "杭州"), ("武汉同济医院", "武汉")]
)
def test_other_cities_are_still_found(reader: Reader, words: str, city: str):
    assert reader.read(words, NOON).elsewhere.city == city


def test_what_is_asked_of_a_hospital_outside_is_still_told(question):
    assert "不在已公布的精神专科联盟名单里" in question("九院在精神专科联盟里吗").text


def test_a_health_centre_of_a_place_names_the_districts_base(question):
    assert "徐汇区中心医院" in question("龙华社区卫生服务中心电话").text


def test_no_complaint_crosses_into_a_date(reader: Reader):
    assert not reader.read("示例甲下周一上午有吗", NOON).specialties
    assert [r.specialty for r in reader.read("下周一看皮肤", NOON).specialties] == ["皮肤"]


def test_two_bare_names_that_are_compared_are_hospitals(reader: Reader):
    assert {m.id for m in reader.read("龙华和曙光哪个好", NOON).of("institution")} == {"longhua", "shuguang"}


def test_somebody_from_jiaxing_is_not_in_the_health_centre_of_jiaxing_road(reader: Reader):
    assert not reader.read("嘉兴到上海看病", NOON).of("institution")
