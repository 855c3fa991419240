"""The rehearsal of an edit, in a thread of its own: one for the process."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from starlette.background import BackgroundTask
from starlette.responses import Response

from bot.web.staff.frame import Visit
from handlers.staff.rehearsing import REHEARSAL
from knowledge.comprehension import Reader
from knowledge.keeping import catalogue
from knowledge.keeping.golden import NAMED
from knowledge.keeping.leading import Moved, Moves
from knowledge.keeping.trying import tried
from knowledge.model import Entry, Fact
from knowledge.reading import Key

REHEARSED: Final = frozenset({"entry", *NAMED})
"""Kinds of facts by whose words questions are led."""
_ANY_QUESTION: Final = "明天上午龙华医院有专家门诊吗"
"""Reading it once makes ready what reading any other needs."""


def prepared(visit: Visit, page: Response) -> Response:
    """The page, after which search, 试一试 and the rehearsal are made ready while the clerk still reads or writes."""
    page.background = BackgroundTask(make_ready, visit.house.shelf.reader, visit.now)
    return page


def make_ready(reader: Reader, now: datetime) -> None:
    """Make what takes seconds at its first use, once for each version of the Book. May be called in any thread."""
    if not REHEARSAL.knows(reader.book):
        catalogue.make_ready(reader.book, "entry")
        tried(reader, _ANY_QUESTION, now)
        REHEARSAL.prepare(reader, now)


async def rehearsed(visit: Visit, key: Key, fact: Fact) -> Moves:
    """What would lead elsewhere if this fact were published now."""
    if key[0] not in REHEARSED:
        return Moves()
    await visit.house.shelf.refresh()
    return await asyncio.to_thread(REHEARSAL.moved, visit.house.shelf.reader, key, fact, visit.now)


async def moved_by(visit: Visit, key: Key, fact: Fact) -> Sequence[Moved]:
    """The same of a fact that has wordings and no names."""
    return (await rehearsed(visit, key, fact)).moved


async def moved_by_words(visit: Visit, question: str) -> Sequence[Moved]:
    """What would lead elsewhere if this were a wording of a new entry."""
    made = Entry(id="tried", title=question, topic="programme", answer=question)
    return await moved_by(visit, ("entry", made.id), made)
