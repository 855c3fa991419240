"""Setting what an owner may set. It raises the Book's version, so every replica reads it as it reads a changed fact."""

from datetime import datetime, time
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, update

from knowledge import audit
from knowledge import tables as t
from knowledge.editing import one_at_a_time
from knowledge.errors import Conflict, InputError
from knowledge.permission import Actor
from knowledge.reading import TUNING, tuning, version
from knowledge.standing import demand_now
from knowledge.tuning import Quiet, Tuning
from knowledge.wording import Sentence, sentence

LEAST_MAYBE: Final = 0.2
MOST_SURE: Final = 0.95
FASTEST: Final = 30
"""Telegram's own line."""
EVENINGS: Final = (time(19, 0), time(23, 0))
MORNINGS: Final = (time(6, 0), time(9, 0))
SHORTEST: Final = 8
"""Quiet hours begin and end within these, so that 23:00 to 06:00 is always quiet, and last so many hours at least."""
_DAY: Final = 24 * 60


def adjust(connection: Connection, wanted: Tuning, seen: Tuning, actor: Actor, now: datetime) -> int:
    """Put ``wanted`` in place of what was ``seen``; returns the new version of the Book.

    Raises NotAllowed for anybody but an owner, InputError for what cannot be set, Conflict when somebody was faster.
    """
    demand_now(connection, actor, "settings")
    check_fits(wanted)
    return _put(connection, wanted, seen, actor, now)


def check_fits(wanted: Tuning) -> None:
    """Raise InputError for what cannot be set."""
    if not LEAST_MAYBE <= wanted.maybe < wanted.sure <= MOST_SURE:
        raise InputError("lines_unfit", least=LEAST_MAYBE, most=MOST_SURE)
    if wanted.per_second is not None and not 1 <= wanted.per_second <= FASTEST:
        raise InputError("pace_unfit", most=FASTEST)
    if problem := unquiet(wanted.quiet):
        raise InputError(problem)


def _put(connection: Connection, wanted: Tuning, seen: Tuning, actor: Actor, now: datetime) -> int:
    one_at_a_time(connection)
    before = tuning(connection)
    if before != seen:
        raise Conflict("settings_changed")
    if before == wanted:
        return version(connection)
    connection.execute(delete(t.setting).where(t.setting.c.name == TUNING))
    connection.execute(insert(t.setting).values(name=TUNING, value=_told(wanted)))
    connection.execute(update(t.book).values(version=t.book.c.version + 1))
    audit.record(connection, actor, now, "settings", TUNING, before=_told(before), after=_told(wanted))
    return version(connection)


def unquiet(quiet: Quiet) -> Sentence | None:
    """What is wrong with these quiet hours, and what to do about it; None when they may be set."""
    if not EVENINGS[0] <= quiet.evening <= EVENINGS[1]:
        early = quiet.evening < EVENINGS[0]
        return sentence("quiet_begins_early" if early else "quiet_begins_late", **_between(*EVENINGS))
    if not MORNINGS[0] <= quiet.morning <= MORNINGS[1]:
        early = quiet.morning < MORNINGS[0]
        return sentence("quiet_ends_early" if early else "quiet_ends_late", **_between(*MORNINGS))
    if (_minutes(quiet.morning) - _minutes(quiet.evening)) % _DAY < SHORTEST * 60:
        return sentence("quiet_short", hours=SHORTEST)
    if not quiet.evening <= quiet.urgent_evening <= EVENINGS[1]:
        return sentence("urgent_evening_unfit", **_between(quiet.evening, EVENINGS[1]))
    if not MORNINGS[0] <= quiet.urgent_morning <= quiet.morning:
        return sentence("urgent_morning_unfit", **_between(MORNINGS[0], quiet.morning))
    return None


def _between(first: time, last: time) -> dict[str, str]:
    return {"first": f"{first:%H:%M}", "last": f"{last:%H:%M}"}


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _told(tuned: Tuning) -> str:
    return msgspec.json.encode(tuned).decode()
