"""The fictional roster: 示例 everywhere, sits in the coming week, never beside real sessions."""

from datetime import date

import pytest

from knowledge.clinics import Change, Expert, Session
from knowledge.editing import Actor
from knowledge.importing.loading import Options, load
from knowledge.importing.samples import REFUSED, gather_samples
from knowledge.importing.telling import lines
from knowledge.schedule import Clinics
from tests.conftest import NOON
from tests.knowledge.importing.rig import changed, held, load_files, roster


def load_samples(database, now=NOON):
    return database.write(load, gather_samples(now.date()), Actor("测试", "command"), now, Options())


def samples_of(kind):
    return [draft.fact for draft in gather_samples(NOON.date()).drafts if isinstance(draft.fact, kind)]


def test_every_sample_fact_says_that_it_is_one():
    facts = samples_of((Expert, Session, Change))
    assert all(fact.sample for fact in facts)
    assert all("示例" in fact.name for fact in facts if isinstance(fact, Expert))
    assert all("示例" in change.reason for change in facts if isinstance(change, Change))
    assert all("示例" in change.stand_in for change in facts if isinstance(change, Change) and change.stand_in)


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2026, 3, 2), date(2028, 2, 29), date(2027, 12, 31)])
def test_in_the_week_after_loading_every_kind_of_exception_can_be_seen(today):
    kinds = {}
    for draft in gather_samples(today).drafts:
        kinds.setdefault(draft.key[0], {})[draft.key[1]] = draft.fact
    clinics = Clinics(kinds)
    first = date.fromordinal(today.toordinal() + 7 - today.weekday())
    week = clinics.sittings(clinics.sessions.values(), first, date.fromordinal(first.toordinal() + 6))
    assert {"suspended", "stand_in", "full"} <= {sitting.status for sitting in week}
    assert any(sitting.change and sitting.change.change == "extra" for sitting in week)
    assert any(sitting.half_day == "夜间" and sitting.held for sitting in week)


def test_the_sample_loads_once_and_answers_for_two_or_three_bases(shipped):
    assert load_samples(shipped).loaded
    assert load_samples(shipped).counts["new"] == 0
    assert {session.institution for session in held(shipped, "session")} == {"baoshan_zxy", "pudong_zy", "jiaxing_chc"}
    shown = held(shipped, "session")
    assert {"夜门诊", "膏方", "名中医", "专病"} <= {session.kind for session in shown}
    assert any(session.dates for session in shown)
    assert any(session.anchor for session in shown)


def test_the_sample_is_refused_beside_real_sessions(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    report = load_samples(shipped)
    assert report.errors == [REFUSED]
    assert not any(expert.sample for expert in held(shipped, "expert"))


def test_a_real_roster_takes_the_sample_out_first_and_says_so(shipped, tmp_path):
    load_samples(shipped)
    report = load_files(shipped, roster(tmp_path / "一.xlsx"))
    assert next(lines(report, dry_run=False)).startswith("示例排班（25条，都是虚构的）先全部清除")
    assert not any(fact.sample for kind in ("expert", "session", "change") for fact in held(shipped, kind))
    assert "sample_roster" not in {source.id for source in held(shipped, "source")}
    assert changed(load_files(shipped, roster(tmp_path / "一.xlsx"))) == []
