"""Every fact of the shipped Book goes through its form unchanged; what is typed wrong is told beside its field."""

import msgspec
import pytest

from knowledge.keeping.fields import empty, fields_of, shown, taken
from knowledge.kinds import KINDS
from knowledge.library import shipped_drafts
from knowledge.wording import Voice
from tests.knowledge.sample_clinics import EXPERTS, SESSIONS

FACTS = [*((d.key[0], d.fact) for d in shipped_drafts()), *(("expert", e) for e in EXPERTS)]
FACTS += [("session", s) for s in SESSIONS]
HOSPITAL = next(fact for kind, fact in FACTS if kind == "institution")


def test_every_fact_comes_back_from_its_form_as_it_was():
    changed = [fact.id for kind, fact in FACTS if taken(kind, fact.id, shown(kind, fact), fact).fact != fact]
    assert changed == []


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_form_never_asks_for_what_the_program_sets(kind):
    names = {field.name for field in fields_of(kind)}
    assert not names & {"id", "origin", "revision", "verified_on", "confirmed_by", "sample"}
    assert names == empty(kind).keys()


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_must_be_there_is_asked_for_by_name(kind):
    problems = taken(kind, "x", {}).problems
    assert problems.keys() >= {field.name for field in fields_of(kind) if field.required}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("campuses", "- name: [\n- x", "第 2 行"),
        ("campuses", "- name: 东院\n  nmae: 西院", "第 1 行"),
        ("campuses", "- name: 东院\n- name: 西院\n  point:\n  - 31\n  - 1000", "第 5 行"),
        ("campuses", "- name: 东院\n  name: 西院", "第 2 行"),
        ("campuses", "- &a [*a]", "引用"),
        ("campuses", "[" * 60 + "]" * 60, "第 1 行"),
        ("campuses", "- name: 东院\n  confirmed_by: 院长", "谁核对的"),
        ("campuses", "就是这里", "第 1 行"),
        ("name", " ", "必须填写"),
        ("note", "长" * 20_001, "太长"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(field, typed, told):
    read = taken("institution", HOSPITAL.id, shown("institution", HOSPITAL) | {field: typed}, HOSPITAL)
    assert read.fact is None
    assert told in Voice().tell(read.problems[field])
    assert list(read.problems) == [field]


def test_numbers_and_choices_are_taken_as_typed():
    texts = shown("session", SESSIONS[0])
    read = taken("session", "s", texts | {"fee": "25.5", "quota": "30", "half_day": "夜间"}).fact
    assert (read.fee, read.quota, read.half_day) == (25.5, 30, "夜间")
    assert [shown("session", msgspec.structs.replace(read, fee=fee))["fee"] for fee in (38.0, 25.5)] == ["38", "25.5"]
    wrong = taken("session", "s", texts | {"fee": "很贵", "quota": "3.5", "half_day": "晚上"}).problems
    assert wrong.keys() == {"fee", "quota", "half_day"}


def test_a_form_cannot_name_another_field():
    typed = {"id": "other", "title": "问", "topic": "programme", "answer": "答", "confirmed_by": "院长"}
    read = taken("entry", "q", empty("entry") | typed)
    assert (read.fact.id, read.fact.confirmed_by) == ("q", "")
