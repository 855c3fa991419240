"""The shipped facts: everything reads, every reference resolves, and the figures are those of the publications."""

from collections import Counter

import pytest

from knowledge import model as m
from knowledge.understanding.normalise import canonical
from tests.knowledge.shipped import CONTENT, FILES, book, items, plain, said_sources, spoken_names

CONTRACT_NAMES = "肿瘤 骨伤 针灸 肛肠 推拿 皮肤 神志病 儿科 肺病 肾病 脾胃 康复 针刀 中医血液 脑病 妇产科 精神科"


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_one_kind_says_what_it_is_and_every_fact_reads(name):
    assert (CONTENT / "book" / f"{name}.yaml").read_text(encoding="utf-8").startswith("# ")
    kind, facts = items(name)
    assert facts
    assert kind in m.KINDS


def test_ids_are_unique_short_and_ascii():
    for name in FILES:
        ids = [fact.id for fact in items(name)[1]]
        assert len(ids) == len(set(ids))
        assert all(i.isascii() and i == i.lower() and i.replace("_", "").isalnum() and len(i) <= 40 for i in ids)
    localities = [fact.id for name in ("towns", "stations", "quarters") for fact in items(name)[1]]
    assert len(localities) == len(set(localities))


def test_every_fact_names_a_source_that_exists_and_its_date():
    sources = book()["source"]
    for kind, facts in book().items():
        for fact in facts.values():
            assert set(said_sources(fact)) <= sources.keys(), fact.id
            if kind != "source":
                assert fact.sources, fact.id
                assert bool(fact.verified_on) == any(sources[s].date for s in fact.sources), fact.id


def test_each_campus_and_each_statement_names_its_source():
    for fact in (*book()["institution"].values(), *book()["alliance"].values()):
        for part in (*getattr(fact, "campuses", ()), *getattr(fact, "statements", ())):
            assert part.sources, (fact.id, part)


def test_what_has_no_dated_source_is_never_shown_as_fact():
    undated = {s.id for s in book()["source"].values() if not s.date}
    for institution in book()["institution"].values():
        for campus in institution.campuses:
            assert campus.verified_on or campus.confidence == "low", (institution.id, campus.name)
            assert campus.verified_on or set(campus.sources) <= undated
    for hotline in book()["hotline"].values():
        assert set(hotline.sources) - undated or hotline.caution, hotline.number


def test_no_source_is_a_file_or_a_repository():
    for source in book()["source"].values():
        for text in (source.title, source.publisher, source.url):
            assert not any(bad in text for bad in ("github", "index id", ".json", ".txt", "npmjs", "pypi")), source.id


def test_references_resolve():
    facts = book()
    districts, institutions, specialties = facts["district"], facts["institution"], facts["specialty"]
    for base in facts["base"].values():
        assert {base.institution, base.lead} <= institutions.keys()
        assert base.district in districts
        assert set(base.specialties) <= specialties.keys()
        assert base.district in {c.district for c in institutions[base.institution].campuses}
    for alliance in facts["alliance"].values():
        assert {*alliance.leads, *alliance.members} <= institutions.keys()
        assert not alliance.field or alliance.field in specialties
    assert {p.institution for p in facts["person"].values()} <= institutions.keys()
    assert {p.district for p in facts["locality"].values()} <= districts.keys()
    assert {n for d in districts.values() for n in d.neighbours} <= districts.keys()
    campuses = [c for i in institutions.values() for c in i.campuses]
    assert {c.district for c in campuses if c.district} <= districts.keys()


def test_the_book_counts_what_the_publications_count():
    facts = book()
    assert len(facts["base"]) == 17
    assert len(facts["district"]) == 16
    assert {b.district for b in facts["base"].values()} == facts["district"].keys()
    assert Counter(b.lead for b in facts["base"].values()) == {
        "longhua": 5,
        "shuguang": 4,
        "yueyang": 3,
        "shizhongyi": 5,
    }
    assert Counter(b.planned for b in facts["base"].values()) == {"2021-10": 8, "2021-12": 9}
    assert Counter(p.kind for p in items("towns")[1]) == {"town": 216}
    assert Counter(p.kind for p in items("stations")[1]) == {"station": 405}
    assert {s.name for s in facts["specialty"].values()} == set(CONTRACT_NAMES.split())
    assert len(facts["alliance"]["psy_alliance"].members) == 11
    assert len(facts["alliance"]["obgyn_alliance"].members) == 4


def test_no_name_means_two_institutions():
    owners: dict[str, set[str]] = {}
    for institution in book()["institution"].values():
        for name in spoken_names(institution):
            owners.setdefault(name, set()).add(institution.id)
    assert {name: who for name, who in owners.items() if len(who) > 1} == {}


def test_a_name_that_is_also_a_place_is_not_listed_as_safe_too():
    for institution in book()["institution"].values():
        assert not {canonical(a) for a in institution.aliases} & {canonical(a) for a in institution.also_place}


def test_no_word_means_two_specialties_and_no_name_two_alliances_or_districts():
    for kind, extra in (("specialty", "words"), ("alliance", "aliases"), ("district", "aliases")):
        names = [canonical(n) for f in book()[kind].values() for n in {f.name, *getattr(f, extra)}]
        assert [n for n, times in Counter(names).items() if times > 1] == []


def test_points_lie_in_shanghai_and_out_of_town_hospitals_have_none():
    localities = [(p.id, p.point) for p in book()["locality"].values() if p.point]
    campuses = [(i.id, c.point) for i in book()["institution"].values() for c in i.campuses if c.point]
    for who, (latitude, longitude) in [*localities, *campuses, *((d.id, d.point) for d in book()["district"].values())]:
        assert 30.66 < latitude < 31.89, who
        assert 120.84 < longitude < 122.0, who
    for institution in book()["institution"].values():
        if institution.city != "上海":
            assert not any(c.point or c.district for c in institution.campuses)


def test_every_base_can_be_reached_by_a_point_and_by_the_way_people_say_it():
    for base in book()["base"].values():
        institution = book()["institution"][base.institution]
        assert any(c.point for c in institution.campuses), base.id
        assert institution.short == base.source_name or canonical(base.source_name) in spoken_names(institution)


@pytest.mark.parametrize(
    ("said", "institution"),
    [
        ("静中心", "jingan_central"),
        ("徐中心", "xuhui_central"),
        ("天山医院", "tianshan"),
        ("方塔", "fangta"),
        ("闵行中西医", "minhang_zxy"),
        ("金山区中西结合医院", "jinshan_zxy"),
        ("奉贤中医院", "fengxian_zy"),
        ("浦东中医院", "pudong_zy"),
        ("闸北区中医医院", "jingan_zy"),
        ("上海市中医院", "shizhongyi"),
        ("上海市6院", "shiliu"),
        ("十院", "shishi"),
        ("宛平南路600号", "smhc"),
        ("红房子", "hongfangzi"),
        ("浙妇保", "zju_women"),
        ("华西2院", "huaxi2"),
        ("北妇产", "bj_obgyn"),
        ("longhua hospital", "longhua"),
        ("嘉兴地段医院", "jiaxing_chc"),
    ],
)
def test_people_call_a_hospital_by_these_names(said, institution):
    assert canonical(said) in spoken_names(book()["institution"][institution])


@pytest.mark.parametrize("place", ["龙华", "岳阳", "中山", "华山", "天山", "嘉兴", "同济", "曙光", "瑞金", "仁济"])
def test_names_of_places_need_a_second_look(place):
    assert [i.id for i in book()["institution"].values() if place in i.also_place]
    assert not [i.id for i in book()["institution"].values() if place in i.aliases]


def test_neighbouring_is_mutual_and_nobody_adjoins_chongming():
    districts = book()["district"]
    for district in districts.values():
        assert all(district.id in districts[n].neighbours for n in district.neighbours)
        assert district.id not in district.neighbours
    assert districts["chongming"].neighbours == ()
    assert districts["chongming"].bank == "chongming"


def test_a_town_name_in_two_districts_is_two_rows():
    hongqiao = {p.district for p in items("towns")[1] if "虹桥" in (p.name, *p.aliases)}
    assert hongqiao == {"changning", "minhang"}
    jiangning = {p.district for p in book()["locality"].values() if "江宁路" in (p.name, *p.aliases)}
    assert jiangning == {"putuo", "jingan"}


def test_localities_stand_one_a_line():
    for name in ("towns", "stations", "quarters"):
        lines = (CONTENT / "book" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
        assert sum(line.startswith("- {id: ") for line in lines) == len(items(name)[1])


def test_psychiatric_members_are_nine_named_and_two_leads_and_say_so():
    alliance = book()["alliance"]["psy_alliance"]
    assert set(alliance.leads) == {"smhc", "tongji"} < set(alliance.members)
    assert "推断" in alliance.members_note or "我们" in alliance.members_note


def test_old_news_carries_its_year():
    for name in ("obgyn_alliance", "fudan_obgyn_consortium"):
        assert "2017年的报道，现状未核实" in book()["alliance"][name].status_note
    xu = book()["person"]["xu_congjian"]
    assert xu.as_of.startswith("2017")
    assert "2017" in xu.status_note


def test_every_statement_is_told_in_two_languages():
    for alliance in book()["alliance"].values():
        assert alliance.statements
        assert all(s.text and s.english for s in alliance.statements)


def test_the_map_is_small_has_all_districts_and_its_attribution():
    outline = plain("map.yaml")["map"]
    assert (CONTENT / "map.yaml").stat().st_size < 40_000
    assert [d["district"] for d in outline["outlines"]] == list(book()["district"])
    assert "MIT" in outline["attribution"]
    south, west, north, east = (outline["bounds"][side] for side in ("south", "west", "north", "east"))
    for district in outline["outlines"]:
        for ring in district["rings"]:
            assert len(ring) >= 3
            assert ring[0] != ring[-1]
            assert all(south <= latitude <= north and west <= longitude <= east for latitude, longitude in ring)
