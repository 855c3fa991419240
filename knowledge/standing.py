"""Whether somebody of the staff still is who they were when their request came in: asked in the transaction that acts.

Between the look at who is logged in and the writing lie a file that is read for seconds, a form that is sent slowly, a
colleague who is quicker. Who was let go meanwhile does nothing more, and leaves no link behind to come back by.
"""

import msgspec
from sqlalchemy import Connection, select

from knowledge import tables as t
from knowledge.errors import NotAllowed
from knowledge.permission import WHOLE_BOOK, Action, Actor, demand


def demand_now(connection: Connection, actor: Actor, action: Action) -> None:
    """Raise NotAllowed when this actor may not do this, or has another place among the staff by now."""
    demand(actor, action)
    check_still(connection, actor)


def check_still(connection: Connection, actor: Actor) -> None:
    """Raise NotAllowed when role, hospitals or belonging to the staff have changed since the actor was looked up.

    Of two who publish together (``reviewer``) it is the second, whose permission counts.
    """
    if actor.door in WHOLE_BOOK:
        return
    s = t.staff.c
    rows = connection.execute(select(t.staff).where(s.name.in_((actor.name, actor.reviewer)))).all()
    held = {row.name: row for row in rows}
    now = held.get(actor.reviewer) or held.get(actor.name)
    if now is None:  # an actor of the program's own: people's are made from this table, where nobody is deleted
        return
    places = msgspec.json.decode(now.institutions, type=tuple[str, ...])
    if not now.active or (now.role, places) != (actor.role, actor.institutions):
        raise NotAllowed("rights_changed", name=now.name)
