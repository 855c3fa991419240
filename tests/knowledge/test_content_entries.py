"""The shipped question-and-answer entries and pathways: whole, sourced, honest, and told apart from each other."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from knowledge.model import KINDS, Entry, Node, Pathway
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling

BOOK = Path(__file__).parents[2] / "knowledge" / "content" / "book"
GOLDEN = Path(__file__).parents[1] / "golden"
FACTS = Path(__file__).parents[3] / "shared" / "facts"
TOPICS = {"find_base", "nearest_base", "clinic_schedule", "expert_lookup", "suspension", "referral_steps"}
TOPICS |= {"early_booking", "green_channel", "psych_alliance", "obgyn_alliance", "programme"}
TOPICS |= {"costs_insurance", "smalltalk", "staff", "out_of_scope"}
HOTLINES = {"110", "120", "12320", "12345", "12355", "12356", "962525"}
YEARS = {"1995", "2015", "2017", "2019", "2020", "2021", "2022", "2023", "2024", "2025"}
COUNTS = {"100", "119", "136", "245", "600", "616", "644", "1100", "1200"}
IN_ENGLISH = {"74000", "130000"}  # 7.4万 and 13万 in the sources
FORBIDDEN = re.compile(
    r"毫克|毫升|mg\b|每日[一二三两\d]|一天[一二三两\d]+[次粒片颗]|[一二三两\d]+[粒片颗]|热线24小时|微信号|\d[点时]\d*上班|\d元|元/|最好的医院|包治|保证治"
)
MAX_TAPS = 4


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def entries() -> tuple[Entry, ...]:
    files = sorted((BOOK / "entries").glob("*.yaml"))
    return tuple(msgspec.convert(row, Entry) for file in files for row in read(file)["entry"])


@cache
def pathways() -> tuple[Pathway, ...]:
    return tuple(msgspec.convert(row, Pathway) for row in read(BOOK / "pathways.yaml")["pathway"])


@cache
def ids(kind: str) -> frozenset[str]:
    rows = (row for file in BOOK.rglob("*.yaml") for row in read(file).get(kind, []))
    return frozenset(row["id"] for row in rows)


def steps(pathway: Pathway):
    return [step for node in pathway.nodes for step in node.steps]


def texts(entry: Entry) -> str:
    return f"{entry.title} {entry.answer} {entry.desk}"


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d{3,}", re.sub(r"(?<=\d),(?=\d{3})", "", text)))


@cache
def heard(phrase: str) -> str:
    """A phrasing as it sounds, typed pinyin included, without spaces and punctuation."""
    return re.sub(r"[\s!-/:-@。、“”]", "", sound_with_spelling(canonical(phrase)))


def test_every_topic_file_holds_only_entries() -> None:
    files = sorted((BOOK / "entries").glob("*.yaml"))
    assert files
    assert {key for file in files for key in read(file)} == {"entry"}
    assert len(entries()) >= 150


def test_ids_are_unique_short_and_ascii() -> None:
    found = [fact.id for fact in (*entries(), *pathways())]
    assert [name for name, count in Counter(found).items() if count > 1] == []
    assert [name for name in found if not re.fullmatch(r"[a-z0-9_]{2,32}", name)] == []


def test_topics_and_kinds_are_the_contracts() -> None:
    assert {entry.topic for entry in entries()} <= TOPICS
    wrong = [e.id for e in entries() if (e.kind == "decline") != (e.topic == "out_of_scope")]
    assert wrong == []
    assert [e.id for e in entries() if e.kind == "smalltalk" and e.topic != "smalltalk"] == []


def test_every_answer_with_facts_names_existing_sources_and_their_date() -> None:
    for entry in entries():
        assert set(entry.sources) <= ids("source"), entry.id
        if entry.kind == "answer":
            assert entry.sources, entry.id
            assert entry.as_of, entry.id
        if entry.as_of:
            assert entry.verified_on == entry.as_of, entry.id


def test_what_an_answer_names_exists_in_the_book() -> None:
    for entry in entries():
        for kind, wanted in entry.found.items():
            assert kind in KINDS, entry.id
            assert set(wanted) <= ids(kind), (entry.id, kind, set(wanted) - ids(kind))


def test_the_way_to_a_lead_hospital_names_exactly_its_bases() -> None:
    led: dict[str, set[str]] = {}
    for base in read(BOOK / "bases.yaml")["base"]:
        led.setdefault(base["lead"], set()).add(base["id"])
    named = {e.id.removeprefix("ref_base_"): set(e.found.get("base", ())) for e in entries()}
    assert {lead: named[lead] for lead in led} == led


def test_handoffs_name_a_desk() -> None:
    assert [entry.id for entry in entries() if entry.kind == "handoff" and not entry.desk] == []


def test_answers_are_short_enough_to_read_on_a_phone() -> None:
    assert [(e.id, len(e.answer)) for e in entries() if len(e.answer) > 180] == []
    assert sum(len(e.answer) <= 130 for e in entries()) >= 0.8 * len(entries())


def test_answers_hold_no_number_that_the_sources_do_not_know() -> None:
    known = HOTLINES | YEARS | COUNTS
    for entry in entries():
        assert numbers(texts(entry)) <= known, (entry.id, numbers(texts(entry)) - known)
        assert numbers(entry.english) <= known | IN_ENGLISH, (entry.id, numbers(entry.english) - known)
    for pathway in pathways():
        said = " ".join([n.text for n in pathway.nodes] + [f"{s.text}{s.place}{s.cost}" for s in steps(pathway)])
        assert numbers(said) <= known, pathway.id


def test_no_answer_doses_ranks_or_invents() -> None:
    said = [(e.id, texts(e)) for e in entries()] + [(p.id, s.text) for p in pathways() for s in steps(p)]
    assert [(name, match.group()) for name, text in said if (match := FORBIDDEN.search(text))] == []


def test_plans_and_old_news_carry_their_year() -> None:
    for entry in entries():
        if entry.status == "planned" or entry.as_of[:4] in ("2015", "2017", "2019", "2020"):
            assert re.search(r"20[12]\d", entry.answer), entry.id


def test_the_known_numbers_come_from_the_facts() -> None:
    if not FACTS.is_dir():
        pytest.skip(f"the sourced facts are not beside this clone ({FACTS})")
    sourced = "".join((FACTS / name).read_text(encoding="utf-8") for name in ("facts.yaml", "hotlines.csv"))
    assert numbers(sourced) >= HOTLINES | YEARS | COUNTS


def test_every_entry_has_at_least_eight_phrasings() -> None:
    assert [(e.id, len(e.phrasings)) for e in entries() if len(e.phrasings) < 8] == []


def test_no_two_entries_sound_the_same() -> None:
    said = [(phrase, entry.id) for entry in entries() for phrase in (entry.title, *entry.phrasings)]
    owner = {heard(phrase): name for phrase, name in said}
    clashes = [(phrase, name, owner[heard(phrase)]) for phrase, name in said if owner[heard(phrase)] != name]
    assert clashes == []


def test_an_entry_does_not_repeat_a_phrasing() -> None:
    repeated = []
    for entry in entries():
        seen = Counter(heard(p) for p in (entry.title, *entry.phrasings))
        repeated += [(entry.id, p) for p in entry.phrasings if seen[heard(p)] > 1]
    assert repeated == []


def test_the_questions_that_measure_are_not_phrasings() -> None:
    """At most ten are; with each one more, the golden files would measure copies of themselves."""
    rows = [
        row for name in ("questions", "fresh") for row in (GOLDEN / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    asked = {heard(json.loads(row)["q"]) for row in rows}
    alike = [(entry.id, phrase) for entry in entries() for phrase in entry.phrasings if heard(phrase) in asked]
    assert len(alike) <= 10, alike


def test_every_phrasing_holds_a_word_its_entry_requires() -> None:
    strict = [(entry, [sound_with_spelling(word) for word in entry.requires]) for entry in entries() if entry.requires]
    deaf = [
        (entry.id, phrase)
        for entry, wanted in strict
        for phrase in (entry.title, *entry.phrasings)
        if not any(word in sound_with_spelling(canonical(phrase)) for word in wanted)
    ]
    assert deaf == []


def taps(nodes: dict[str, Node], start: str) -> dict[str, int]:
    """Fewest taps to each node, by breadth."""
    depth, queue = {start: 0}, [start]
    for here in queue:
        for option in nodes[here].options:
            if option.to not in depth:
                depth[option.to] = depth[here] + 1
                queue.append(option.to)
    return depth


def test_a_pathway_leads_everyone_to_steps_in_at_most_four_taps() -> None:
    for pathway in pathways():
        nodes = {node.id: node for node in pathway.nodes}
        assert len(nodes) == len(pathway.nodes)
        assert {option.to for node in pathway.nodes for option in node.options} <= set(nodes)
        assert all(bool(node.options) != bool(node.steps) for node in pathway.nodes)
        assert set(taps(nodes, pathway.nodes[0].id)) == set(nodes)
        assert longest(nodes, pathway.nodes[0].id) <= MAX_TAPS


def longest(nodes: dict[str, Node], start: str, before: tuple[str, ...] = ()) -> int:
    """Most taps from a node to an outcome; going round in circles is refused."""
    assert start not in before
    return max((1 + longest(nodes, option.to, (*before, start)) for option in nodes[start].options), default=0)


def test_pathway_steps_are_sourced_and_buttons_fit() -> None:
    for pathway in pathways():
        assert pathway.topic in TOPICS
        assert pathway.about
        assert set(pathway.sources) <= ids("source")
        for node in pathway.nodes:
            assert len(node.id) <= 12
            assert node.id.isascii()
            assert len(f"p:{pathway.id}:{node.id}".encode()) <= 64
            assert len(node.options) <= 4
            assert all(len(option.label) <= 14 for option in node.options)
            for step in node.steps:
                assert step.sources, (pathway.id, node.id)
                assert set(step.sources) <= ids("source"), (pathway.id, node.id, step.sources)
