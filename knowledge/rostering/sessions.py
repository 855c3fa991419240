"""A session's standing arrangement as a clerk edits it: what the form asks, nothing else of the fact is touched."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

from knowledge.clinics import ClinicKind, HalfDay, Session, Weekday
from knowledge.errors import InputError
from knowledge.permission import Actor
from knowledge.readable import unreadable
from knowledge.rosters.slots import CODES

_LONGEST: Final = 60
_EVERY: Final[Mapping[str, str]] = {"1": "", "2": "INTERVAL=2;"}


class Arrangement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of the form. ``weekday`` empty keeps the rule or the listed dates as they are.

    ``every`` 2 is 隔周 and needs ``anchor``, the first date; ``settled`` answers the open question of the roster.
    """

    department: str = ""
    campus: str = ""
    half_day: HalfDay
    start: str = ""
    end: str = ""
    kind: ClinicKind = ""
    room: str = ""
    fee: str = ""
    quota: str = ""
    weekday: Weekday | Literal[""] = ""
    every: Literal["1", "2"] = "1"
    anchor: str = ""
    valid_from: str = ""
    valid_to: str = ""
    settled: bool = False
    seen: Annotated[int, msgspec.Meta(ge=0)]


def arrangement_of(session: Session, revision: int) -> Arrangement:
    """A session as the form shows it."""
    weekday, every = _simple(session.rule)
    kept = ("department", "campus", "half_day", "start", "end", "kind", "room", "anchor", "valid_from", "valid_to")
    return Arrangement(
        **{name: getattr(session, name) for name in kept},
        fee="" if session.fee is None else f"{session.fee:g}",
        quota="" if session.quota is None else str(session.quota),
        weekday=weekday,
        every=every,
        seen=revision,
    )


def arranged(session: Session, form: Arrangement, actor: Actor, now: datetime) -> Session:
    """The session as the form wants it, signed by who says so. Raises InputError with a sentence."""
    for text in (form.department, form.campus, form.room):
        if len(text) > _LONGEST:
            raise InputError(f"科室、院区、诊室最多 {_LONGEST} 个字")
    rule, anchor, dates = session.rule, session.anchor, session.dates
    if form.weekday:
        rule, anchor, dates = f"FREQ=WEEKLY;{_EVERY[form.every]}BYDAY={CODES[form.weekday]}", form.anchor, ()
        if form.every == "2" and not anchor:
            raise InputError("隔周出诊要写从哪一天起算")
    made = msgspec.structs.replace(
        session,
        **{name: getattr(form, name) for name in ("department", "campus", "half_day", "start", "end", "kind", "room")},
        rule=rule,
        rule_note=session.rule_note if rule == session.rule else "",
        anchor=anchor,
        dates=dates,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        needs_confirmation="" if form.settled else session.needs_confirmation,
        fee=_number(form.fee, "挂号费"),
        quota=_whole(form.quota),
        verified_on=now.date().isoformat(),
        confirmed_by=actor.name,
    )
    if any(True for _ in unreadable(made)):
        raise InputError("日期要写成 2026-11-25 这样，钟点要写成 08:30 这样")
    if made.valid_to and made.valid_from > made.valid_to:
        raise InputError("截止日期早于起始日期：请对调或改正")
    return made


def _simple(rule: str) -> tuple[Weekday | Literal[""], Literal["1", "2"]]:
    """Weekday and rhythm of a rule that the form can show; an empty weekday for any other."""
    for weekday, code in CODES.items():
        if rule == f"FREQ=WEEKLY;BYDAY={code}":
            return weekday, "1"  # type: ignore[return-value]  # its keys are the seven weekdays
        if rule == f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}":
            return weekday, "2"  # type: ignore[return-value]  # the same
    return "", "1"


def _number(text: str, what: str) -> float | None:
    if not text:
        return None
    try:
        amount: float = msgspec.convert(text, Annotated[float, msgspec.Meta(ge=0, le=100_000)], strict=False)
    except msgspec.ValidationError:
        raise InputError(f"{what}只写数字") from None
    return amount


def _whole(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise InputError("限号只写数字")
    return int(text) if text else None
