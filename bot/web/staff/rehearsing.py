"""The rehearsal of an edit, in a thread of its own: one for the process."""

import asyncio
from typing import Final

from bot.web.staff.frame import Visit
from knowledge.keeping.rehearsal import Moved, Rehearsal
from knowledge.model import Entry

_REHEARSAL: Final = Rehearsal()


async def moved_by(visit: Visit, entry: Entry) -> list[Moved]:
    """What would lead elsewhere if this entry were published now."""
    await visit.house.shelf.refresh()
    return await asyncio.to_thread(_REHEARSAL.moved, visit.house.shelf.book, entry.id, entry)
