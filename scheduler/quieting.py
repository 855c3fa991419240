"""Other quiet hours: set by an owner, and what waits for a time is timed anew in the same transaction."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, select, update

from knowledge import tables as t
from knowledge.adjusting import adjust
from knowledge.moments import SHANGHAI, from_storage, in_storage
from knowledge.permission import Actor
from knowledge.reading import tuning
from knowledge.tuning import Quiet
from scheduler.night import nobody_times
from scheduler.outbox import states_in
from scheduler.policies import POLICIES
from scheduler.quiet import allowed, notice_time

_AFTER: Final = timedelta(minutes=10)
_LATE: Final = "quiet hours last until after it"


class Moved(msgspec.Struct, frozen=True):
    """Something meant for ``at`` this night, on the wall clock, and when it is told before and after the change.

    ``what``: a reminder, a notice of a change days ahead, or an urgent one; None: morning is too late for it.
    """

    what: str
    at: datetime
    before: datetime | None
    after: datetime | None


def set_quiet(connection: Connection, wanted: Quiet, seen: Quiet, actor: Actor, now: datetime) -> int:
    """Put ``wanted`` in place of what was ``seen``; returns the Book's version. It holds from the next tick on.

    Raises NotAllowed, InputError and Conflict as :func:`knowledge.adjusting.adjust` does.
    """
    held = tuning(connection)
    new, old = (msgspec.structs.replace(held, quiet=quiet) for quiet in (wanted, seen))
    version = adjust(connection, new, old, actor, now)
    nobody_times(connection)
    if wanted != seen:
        later = (t.reminder.c.next_due.is_not(None), t.reminder.c.next_due > in_storage(now))
        connection.execute(update(t.reminder).where(*later).values(next_due=in_storage(now)))
        _time_anew(connection, wanted, now)
    return version


def _time_anew(connection: Connection, quiet: Quiet, now: datetime) -> None:
    """Notices and replies that wait for a morning wait for the one that is meant now."""
    d = t.delivery.c
    waiting = (states_in("planned"), d.kind.in_(("notice", "reply")), d.due > in_storage(now))
    events = connection.execute(select(d.kind, d.event_at).where(*waiting).distinct()).all()
    for kind, stored in events:
        event = from_storage(stored)
        local = event.astimezone(SHANGHAI).replace(tzinfo=None) if kind == "notice" else None
        told = notice_time(now.astimezone(SHANGHAI).replace(tzinfo=None), local, quiet)
        these = update(t.delivery).where(*waiting, d.kind == kind, d.event_at == stored)
        if told is None:
            connection.execute(these.values(state="expired", reason=_LATE, at=in_storage(now)))
            continue
        due = told.replace(tzinfo=SHANGHAI)
        late = POLICIES[kind].late_after(due, event)
        connection.execute(these.values(due=in_storage(due), late_after=in_storage(late)))


def moved(seen: Quiet, wanted: Quiet, today: date) -> list[Moved]:
    """What would be told at another time this night than before: one line for each edge that was moved."""
    found = [one for at in _edges(seen, wanted, today) for one in _at(at, seen, wanted)]
    return [one for one in found if one.before != one.after]


def _edges(seen: Quiet, wanted: Quiet, today: date) -> list[datetime]:
    """Ten minutes after each evening and before each morning, where the two differ most surely."""
    evenings = {one for quiet in (seen, wanted) for one in (quiet.evening, quiet.urgent_evening)}
    mornings = {one for quiet in (seen, wanted) for one in (quiet.morning, quiet.urgent_morning)}
    nights = [datetime.combine(today, at) + _AFTER for at in sorted(evenings)]
    return nights + [datetime.combine(today + timedelta(days=1), at) - _AFTER for at in sorted(mornings)]


def _at(at: datetime, seen: Quiet, wanted: Quiet) -> Iterator[Moved]:
    noon, days = datetime.combine(at.date() + timedelta(days=1), time(12)), at + timedelta(days=9)
    yield Moved("reminder", at, allowed(at, noon, seen), allowed(at, noon, wanted))
    yield Moved("notice", at, notice_time(at, days, seen), notice_time(at, days, wanted))
    soon = at + timedelta(hours=12)
    yield Moved("urgent", at, notice_time(at, soon, seen), notice_time(at, soon, wanted))
