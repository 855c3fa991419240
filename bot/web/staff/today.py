"""The first page of the desk: what waits for somebody today."""

import asyncio
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Connection
from starlette.responses import Response

from bot.web.staff.changes import shown_by
from bot.web.staff.frame import HOME, Visit, staff_page
from bot.web.staff.rehearsing import prepared
from knowledge import queue, replies
from knowledge.answered import Answered, answered
from knowledge.book import Book
from knowledge.handoffs import Handoff
from knowledge.keeping import proposals
from knowledge.overdue import overdue
from knowledge.permission import is_theirs
from knowledge.reading import Key
from scheduler.ledger import not_reached

_LISTED: Final = 8
_GROUPS: Final = 30
_LEFT: Final = 20
"""Of the questions that the Book answers by now, so many are shown, with the way back."""
_LOOKED_BACK: Final = timedelta(days=7)
_HOLIDAYS_FROM: Final = 9
"""From this month on next year's holidays are missed."""


class Waits(msgspec.Struct, frozen=True):
    """What the database says waits. ``questions`` are all that are held, also those not grouped."""

    waiting: list[queue.Waiting]
    questions: int
    handoffs: list[Handoff]
    proposals: int
    sent_back: int
    lost: list[tuple[str, str, int]]
    answered: list[Answered]


@staff_page(HOME, "read")
async def today(visit: Visit) -> Response:
    """GET /staff: questions without an answer, people who wait, what is overdue, what did not arrive."""
    await visit.house.shelf.refresh()
    held = await visit.house.database.aread(_waits, visit.now, visit.actor.name)
    groups = await asyncio.to_thread(queue.grouped, held.waiting)
    page = shown_by(visit, "today.html", held=held, groups=groups[:_GROUPS], **_of_the_book(visit))
    return prepared(visit, page)


def _waits(connection: Connection, now: datetime, who: str) -> Waits:
    return Waits(
        queue.waiting(connection, now),
        queue.count(connection),
        [*replies.unanswered(connection)],
        proposals.count(connection),
        len(proposals.sent_back(connection, who)),
        not_reached(connection, now - _LOOKED_BACK),
        answered(connection, _LEFT),
    )


def _of_the_book(visit: Visit) -> dict[str, Any]:
    book, day = visit.house.shelf.book, visit.today
    late = overdue_in(book, visit)
    missing = [year for year in (day.year, day.year + 1) if not book.clinics.calendar.covers(year)]
    told = [year for year in missing if year == day.year or day.month >= _HOLIDAYS_FROM]
    return {"late": late[:_LISTED], "late_count": len(late), "missing": told}


def overdue_in(book: Book, visit: Visit) -> list[Key]:
    """Facts that nobody has confirmed for a year, and that this person may confirm."""
    facts = {(kind, key): fact for kind, held in book.kinds.items() for key, fact in held.items()}
    late = overdue(facts, visit.today)
    return [(kind, key) for kind, key in late if is_theirs(visit.actor, kind, facts[kind, key])]


PAGES = (today,)
