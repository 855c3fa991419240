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
    if not LEAST_MAYBE <= wanted.maybe < wanted.sure <= MOST_SURE:
        raise InputError(f"两条线要在 {LEAST_MAYBE} 和 {MOST_SURE} 之间，“直接回答”要高于“给选项”")
    if wanted.per_second is not None and not 1 <= wanted.per_second <= FASTEST:
        raise InputError(f"每秒最多发几条：1 到 {FASTEST}，空着就按启动时的设置")
    if problem := unquiet(wanted.quiet):
        raise InputError(problem)
    one_at_a_time(connection)
    before = tuning(connection)
    if before != seen:
        raise Conflict("刚才别人也改了设置：请看过再改")
    if before == wanted:
        return version(connection)
    connection.execute(delete(t.setting).where(t.setting.c.name == TUNING))
    connection.execute(insert(t.setting).values(name=TUNING, value=_told(wanted)))
    connection.execute(update(t.book).values(version=t.book.c.version + 1))
    audit.record(connection, actor, now, "settings", TUNING, before=_told(before), after=_told(wanted))
    return version(connection)


def unquiet(quiet: Quiet) -> str:
    """What is wrong with these quiet hours, and what to do about it; empty when they may be set."""
    if not EVENINGS[0] <= quiet.evening <= EVENINGS[1]:
        return f"开始太{'早' if quiet.evening < EVENINGS[0] else '晚'}：请选 {_span(EVENINGS)} 之间，23:00 以后一律不发"
    if not MORNINGS[0] <= quiet.morning <= MORNINGS[1]:
        return f"结束太{'早' if quiet.morning < MORNINGS[0] else '晚'}：请选 {_span(MORNINGS)} 之间，06:00 以前一律不发"
    if (_minutes(quiet.morning) - _minutes(quiet.evening)) % _DAY < SHORTEST * 60:
        return f"安静时间至少 {SHORTEST} 个小时：请早一点开始，或晚一点结束"
    if not quiet.evening <= quiet.urgent_evening <= EVENINGS[1]:
        return f"马上要去的门诊停了，最晚告诉到几点：请选 {quiet.evening:%H:%M} 到 {EVENINGS[1]:%H:%M} 之间"
    if not MORNINGS[0] <= quiet.urgent_morning <= quiet.morning:
        return f"马上要去的门诊停了，最早几点告诉：请选 {MORNINGS[0]:%H:%M} 到 {quiet.morning:%H:%M} 之间"
    return ""


def _span(times: tuple[time, time]) -> str:
    return f"{times[0]:%H:%M} 到 {times[1]:%H:%M}"


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _told(tuned: Tuning) -> str:
    return msgspec.json.encode(tuned).decode()
