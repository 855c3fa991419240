"""The labelled rows that are measured, told apart by their keys, checked before anything is asked."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from knowledge.errors import JiamenkouError

Json = dict[str, Any]
Kind = Literal["faq", "triage", "crisis", "when", "notices", "rosters"]


class LabelsError(JiamenkouError):
    """A file of labelled rows cannot be read: which file, where in it, and what is wrong."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What every labelled row may have."""

    id: str = ""


class FaqRow(Row, frozen=True, kw_only=True):
    """A question with the topic, the kind of answer and the names that a right answer has."""

    q: str
    intent: str
    expect: Literal["answer", "lookup", "action", "handoff", "emergency", "crisis", "decline"]
    answer: dict[str, Any] = {}
    entities: dict[str, Any] = {}
    noise: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    also_kind: tuple[str, ...] = ()


class TriageRow(Row, frozen=True, kw_only=True):
    """A complaint with the specialties that are right, the first above all; none: no base is to be named."""

    q: str
    specialties: tuple[str, ...]
    oos: str = ""
    style: str = ""


class CrisisRow(Row, frozen=True, kw_only=True):
    """A sentence that is an alarm, or only sounds like one."""

    q: str
    label: Literal["crisis_self_harm", "emergency_medical", "none"]
    style: str = ""


class WhenRow(Row, frozen=True, kw_only=True):
    """A sentence about time with its reading; ``also`` are other right readings, ``optional`` rows count apart."""

    q: str
    now: datetime
    expect: Json
    also: tuple[Json, ...] = ()
    optional: bool = False
    tags: tuple[str, ...] = ()


class NoticeRow(Row, frozen=True, kw_only=True):
    """A clerk's notice, the roster it speaks of, the changes it means and the flags it must raise."""

    text: str
    now: datetime
    roster: tuple[Json, ...]
    expect: tuple[Json, ...]
    flags: tuple[str, ...] = ()


class RosterRow(Row, frozen=True, kw_only=True):
    """A spreadsheet and what it says. ``id`` is the name of the file."""

    table: Path
    sessions: tuple[Json, ...]
    errors: tuple[Json, ...]


_KEYS: tuple[tuple[Kind, frozenset[str], type[Row]], ...] = (
    ("notices", frozenset({"text", "roster"}), NoticeRow),
    ("crisis", frozenset({"q", "label"}), CrisisRow),
    ("triage", frozenset({"q", "specialties"}), TriageRow),
    ("faq", frozenset({"q", "intent"}), FaqRow),
    ("when", frozenset({"q", "now"}), WhenRow),
)


class Labelled(msgspec.Struct, frozen=True):
    """The rows of one file (or folder), all of one kind."""

    kind: Kind
    name: str
    rows: tuple[Any, ...]


def row_of(values: Any, place: str) -> tuple[Kind, Row]:
    """One row, checked. ``place`` is said when it does not fit. Raises LabelsError."""
    if not isinstance(values, dict):
        raise LabelsError(f"{place}: a row is an object with keys, this is {type(values).__name__}")
    kind, shape = _told_by(values.keys(), place)
    try:
        return kind, msgspec.convert(values, shape)
    except msgspec.ValidationError as error:
        raise LabelsError(f"{place}: not a row of kind {kind}: {error}") from error


def _told_by(keys: AbstractSet[Any], place: str) -> tuple[Kind, type[Row]]:
    for kind, needed, shape in _KEYS:
        if needed <= keys:
            return kind, shape
    known = "; ".join(f"{kind}: {', '.join(sorted(needed))}" for kind, needed, _ in _KEYS)
    raise LabelsError(f"{place}: its keys fit no kind of labelled row ({known})")
