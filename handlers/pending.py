"""A reminder that waits for its confirmation, or for what is still missing: in memory only, for ten minutes."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from knowledge.answering.case import Case
from knowledge.answering.reminders import Proposal
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.understanding.mentions import Mention
from knowledge.understanding.reminding import Wish
from knowledge.wording import Voice
from scheduler.plans import Plan

MEMORY: Final = timedelta(minutes=10)


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """What would be set. ``proposal`` is None while something has to be asked; ``number``: kept under it already.

    ``replaces``: the number of the one that was just set and would be changed to this.
    ``aside``: something else was talked of since, so that only its own buttons mean it, and no 「好」.
    """

    at: datetime
    wish: Wish
    mentions: tuple[Mention, ...] = ()
    proposal: Proposal | None = None
    number: int = 0
    replaces: int = 0
    aside: bool = False

    def fresh(self, now: datetime) -> bool:
        """Whether it still waits."""
        return self.recent(now) and not self.number

    def recent(self, now: datetime) -> bool:
        """Whether it was talked of in the last minutes, set or not."""
        return now - self.at <= MEMORY

    def case(self, reader: Reader, book: Book, voice: Voice, now: datetime) -> Case:
        """The question it came from, without its words."""
        meaning = msgspec.structs.replace(reader.read("", now), mentions=self.mentions)
        return Case(meaning, book, voice)


def plan_of(made: Proposal) -> Plan:
    """A proposal as the diary keeps it."""
    fields = {name: getattr(made, name) for name in Plan.__struct_fields__ if name in Proposal.__struct_fields__}
    return Plan(**fields)
