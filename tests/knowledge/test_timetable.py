"""The table of tests/golden/timetable.txt is played, and what must hold for any roster and any changes.

Over 250 lines: the words of the table are read here, so that table and properties share one vocabulary.
"""

import itertools
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.clinics import Change, MovedTo, Session, SiteRule
from knowledge.holidays import Calendar
from knowledge.timetable import WEEKDAYS, Days, Sitting, expand, sittings

TABLE = Path(__file__).parents[1] / "golden" / "timetable.txt"
CODES = dict(zip(WEEKDAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
ACTS = {
    "停诊": "suspend",
    "替诊": "stand_in",
    "加诊": "extra",
    "移诊": "move",
    "约满": "full",
    "关闭": "close",
    "换班": "swap",
    "恢复": "resume",
    "专家全停": "suspend",
}
OF_THE_SITE = {"关闭", "换班", "专家全停"}
KEPT = {"专家停": "experts_off", "只开上午": "morning_only", "关": "closed", "开": "open"}
WORDS = {"open": "照常", "suspended": "停诊", "stand_in": "替诊", "full": "约满"}
WORDS |= {"moved": "移走", "closed": "不开", "unsure": "未公布"}
SESSION = re.compile(
    r"(?P<every>隔)?(?:每月第一个(?P<first>周.)|每月最后一个(?P<last>周.)|每月(?P<day>\d+)日|(?P<weekday>周.)|(?P<dates>[\d、-]+))"
    r"(?P<half>上午|下午|夜间)(?: (?P<kind>专家|普通|膏方|夜门诊))?(?: 起(?P<anchor>\S+))?"
    r"(?: 有效(?P<from>[\d-]+)~(?P<to>[\d-]+))?(?P<open> 待确认)?"
)
CHANGE = re.compile(
    r"(?P<act>\S+) (?P<first>[\d-]+)(?P<range>~(?P<last>[\d-]*))?(?: 到 (?P<to>[\d-]+))?(?: (?P<half>上午|下午|夜间))?"
    r"(?: 按(?P<like>周.))?(?: (?P<weekday>周.))?(?: (?P<who>\S医生))?(?P<lifts> 解除)?"
)


@dataclass(frozen=True)
class Row:
    title: str
    sessions: tuple[Session, ...]
    days: Days
    day: date
    heard: str
    said: str


def session_of(text: str, number: int) -> Session:
    found = SESSION.fullmatch(text)
    assert found, f"{text!r} is no session of this table"
    part = found.groupdict()
    rule = ""
    if part["weekday"]:
        rule = f"FREQ=WEEKLY;{'INTERVAL=2;' if part['every'] else ''}BYDAY={CODES[part['weekday']]}"
    elif part["first"] or part["last"]:
        rule = "FREQ=MONTHLY;BYDAY=" + (f"1{CODES[part['first']]}" if part["first"] else f"-1{CODES[part['last']]}")
    elif part["day"]:
        rule = f"FREQ=MONTHLY;BYMONTHDAY={part['day']}"
    return Session(
        id=f"s{number}",
        expert="wang",
        institution="here",
        half_day=part["half"],
        kind=part["kind"] or "专家",
        rule=rule,
        anchor=part["anchor"] or "",
        dates=tuple(part["dates"].split("、")) if part["dates"] else (),
        valid_from=part["from"] or "",
        valid_to=part["to"] or "",
        needs_confirmation="哪一周？" if part["open"] else "",
    )


def change_of(text: str, number: int) -> Change:
    found = CHANGE.fullmatch(text)
    assert found, f"{text!r} is no change of this table"
    part = found.groupdict()
    act, half = part["act"], part["half"]
    return Change(
        id=f"c{number}",
        change=ACTS[act],
        institution="here",
        expert="" if act in OF_THE_SITE else "wang",
        scope="all_experts" if act == "专家全停" else "",
        first=part["first"],
        last=part["last"] if part["range"] else part["first"],
        half_day="全天" if act == "移诊" else half or "全天",
        weekdays=(part["weekday"],) if part["weekday"] else (),
        stand_in=part["who"] or "",
        moved_to=MovedTo(date=part["to"], half_day=half or "") if part["to"] else None,
        as_weekday=part["like"] or "",
        lifts="c0" if part["lifts"] else "",
        made_at=f"2026-01-{number + 1:02}",
    )


def site_of(text: str) -> SiteRule:
    holidays, *more = text.split()
    return SiteRule(
        id="site",
        institution="here",
        holidays=KEPT[holidays],
        work_days="normal" if "调休日照常" in more else "unknown",
    )


def calendar_of(text: str) -> Calendar:
    name, span, _, *worked = text.split()
    first, last = map(date.fromisoformat, span.split("~"))
    return Calendar({first.year: [(name, first, last, [date.fromisoformat(day) for day in worked])]})


def rows() -> list[Row]:
    found = []
    for part in TABLE.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *lines = [line for line in part.splitlines() if line.strip()]
        head = dict(line.split("：", 1) for line in lines if "|" not in line)
        sessions = tuple(session_of(text, n) for n, text in enumerate(head["排班"].split("；")))
        sites = (site_of(head["院方"]),) if "院方" in head else ()
        calendar = calendar_of(head["放假"]) if "放假" in head else Calendar()
        for line in (line for line in lines if "|" in line):
            when, said, heard = (cell.strip() for cell in line.split("|"))
            day, weekday = when.split()
            assert WEEKDAYS[date.fromisoformat(day).weekday()] == weekday, f"{line}: {day} is no {weekday}"
            changes = tuple(change_of(text, n) for n, text in enumerate(said.split("；"))) if said else ()
            days = Days(changes, calendar, sites)
            found.append(Row(title, sessions, days, date.fromisoformat(day), heard, said))
    return found


def heard(found: list[Sitting]) -> str:
    return "，".join(told(one) for one in found) or "没有"


def told(one: Sitting) -> str:
    if one.status == "open" and one.brought_by is not None:
        return one.half_day + {"extra": "加诊", "move": "移来"}[one.brought_by.change]
    stand_in = one.change.stand_in if one.status == "stand_in" and one.change else ""
    return one.half_day + WORDS[one.status] + stand_in


ROWS = rows()


def test_the_table_is_long_enough_to_be_worth_reading():
    assert len(ROWS) >= 60


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.title[:12]} {row.day} {row.said[:20]}")
def test_a_resident_hears_what_the_table_says(row: Row):
    assert heard(expand(row.sessions, row.day, row.day, row.days)) == row.heard


@pytest.mark.parametrize("row", [row for row in ROWS if len(row.days.changes) > 1], ids=lambda row: row.said[:40])
def test_it_does_not_matter_in_which_order_changes_were_read(row: Row):
    for changes in itertools.permutations(row.days.changes):
        days = msgspec.structs.replace(row.days, changes=changes)
        assert heard(expand(row.sessions[::-1], row.day, row.day, days)) == row.heard


FIRST = date(2026, 9, 20)
SPAN = 30
DAYS = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(n))
HALVES = st.sampled_from(("上午", "下午", "夜间"))
RULES = st.sampled_from([f"FREQ=WEEKLY;BYDAY={code}" for code in CODES.values()] + ["FREQ=DAILY"])
CALENDAR = Calendar()


@st.composite
def some_sessions(draw):
    count = draw(st.integers(1, 4))
    return [
        Session(
            id=f"s{n}",
            expert=draw(st.sampled_from(("wang", "li"))),
            institution="here",
            half_day=draw(HALVES),
            kind=draw(st.sampled_from(("专家", "普通"))),
            rule=draw(RULES),
            valid_from=draw(DAYS).isoformat() if draw(st.booleans()) else "",
            valid_to=draw(DAYS).isoformat() if draw(st.booleans()) else "",
        )
        for n in range(count)
    ]


@st.composite
def one_change(draw, number: int):
    act = draw(st.sampled_from(("suspend", "stand_in", "extra", "move", "full", "close", "swap", "resume")))
    first, length = draw(DAYS), draw(st.integers(0, 9))
    return Change(
        id=f"c{number}",
        change=act,
        institution="here",
        expert=draw(st.sampled_from(("wang", "li", ""))),
        first=first.isoformat(),
        last="" if draw(st.integers(0, 9)) == 0 else (first + timedelta(length)).isoformat(),
        half_day=draw(st.sampled_from(("上午", "下午", "全天"))),
        moved_to=MovedTo(date=draw(DAYS).isoformat(), half_day=draw(HALVES)) if act == "move" else None,
        as_weekday=draw(st.sampled_from(WEEKDAYS)) if act == "swap" else "",
        lifts=draw(st.sampled_from(("", "c0", "c1"))) if act in {"resume", "move", "extra"} else "",
        made_at=f"2026-01-{draw(st.integers(1, 3)):02}",
    )


@st.composite
def some_days(draw):
    changes = [draw(one_change(n)) for n in range(draw(st.integers(0, 4)))]
    kept = draw(st.sampled_from(("closed", "experts_off", "morning_only", "open", "unknown")))
    site = SiteRule(id="site", institution="here", holidays=kept)
    return Days(tuple(changes), CALENDAR, (site,))


@settings(max_examples=150, deadline=None)
@given(some_sessions(), some_days())
def test_day_by_day_is_the_same_as_the_whole_span_and_order_of_entry_does_not_matter(sessions, days):
    last = FIRST + timedelta(SPAN)
    whole = expand(sessions, FIRST, last, days)
    one_by_one = [one for n in range(SPAN + 1) for one in expand(sessions, *[FIRST + timedelta(n)] * 2, days)]
    shuffled = msgspec.structs.replace(days, changes=days.changes[::-1])
    assert whole == one_by_one == expand(sessions[::-1], FIRST, last, shuffled)


@settings(max_examples=150, deadline=None)
@given(some_sessions(), some_days())
def test_a_half_day_under_a_suspension_that_nothing_lifts_is_never_open(sessions, days):
    lifted = {change.lifts for change in days.changes}
    stops = [change for change in days.changes if change.change == "suspend" and change.id not in lifted]
    for one in expand(sessions, FIRST, FIRST + timedelta(SPAN), days):
        for stop in stops:
            iso = one.day.isoformat()
            within = stop.first <= iso and (not stop.last or iso <= stop.last)
            if within and stop.half_day in {"全天", one.half_day} and stop.expert in {"", one.session.expert}:
                assert not one.held


@settings(max_examples=100, deadline=None)
@given(some_sessions(), some_days())
def test_nobody_sits_outside_validity_unless_a_change_brings_them(sessions, days):
    for one in expand(sessions, FIRST, FIRST + timedelta(SPAN), days):
        iso, session = one.day.isoformat(), one.session
        assert one.brought_by or (session.valid_from <= iso and (not session.valid_to or iso <= session.valid_to))


@settings(max_examples=100, deadline=None)
@given(some_sessions(), some_days())
def test_no_half_day_of_an_expert_is_told_twice_for_one_session(sessions, days):
    found = expand(sessions, FIRST, FIRST + timedelta(SPAN), days)
    told_once = [(one.session.id, one.day, one.half_day) for one in found]
    assert len(told_once) == len(set(told_once))
    brought = [(one.brought_by.id, one.session.expert, one.day, one.half_day) for one in found if one.brought_by]
    assert len(brought) == len(set(brought))


@settings(max_examples=50, deadline=None)
@given(some_sessions(), some_days(), DAYS)
def test_changes_of_another_hospital_change_nothing(sessions, days, day):
    moved = tuple(msgspec.structs.replace(change, institution="elsewhere") for change in days.changes)
    elsewhere = msgspec.structs.replace(days, changes=moved)
    plain = msgspec.structs.replace(days, changes=())
    for session in sessions:
        assert sittings(session, day, elsewhere) == sittings(session, day, plain)


def test_a_move_to_another_site_says_the_other_site_and_its_room():
    session = Session(
        id="s",
        expert="wang",
        institution="here",
        campus="总院",
        half_day="上午",
        rule="FREQ=WEEKLY;BYDAY=MO",
        room="3号",
    )
    to = MovedTo(date="2026-12-05", campus="浦东院区", start="09:00", end="11:00")
    move = Change(
        id="c", change="move", institution="here", expert="wang", first="2026-11-30", last="2026-11-30", moved_to=to
    )
    (arrived,) = expand([session], date(2026, 12, 5), date(2026, 12, 5), Days((move,)))
    assert (arrived.session.campus, arrived.room, arrived.start, arrived.end) == ("浦东院区", "", "09:00", "11:00")


def test_an_extra_at_an_unusual_half_day_keeps_no_hours_of_the_usual_one():
    session = Session(
        id="s",
        expert="wang",
        institution="here",
        half_day="上午",
        rule="FREQ=WEEKLY;BYDAY=MO",
        start="08:00",
        end="11:30",
    )
    extra = Change(
        id="c",
        change="extra",
        institution="here",
        expert="wang",
        first="2026-12-05",
        last="2026-12-05",
        half_day="下午",
    )
    (added,) = expand([session], date(2026, 12, 5), date(2026, 12, 5), Days((extra,)))
    assert (added.half_day, added.start, added.end) == ("下午", "", "")
