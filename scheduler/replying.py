"""The staff answer somebody who asked for them: their words go out by the outbox, to where the person wrote from."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from knowledge import audit, replies
from knowledge.moments import SHANGHAI
from knowledge.permission import Actor
from knowledge.standing import demand_now
from scheduler import outbox, quiet
from scheduler.night import quiet_hours
from scheduler.outbox import Delivery, Order

_ABOUT: Final = "handoff:"


def reply(connection: Connection, number: int, words: str, actor: Actor, now: datetime, asked_at: str = "") -> datetime:
    """Answer the hand-off of this number, asked at ``asked_at`` (ISO; empty: whoever waits); returns when it is told.

    Raises NotAllowed, InputError for no words or too many, and Conflict when a colleague was faster. The audit knows
    that it was answered, not what was said.
    """
    demand_now(connection, actor, "answer")
    hours = quiet_hours(connection)
    asked = replies.write(connection, number, words, asked_at)
    wall = now.astimezone(SHANGHAI)
    told = quiet.notice_time(wall.replace(tzinfo=None), None, hours)
    due = (told or wall).replace(tzinfo=SHANGHAI)
    once = asked.at.isoformat()  # who asks once more keeps their number and is answered once more
    order = Order(to=asked.address, kind="reply", subject=f"{_ABOUT}{number}", occurrence=once, event=due, due=due)
    outbox.place(connection, [order], now)
    audit.record(connection, actor, now, "reply", f"{asked.topic} {asked.subject}")
    return due


def number_of(delivery: Delivery) -> int:
    """The hand-off that a reply answers."""
    return int(delivery.subject.removeprefix(_ABOUT))
