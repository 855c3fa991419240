"""What an answer must hold whatever it is about: sources, dates, honest distances, no ranking, no invention."""

import re

import pytest

from knowledge.answering import alliances, bases, contact, entries, nearest, safety
from knowledge.answering.answer import Answer, base_named, institution_named, oldest, sources_of
from knowledge.answering.sources import citations, footnote
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.geography import kilometres
from knowledge.understanding.safety import Alarm
from knowledge.wording import Voice
from tests.conftest import NOON

ZH, EN = Voice(), Voice("en")
VOICES = pytest.mark.parametrize("voice", [ZH, EN], ids=["zh", "en"])


def cards(book: Book, reader: Reader, voice: Voice) -> list[Answer]:
    """Every answer that a button can bring."""
    nothing = reader.read("", NOON)
    made = [bases.one_base(base, book, voice) for base in book.bases.values()]
    made += [bases.in_district(district, book, voice) for district in book.districts.values()]
    made += [contact.about_institution(hospital, nothing, book, voice) for hospital in book.institutions.values()]
    made += [alliances.about(alliance, book, voice) for alliance in book.alliances.values()]
    made += [alliances.members(alliance, book, voice) for alliance in book.alliances.values() if alliance.members]
    made += [entries.said(entry, 1.0, book, voice) for entry in book.entries.values() if entry.kind == "answer"]
    return [*made, bases.all_bases(book, voice)]


@VOICES
def test_every_card_has_words_a_source_and_a_date(book: Book, reader: Reader, voice: Voice):
    for answer in cards(book, reader, voice):
        assert answer.text.strip(), answer.subject
        assert set(answer.sources) <= set(book.sources), answer.subject
        note = footnote(answer.sources, answer.verified_on, answer.confirmed_by, book, voice)
        assert not citations(answer.sources, book) or re.search(r"\d{4}", note), answer.subject
        assert "None" not in answer.text.replace("None of", "")
        assert "{" not in answer.text


@VOICES
def test_no_card_ranks_promises_or_doses(book: Book, reader: Reader, voice: Voice):
    for answer in cards(book, reader, voice):
        assert not re.search(r"最好的医院|排名第|包治|保证|\d+\s*(毫克|mg)\b", answer.text), answer.subject


def test_a_base_without_a_phone_names_its_lead_and_12345(book: Book):
    for base in book.bases.values():
        text = bases.one_base(base, book, ZH).text
        if not any(campus.phone for campus in book.institutions[base.institution].campuses):
            assert "12345" in text
            assert book.institutions[base.lead].short in text
        assert "电话" in text


def test_what_is_not_sure_is_not_shown_as_fact(book: Book):
    for hospital in book.institutions.values():
        said = "\n".join(contact.campus_lines(hospital, ZH))
        for campus in hospital.campuses:
            if campus.confidence == "low" and campus.address:
                shown = [c.address for c in hospital.campuses if c.confidence != "low"]
                assert campus.address in shown or campus.address not in said or "几种说法" in said


def test_the_own_district_comes_first_and_at_most_two_next_door(book: Book):
    for place in book.localities.values():
        start = nearest.Start(place.name, place.district, place.point or book.districts[place.district].point)
        own, others = nearest.choose(start, [], book)
        assert own, place.id
        assert all(way.base.district == place.district for way in own)
        assert len(others) <= 2
        neighbours = book.districts[place.district].neighbours
        assert all(way.base.district in neighbours for way in others)


def test_nothing_is_compared_across_the_yangtze(book: Book):
    start = nearest.Start("陈家镇", "chongming", (31.5, 121.8), point_said=True)
    for specialty in book.specialties.values():
        for way in (way for ways in nearest.choose(start, [specialty], book) for way in ways):
            assert (way.km is None) == (way.base.district != "chongming") or way.km is None
        text = nearest.near(start, [specialty], book, ZH, "nearest_base").text if _held(specialty.id, book) else ""
        assert "过江" in text or not any(d.name in text for d in book.districts.values() if d.id != "chongming")


def _held(specialty: str, book: Book) -> bool:
    return any(specialty in base.specialties for base in book.bases.values())


def test_the_river_is_told_and_distances_are_called_straight_lines(book: Book):
    start = nearest.Start("陆家嘴", "pudong", (31.2397, 121.4998), point_said=True)
    oncology = book.specialty_named["针灸"]
    text = nearest.near(start, [oncology], book, ZH, "nearest_base").text
    assert "直线" in text
    assert "黄浦江" in text


@pytest.mark.parametrize(("km", "said"), [(None, ""), (0.2, "不到1公里"), (3.14159, "3.1公里"), (12.6, "13公里")])
def test_distances_are_said_roughly(km, said):
    assert said in nearest.said_distance(km, ZH)


def test_ways_are_sorted_by_distance(book: Book):
    start = nearest.Start("人民广场", "huangpu", (31.2304, 121.4737), exact=True)
    far = [way.km for way in nearest.ways_from(start, [*book.bases.values()], book) if way.km is not None]
    assert far == sorted(far)
    assert max(far) < kilometres((30.6, 120.8), (31.9, 122.1))


@VOICES
@pytest.mark.parametrize("group", ["plan", "harm_home", "stroke", "poison", "labour", "anything"])
@pytest.mark.parametrize("kind", ["crisis", "emergency"])
@pytest.mark.parametrize("third", [True, False])
def test_every_alarm_gives_its_numbers_as_buttons(book: Book, voice: Voice, kind, group, third):
    for certain in (True, False):
        answer = safety.answer_alarm(Alarm(kind, group, ("x",), third, certain), book, voice)
        numbers = [choice.url for choice in answer.choices]
        assert numbers == (["tel:120"] if kind == "emergency" else ["tel:12356", "tel:962525", "tel:120", "tel:110"])
        assert answer.kind == answer.topic == kind
        assert answer.title
        assert not answer.unanswered


def test_names_carry_the_spelling_of_their_source(book: Book):
    for base in book.bases.values():
        named = base_named(base, book)
        assert named.name == book.institutions[base.institution].name
        assert base.source_name in (named.name, *named.aliases)
        assert named.name not in institution_named(book.institutions[base.institution]).aliases


def test_sources_are_told_once_and_the_oldest_date_counts(book: Book):
    base, *_ = book.bases.values()
    assert sources_of(base, base) == tuple(dict.fromkeys(base.sources))
    assert oldest() == ""
    assert oldest(base) == base.verified_on


def test_confirmed_facts_say_so_and_others_call_it_the_date_of_the_paper(book: Book):
    ids = ("tcm_notice_2021",)
    assert "资料日期 2021-09-22" in footnote(ids, "2021-09-22", "", book, ZH)
    assert "核对于 2026-11-01" in footnote(ids, "2026-11-01", "王老师", book, ZH)
    assert "王老师" not in footnote(ids, "2026-11-01", "王老师", book, ZH)
    assert footnote((), "2021", "", book, ZH) == footnote(("wording", "gone"), "2021", "", book, ZH) == ""


def test_a_note_names_two_sources_and_no_date_twice(book: Book):
    one = footnote(("wenhui_2025",), "2025-10-05", "", book, ZH)
    assert one == "来源：文汇报，上海社区优先预约上级医院号源的报道 · 资料日期 2025-10-05"
    note = footnote(("tcm_notice_2021", "hospital_list_2022", "wenhui_2025"), "2021-09-22", "", book, ZH)
    assert "上海市卫健委" in note
    assert "（2021-09-22）；" in note
    assert note.endswith("（2022年5月，经整理）等 · 资料日期 2021-09-22")
