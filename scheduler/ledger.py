"""What became of everything that was to be delivered: figures for whoever runs the program, and what is forgotten."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, case, delete, func, or_, select, text, update

from knowledge import tables as t
from knowledge.moments import from_storage, in_storage
from scheduler import forgotten, pace
from scheduler.outbox import states_in

KEPT: Final = timedelta(days=90)
HANDOFFS_KEPT: Final = timedelta(days=14)
DONE_KEPT: Final = timedelta(days=7)
LATELY: Final = timedelta(days=7)
_UNDER_WAY: Final = ("ready", "claimed", "sending")
_UNSENT: Final = ("planned", *_UNDER_WAY)
STATES: Final = (*_UNSENT, "kept", "sent", "unknown", "failed", "skipped", "expired")


class Ledger(msgspec.Struct, frozen=True):
    """``states``: deliveries by state. ``backlog``: ready or under way now; ``late``: seconds that the oldest of them
    has waited since it was due; ``gaps``: seconds between two messages by channel; ``reminders`` and ``follows`` held.
    Of the last :data:`LATELY`: how many were ``reached``, and who was ``lost``: kind, reason and number.
    """

    states: dict[str, int]
    backlog: int
    late: float
    gaps: dict[str, float]
    reminders: int
    follows: int
    reached: int = 0
    lost: tuple[tuple[str, str, int], ...] = ()


def ledger(connection: Connection, now: datetime) -> Ledger:
    """The ledger at a moment (aware)."""
    d, r = t.delivery.c, t.reminder.c
    lately = d.at >= in_storage(now - LATELY)
    rows = connection.execute(
        select(d.state, func.count(), func.min(d.due), func.count(case((lately, 1)))).group_by(d.state)
    ).all()
    states = dict.fromkeys(STATES, 0) | {state: number for state, number, _, _ in rows}
    oldest = min((due for state, _, due, _ in rows if state in _UNDER_WAY), default=None)
    channels = connection.execute(select(t.pace.c.channel)).scalars().all()
    active = select(func.count()).select_from(t.reminder).where(r.next_due.is_not(None))
    return Ledger(
        states=states,
        backlog=sum(states[state] for state in _UNDER_WAY),
        late=max(0.0, (now - from_storage(oldest)).total_seconds()) if oldest else 0.0,
        gaps={channel: pace.gap_of(connection, channel) or 0.0 for channel in channels},
        reminders=connection.execute(active).scalar() or 0,
        follows=connection.execute(select(func.count()).select_from(t.follow)).scalar() or 0,
        reached=sum(number for state, _, _, number in rows if state == "sent"),
        lost=tuple(not_reached(connection, now - LATELY)),
    )


def not_reached(connection: Connection, since: datetime) -> list[tuple[str, str, int]]:
    """Kind, reason and number of deliveries that reached nobody since a moment: labels only, no people."""
    d = t.delivery.c
    lost = (states_in("failed", "expired", "unknown", "skipped"), or_(d.state != "skipped", d.reason == "unreachable"))
    some = select(d.kind, d.reason, func.count()).where(*lost, d.at >= in_storage(since))
    rows = connection.execute(some.group_by(d.kind, d.reason).order_by(func.count().desc(), d.kind, d.reason))
    return [(kind, reason, number) for kind, reason, number in rows]


def prune(connection: Connection, now: datetime) -> None:
    """Nightly: what nobody came back to read, or no channel took in time, expires; what is long done is forgotten."""
    d, r, h = t.delivery.c, t.reminder.c, t.handoff.c
    at = in_storage(now)
    for waiting, why in (("'kept'", "not read in time"), ("'ready'", "late"), ("'planned'", "late")):
        over = (text(f"delivery.state = {waiting}"), d.late_after < at)
        connection.execute(update(t.delivery).where(*over).values(state="expired", reason=why, at=at))
    connection.execute(delete(t.delivery).where(d.state.not_in((*_UNSENT, "kept")), d.at < in_storage(now - KEPT)))
    connection.execute(delete(t.reminder).where(r.next_due.is_(None), r.dealt < in_storage(now - DONE_KEPT)))
    connection.execute(delete(t.handoff).where(h.at < in_storage(now - HANDOFFS_KEPT)))
    connection.execute(delete(t.forgotten).where(t.forgotten.c.week < (now - KEPT).date().isoformat()))


def funnel(connection: Connection, begin: datetime, end: datetime) -> dict[str, dict[str, int]]:
    """What became of the deliveries that were over in a week (the end is not in it), by kind and state."""
    d = t.delivery.c
    rows = connection.execute(select(d.kind, d.state, func.count()).where(*_over(begin, end)).group_by(d.kind, d.state))
    return _summed([*rows, *forgotten.counted(connection, begin, "kind", "state")])


def _over(begin: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    d = t.delivery.c
    return d.at >= in_storage(begin), d.at < in_storage(end), d.state.not_in(forgotten.UNFINISHED)


def _summed(rows: Iterable[Sequence[Any]]) -> dict[str, dict[str, int]]:
    """(what, state, number) by what and state."""
    found: dict[str, dict[str, int]] = {}
    for what, state, number in rows:
        held = found.setdefault(what, {})
        held[state] = held.get(state, 0) + int(number)
    return found


def spared_trips(connection: Connection, begin: datetime, end: datetime) -> int:
    """少跑一趟: how many notices, sent in a week, that a session is off or elsewhere came before it began."""
    d = t.delivery.c
    in_time = (d.kind == "notice", d.state == "sent", *_over(begin, end), d.at < d.event_at)
    rows = connection.execute(select(d.occurrence, func.count()).where(*in_time).group_by(d.occurrence)).all()
    told = {occurrence: forgotten.number_of(occurrence) for occurrence, _ in rows}
    off = forgotten.announced_off(connection, set(told.values()))
    gone = sum(int(number) for spared, number in forgotten.counted(connection, begin, "spared") if spared)
    return gone + sum(int(number) for occurrence, number in rows if told[occurrence] in off)


def waiting_for_series(connection: Connection) -> dict[str, int]:
    """By the id of a series: how many people wait for its next day."""
    r = t.reminder.c
    waiting = (r.kind == "series", r.next_due.is_not(None))
    rows = connection.execute(select(r.subject, func.count()).where(*waiting).group_by(r.subject))
    return {subject.removeprefix("series:"): number for subject, number in rows}


def of_series(connection: Connection, begin: datetime, end: datetime) -> dict[str, dict[str, int]]:
    """By the id of a series: what became of what was to be sent in a week that is over."""
    d = t.delivery.c
    series = (d.kind == "series", *_over(begin, end))
    rows = connection.execute(select(d.subject, d.state, func.count()).where(*series).group_by(d.subject, d.state))
    gone = [row for row in forgotten.counted(connection, begin, "subject", "state") if row[0]]
    found = _summed([*rows, *gone])
    return {subject.removeprefix("series:"): states for subject, states in found.items()}
