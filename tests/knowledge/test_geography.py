"""Where things are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.book import Book
from knowledge.geography import city_map, district_at, kilometres

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_known_distances():
    people_square, pearl_tower = (31.2304, 121.4737), (31.2397, 121.4998)
    assert kilometres(people_square, pearl_tower) == pytest.approx(2.69, abs=0.1)
    assert kilometres((31.0, 121.0), (32.0, 121.0)) == pytest.approx(111.2, abs=0.2)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_never_beyond_half_the_earth(a, b):
    assert kilometres(a, b) == pytest.approx(kilometres(b, a))
    assert 0 <= kilometres(a, b) <= 20_016
    assert kilometres(a, a) == 0


@given(st.tuples(st.floats(), st.floats()))
def test_any_point_lies_in_one_district_or_in_none(point):
    assert district_at(point) in {None, *(outline.district for outline in city_map().outlines)}


@pytest.mark.parametrize(
    ("point", "district"),
    [
        ((31.2304, 121.4737), "huangpu"),
        ((31.2397, 121.4998), "pudong"),
        ((31.1128, 121.3804), "minhang"),
        ((31.6229, 121.3975), "chongming"),
        ((30.7418, 121.3420), "jinshan"),
        ((39.9042, 116.4074), None),
        ((30.2741, 120.1551), None),
        ((0.0, 0.0), None),
    ],
)
def test_places_people_know(point, district):
    assert district_at(point) == district


def test_every_district_and_base_of_the_book_lies_on_the_map(book: Book):
    assert {outline.district for outline in city_map().outlines} == set(book.districts)
    bounds = city_map().bounds
    for district in book.districts.values():
        lat, lon = district.point
        assert bounds.south <= lat <= bounds.north
        assert bounds.west <= lon <= bounds.east


def test_neighbours_know_each_other(book: Book):
    for district in book.districts.values():
        for neighbour in district.neighbours:
            assert district.id in book.districts[neighbour].neighbours, (district.id, neighbour)


def test_bases_stand_in_their_own_district(book: Book):
    strangers = []
    for base in book.bases.values():
        points = [campus.point for campus in book.institutions[base.institution].campuses if campus.point]
        if points and base.district not in {district_at(point) for point in points}:
            strangers.append(base.id)
    assert not strangers
