"""Series of reminders as facts: which days they have, what does not fit, and that files hold them like all others."""

from datetime import date

import msgspec
import pytest

from knowledge.database import Database
from knowledge.drafts import read_files
from knowledge.errors import NotAllowed
from knowledge.importing.gathering import Gathered
from knowledge.importing.loading import Options, load
from knowledge.importing.samples import gather_samples
from knowledge.library import export
from knowledge.permission import Actor, check
from knowledge.readable import unreadable
from knowledge.reading import changes_since, states
from knowledge.references import references
from knowledge.series import Series, days_of
from tests.conftest import NOON

DATED = Series(
    id="gaofang", name="膏方门诊日", text="要先约号。", dates=("2026-12-02", "2026-11-25"), sources=("wording",)
)
RULED = msgspec.structs.replace(
    DATED, id="sanfu", dates=(), rule="FREQ=WEEKLY;BYDAY=SA", first="2026-11-21", last="2026-12-05"
)
CLERK = Actor("clerk", "command")


def but(series, **values):
    return msgspec.structs.replace(series, **values)


@pytest.mark.parametrize(
    ("series", "days"),
    [
        (DATED, ["2026-11-25", "2026-12-02"]),
        (but(DATED, dates=("2026-11-25", "2026-11-25")), ["2026-11-25"]),
        (RULED, ["2026-11-21", "2026-11-28", "2026-12-05"]),
        (but(RULED, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"), ["2026-11-21", "2026-12-05"]),
        (but(RULED, first="2026-12-26", last="2027-01-02"), ["2026-12-26", "2027-01-02"]),
        (but(RULED, last=""), []),
    ],
    ids=[
        "listed",
        "listed twice",
        "weekly",
        "every other week counts from the first",
        "over new year",
        "without an end",
    ],
)
def test_the_days_of_a_series(series, days):
    assert days_of(series) == tuple(map(date.fromisoformat, days))


@pytest.mark.parametrize("series", [DATED, RULED, but(DATED, link="https://a.example/"), but(DATED, paused=True)])
def test_what_can_be_read(series):
    assert [*unreadable(series)] == []


@pytest.mark.parametrize(
    ("series", "says"),
    [
        (but(DATED, dates=()), "either dates or a rule"),
        (but(DATED, rule="FREQ=DAILY"), "either dates or a rule"),
        (but(DATED, dates=("2026-13-01",)), "no date"),
        (but(DATED, dates=("",)), "no date"),
        (but(DATED, time="25:00"), "no time"),
        (but(DATED, time="8:00"), "no time"),
        (but(DATED, time=""), "no time"),
        (but(DATED, time="05:00"), "people sleep"),
        (but(DATED, time="23:00"), "people sleep"),
        (but(RULED, last=""), "needs first and last"),
        (but(RULED, last="2026-11-01"), "needs first and last"),
        (but(RULED, last="2028-11-01"), "a year at most"),
        (but(RULED, rule="FREQ=DAILY", last="2027-06-01"), "more than 100"),
        (but(RULED, rule="FREQ=HOURLY"), "FREQ must be"),
        (but(RULED, rule="FREQ=WEEKLY;BYDAY=SU", last="2026-11-21"), "no day of the rule"),
        (but(DATED, link="javascript:alert(1)"), "must begin with https"),
        (but(DATED, id="膏方"), "ASCII"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_used_is_told(series, says):
    assert any(says in finding for finding, _ in unreadable(series))


def test_what_it_names_must_exist():
    named = but(DATED, institution="longhua", base="b1")
    assert {("institution", "longhua"), ("base", "b1"), ("source", "wording")} == {*references(named)}


def test_editors_may_make_one_and_clerks_may_not():
    check(Actor("e", "web", "editor"), "series", None, DATED)
    with pytest.raises(NotAllowed):
        check(Actor("c", "web", "clerk", ("longhua",)), "series", None, but(DATED, institution="longhua"))


YAML = """
series:
- id: gaofang
  name: 膏方门诊日
  text: 要先约号。
  dates: [2026-11-25, 2026-12-02]
  time: '08:00'
  institution: longhua
  sources: [wording]
"""


def test_it_is_loaded_and_written_out_like_any_fact(shipped: Database, tmp_path):
    (tmp_path / "in.yaml").write_text(YAML, encoding="utf-8")
    report = shipped.write(load, Gathered(drafts=read_files([tmp_path / "in.yaml"])), CLERK, NOON, Options())
    assert report.loaded
    assert [d.change for d in report.differences] == ["new"]
    shipped.read(export, tmp_path / "out")
    again = read_files([tmp_path / "out" / "series.yaml"])
    assert shipped.write(load, Gathered(drafts=again), CLERK, NOON, Options()).differences[0].change == "same"


def test_a_place_that_does_not_exist_is_refused_with_its_line(shipped: Database, tmp_path):
    (tmp_path / "in.yaml").write_text(YAML.replace("longhua", "nowhere"), encoding="utf-8")
    report = shipped.write(load, Gathered(drafts=read_files([tmp_path / "in.yaml"])), CLERK, NOON, Options())
    assert not report.loaded
    assert "in.yaml:3" in report.errors[0]
    assert "'nowhere'" in report.errors[0]


def test_nothing_is_shipped_and_the_sample_says_that_it_is_one(shipped: Database):
    assert not [key for key in shipped.read(states) if key[0] == "series"]
    shipped.write(load, gather_samples(NOON.date()), CLERK, NOON, Options())
    held = [fact for (kind, _), fact in shipped.read(changes_since, 0).changed.items() if kind == "series"]
    assert len(held) == 2
    assert all(series.sample and "示例" in series.name and "示例" in series.text for series in held)
    assert all(day > NOON.date() for series in held for day in days_of(series))
