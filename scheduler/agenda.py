"""A person's own agenda in the database: what they want to be reminded of and whom they follow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge import people
from knowledge import tables as t
from knowledge.message import Address
from knowledge.moments import from_storage, in_storage
from knowledge.people import Preferences
from scheduler import forgotten
from scheduler.night import quiet_hours
from scheduler.plans import Plan, moment, next_due

MOST: Final = 50
"""Reminders and follows one person may have at a time."""
SNOOZES: Final = 10
"""How often one reminder may be put off before the first of these rings: each is planned anew at every tick."""


_LATELY: Final = timedelta(hours=24)


class Reminder(msgspec.Struct, frozen=True):
    """A stored plan: its number, what it says, and when it rings next (aware, UTC; None: not any more)."""

    id: int
    plan: Plan
    next_due: datetime | None


class TooMany(Exception):
    """The person has as many reminders, follows or times to put off as one may have."""


def of(address: Address, table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The rows of a table that belong to a person."""
    return table.c.channel == address.channel, table.c.address == address.id


def _reminder(row: RowMapping) -> Reminder:
    due = row["next_due"]
    plan = msgspec.json.decode(row["plan"], type=Plan)
    return Reminder(row["id"], plan, from_storage(due) if due is not None else None)


def add(connection: Connection, address: Address, plan: Plan, now: datetime) -> int:
    """Keep a plan; the same plan twice is one reminder. Raises TooMany, and ValueError for one that never rings."""
    due = next_due(plan, now, quiet_hours(connection))
    if due is None:
        raise ValueError("nothing of this plan lies ahead")
    held = reminders(connection, address)
    if (known := next((r.id for r in held if r.plan == plan), None)) is not None:
        return known
    if len(held) >= MOST:
        raise TooMany
    at = in_storage(now)
    row = {"kind": plan.kind, "subject": plan.subject, "plan": msgspec.json.encode(plan)}
    who = {"channel": address.channel, "address": address.id}
    made = connection.execute(insert(t.reminder).values(**row, **who, made=at, dealt=at, next_due=in_storage(due.at)))
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0


def reminders(connection: Connection, address: Address) -> list[Reminder]:
    """What a person is still to be reminded of, the soonest first."""
    r = t.reminder.c
    rows = connection.execute(
        select(t.reminder).where(*of(address, t.reminder), r.next_due.is_not(None)).order_by(r.next_due, r.id)
    ).mappings()
    return [_reminder(row) for row in rows]


def reminder(connection: Connection, address: Address, number: int) -> Reminder | None:
    """One reminder of this person, also one that has rung for the last time; None for somebody else's."""
    r = t.reminder.c
    row = connection.execute(select(t.reminder).where(*of(address, t.reminder), r.id == number)).mappings().first()
    return _reminder(row) if row else None


def snooze(connection: Connection, address: Address, number: int, until: datetime, now: datetime) -> bool:
    """Ring once more at ``until`` (aware), whatever else the plan says; False when there is no such reminder.

    Raises TooMany when it has been put off :data:`SNOOZES` times already.
    """
    held = reminder(connection, address, number)
    if held is None:
        return False
    local = until.astimezone(ZoneInfo(held.plan.zone)).strftime("%Y-%m-%dT%H:%M")
    coming = tuple(extra for extra in held.plan.extra if moment(extra, held.plan.zone) > now and extra != local)
    if len(coming) >= SNOOZES:
        raise TooMany
    change(connection, number, msgspec.structs.replace(held.plan, extra=(*coming, local)), now)
    return True


def change(connection: Connection, number: int, plan: Plan, now: datetime) -> None:
    """Put another plan in place of a reminder's own; what has been dealt with stays so."""
    due = next_due(plan, now, quiet_hours(connection))
    values = {"plan": msgspec.json.encode(plan), "next_due": in_storage(due.at) if due else None}
    connection.execute(update(t.reminder).where(t.reminder.c.id == number).values(**values))


def stop(connection: Connection, address: Address, number: int, now: datetime) -> bool:
    """Never ring again; what was on its way is held back. False when there is no such reminder."""
    if reminder(connection, address, number) is None:
        return False
    connection.execute(delete(t.reminder).where(t.reminder.c.id == number))
    _hold_back(connection, now, t.delivery.c.reminder == number)
    return True


def stop_all(connection: Connection, address: Address, now: datetime) -> int:
    """Stop every reminder and every follow of a person; tells how many there were."""
    gone = connection.execute(delete(t.reminder).where(*of(address, t.reminder), t.reminder.c.next_due.is_not(None)))
    connection.execute(delete(t.reminder).where(*of(address, t.reminder)))
    count = gone.rowcount + connection.execute(delete(t.follow).where(*of(address, t.follow))).rowcount
    _hold_back(connection, now, *of(address, t.delivery), t.delivery.c.kind != "reply")
    return count


def _hold_back(connection: Connection, now: datetime, *which: ColumnElement[bool]) -> None:
    d = t.delivery.c
    unsent = d.state.in_(("planned", "ready", "claimed", "kept"))
    connection.execute(
        update(t.delivery).where(*which, unsent).values(state="skipped", reason="stopped", at=in_storage(now))
    )


def follow(connection: Connection, address: Address, subject: str, now: datetime) -> bool:
    """Tell this person when the clinics of ``expert:ID`` or ``base:ID`` change; False when they are told already."""
    if len(follows(connection, address)) >= MOST:
        raise TooMany
    try:
        with connection.begin_nested():
            row = {"channel": address.channel, "address": address.id, "subject": subject, "since": in_storage(now)}
            connection.execute(insert(t.follow).values(**row))
    except IntegrityError:
        return False
    return True


def unfollow(connection: Connection, address: Address, subject: str, now: datetime) -> bool:
    """Tell them no longer; False when they were not told."""
    gone = connection.execute(delete(t.follow).where(*of(address, t.follow), t.follow.c.subject == subject))
    _hold_back(connection, now, *of(address, t.delivery), t.delivery.c.subject == subject)
    return bool(gone.rowcount)


def follows(connection: Connection, address: Address) -> Sequence[str]:
    """Whom a person follows, the first followed first."""
    f = t.follow.c
    return (
        connection.execute(select(f.subject).where(*of(address, t.follow)).order_by(f.since, f.subject)).scalars().all()
    )


def erase(connection: Connection, address: Address) -> bool:
    """Forget everything on this person's agenda, what is on its way too; tells whether there was anything.

    What is on its way goes last: a replica that plans a reminder at this moment is waited for, and what it placed goes.
    """
    tables = (t.reminder, t.follow, t.handoff)
    gone = sum(connection.execute(delete(table).where(*of(address, table))).rowcount for table in tables)
    return gone + forgotten.forget(connection, *of(address, t.delivery)) > 0


def keep(connection: Connection, address: Address, plan: Plan, wishes: Preferences, now: datetime) -> int:
    """:func:`add` for somebody who is remembered from now on, so that it can be noted when they block us."""
    people.remember(connection, address, wishes, now)
    return add(connection, address, plan, now)


def amend(connection: Connection, address: Address, number: int, plan: Plan, wishes: Preferences, now: datetime) -> int:
    """Keep a plan in the place of the reminder of this number, which rings no more; as :func:`keep`."""
    quiet_hours(connection)  # before the reminder that goes is touched, as whoever sets other hours touches it too
    stop(connection, address, number, now)
    return keep(connection, address, plan, wishes, now)


def keep_following(connection: Connection, address: Address, subject: str, wishes: Preferences, now: datetime) -> bool:
    """:func:`follow` for somebody who is remembered from now on."""
    people.remember(connection, address, wishes, now)
    return follow(connection, address, subject, now)


def last_rung(connection: Connection, address: Address, now: datetime) -> Reminder | None:
    """The reminder that reached this person last, within a day; None when none did."""
    d = t.delivery.c
    reached = (d.reminder.is_not(None), d.state.in_(("sent", "unknown")), d.at >= in_storage(now - _LATELY))
    number = connection.execute(
        select(d.reminder).where(*of(address, t.delivery), *reached).order_by(d.at.desc(), d.id.desc()).limit(1)
    ).scalar()
    return reminder(connection, address, number) if number is not None else None


def rehome(connection: Connection, old: Address, new: Address) -> None:
    """Somebody comes by another address of their channel: what is theirs, what is on its way too, goes with them."""
    people.rehome(connection, old, new)
    for table in (t.reminder, t.follow, t.handoff, t.delivery):
        connection.execute(update(table).where(*of(old, table)).values(address=new.id))


def forget(connection: Connection, address: Address) -> bool:
    """Forget this person and everything on their agenda in one transaction; tells whether there was anything."""
    agenda, person = erase(connection, address), people.erase(connection, address)
    return agenda or person
