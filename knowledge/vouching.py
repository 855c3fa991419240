"""Whose word a fact is: a confirmation (核对于) holds for the words that were looked over, and for no others.

Words that changed since are told with the date of their source (资料日期) until somebody confirms them again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from knowledge.model import Fact
from knowledge.permission import Actor, told
from knowledge.reading import Key, decode
from knowledge.tables import revision

F = TypeVar("F", bound=Fact)


def carried(before: Fact | None, after: F) -> F:
    """``after`` without the confirmation that was given to other words, those of ``before``."""
    return after if before is None or told(before) == told(after) else _unsigned(after)


def as_vouched(connection: Connection, key: Key, fact: F, actor: Actor, now: datetime) -> F:
    """The fact with its confirmation only if that was given to these words: now, in what ever stood here, or anew."""
    if not fact.confirmed_by or _signature(fact) == (actor.name, now.date().isoformat()):
        return fact
    signed = [past for past in _ever(connection, key) if _signature(past) == _signature(fact)]
    return fact if not signed or any(told(past) == told(fact) for past in signed) else _unsigned(fact)


def only_confirmed(before: Fact | None, after: Fact | None) -> bool:
    """Whether nothing is different but who looked it over, and when."""
    if before is None or after is None:
        return False
    signed = msgspec.structs.replace(before, verified_on=after.verified_on, confirmed_by=after.confirmed_by)
    return signed == after


def _unsigned(fact: F) -> F:
    return msgspec.structs.replace(fact, verified_on="", confirmed_by="") if fact.confirmed_by else fact


def _signature(fact: Fact) -> tuple[str, str]:
    return fact.confirmed_by, fact.verified_on


def _ever(connection: Connection, key: Key) -> Sequence[Fact]:
    """All that ever stood under this key."""
    r = revision.c
    here = (r.kind == key[0], r.id == key[1], r.after.is_not(None))
    return [decode(key[0], body) for body in connection.execute(select(r.after).where(*here)).scalars()]
