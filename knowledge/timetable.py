"""Who sits on a date, and why or why not: one pure decision for each session and day.

What counts, first to last: a resume, move or extra that names the suspension it lifts; a suspension; full; a listed
extra; a site's closure; a swapped day; the rule. A stand-in changes who sits, not whether. A half-day under a
suspension that nothing lifts is never open.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

import msgspec

from knowledge.clinics import Change, HalfDay, MovedTo, Session, SiteRule
from knowledge.holidays import Calendar
from knowledge.recurrence import dates_in_year

Status = Literal["open", "suspended", "stand_in", "full", "moved", "closed", "unsure"]
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
ORDER = {half: n for n, half in enumerate(get_args(HalfDay))}
"""Half-days as a day brings them."""
_EVERYBODY = frozenset({"普通", "夜门诊"})
_LIFTING = frozenset({"resume", "move", "extra"})
_BEFORE_EXTRA: tuple[tuple[str, Status], ...] = (("suspend", "suspended"), ("full", "full"))
_AFTER_EXTRA: tuple[tuple[str, Status], ...] = (("move", "moved"), ("close", "closed"))
_WORK_DAYS: dict[str, Status] = {"normal": "open", "closed": "closed"}
_SATURDAY = 5


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """A session on a date. ``why`` is the change or holiday that decided, in words for residents; empty for the rule.

    ``open`` and ``stand_in`` can be visited; ``unsure`` means that what the site does that day is not published.
    ``brought_by`` is the extra or the move without which nobody would sit then.
    """

    session: Session
    day: date
    half_day: HalfDay
    status: Status
    why: str = ""
    start: str = ""
    end: str = ""
    room: str = ""
    change: Change | None = None
    brought_by: Change | None = None

    @property
    def held(self) -> bool:
        """Whether somebody sits then, as far as is known."""
        return self.status in {"open", "stand_in"}


class Days(msgspec.Struct, frozen=True):
    """What decides besides the sessions: changes, the calendar, and how sites keep holidays."""

    changes: Sequence[Change] = ()
    calendar: Calendar = msgspec.field(default_factory=Calendar)
    sites: Sequence[SiteRule] = ()


def sittings(session: Session, day: date, days: Days) -> tuple[Sitting, ...]:
    """The session on that day, by half-day: none, one, or two when one was moved there beside the usual one."""
    touching = [change for change in days.changes if concerns(change, session)]
    halves: dict[HalfDay, Change | None] = {}
    if _is_listed(session, day, touching):
        halves[session.half_day] = None
    for change in sorted(touching, key=_age):
        if (added := _adds(change, session, day)) is not None:
            halves[added] = change
    return tuple(_decided(session, day, half, extra, touching, days) for half, extra in halves.items())


def _decided(
    session: Session, day: date, half: HalfDay, extra: Change | None, touching: Sequence[Change], days: Days
) -> Sitting:
    covering = [change for change in touching if covers(change, day, half)]
    lifted = {change.lifts for change in (*covering, *([extra] if extra else [])) if change.change in _LIFTING}
    told = _told(session, day, half, extra)
    for kind, status in _BEFORE_EXTRA if extra is not None else (*_BEFORE_EXTRA, *_AFTER_EXTRA):
        if stopped := _latest(c for c in covering if c.change == kind and c.id not in lifted):
            return _with(told, status, stopped)
    usual = extra is None and not any(change.change in {"swap", "resume"} for change in covering)
    if usual and (kept := _holiday(told, days)):
        return kept
    if stand_in := _latest(change for change in covering if change.change == "stand_in"):
        return _with(told, "stand_in", stand_in)
    return told


def expand(sessions: Iterable[Session], first: date, last: date, days: Days) -> list[Sitting]:
    """Every sitting of these sessions from ``first`` to ``last`` inclusive, by day, half-day and session."""
    held = list(sessions)
    found = [
        one
        for n in range((last - first).days + 1)
        for session in held
        for one in sittings(session, first + timedelta(n), days)
    ]
    return sorted(_each_once(found, days), key=lambda s: (s.day, ORDER[s.half_day], s.start, s.session.id))


def _each_once(found: Sequence[Sitting], days: Days) -> list[Sitting]:
    """An extra or a move brings one sitting, not one for each session its expert has: the likeliest stays."""
    rivals: dict[tuple[str, str, date, HalfDay], list[Sitting]] = {}
    for one in found:
        if one.brought_by is not None:
            rivals.setdefault((one.brought_by.id, one.session.expert, one.day, one.half_day), []).append(one)
    ordered = [sorted(group, key=lambda one: _unlikeliness(one, days)) for group in rivals.values()]
    dropped = {id(one) for group in ordered for one in group[1:]}
    return [one for one in found if id(one) not in dropped]


def _unlikeliness(one: Sitting, days: Days) -> tuple[bool, bool, str]:
    """Of several sessions that a change may have meant: the one of the day it comes from, of that half-day, by id."""
    change = one.brought_by
    moved = change is not None and change.change == "move"
    origin = date.fromisoformat(change.first) if change is not None and moved else one.day
    touching = [other for other in days.changes if concerns(other, one.session)]
    return not _is_listed(one.session, origin, touching), one.half_day != one.session.half_day, one.session.id


def concerns(change: Change, session: Session) -> bool:
    """Whether a change speaks of this session at all, on whatever day."""
    if change.expert:
        if change.expert != session.expert:
            return False
    elif change.institution != session.institution:
        return False
    if change.institution and change.institution != session.institution:
        return False
    if (change.campus and change.campus != session.campus) or (
        change.department and change.department != session.department
    ):
        return False
    if change.scope == "all_experts" and session.kind in _EVERYBODY:
        return False
    return not change.kinds or session.kind in change.kinds


def covers(change: Change, day: date, half: HalfDay) -> bool:
    """Whether a change falls on this half of that day."""
    if day.isoformat() < change.first or (change.last and day.isoformat() > change.last):
        return False
    if change.weekdays and WEEKDAYS[day.weekday()] not in change.weekdays:
        return False
    return change.half_day in {"全天", half}


def _age(change: Change) -> tuple[str, str]:
    return change.made_at, change.id


def _latest(changes: Iterable[Change]) -> Change | None:
    return max(changes, key=_age, default=None)


def _adds(change: Change, session: Session, day: date) -> HalfDay | None:
    """The half-day on which the change puts this very session on the day, by an extra or a move that arrives."""
    if change.change == "extra" and change.expert:
        half = session.half_day if change.half_day == "全天" else change.half_day
        return half if covers(change, day, half) else None
    to = change.moved_to
    if change.change == "move" and to is not None and to.date == day.isoformat():
        return to.half_day or session.half_day if change.half_day in {"全天", session.half_day} else None
    return None


def _is_listed(session: Session, day: date, touching: Sequence[Change]) -> bool:
    """Whether the roster itself puts the session on the day, by its dates or its rule (of the swapped weekday)."""
    iso = day.isoformat()
    if session.needs_confirmation or iso < session.valid_from or (session.valid_to and iso > session.valid_to):
        return False
    if session.dates:
        return iso in session.dates
    swap = _latest(c for c in touching if c.change == "swap" and c.as_weekday and covers(c, day, session.half_day))
    as_if = _same_week(day, swap.as_weekday) if swap is not None else day
    return bool(session.rule) and as_if in dates_in_year(session.rule, session.anchor, as_if.year)


def _same_week(day: date, weekday: str) -> date:
    return day - timedelta(day.weekday() - WEEKDAYS.index(weekday))


def _with(told: Sitting, status: Status, change: Change) -> Sitting:
    return msgspec.structs.replace(told, status=status, why=change.reason, change=change)


def _told(session: Session, day: date, half: HalfDay, extra: Change | None) -> Sitting:
    """The session as the roster has it, or as the extra or the move that brings it here says."""
    to = MovedTo() if extra is None else extra.moved_to or MovedTo(start=extra.start, end=extra.end)
    usual = half == session.half_day
    if to.campus and to.campus != session.campus:
        session = msgspec.structs.replace(session, campus=to.campus, room="")
    return Sitting(
        session=session,
        day=day,
        half_day=half,
        status="open",
        why=extra.reason if extra is not None else "",
        start=to.start or (session.start if usual else ""),
        end=to.end or (session.end if usual else ""),
        room=to.room or session.room,
        change=extra,
        brought_by=extra,
    )


def _holiday(told: Sitting, days: Days) -> Sitting | None:
    """What the site does on a public holiday or a 调休 work day; None for an ordinary day or business as usual."""
    name = days.calendar.holiday(told.day)
    weekend_work = told.day.weekday() >= _SATURDAY and name is None and days.calendar.is_workday(told.day)
    if (name is None and not weekend_work) or told.session.dates:
        return None
    rule = _site_rule(told.session, days.sites)
    if name is None:
        return _kept(told, _WORK_DAYS.get(rule.work_days if rule else "", "unsure"), "调休上班日")
    return _kept(told, _on_holiday(told, rule), name)


def _on_holiday(told: Sitting, rule: SiteRule | None) -> Status:
    everybody, morning = told.session.kind in _EVERYBODY, told.half_day == "上午"
    open_if = {"open": True, "experts_off": everybody, "morning_only": morning, "closed": False}
    kept = rule.holidays if rule is not None else "unknown"
    if kept not in open_if:
        return "unsure"
    return "open" if open_if[kept] else "closed"


def _site_rule(session: Session, sites: Sequence[SiteRule]) -> SiteRule | None:
    fitting = [s for s in sites if s.institution == session.institution and s.campus in {"", session.campus}]
    return max(fitting, key=lambda s: bool(s.campus), default=None)


def _kept(told: Sitting, status: Status, why: str) -> Sitting | None:
    return None if status == "open" else msgspec.structs.replace(told, status=status, why=why)
