"""One session from all that is known of it: person, half-day, facts of the row, sheet."""

import re
from dataclasses import dataclass

from knowledge.rosters import kinds
from knowledge.rosters.columns import Head
from knowledge.rosters.context import Context, shown_department
from knowledge.rosters.model import Session
from knowledge.rosters.people import Person
from knowledge.rosters.slots import NO_HALF, Slot
from knowledge.rosters.texts import folded, yuan


@dataclass(frozen=True)
class Facts:
    """Constant facts of a row. ``question`` is what is open, ``status`` 停诊 or 停约."""

    department: str | None = None
    title: str | None = None
    home: str | None = None
    place: str | None = None
    campus: str | None = None
    room: str | None = None
    fee: int | float | None = None
    quota: int | None = None
    kind: str | None = None
    status: str | None = None
    question: str | None = None
    extra: bool = False
    valid_from: str | None = None
    valid_to: str | None = None


def fees_by_kind(text: str) -> dict[str, int | float]:
    """As in "专家38元，特需300元" → fee by kind."""
    found = re.findall(
        r"(特需|专家|专病|普通|名中医|夜门诊|膏方)[^\d，,；;。]{0,12}?(\d{1,4}(?:\.\d)?)\s?元?", folded(text)
    )
    return {kind: yuan(fee) or 0 for kind, fee in found}


def session(
    person: Person,
    slot: Slot,
    facts: Facts,
    context: Context,
    cell: str,
    *,
    head: Head | None = None,
    fee_text: str = "",
) -> Session:
    """One session from all that is known of it."""
    half = slot.half or context.half
    department = shown_department(person.department) or (head.department if head else None) or facts.department
    special = kinds.kind_of_department(department) if department else None
    kind = (
        "夜门诊"
        if half == "夜间"
        else (slot.kind or facts.kind or (head.kind if head else None) or special or context.kind)
    )
    question = slot.confirm or person.question or facts.question
    if half is None and (slot.weekday or slot.dates or slot.rule) and not question:
        question = NO_HALF
    return Session(
        expert=person.name,
        title=person.title or facts.title,
        department=department,
        place=facts.place,
        campus=slot.campus or person.campus or (head.campus if head else None) or facts.campus,
        weekday=None if slot.dates else slot.weekday,
        dates=slot.dates or None,
        half_day=half,
        start=slot.start,
        end=slot.end,
        kind=kind,
        rule_note=slot.rule_note,
        rule=slot.rule,
        anchor=slot.anchor,
        needs_confirmation=question,
        valid_from=slot.valid_from or facts.valid_from,
        valid_to=slot.valid_to or facts.valid_to,
        fee=fees_by_kind(fee_text).get(kind or "", facts.fee),
        room=facts.room,
        quota=slot.quota if slot.quota is not None else facts.quota,
        status=facts.status,
        home_hospital=person.home or facts.home,
        anonymous=person.anonymous,
        extra=facts.extra,
        cell=cell,
    )
