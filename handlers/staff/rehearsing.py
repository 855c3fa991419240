"""Before an answer from the chat is published: which questions it would take from entries that answer them now."""

import asyncio
from typing import Final

from handlers.staff.turn import Turn
from knowledge.keeping.catalogue import label
from knowledge.keeping.rehearsal import Rehearsal
from knowledge.model import Entry

_REHEARSAL: Final = Rehearsal()
_SHOWN: Final = 6


async def taken_by(entry: Entry, turn: Turn) -> list[str]:
    """Lines that name each wording with the entry it would be taken from; none when nobody loses anything."""
    book = turn.desk.book
    moved = await asyncio.to_thread(_REHEARSAL.moved, book, entry.id, entry)
    lost = [one for one in moved if one.stolen and one.home in book.entries]
    lines = [
        turn.voice.say("sd_takes_one", words=one.words, title=label(book.entries[one.home], book))
        for one in lost[:_SHOWN]
    ]
    more = len(lost) - _SHOWN
    return [*lines, turn.voice.say("sd_takes_more", count=more)] if more > 0 else lines
