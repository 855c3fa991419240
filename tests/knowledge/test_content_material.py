"""The shipped facts beside the material they were curated from: nothing added, nothing lost, nothing bent."""

import csv
import itertools
import json
from functools import cache

import pytest
import yaml

from knowledge.understanding.normalise import canonical
from tests.knowledge.shipped import ROOT, book, items, spoken_names

SHARED = ROOT.parent / "shared" / "facts"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the sourced material (../shared) is not here")


def material(name):
    with (SHARED / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def collected():
    return yaml.load((SHARED / "facts.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def test_bases_are_the_rows_of_the_published_list():
    specialties = book()["specialty"]
    same_field = {"针刀专科": "针刀", "脾胃病": "脾胃"}
    for base, row in zip(book()["base"].values(), collected()["bases"], strict=True):
        assert base.id == f"base_{row['row']:02d}"
        assert (base.source_name, base.planned, base.lead) == (row["seed_base_name"], row["planned_built"], row["lead"])
        assert list(base.brand) == row["specialties"]
        assert [specialties[s].name for s in base.specialties] == [same_field.get(s, s) for s in row["specialties"]]
        assert book()["district"][base.district].name == row["district"]
        assert book()["institution"][base.institution].name == row["official_name_ext"]


def test_institutions_are_those_of_the_material_with_their_names():
    for row in collected()["institutions"]:
        names = spoken_names(book()["institution"][row["id"]])
        assert {canonical(a) for a in (row["seed_name"], *row["aliases"])} <= names, row["id"]
    for row in collected()["bases"]:
        institution = book()["institution"][book()["base"][f"base_{row['row']:02d}"].institution]
        assert {canonical(a) for a in row["aliases"]} <= spoken_names(institution)


def test_campuses_carry_no_phone_or_point_that_the_material_does_not_have():
    phones: dict[str, set[str]] = {}
    points: dict[str, set[tuple[float, float]]] = {}
    for row in material("places.csv"):
        who = book()["base"][row["ref"]].institution if row["ref"].startswith("base_") else row["ref"]
        doubtful = row["phone_confidence"].startswith("low")
        phones.setdefault(who, set()).add("" if doubtful else row["phone"])
        if row["lat"]:
            points.setdefault(who, set()).add((float(row["lat"]), float(row["lon"])))
    for institution in book()["institution"].values():
        for campus in institution.campuses:
            assert campus.phone in {*phones[institution.id], ""}
            assert campus.point is None or campus.point in points[institution.id]


def test_alliance_and_people_facts_are_all_told():
    for row in collected()["alliances"]:
        statements = {s.id: s for s in book()["alliance"][row["id"]].statements}
        assert {fact["id"]: fact["status"] for fact in row["facts"]} == {i: s.status for i, s in statements.items()}
    told = {(p.name, p.institution, p.as_of) for p in book()["person"].values()}
    assert told == {(row["name"], row["institution"], row["as_of"]) for row in collected()["people"]}


def test_towns_and_stations_are_those_of_the_material():
    statutory = [r for r in material("streets.csv") if r["kind"] in {"街道", "镇", "乡"}]
    names = {d.id: d.name for d in book()["district"].values()}
    assert {(names[p.district], p.name) for p in items("towns")[1]} == {(r["district"], r["name"]) for r in statutory}
    stations = [r for r in material("neighbourhoods.csv") if r["kind"] == "metro_station"]
    assert {(names[p.district], p.name) for p in items("stations")[1]} == {(r["district"], r["name"]) for r in stations}


def test_numbers_not_to_be_used_are_left_out():
    allowed = {row["number"] for row in material("hotlines.csv") if row["use"] != "no"}
    usable = {row["number"] for row in material("hotlines.csv") if row["use"].startswith("yes")}
    assert {h.number for h in book()["hotline"].values()} <= allowed
    assert {h.number for h in book()["hotline"].values() if h.shown} == usable


def test_neighbours_share_an_edge_of_the_outlines():
    edges: dict[str, set[frozenset[tuple[float, float]]]] = {}
    for feature in json.loads((SHARED / "districts.geojson").read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = [[tuple(p) for p in ring] for polygon in polygons for ring in polygon]
        edges[feature["properties"]["name"]] = {frozenset(e) for r in rings for e in itertools.pairwise(r)}
    districts = book()["district"]
    for district in districts.values():
        adjoining = {d.id for d in districts.values() if d is not district and edges[d.name] & edges[district.name]}
        assert set(district.neighbours) == adjoining
