"""What a notice is read against, and what is read in it. Dates are days of Shanghai; nothing here is saved."""

from datetime import date
from typing import Literal

import msgspec

from knowledge.clinics import ChangeKind

Flag = Literal[
    "weekday_mismatch",
    "unknown_expert",
    "ambiguous_expert",
    "unknown_stand_in",
    "no_date",
    "vague_date",
    "invalid_date",
    "reversed_range",
    "past_date",
    "no_such_session",
    "contradiction",
    "tentative",
    "no_change",
]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a roster: who sits where, in which half of the days of a ``rule`` (or on listed ``dates``)."""

    expert: str
    title: str = ""
    place: str = ""
    department: str = ""
    rule: str = ""
    half_day: str = ""
    kind: str = ""
    dates: tuple[date, ...] = ()
    anchor: str = ""


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a moved session goes; ``weekday`` for a session that moves for good."""

    day: date | None = msgspec.field(name="date", default=None)
    half_day: str = ""
    weekday: str = ""
    start: str = ""
    end: str = ""
    place: str = ""
    room: str = ""


class Proposed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change as the notice means it, in the shape of ``expect`` in the labelled notices.

    ``first`` None: nobody may save it before a person fills it; ``last`` None with a ``first``: until further notice.
    ``candidates`` are the days, ``candidate_experts`` the people that may be meant.
    """

    change: ChangeKind
    expert: str | None
    place: str | None
    first: date | None = msgspec.field(name="from")
    last: date | None = msgspec.field(name="to")
    half_day: str = msgspec.field(name="half_day")
    department: str = ""
    kind: str = ""
    scope: str = ""
    weekdays: tuple[str, ...] = ()
    reason: str = ""
    stand_in: str = ""
    back_on: date | None = None
    moved_to: Target | None = None
    as_weekday: str = ""
    start: str = ""
    end: str = ""
    candidates: tuple[date, ...] = ()
    candidate_experts: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """Everything read in one notice, and what a person must look at before any of it is saved."""

    changes: tuple[Proposed, ...] = ()
    flags: tuple[Flag, ...] = ()
