"""What became of everything that was to be delivered: figures for whoever runs the program, and what is forgotten."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, case, delete, func, or_, select, text, update

from knowledge import tables as t
from knowledge.moments import from_storage, in_storage
from scheduler import pace
from scheduler.announcing import change_of
from scheduler.outbox import states_in

KEPT: Final = timedelta(days=90)
HANDOFFS_KEPT: Final = timedelta(days=14)
DONE_KEPT: Final = timedelta(days=7)
_OFF: Final = frozenset({"suspend", "close", "move", "full"})
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


def funnel(connection: Connection, begin: datetime, end: datetime) -> dict[str, dict[str, int]]:
    """What became of the deliveries that were over between two moments (the end is not in it), by kind and state."""
    d = t.delivery.c
    over = (d.at >= in_storage(begin), d.at < in_storage(end), d.state.not_in((*_UNSENT, "kept")))
    rows = connection.execute(select(d.kind, d.state, func.count()).where(*over).group_by(d.kind, d.state))
    found: dict[str, dict[str, int]] = {}
    for kind, state, number in rows:
        found.setdefault(kind, {})[state] = number
    return found


def spared_trips(connection: Connection, begin: datetime, end: datetime) -> int:
    """少跑一趟: how many notices, sent between two moments, that a session is off or elsewhere came before it began."""
    d, r = t.delivery.c, t.revision.c
    then = (d.at >= in_storage(begin), d.at < in_storage(end))
    in_time = (d.kind == "notice", d.state == "sent", *then, d.at < d.event_at)
    rows = connection.execute(select(d.occurrence, func.count()).where(*in_time).group_by(d.occurrence)).all()
    told = {occurrence: int(occurrence.split("/")[1]) for occurrence, _ in rows}
    changes = (r.kind == "change", r.number.in_(set(told.values())))
    bodies = connection.execute(select(r.number, r.after).where(*changes)).all()
    off = {number for number, body in bodies if body and (change := change_of(body)) and change.change in _OFF}
    return sum(number for occurrence, number in rows if told[occurrence] in off)


def of_series(connection: Connection) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """By the id of a series: how many people wait for its next day, and what became of what was sent."""
    r, d = t.reminder.c, t.delivery.c
    waiting = (r.kind == "series", r.next_due.is_not(None))
    people = connection.execute(select(r.subject, func.count()).where(*waiting).group_by(r.subject)).all()
    rows = connection.execute(
        select(d.subject, d.state, func.count()).where(d.kind == "series").group_by(d.subject, d.state)
    )
    found: dict[str, dict[str, int]] = {}
    for subject, state, number in rows:
        found.setdefault(subject.removeprefix("series:"), {})[state] = number
    return {subject.removeprefix("series:"): number for subject, number in people}, found
