"""What a roster file says: sessions, what could not be read or must be asked, and remarks. Nothing is looked up."""

from typing import Literal

import msgspec

from knowledge.errors import Refusal
from knowledge.wording import Voice

Severity = Literal["error", "confirm"]
_CHINESE = Voice()


class RosterRefusedError(Refusal):
    """The file is not opened at all; the sentence tells the clerk why and what to do."""


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


def problem(sheet: str, cell: str, why: str, value: str | None = None, also: tuple[str, ...] = ()) -> Problem:
    """A problem with the severity its kind has."""
    severity: Severity = "confirm" if why in CONFIRM else "error"
    return Problem(sheet=sheet, cell=cell, why=why, severity=severity, value=value or None, also=also)


def in_words(found: Problem, voice: Voice = _CHINESE) -> str:
    """One line for the clerk: where, what is written there, what would mend it."""
    where = f"{found.sheet}!{found.cell}" if found.sheet else found.cell
    said = f"“{found.value}” " if found.value and voice.english else f"“{found.value}”" if found.value else ""
    return f"{where} {said}{why_words(found, voice)}"


def why_words(found: Problem, voice: Voice = _CHINESE) -> str:
    """What is wrong and what would mend it."""
    return voice.say(f"cell_{found.why}")
