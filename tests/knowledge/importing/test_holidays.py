"""The staff's calendar file for a year that no library knows: a warning before, answers after."""

from datetime import date
from pathlib import Path

from knowledge.book import Book
from knowledge.reading import changes_since
from tests.knowledge.importing.rig import load_files, roster
from tests.knowledge.importing.test_command import jiamenkou  # noqa: F401  (a fixture)

FILE = Path(__file__).parent / "holidays_2027.yaml"


def on(database, day):
    """Who sits on a day: (half-day, status, why)."""
    clinics = Book.from_changes(database.read(changes_since, 0)).clinics
    found = clinics.sittings(clinics.sessions.values(), day, day)
    return [(sitting.half_day, sitting.status, sitting.why) for sitting in found]


def test_before_the_file_an_ordinary_wednesday_and_after_it_a_holiday(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    assert on(shipped, date(2027, 2, 10)) == [("上午", "open", "")]
    assert load_files(shipped, FILE).loaded
    assert on(shipped, date(2027, 2, 10)) == [("上午", "closed", "春节")]
    assert on(shipped, date(2027, 2, 17)) == [("上午", "open", "")]


def test_a_night_clinic_stays_open_where_only_experts_are_off(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"), FILE)
    assert on(shipped, date(2027, 10, 1)) == [("夜间", "open", "")]


def test_check_and_doctor_warn_until_next_year_is_known(jiamenkou):  # noqa: F811  (the fixture)
    assert "warning  public holidays of 2027 are not known" in jiamenkou("check")
    assert "public holidays of 2027: not published yet" in jiamenkou("doctor")
    jiamenkou("load", FILE)
    assert "public holidays of" not in jiamenkou("check")
    assert "public holidays of 2027: known" in jiamenkou("doctor")


def test_the_file_again_changes_nothing(shipped):
    load_files(shipped, FILE)
    assert load_files(shipped, FILE).counts["same"] == 9
