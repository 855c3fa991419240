"""Setting what an owner may set. It raises the Book's version, so every replica reads it as it reads a changed fact."""

from datetime import datetime
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
from knowledge.tuning import Tuning

LEAST_MAYBE: Final = 0.2
MOST_SURE: Final = 0.95
FASTEST: Final = 30
"""Telegram's own line."""


def adjust(connection: Connection, wanted: Tuning, seen: Tuning, actor: Actor, now: datetime) -> int:
    """Put ``wanted`` in place of what was ``seen``; returns the new version of the Book.

    Raises NotAllowed for anybody but an owner, InputError for what cannot be set, Conflict when somebody was faster.
    """
    demand_now(connection, actor, "settings")
    if not LEAST_MAYBE <= wanted.maybe < wanted.sure <= MOST_SURE:
        raise InputError(f"两条线要在 {LEAST_MAYBE} 和 {MOST_SURE} 之间，“直接回答”要高于“给选项”")
    if wanted.per_second is not None and not 1 <= wanted.per_second <= FASTEST:
        raise InputError(f"每秒最多发几条：1 到 {FASTEST}，空着就按启动时的设置")
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


def _told(tuned: Tuning) -> str:
    return msgspec.json.encode(tuned).decode()
