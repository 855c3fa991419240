"""What does not fit together is found before anybody hears it."""

import msgspec
import pytest

from knowledge import model as m
from knowledge.clinics import Change, Expert, Holiday, MovedTo, Session
from knowledge.references import check
from tests.knowledge.facts import replaced, town

SESSION = Session(
    id="s1", expert="wang", institution="first", half_day="上午", rule="FREQ=WEEKLY;BYDAY=MO", sources=("paper",)
)
EXPERT = Expert(id="wang", name="王医生", institution="first", sources=("paper",))
CHANGE = Change(id="c1", change="suspend", institution="first", first="2026-11-30", sources=("paper",))


def told(facts) -> list[str]:
    return [f"{' '.join(finding.where)} {finding.says}" for finding in check(facts)]


def test_a_town_that_fits_has_no_findings():
    assert told(town(expert__wang=EXPERT, session__s1=SESSION, change__c1=CHANGE)) == []


def test_the_shipped_book_fits(book):
    assert check({(kind, key): fact for kind, held in book.kinds.items() for key, fact in held.items()}) == []


@pytest.mark.parametrize(
    ("key", "fields", "missing"),
    [
        (("base", "b1"), {"institution": "x"}, "institution 'x'"),
        (("base", "b1"), {"lead": "x"}, "institution 'x'"),
        (("base", "b1"), {"district": "x"}, "district 'x'"),
        (("base", "b1"), {"specialties": ("x",)}, "specialty 'x'"),
        (("base", "b1"), {"sources": ("x",)}, "source 'x'"),
        (("district", "east"), {"neighbours": ("x",)}, "district 'x'"),
        (("institution", "first"), {"campuses": (m.Campus(name="c", district="x"),)}, "district 'x'"),
        (("institution", "first"), {"campuses": (m.Campus(name="c", sources=("x",)),)}, "source 'x'"),
        (("entry", "early"), {"found": {"alliance": ("x",)}}, "alliance 'x'"),
    ],
)
def test_an_id_that_names_nothing_is_found(key, fields, missing):
    assert any(missing in says for says in told(town(**{"__".join(key): replaced(key, **fields)})))


def test_sessions_and_changes_must_name_what_exists():
    lost = town(
        session__s1=msgspec.structs.replace(SESSION, specialties=("x",)),
        change__c1=msgspec.structs.replace(CHANGE, expert="y", lifts="z"),
    )
    says = "\n".join(told(lost))
    for missing in ("expert 'wang'", "specialty 'x'", "expert 'y'", "change 'z'"):
        assert missing in says


def test_a_fact_without_a_source_is_found_but_small_talk_needs_none():
    assert told(town(base__b1=replaced(("base", "b1"), sources=()))) == ["base b1 has no source: add one under sources"]
    assert told(town(entry__early=replaced(("entry", "early"), sources=(), kind="smalltalk"))) == []


def test_one_name_for_two_hospitals_is_found_whatever_the_script():
    other = replaced(("institution", "first"), id="second", name="第二医院", short="第二", aliases=("示例　一院",))
    assert told(town(institution__second=other)) == []
    other = msgspec.structs.replace(other, aliases=("示例第一醫院",))
    assert any("already means first" in says for says in told(town(institution__second=other)))


def test_a_pathway_that_leads_nowhere_is_found():
    start = m.Node(id="start", text="?", options=(m.Option(label="a", to="gone"), m.Option(label="b", to="stuck")))
    pathway = m.Pathway(id="p", title="t", sources=("paper",), nodes=(start, m.Node(id="stuck", text="!")))
    says = told(town(pathway__p=pathway))
    assert any("leads to 'gone'" in one for one in says)
    assert any("'stuck' has neither" in one for one in says)


@pytest.mark.parametrize(
    "fields",
    [
        {"rule": "WEEKLY"},
        {"rule": "FREQ=SECONDLY"},
        {"rule": "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO"},
        {"rule": "FREQ=WEEKLY;INTERVAL=x;BYDAY=MO"},
        {"rule": "FREQ=WEEKLY;BYDAY=XX"},
        {"rule": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270101T000000Z"},
        {"dates": ("2026-11-31",)},
        {"dates": ("20261130",)},
        {"anchor": "11月30日"},
        {"valid_from": "2026-W48-1"},
        {"valid_to": "2026-1-1"},
        {"start": "8:00"},
        {"end": "25:00"},
    ],
)
def test_a_session_that_cannot_be_reckoned_is_found(fields):
    says = told(town(expert__wang=EXPERT, session__s1=msgspec.structs.replace(SESSION, **fields)))
    assert len(says) == 1
    assert str(next(iter(fields.values()))).strip("(),'") in says[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"first": ""},
        {"first": "soon"},
        {"last": "2026-02-30"},
        {"back_on": "next week"},
        {"moved_to": MovedTo(date="x")},
    ],
)
def test_a_change_without_a_readable_day_is_found(fields):
    assert len(told(town(change__c1=msgspec.structs.replace(CHANGE, **fields)))) == 1


def test_a_holiday_that_would_keep_the_program_from_starting_is_found():
    wrong = Holiday(id="h", name="春节", year=2027, first="2027-2-6", last="", work_days=("x",), sources=("paper",))
    assert len(told(town(holiday__h=wrong))) == 3


@pytest.mark.parametrize("key", ["市一", "x" * 41, "a b", "a:b", ""])
def test_an_id_that_fits_into_no_button_is_found(key):
    assert any(
        "the id must be" in says
        for says in told({("source", key): m.Source(id=key, title="t", publisher="p", date="d")})
    )
