"""The facts of expert clinics: who sits where by which rule, what changes it, and the calendar they live by.

Dates are ISO texts (2026-11-25), times HH:MM in Shanghai, weekdays 周一…周日, half-days 上午 下午 夜间 全天. A rule is
RFC 5545 text without DTSTART. Nothing here is shipped: rosters come from hospitals, changes from their staff.
"""

from typing import Annotated, Literal

import msgspec

from knowledge.model import Fact

HalfDay = Literal["上午", "下午", "夜间"]
Weekday = Literal["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
ClinicKind = Literal["普通", "专家", "专病", "特需", "名中医", "膏方", "夜门诊", "巡诊", ""]
ChangeKind = Literal["suspend", "stand_in", "extra", "move", "full", "close", "swap", "resume"]


class Expert(Fact, frozen=True, kw_only=True):
    """A doctor of a roster, told apart by id: two of one name are two facts.

    ``anonymous``: the roster names only a hospital ("外院专家，姓名未公布"). ``institution`` is the id of where the
    roster is from; ``home_hospital`` as the roster words it. ``sample`` facts say 示例 in every answer.
    """

    name: str
    title: str = ""
    institution: str
    home_hospital: str = ""
    good_at: str = ""
    aliases: tuple[str, ...] = ()
    anonymous: bool = False
    sample: bool = False


class Session(Fact, frozen=True, kw_only=True):
    """A half-day on which an expert sits: by ``rule``, or on the listed ``dates`` (which beat the rule).

    ``anchor`` is the first date of a rule that needs one (odd and even weeks, 隔周). ``needs_confirmation`` is the open
    question in words: such a session yields no dates before staff have answered it. ``specialties`` are ids.
    ``valid_from`` and ``valid_to`` are inclusive, empty for open. ``fee`` in yuan.
    """

    expert: str
    institution: str
    campus: str = ""
    department: str = ""
    specialties: tuple[str, ...] = ()
    half_day: HalfDay
    start: str = ""
    end: str = ""
    kind: ClinicKind = ""
    rule: str = ""
    rule_note: str = ""
    anchor: str = ""
    dates: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    needs_confirmation: str = ""
    room: str = ""
    fee: Annotated[float, msgspec.Meta(ge=0, le=100_000)] | None = None
    quota: int | None = None
    place: str = ""
    """Where in the roster it was read: file, sheet and cell."""
    sample: bool = False


class MovedTo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a moved session goes."""

    date: str = ""
    half_day: HalfDay | Literal[""] = ""
    start: str = ""
    end: str = ""
    campus: str = ""
    room: str = ""


class Change(Fact, frozen=True, kw_only=True):
    """An exception to the rules, from ``first`` to ``last`` inclusive (``last`` empty: until further notice).

    It touches one ``expert`` (id), or with none everything at ``institution`` (narrowed by ``campus``, ``department``,
    ``kinds``; ``scope`` all_experts: every session but 普通 and 夜门诊). ``weekdays`` narrows it to these days of the
    span. ``half_day`` 全天 is every session of the day. ``lifts`` names the suspension that a resume, move or extra
    lifts; ``as_weekday`` is the weekday whose roster a swapped day follows; ``made_at`` tells which of two came later.
    """

    change: ChangeKind
    institution: str
    expert: str = ""
    campus: str = ""
    department: str = ""
    kinds: tuple[ClinicKind, ...] = ()
    scope: Literal["", "all_experts", "kind"] = ""
    first: str
    last: str = ""
    half_day: Literal["上午", "下午", "夜间", "全天"] = "全天"
    weekdays: tuple[Weekday, ...] = ()
    reason: str = ""
    stand_in: str = ""
    back_on: str = ""
    moved_to: MovedTo | None = None
    as_weekday: Weekday | Literal[""] = ""
    start: str = ""
    end: str = ""
    lifts: str = ""
    made_at: str = ""
    sample: bool = False


class Holiday(Fact, frozen=True, kw_only=True):
    """A public holiday staff have entered because no library knows its year yet: span and 调休 work days, inclusive."""

    name: str
    year: int
    first: str
    last: str
    work_days: tuple[str, ...] = ()


class SiteRule(Fact, frozen=True, kw_only=True):
    """How a site keeps holidays when nothing else is said.

    ``holidays``: what happens on public holidays: closed, experts_off (普通 stay open), morning_only, or open.
    ``work_days``: how 调休 Saturdays and Sundays run: as_weekday (of the day given in a swap), normal or closed.
    """

    institution: str
    campus: str = ""
    holidays: Literal["closed", "experts_off", "morning_only", "open", "unknown"] = "unknown"
    work_days: Literal["normal", "closed", "unknown"] = "unknown"


CLINIC_KINDS: dict[str, type[Fact]] = {
    "expert": Expert,
    "session": Session,
    "change": Change,
    "holiday": Holiday,
    "site_rule": SiteRule,
}
