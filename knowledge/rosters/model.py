"""What a roster file says: sessions, what could not be read or must be asked, and remarks. Nothing is looked up."""

from typing import Literal

import msgspec

Severity = Literal["error", "confirm"]


class RosterRefusedError(Exception):
    """The file is not opened at all; the text says why and what to do, in Chinese, for the clerk."""


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One half-day of one expert, as read. Dates are ISO texts, times HH:MM (Asia/Shanghai), fees yuan.

    ``expert`` None: the line names nobody. ``weekday`` 周一…周日 or ``dates``; neither when the text yields no date.
    ``half_day`` 上午, 下午, 夜间. ``rule`` RFC 5545 text without DTSTART.
    ``needs_confirmation`` is the open question in words.
    ``cell`` is ``sheet!A1`` (``A1`` in a CSV): where the time was read.
    """

    expert: str | None
    title: str | None
    department: str | None
    place: str | None
    campus: str | None = None
    weekday: str | None = None
    dates: tuple[str, ...] | None = None
    half_day: str | None = None
    start: str | None = None
    end: str | None = None
    kind: str | None = None
    rule_note: str | None = None
    rule: str | None = None
    anchor: str | None = None
    needs_confirmation: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    fee: int | float | None = None
    room: str | None = None
    quota: int | None = None
    status: str | None = None
    home_hospital: str | None = None
    anonymous: bool = False
    extra: bool = False
    cell: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A cell somebody must look at. ``error`` stops the whole file, ``confirm`` is one question."""

    sheet: str
    cell: str
    why: str
    severity: Severity
    value: str | None = None
    also: tuple[str, ...] = ()


class Suspension(msgspec.Struct, frozen=True, omit_defaults=True, rename={"from_": "from"}):
    """Dates of a suspension in a remark, both inclusive; ``to`` None: until further notice."""

    from_: str
    to: str | None
    half_day: str | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A remark of the file that is no session, kept with its cell."""

    sheet: str
    cell: str
    text: str
    expert: str | None = None
    weekday: str | None = None
    half_day: str | None = None
    suspend: Suspension | None = None


class Roster(msgspec.Struct, frozen=True):
    """Everything one file says."""

    sessions: tuple[Session, ...]
    errors: tuple[Problem, ...]
    notes: tuple[Note, ...]


CONFIRM = frozenset(
    {
        "unknown_title",
        "same_name_two_departments",
        "duplicate",
        "hidden_row",
        "hidden_sheet",
        "hidden_column",
        "unreadable_fee",
        "ambiguous_date",
    }
)

WORDS: dict[str, str] = {
    "unknown_weekday": "看不懂是星期几，请写成“周一”到“周日”",
    "misspelt_morning": "像是“上午”写错了，请改成“上午”",
    "misspelt_afternoon": "像是“下午”写错了，请改成“下午”",
    "invalid_time": "没有这样的钟点，请写成“8:00-11:30”",
    "reversed_time": "结束早于开始，请把两个钟点对调或改正",
    "half_day_time_conflict": "上午、下午与钟点不一致，请改其中一个",
    "invalid_date": "没有这一天，请改正日期",
    "ambiguous_date": "日期有两种读法或缺年月，请写成“2026-12-05”",
    "date_weekday_mismatch": "日期与星期对不上，请改其中一个",
    "reversed_validity": "有效期的结束早于开始，请改正",
    "missing_name": "没有写医生姓名，请补上；没有固定医生请写“外院专家”",
    "missing_place": "没有写在哪家医院或站点，请补上",
    "no_session": "没有写出诊时间，请补上；不出诊请删去这一行",
    "unreadable_cell": "看不懂这一格，请改成“√”、姓名或出诊时间",
    "unreadable_fee": "看不懂费用，请只写数字",
    "unknown_title": "没见过这个职称，先照原样保留，请核对",
    "same_name_two_departments": "同名医生在两个科室，请确认是不是同一个人",
    "duplicate": "与前面重复，只算一次，请确认",
    "hidden_row": "这一行被隐藏，没有读；要用请取消隐藏",
    "hidden_sheet": "这张工作表被隐藏，没有读；要用请取消隐藏",
    "hidden_column": "这一列被隐藏，没有读；要用请取消隐藏",
}
"""What is wrong and what would mend it, by ``why``, for the clerk."""


def problem(sheet: str, cell: str, why: str, value: str | None = None, also: tuple[str, ...] = ()) -> Problem:
    """A problem with the severity its kind has."""
    severity: Severity = "confirm" if why in CONFIRM else "error"
    return Problem(sheet=sheet, cell=cell, why=why, severity=severity, value=value or None, also=also)


def in_words(found: Problem) -> str:
    """One line for the clerk: where, what is written there, what would mend it."""
    where = f"{found.sheet}!{found.cell}" if found.sheet else found.cell
    said = f"“{found.value}”" if found.value else ""
    return f"{where} {said}{WORDS.get(found.why, found.why)}"
