"""Before an answer from the chat is published: which questions it would take from what answers them now."""

import asyncio
from typing import Final

from handlers.staff.turn import Turn
from knowledge.keeping.catalogue import label
from knowledge.keeping.leading import Moved
from knowledge.keeping.rehearsal import Rehearsal
from knowledge.model import Entry

REHEARSAL: Final = Rehearsal()
"""One for the process, the web desk's too: what it has made ready is large."""
_SHOWN: Final = 6


async def taken_by(entry: Entry, turn: Turn) -> list[str]:
    """Lines that name each wording with what it would be taken from; none when nothing loses any."""
    reader = turn.desk.shelf.reader
    moves = await asyncio.to_thread(REHEARSAL.moved, reader, ("entry", entry.id), entry, turn.now)
    lost = [one for one in moves.moved if one.stolen]
    lines = [turn.voice.say("sd_takes_one", words=one.words, title=_home(one, turn)) for one in lost[:_SHOWN]]
    more = len(lost) - _SHOWN
    return [*lines, turn.voice.say("sd_takes_more", count=more)] if more > 0 else lines


def _home(one: Moved, turn: Turn) -> str:
    """What answers the wording now: the fact's name, or the first words of the answer."""
    kind, key = one.before.key
    fact = turn.desk.book.kinds.get(kind, {}).get(key)
    return label(fact, turn.desk.book) if fact is not None else one.before.said
