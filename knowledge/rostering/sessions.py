"""A session's standing arrangement as a clerk fills it in: what the form asks, nothing else of the fact is touched."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final, Literal

import msgspec

from knowledge.book import Book
from knowledge.clinics import ClinicKind, HalfDay, Session, Weekday
from knowledge.errors import InputError
from knowledge.importing.identity import session_key
from knowledge.importing.specialties import Departments
from knowledge.permission import Actor
from knowledge.readable import unreadable
from knowledge.rosters.slots import CODES
from knowledge.timetable import WEEKDAYS, Sitting, expand
from knowledge.wording import Sentence, sentence

_LONGEST: Final = 60
_MOST_DATES: Final = 100
_AHEAD: Final = timedelta(days=370)
_RULE: Final = re.compile(r"FREQ=(WEEKLY|MONTHLY);(INTERVAL=2;)?BYDAY=((?:-?\d)?[A-Z]{2}(?:,(?:-?\d)?[A-Z]{2})*)")
Rhythm = tuple[str, str, tuple[str, ...]]
"""Rule, first date, listed dates."""
Nth = Literal["1", "2", "3", "4", "5", "-1"]


class Arrangement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of the form. ``weekday`` empty keeps the rule or the listed dates as they are.

    ``every`` 2 is 隔周 (单周, 双周) and needs ``anchor``, the first date; m is the ``nth`` of a month; d are listed
    ``dates``. ``settled`` answers the open question of the roster.
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
    every: Literal["1", "2", "m", "d"] = "1"
    nth: tuple[Nth, ...] = ()
    dates: str = ""
    anchor: str = ""
    valid_from: str = ""
    valid_to: str = ""
    settled: bool = False
    seen: Annotated[int, msgspec.Meta(ge=0)]


def arrangement_of(session: Session, revision: int) -> Arrangement:
    """A session as the form shows it."""
    kept = ("department", "campus", "half_day", "start", "end", "kind", "room", "anchor", "valid_from", "valid_to")
    return Arrangement(
        **{name: getattr(session, name) for name in kept},
        fee="" if session.fee is None else f"{session.fee:g}",
        quota="" if session.quota is None else str(session.quota),
        **_shown(session),
        seen=revision,
    )


def _shown(session: Session) -> dict[str, Any]:
    """Weekday and rhythm as the form can show them; an empty weekday for a rule that it cannot."""
    if session.dates:
        return {"every": "d", "dates": "\n".join(session.dates)}
    read = _RULE.fullmatch(session.rule)
    days = [(part[:-2], part[-2:]) for part in read[3].split(",")] if read else []
    weekdays = [weekday for weekday, code in CODES.items() if {code} == {day for _, day in days}]
    nth = tuple(place for place, _ in days if place)
    if read is None or not weekdays or (read[1] == "MONTHLY") != (len(nth) == len(days)) or (nth and read[2]):
        return {}
    return {"weekday": weekdays[0], "every": "m" if nth else "2" if read[2] else "1", "nth": nth}


def arranged(session: Session, form: Arrangement, actor: Actor, now: datetime) -> Session:
    """The session as the form wants it, signed by who says so. Raises InputError with a sentence."""
    for text in (form.department, form.campus, form.room):
        if len(text) > _LONGEST:
            raise InputError("place_too_long", most=_LONGEST)
    rule, anchor, dates = _rhythm(form, session)
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
        fee=_fee(form.fee),
        quota=_whole(form.quota),
        verified_on=now.date().isoformat(),
        confirmed_by=actor.name,
    )
    if any(True for _ in unreadable(made)):
        raise InputError("date_or_hour_unread")
    if made.valid_to and made.valid_from > made.valid_to:
        raise InputError("validity_reversed")
    if made.start and made.end and made.end <= made.start:
        raise InputError("hours_reversed")
    return made


def new_session(who: Session, form: Arrangement, book: Book, actor: Actor, now: datetime) -> Session:
    """A session that is not there yet; ``who`` says its id, expert, institution. Raises InputError with a sentence."""
    expert = book.clinics.experts.get(who.expert)
    if expert is None or who.institution not in book.institutions:
        raise InputError("no_expert_or_hospital")
    if not form.weekday and form.every != "d":
        raise InputError("no_weekday")
    made = arranged(msgspec.structs.replace(who, sample=expert.sample), form, actor, now)
    read = Departments(book.specialties.values()).specialties(made.department)
    made = msgspec.structs.replace(made, specialties=tuple(read))
    if any(session_key(one) == session_key(made) for one in book.clinics.by_expert.get(made.expert, ())):
        raise InputError("session_twice")
    if not coming(made, book, now.date(), 1):
        raise InputError("session_never")
    return made


def coming(session: Session, book: Book, today: date, most: int) -> list[Sitting]:
    """The next sittings of a session from ``today`` on, as they stand with closures and holidays."""
    days = book.clinics.days_at(session.institution)
    return expand([session], today, today + _AHEAD, days)[:most]


def _rhythm(form: Arrangement, session: Session) -> Rhythm:
    if form.every == "d":
        return "", "", _listed(form.dates)
    if not form.weekday:
        return session.rule, session.anchor, session.dates
    code = CODES[form.weekday]
    if form.every == "m":
        if not form.nth:
            raise InputError("no_nth", weekday=_weekday(form.weekday))
        return f"FREQ=MONTHLY;BYDAY={','.join(place + code for place in form.nth)}", "", ()
    if form.every == "2":
        _check_anchor(form)
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}", form.anchor, ()
    return f"FREQ=WEEKLY;BYDAY={code}", form.anchor, ()


def _check_anchor(form: Arrangement) -> None:
    if not form.anchor:
        raise InputError("no_anchor")
    first = _day(form.anchor)
    if WEEKDAYS[first.weekday()] != form.weekday:
        is_on = _weekday(WEEKDAYS[first.weekday()])
        raise InputError("anchor_weekday", day=form.anchor, is_on=is_on, wanted=_weekday(form.weekday))


def _weekday(day: str) -> Sentence:
    return sentence(f"weekday_{CODES[day]}")


def _listed(text: str) -> tuple[str, ...]:
    """Dates with anything between them, each once, in order."""
    days = sorted({_day(said).isoformat() for said in re.split(r"[\s,，、;；]+", text) if said})
    if not days:
        raise InputError("no_dates")
    if len(days) > _MOST_DATES:
        raise InputError("too_many_dates", most=_MOST_DATES)
    return tuple(days)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("no_date", text=text[:20]) from None


def _fee(text: str) -> float | None:
    if not text:
        return None
    try:
        amount: float = msgspec.convert(text, Annotated[float, msgspec.Meta(ge=0, le=100_000)], strict=False)
    except msgspec.ValidationError:
        raise InputError("fee_no_number") from None
    return amount


def _whole(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise InputError("quota_no_number")
    return int(text) if text else None
