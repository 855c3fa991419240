"""What a remark changes in a session."""

import msgspec

from knowledge.rosters.context import Context
from knowledge.rosters.model import Session, Suspension
from knowledge.rosters.schedule import Reading, read
from knowledge.rosters.slots import Slot, parity_question


def changes(session: Session, slot: Slot, *, footer: bool) -> dict[str, object]:
    """What a slot of a remark adds to a session that does not say it itself."""
    values: dict[str, object] = {}
    if slot.start and session.start is None:
        values |= {"start": slot.start, "end": slot.end}
    if slot.half and session.half_day is None:
        values |= {"half_day": slot.half}
        if session.needs_confirmation == "没有写上午还是下午":
            values |= {"needs_confirmation": None}
    if slot.quota is not None and session.quota is None:
        values |= {"quota": slot.quota}
    if slot.rule_note and not session.rule_note and session.weekday and (slot.weekday or not footer):
        values |= {
            "rule_note": slot.rule_note,
            "needs_confirmation": session.needs_confirmation or parity_question(slot.rule_note),
        }
    if slot.campus and (not session.campus or slot.weekday):
        values |= {"campus": slot.campus}
    if (
        slot.kind
        and not footer
        and not slot.start
        and session.kind in {None, "专家", "普通", slot.kind}
        and slot.kind != "夜门诊"
    ):
        values |= {"kind": slot.kind}
    if slot.valid_from and not footer:
        values |= {"valid_from": slot.valid_from}
    if slot.valid_to and not footer:
        values |= {"valid_to": slot.valid_to}
    return values


def vague(reading: Reading) -> bool:
    """Whether a remark only says "以当日为准" and the like."""
    return bool(reading.vague) and not any(slot.start or slot.quota for slot in reading.slots)


def like(session: Session, slot: Slot, context: Context) -> Session:
    """An extra session of somebody who already has one."""
    night = slot.half == "夜间"
    kind = "夜门诊" if night else slot.kind or context.kind or session.kind
    return msgspec.structs.replace(
        session,
        weekday=None if slot.dates else slot.weekday,
        dates=slot.dates or None,
        half_day=slot.half,
        start=slot.start,
        end=slot.end,
        rule=slot.rule,
        rule_note=slot.rule_note,
        kind=kind,
        needs_confirmation=slot.confirm,
        status=None,
        anchor=None,
        quota=slot.quota,
    )


def has_title(title: str | None, said: str) -> bool:
    """Whether a title is the one a fee is stated for."""
    short = {"正高": "主任医师", "副高": "副主任医师"}.get(said, said)
    return title == short


def suspension(text: str, context: Context) -> Suspension | None:
    """The dates of a suspension in a remark; None when it names none."""
    reading = read(text, context.period)
    half = next((slot.half for slot in reading.slots if slot.half), None)
    halves = {slot.half for slot in reading.slots}
    only = half if len(halves) == 1 else None
    dates = sorted(day for slot in reading.slots for day in slot.dates)
    if dates:
        return Suspension(dates[0], dates[-1], only)
    open_ended = read(f"{text.strip()};周一", context.period)
    bounded = next((slot for slot in (*reading.slots, *open_ended.slots) if slot.valid_from), None)
    return Suspension(bounded.valid_from, bounded.valid_to, only) if bounded and bounded.valid_from else None
