"""What rosters call hospitals and departments, and what that means in the Book."""

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.importing.exporting import Held, as_read
from knowledge.importing.gathering import RosterFile
from knowledge.importing.making import Known, make_facts
from knowledge.importing.places import Places
from knowledge.importing.specialties import Departments
from knowledge.rosters.dates import WEEKDAYS
from knowledge.rosters.model import Roster, Session


@pytest.mark.parametrize(
    ("said", "institution", "campus"),
    [
        ("岳阳医院", "yueyang", ""),
        ("上海市岳阳医院", "yueyang", ""),
        ("岳阳医院（青海路院区）", "yueyang", "青海路院区"),
        ("岳阳医院 东院", "yueyang", "东院"),
        ("龙华", "longhua", ""),
        ("金山区中西结合医院", "jinshan_zxy", ""),
        ("嘉兴路街道社区卫生服务中心", "jiaxing_chc", ""),
        ("宝山中西医结合", "baoshan_zxy", ""),
        ("曙光医院本部", "shuguang", "本部"),
        ("中山医院青浦分院", None, ""),
        ("岳羊医院", None, ""),
        ("青竹站", None, ""),
        ("", None, ""),
    ],
)
def test_a_place_is_one_institution_or_none_and_never_a_near_one(book, said, institution, campus):
    found = Places(book.institutions.values()).find(said)
    assert (found and found.institution.id, found.campus if found else "") == (institution, campus)


@pytest.mark.parametrize(
    ("department", "specialties"),
    [
        ("肛肠科", ("proctology",)),
        ("针推伤科", ("acupuncture", "tuina", "orthopaedics")),
        ("中医针推伤科", ("acupuncture", "tuina", "orthopaedics")),
        ("针灸推拿科", ("acupuncture", "tuina")),
        ("中医骨伤科", ("orthopaedics",)),
        ("呼吸内科", ("lung",)),
        ("神经内科", ("brain",)),
        ("中医妇科", ("obgyn",)),
        ("小儿推拿", ("tuina",)),
        ("烧伤科", ()),
        ("中医内科", ()),
        ("心内科", ()),
        ("眼科", ()),
        ("名中医工作室", ()),
        ("", ()),
    ],
)
def test_a_department_stands_for_the_specialties_its_name_holds(book, department, specialties):
    assert Departments(book.specialties.values()).specialties(department) == specialties


def text(choices):
    return st.none() | st.sampled_from(choices)


DAYS = st.lists(st.dates().map(lambda day: day.isoformat()), min_size=1, max_size=3, unique=True).map(sorted).map(tuple)
LINES = st.builds(
    Session,
    expert=text(["示例甲", "示例乙", "示例医院专家"]),
    title=text(["主任医师"]),
    department=text(["骨伤科", "针推伤科", "膏方门诊"]),
    place=st.sampled_from(["岳阳医院", "曙光医院东院"]),
    campus=text(["总院", "北院"]),
    weekday=text(WEEKDAYS),
    dates=st.none() | DAYS,
    half_day=st.sampled_from(["上午", "下午", "夜间"]),
    start=text(["08:00", "13:00"]),
    kind=text(["专家", "特需", "夜门诊", "互联网", "MDT"]),
    rule_note=text(["单周", "隔周", "每月一次", "每周六下午"]),
    rule=text(["FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=1,15"]),
    anchor=text(["2026-11-25"]),
    needs_confirmation=text(["单周没有起算日", "同名医生在两个科室，是否同一人"]),
    fee=st.none() | st.integers(0, 500),
    quota=st.none() | st.integers(1, 50),
    status=text(["停诊", "停约"]),
    home_hospital=text(["示例上级医院"]),
    cell=st.just("A1"),
).map(lambda line: msgspec.structs.replace(line, anonymous=line.expert == "示例医院专家"))


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6))
def test_whatever_a_roster_says_is_the_same_after_writing_it_out_and_reading_it_in(book, lines):
    # of two lines that differ by 停诊 alone nothing tells which is which once they stand in another order
    assume(len({msgspec.structs.replace(line, status=None) for line in lines}) == len(set(lines)))
    places, departments = Places(book.institutions.values()), Departments(book.specialties.values())

    def made_of(sessions, known_experts, known_sessions):
        file = RosterFile("示例.xlsx", Roster(tuple(sessions), (), ()))
        return make_facts([file], Known(places, departments, known_experts, known_sessions))

    first = made_of(lines, [], [])
    held = Held(first.experts, book.institutions, first.changes, {})
    written = [as_read(session, held) for session in reversed(first.sessions)]
    again = made_of(written, [*first.experts.values()], first.sessions)
    assert len({session.id for session in first.sessions}) == len(lines)
    assert bare(again.sessions) == bare(first.sessions)
    assert again.changes == first.changes
    assert again.experts == first.experts


def bare(sessions):
    return {session.id: msgspec.structs.replace(session, place="") for session in sessions}
