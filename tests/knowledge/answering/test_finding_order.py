"""Which base is named first, from where, and how shortly a hospital's phone and campus are told."""

import pytest
from msgspec.structs import replace

from knowledge.answering import contact
from knowledge.answering.case import Case
from knowledge.answering.nearest import start_at
from knowledge.answering.respond import respond
from knowledge.answering.rules import places
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.model import Locality
from knowledge.reading import Changes
from knowledge.wording import Voice
from tests.conftest import NOON
from tests.knowledge.shipped import items


@pytest.mark.parametrize(
    ("words", "first"), [("闵行便血看哪里", "肛肠"), ("膝盖痛 杨浦", "骨伤"), ("闵行 痔疮 看哪里", "肛肠")]
)
def test_bases_of_what_was_read_first_come_first(question, words: str, first: str):
    line = next(line for line in question(words).text.splitlines() if line.startswith("1. "))
    assert first in line


def test_the_own_district_stays_first_and_the_first_read_specialty_is_named_too(question):
    text = question("膝盖痛 徐汇").text
    assert text.index("徐汇区中心医院") < text.index("天山中医医院")
    assert "您要的是其中的骨伤" in text


@pytest.mark.parametrize("words", ["膝盖痛 杨浦", "闵行便血看哪里", "静安腰痛去哪里", "宝山咳嗽去哪看"])
def test_every_listed_base_has_a_specialty_that_was_named(question, words: str):
    head, *lines = [
        line for line in question(words).text.splitlines() if line[:2] in {"1.", "2.", "3."} or "专科是" in line
    ]
    named = head.split("：")[1].split("。")[0].split("、")
    assert lines
    assert all(any(specialty in line for specialty in named) for line in lines)


def without(book: Book, key: str, *, also_itself: bool) -> Reader:
    """The Book when no base has this specialty any more, and perhaps it is put away with the entries that name it."""
    bases = {
        ("base", base.id): replace(base, specialties=tuple(s for s in base.specialties if s != key))
        for base in book.bases.values()
    }
    naming = [entry.id for entry in book.entries.values() if key in entry.found.get("specialty", ())]
    gone = [("specialty", key), *(("entry", i) for i in naming)]
    later = book.with_changes(Changes(book.version + 1, bases, tuple(gone) if also_itself else ()))
    return Reader(later, later.clinics.calendar)


SPECIALTIES = [specialty.id for specialty in items("specialties")[1]]


@pytest.mark.parametrize("key", SPECIALTIES)
@pytest.mark.parametrize("asked", ["哪家基地看{}", "静安{}看哪里", "{}的专家什么时候坐诊", "{}"])
def test_a_specialty_that_no_base_has_is_told_so(book: Book, key: str, asked: str):
    reader, name = without(book, key, also_itself=False), book.specialties[key].name
    answer = respond(reader.read(asked.format(name), NOON), reader.book, Voice())
    assert answer.text
    if asked == "哪家基地看{}" and key != "psychiatry":  # for whom bases of the mind are told instead
        assert f"没有看{name}的" in answer.text


@pytest.mark.parametrize("key", SPECIALTIES)
@pytest.mark.parametrize("asked", ["哪家基地看{}", "静安{}看哪里", "{}的专家什么时候坐诊", "{}"])
def test_a_specialty_that_was_put_away_is_no_error(book: Book, key: str, asked: str):
    reader = without(book, key, also_itself=True)
    assert respond(reader.read(asked.format(book.specialties[key].name), NOON), reader.book, Voice()).text


def test_no_kilometres_are_told_from_a_place_without_a_point(book: Book, question):
    vague = [p for p in book.localities.values() if start_at(p, book).vague]
    assert vague
    assert all(p.point is None for p in vague)
    text = question(f"住{vague[0].name}，附近看骨伤").text
    assert "公里" not in text
    assert "大致位置" not in text


def test_a_place_without_a_point_takes_that_of_its_namesake_in_the_district(book: Book):
    station = next(place for place in book.localities.values() if place.kind == "station")
    quarter = Locality(id="q", name=station.name.removesuffix("站"), kind="quarter", district=station.district)
    start = start_at(quarter, book)
    assert start.point == station.point
    assert not start.vague


@pytest.mark.parametrize(
    ("words", "base"), [("徐汇", "徐汇区中心医院"), ("静安", "静安区中医医院"), ("莘庄", "闵行区中西医结合医院")]
)
def test_a_bare_place_brings_its_bases_and_asks_what_for(question, words: str, base: str):
    answer = question(words)
    assert answer.kind == "answer"
    assert base in f"{answer.title}\n{answer.text}"
    assert "您想看什么" in answer.text
    assert answer.choices[-1].token == "browse:specialty"


def test_hospitals_that_are_compared_are_both_told_and_not_ranked(question):
    text = question("龙华和曙光哪个好").text
    assert "不给医院排名" in text
    assert "021-64385700" in text
    assert "021-53821650" in text


@pytest.mark.parametrize(
    ("words", "address"),
    [("曙光医院西院在哪里", "普安路185号"), ("肿瘤医院浦东在哪", "康新公路4333号"), ("仁济南院怎么去", "江月路2000号")],
)
def test_a_named_campus_comes_first_and_is_the_pin(question, words: str, address: str):
    answer = question(words)
    assert answer.place.address == address
    assert answer.text.count("：") > 1
    assert address in answer.text.split("电话")[0].split("东院")[0]


def test_a_new_site_that_is_not_sure_is_said_to_be_not_sure(question):
    answer = question("嘉定中医医院新院在哪")
    assert "永新路800号" in answer.text
    assert "是否启用没有核实" in answer.text
    assert answer.place is None


def test_a_phone_and_a_way_are_told_shortly(question):
    phone, way = question("龙华医院电话多少").text, question("龙华医院怎么去").text
    assert phone.splitlines()[0].startswith("电话：")
    assert way.splitlines()[0].startswith("地址：")
    assert "牵头" not in phone + way


def test_no_campus_is_found_in_the_hospitals_own_name(book: Book):
    for hospital in book.institutions.values():
        assert contact.campus_named(hospital, hospital.name) is None


def test_only_a_name_brings_its_card(reader: Reader):
    told = places.only_named(Case(reader.read("曙光西院", NOON), reader.book, Voice()))
    assert told is not None
    assert told.place.address == "普安路185号"
    assert places.only_named(Case(reader.read("曙光医院转诊", NOON), reader.book, Voice())) is None
