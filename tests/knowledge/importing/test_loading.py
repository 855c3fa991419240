"""Rosters into the Book: what is new, changed, ended and the same; the same file again changes nothing.

Over 250 lines: each test is one thing a clerk loads, told in order.
"""

from datetime import timedelta

import msgspec
import openpyxl
import pytest

from knowledge import reading
from knowledge.clinics import Session
from knowledge.editing import Actor, Edit, publish
from knowledge.importing.exporting import export_rosters
from knowledge.library import export
from tests.conftest import NOON
from tests.knowledge.importing.rig import HEAD, ROWS, TITLE, changed, held, load_files, roster
from tests.knowledge.rosters.builders import delimited, xls, xlsx


def edited(rows, number, **values):
    """The rows with one of them edited by column name."""
    names = dict(zip(("department", "expert", "title", "time", "fee"), rows[number], strict=True)) | values
    return (*rows[:number], tuple(names.values()), *rows[number + 1 :])


def test_a_roster_becomes_experts_sessions_and_their_source(shipped, tmp_path):
    report = load_files(shipped, roster(tmp_path / "一.xlsx"))
    assert report.loaded
    assert not report.errors
    assert {(e.name, e.title, e.institution) for e in held(shipped, "expert")} == {
        ("示例甲", "主任医师", "yueyang"),
        ("示例乙", "副主任医师", "yueyang"),
        ("示例丙", "主治医师", "yueyang"),
    }
    names = {expert.id: expert.name for expert in held(shipped, "expert")}
    told = {(names[s.expert], s.rule, s.half_day, s.kind, s.fee, s.specialties) for s in held(shipped, "session")}
    bones, all_three = ("orthopaedics",), ("acupuncture", "tuina", "orthopaedics")
    assert told == {
        ("示例甲", "FREQ=WEEKLY;BYDAY=WE", "上午", "专家", 38, bones),
        ("示例乙", "FREQ=WEEKLY;BYDAY=MO", "下午", "专家", 30, bones),
        ("示例乙", "FREQ=WEEKLY;BYDAY=TH", "下午", "专家", 30, bones),
        ("示例丙", "FREQ=WEEKLY;BYDAY=FR", "夜间", "夜门诊", 22, all_three),
    }
    (source,) = [source for source in held(shipped, "source") if source.id == "roster_yueyang"]
    assert (source.publisher, source.date) == ("上海中医药大学附属岳阳中西医结合医院", "2026-11-21")


def test_the_same_roster_again_changes_nothing_whatever_the_day_and_the_name_of_the_file(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    before = shipped.read(reading.states)
    again = load_files(shipped, roster(tmp_path / "另一个名字.xlsx"), now=NOON + timedelta(30))
    assert changed(again) == []
    assert again.counts["same"] == 8
    assert shipped.read(reading.states) == before


def test_a_dry_run_tells_the_same_and_writes_nothing(shipped, tmp_path):
    version = shipped.read(reading.version)
    report = load_files(shipped, roster(tmp_path / "一.xlsx"), dry_run=True)
    assert not report.loaded
    assert report.counts["new"] == 8
    assert ("new", "示例甲", "周三上午 骨伤科 专家 38元") in changed(report)
    assert shipped.read(reading.version) == version


def test_an_edited_fee_is_a_change_and_no_new_session(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    report = load_files(shipped, roster(tmp_path / "一.xlsx", edited(ROWS, 0, fee=50)))
    assert changed(report) == [("changed", "示例甲", "周三上午 骨伤科 专家 50元：挂号费 38 → 50")]


def test_an_edited_title_is_a_change_of_the_expert(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    report = load_files(shipped, roster(tmp_path / "一.xlsx", edited(ROWS, 2, title="副主任医师")))
    assert changed(report) == [("changed", "示例丙", "副主任医师：职称 主治医师 → 副主任医师")]


def test_a_session_that_is_gone_from_the_file_stays_until_ending_it_is_asked_for(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    shorter = roster(tmp_path / "二.xlsx", edited(ROWS, 1, time="周一下午"))
    gone = ("示例乙", "周四下午 骨伤科 专家 30元")
    assert changed(load_files(shipped, shorter, dry_run=True)) == [("ended", *gone)]
    assert changed(load_files(shipped, shorter)) == [("missing", *gone)]
    assert len(held(shipped, "session")) == 4
    assert changed(load_files(shipped, shorter, end_missing=True)) == [("ended", *gone)]
    assert len(held(shipped, "session")) == 3
    assert changed(load_files(shipped, shorter, end_missing=True)) == []


def test_what_was_ended_and_comes_back_is_new(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    load_files(shipped, roster(tmp_path / "二.xlsx", ROWS[1:]), end_missing=True)
    assert changed(load_files(shipped, roster(tmp_path / "一.xlsx"))) == [
        ("new", "示例甲", "周三上午 骨伤科 专家 38元")
    ]


def test_other_hospitals_are_not_touched_by_a_roster(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    other = roster(tmp_path / "二.xlsx", ROWS[:1], title=("曙光医院专家门诊排班表",))
    report = load_files(shipped, other, end_missing=True)
    assert report.counts["ended"] == 0
    assert len(held(shipped, "expert")) == 4


def test_a_roster_for_next_month_leaves_this_month_alone(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    title = ("岳阳医院专家门诊排班表（自2026年12月1日起执行）",)
    report = load_files(shipped, roster(tmp_path / "二.xlsx", ROWS[:1], title=title), end_missing=True)
    assert report.counts == {"new": 0, "changed": 0, "ended": 3, "missing": 0, "same": 3}
    assert sorted(s.valid_to for s in held(shipped, "session")) == ["", "2026-11-30", "2026-11-30", "2026-11-30"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_xls_and_csv_say_the_same_as_xlsx(shipped, tmp_path, encoding):
    rows = [TITLE, HEAD, *ROWS]
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    (tmp_path / "一.xls").write_bytes(xls("排班", rows))
    (tmp_path / "一.csv").write_bytes(delimited(rows, encoding))
    assert changed(load_files(shipped, tmp_path / "一.xls")) == []
    assert changed(load_files(shipped, tmp_path / "一.csv")) == []


def test_one_wrong_cell_in_one_file_keeps_all_files_out(shipped, tmp_path):
    good = roster(tmp_path / "好.xlsx")
    bad = roster(tmp_path / "坏.xlsx", edited(ROWS, 0, time="周八上午"), title=("曙光医院专家门诊",))
    report = load_files(shipped, good, bad)
    assert not report.loaded
    assert not report.differences
    (error,) = report.errors
    assert "坏.xlsx 排班!D3" in error
    assert "周八" in error
    assert not held(shipped, "session")


def test_an_unknown_hospital_is_told_with_its_cell_and_the_names_that_are_known(shipped, tmp_path):
    report = load_files(shipped, roster(tmp_path / "一.xlsx", title=("岳羊医院专家门诊排班表",)))
    assert not report.loaded
    assert "一.xlsx 排班!D3 等4处：没有叫“岳羊医院”的机构，是不是岳阳医院" in report.errors[0]
    assert "曙光医院 shuguang" in report.errors[-1]


def test_a_roster_that_names_no_hospital_needs_to_be_told_whose_it_is(shipped, tmp_path):
    file = roster(tmp_path / "一.xlsx", title=("专家门诊排班表",))
    assert "--institution" in load_files(shipped, file).errors[0]
    assert load_files(shipped, file, institution="yueyang").loaded
    assert {session.institution for session in held(shipped, "session")} == {"yueyang"}
    assert "no institution has this id" in load_files(shipped, file, institution="yueyan").errors[0]


def test_stations_of_a_health_centre_are_its_campuses(shipped, tmp_path):
    head = ("医院", *HEAD)
    rows = [("青竹站", *ROWS[0]), ("白鹤站", *ROWS[0][:3], "周五上午", 38)]
    file = roster(tmp_path / "一.xlsx", rows, title=("排班表",), head=head)
    load_files(shipped, file, institution="jiaxing_chc")
    assert {session.campus for session in held(shipped, "session")} == {"青竹站", "白鹤站"}
    assert len(held(shipped, "expert")) == 1


def test_one_name_in_two_departments_is_two_people_until_somebody_says_otherwise(shipped, tmp_path):
    rows = [ROWS[0], ("皮肤科", "示例甲", "主任医师", "周五上午", 38)]
    report = load_files(shipped, roster(tmp_path / "一.xlsx", rows))
    assert len(held(shipped, "expert")) == 2
    assert all("同名" in session.needs_confirmation for session in held(shipped, "session"))
    assert any("同名" in question for question in report.questions)
    assert changed(load_files(shipped, roster(tmp_path / "一.xlsx", rows))) == []


def test_an_alternate_week_without_a_first_date_waits_and_the_answer_of_staff_outlives_the_next_file(shipped, tmp_path):
    file = roster(tmp_path / "一.xlsx", [("骨伤科", "示例甲", "主任医师", "单周三上午", 38)])
    load_files(shipped, file)
    (session,) = held(shipped, "session")
    assert (session.rule, session.anchor) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "")
    assert session.needs_confirmation
    answered = msgspec.structs.replace(session, anchor="2026-11-25", needs_confirmation="")
    edit = Edit(("session", session.id), answered)
    shipped.write(publish, [edit], "staff", Actor("王", "web"), NOON)
    assert changed(load_files(shipped, file)) == []
    dearer = roster(tmp_path / "一.xlsx", [("骨伤科", "示例甲", "主任医师", "单周三上午", 50)])
    load_files(shipped, dearer)
    assert changed(load_files(shipped, dearer)) == []
    (session,) = held(shipped, "session")
    assert (session.anchor, session.needs_confirmation, session.fee) == ("2026-11-25", "", 50)


def test_a_suspension_in_a_remark_is_proposed_and_not_loaded(shipped, tmp_path):
    rows = [*ROWS, ("备注：示例甲2026年12月2日停诊", *[""] * 4)]
    report = load_files(shipped, roster(tmp_path / "一.xlsx", rows))
    (note,) = [note for note in report.notes if note.proposed]
    assert (note.proposed.change, note.proposed.first, note.proposed.last) == ("suspend", "2026-12-02", "2026-12-02")
    assert note.proposed.expert in {expert.id for expert in held(shipped, "expert") if expert.name == "示例甲"}
    assert not held(shipped, "change")


def test_a_listed_day_that_says_stopped_is_suspended_and_its_return_is_asked_for(shipped, tmp_path):
    head = ("日期", "时段", "科室", "医生", "状态")
    day = ("2026-12-07", "上午", "骨伤科", "示例甲")
    stopped = roster(tmp_path / "一.xlsx", [(*day, "停诊")], head=head)
    running = roster(tmp_path / "二.xlsx", [(*day, "正常")], head=head)
    load_files(shipped, stopped)
    (change,) = held(shipped, "change")
    assert (change.change, change.first, change.last, change.half_day) == (
        "suspend",
        "2026-12-07",
        "2026-12-07",
        "上午",
    )
    assert changed(load_files(shipped, running)) == [("missing", "示例甲", "12月7日上午停诊")]
    load_files(shipped, running, end_missing=True)
    assert not held(shipped, "change")


def test_a_week_of_a_system_export_does_not_end_the_other_weeks(shipped, tmp_path):
    head = ("日期", "时段", "科室", "医生", "状态")
    this = roster(tmp_path / "一.xlsx", [("2026-11-26", "上午", "骨伤科", "示例甲", "正常")], head=head)
    after = roster(tmp_path / "二.xlsx", [("2026-12-01", "上午", "骨伤科", "示例甲", "正常")], head=head)
    load_files(shipped, this)
    report = load_files(shipped, after, end_missing=True)
    assert report.counts["ended"] == 0
    assert {session.dates for session in held(shipped, "session")} == {("2026-11-26",), ("2026-12-01",)}


def test_a_clinic_without_a_half_day_is_asked_about_and_makes_no_session(shipped, tmp_path):
    report = load_files(shipped, roster(tmp_path / "一.xlsx", [("骨伤科", "示例甲", "主任医师", "每月一次", 38)]))
    assert not held(shipped, "session")
    assert "每月一次" in report.questions[0]
    assert [expert.name for expert in held(shipped, "expert")] == ["示例甲"]


def test_what_staff_know_beyond_the_file_stays(shipped, tmp_path):
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    expert = next(expert for expert in held(shipped, "expert") if expert.name == "示例甲")
    known = msgspec.structs.replace(expert, aliases=("甲主任",), good_at="示例")
    shipped.write(publish, [Edit(("expert", expert.id), known)], "staff", Actor("王", "web"), NOON)
    assert changed(load_files(shipped, roster(tmp_path / "一.xlsx"))) == []
    assert known in held(shipped, "expert")


def test_a_hospital_may_come_in_the_same_loading_as_its_roster(shipped, tmp_path):
    (tmp_path / "医院.yaml").write_text(
        "institution:\n- {id: new_one, name: 上海示例新医院, short: 示例新医院, sources: [tcm_notice_2021]}\n",
        encoding="utf-8",
    )
    roster(tmp_path / "一.xlsx", title=("示例新医院专家门诊排班表",))
    assert load_files(shipped, tmp_path).loaded
    assert {session.institution for session in held(shipped, "session")} == {"new_one"}


def test_the_workbook_and_the_folder_load_back_unchanged_here_and_elsewhere(shipped, tmp_path):
    rows = [
        *ROWS,
        ("皮肤科", "示例丁", "主任医师", "单周三上午", 38),
        ("膏方门诊", "示例甲", "主任医师", "每月第一个周六上午", 50),
    ]
    load_files(shipped, roster(tmp_path / "一.xlsx", rows), roster(tmp_path / "二.xlsx", title=("曙光医院专家门诊",)))
    assert shipped.read(export_rosters, tmp_path / "out.xlsx") == len(held(shipped, "session"))
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["岳阳医院", "曙光医院"]
    assert changed(load_files(shipped, tmp_path / "out.xlsx", end_missing=True)) == []
    shipped.read(export, tmp_path / "folder")
    assert changed(load_files(shipped, tmp_path / "folder")) == []


def test_a_workbook_brings_a_roster_to_another_database(shipped, sqlite, tmp_path):
    from knowledge.library import load_shipped

    sqlite.write(load_shipped, NOON)
    load_files(shipped, roster(tmp_path / "一.xlsx"))
    shipped.read(export_rosters, tmp_path / "out.xlsx")
    load_files(sqlite, tmp_path / "out.xlsx")

    def bare(database) -> set[Session]:
        return {msgspec.structs.replace(session, place="") for session in held(database, "session")}

    assert bare(sqlite) == bare(shipped)


def test_sheets_named_after_hospitals_say_whose_they_are(shipped, tmp_path):
    path = tmp_path / "一.xlsx"
    path.write_bytes(xlsx({"岳阳医院": [HEAD, ROWS[0]], "曙光医院": [HEAD, ROWS[1]]}))
    load_files(shipped, path)
    assert {session.institution for session in held(shipped, "session")} == {"yueyang", "shuguang"}


def test_a_folder_that_holds_a_roster_twice_counts_it_once_and_says_so(shipped, tmp_path):
    roster(tmp_path / "一.xlsx")
    roster(tmp_path / "副本.xlsx")
    report = load_files(shipped, tmp_path)
    assert len(held(shipped, "session")) == 4
    assert sum("只算一次" in question for question in report.questions) == 4
