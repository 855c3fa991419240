"""What is written reads back the same."""

import datetime as dt

import msgspec
import openpyxl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from knowledge.rosters.dates import WEEKDAYS
from knowledge.rosters.model import Session
from knowledge.rosters.reader import read_roster, read_roster_bytes
from knowledge.rosters.writing import INSTRUCTION, write_rosters, write_template
from tests.knowledge.rosters.fresh import CASES

HAN = st.text("张李王甲乙丙丁科院内外针灸推拿一二三", min_size=2, max_size=5)
DATES = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)).map(dt.date.isoformat)


def bare(sessions):
    return [msgspec.structs.replace(session, cell="") for session in sessions]


def test_every_fresh_roster_survives_writing_and_reading(tmp_path):
    for case in CASES:
        sessions = read_roster_bytes(case.file, case.content).sessions
        write_rosters({"排班": sessions}, tmp_path / "out.xlsx")
        again = read_roster(tmp_path / "out.xlsx")
        assert bare(again.sessions) == bare(sessions), case.name
        assert not again.errors


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(
        st.builds(
            Session,
            expert=st.none() | HAN,
            title=st.none() | HAN,
            department=st.none() | HAN,
            place=HAN,
            weekday=st.none() | st.sampled_from(WEEKDAYS),
            dates=st.none()
            | st.lists(DATES, min_size=1, max_size=4, unique=True).map(lambda days: tuple(sorted(days))),
            half_day=st.none() | st.sampled_from(["上午", "下午", "夜间"]),
            kind=st.none() | st.sampled_from(["专家", "特需"]),
            needs_confirmation=st.none() | st.sampled_from(["=1+1", "单周没有起算日"]),
            anchor=st.none() | DATES,
            fee=st.none() | st.integers(0, 999),
            rule=st.none() | st.sampled_from(["FREQ=MONTHLY;BYDAY=1WE", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"]),
            anonymous=st.booleans(),
            cell=st.just(""),
        ),
        max_size=6,
        unique=True,
    )
)
def test_any_sessions_survive_writing_and_reading(tmp_path_factory, sessions):
    path = tmp_path_factory.mktemp("rosters") / "out.xlsx"
    write_rosters({"排班": sessions}, path)
    assert bare(read_roster(path).sessions) == sessions


def test_a_slip_in_an_exported_file_is_listed(tmp_path):
    sessions = read_roster_bytes(CASES[0].file, CASES[0].content).sessions[:2]
    write_rosters({"排班": sessions}, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    book.worksheets[0]["F2"] = "周八"
    book.save(tmp_path / "out.xlsx")
    again = read_roster(tmp_path / "out.xlsx")
    assert [(error.cell, error.why) for error in again.errors] == [("F2", "unknown_weekday")]
    assert len(again.sessions) == 1


def test_the_template_is_empty_has_drop_downs_and_reads_back_what_a_clerk_fills_in(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["A1"].value == INSTRUCTION
    assert len(sheet.data_validations.dataValidation) == 3
    assert not read_roster(path).sessions
    row = [
        "示例医院",
        "总院",
        "针灸科",
        "张甲",
        "主任医师",
        "周三",
        "上午",
        "8:00-11:30",
        "专家",
        38,
        20,
        "201室",
        "2026-12-01",
        None,
        "12月9日停诊",
    ]
    for column, value in enumerate(row, 1):
        sheet.cell(3, column, value)
    book.save(path)
    roster = read_roster(path)
    assert not roster.errors
    (session,) = roster.sessions
    assert (
        session.expert,
        session.weekday,
        session.half_day,
        session.start,
        session.kind,
        session.fee,
        session.quota,
    ) == ("张甲", "周三", "上午", "08:00", "专家", 38, 20)
    (note,) = roster.notes
    assert note.suspend is None or note.suspend.from_ == "2026-12-09"
