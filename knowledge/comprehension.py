"""Reading a question: normalise → safety → names ⊕ dates ⊕ complaints ⊕ wishes."""

import re
from datetime import datetime
from functools import cached_property

from knowledge.book import Book
from knowledge.holidays import Calendar
from knowledge.understanding.complaints import Reading, specialties_of, uncovered
from knowledge.understanding.cues import read_cues
from knowledge.understanding.elsewhere import Elsewhere, closed_up, read_elsewhere, with_guess
from knowledge.understanding.lexicon import fold
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.mentions import Mention, read_mentions
from knowledge.understanding.names import Names
from knowledge.understanding.normalise import canonical
from knowledge.understanding.safety import alarm, ask_first
from knowledge.understanding.when import When, read_when

_DAY = re.compile(r"[周月号日]|星期|礼拜|[今明后][天朝]|上午|下午")
LONGEST = 500
"""Characters of a question that are read for its subject; safety reads all of it."""


class Reader:
    """Reads questions against one version of the Book."""

    def __init__(self, book: Book, calendar: Calendar, known: Names | None = None) -> None:
        """Take the Book whose names are to be found, the calendar of holidays, and the names of the Book before it."""
        self.book = book
        self.calendar = calendar
        self._known = known

    def after(self, book: Book) -> "Reader":
        """The reader of the next Book: what this one has made ready of names that stay is not made again."""
        return Reader(book, book.clinics.calendar, self.__dict__.get("names", self._known))

    @cached_property
    def names(self) -> Names:
        """The names of this Book."""
        kinds = ("institution", "district", "locality", "alliance", "person", "specialty", "expert")
        return Names({kind: self.book.kinds.get(kind, {}) for kind in kinds}, self._known)

    def read(self, question: str, now: datetime, point: tuple[float, float] | None = None) -> Meaning:
        """What ``question`` means at ``now`` (aware), asked at ``point`` when the person shared it."""
        whole = canonical(question)
        written = whole[:LONGEST]
        text = fold(written)
        mentions, outside = self.named(text, now)
        when = read_when(written, now, self.calendar)
        told = _without_dates(written, when)
        return Meaning(
            question=question,
            written=written,
            text=text,
            now=now,
            alarm=alarm(whole),
            ask_first=ask_first(written),
            mentions=mentions,
            specialties=self._held(specialties_of(told)),
            uncovered=uncovered(told),
            elsewhere=outside,
            when=when,
            wishes=read_cues(text),
            point=point,
        )

    def _held(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """Those that the Book has: complaints are read by words of the code, and staff may put a specialty away."""
        return tuple(reading for reading in readings if reading.specialty in self.book.specialty_named)

    def named(self, text: str, now: datetime) -> tuple[tuple[Mention, ...], Elsewhere]:
        """What of the Book a folded canonical text names, and what outside it."""
        closed = closed_up(text, self.names)
        outside = read_elsewhere(closed, self.names)
        ours = closed.replace(outside.hospital, "#" * len(outside.hospital)) if outside.hospital else closed
        mentions = self._mentions(ours, now)
        return mentions, with_guess(outside, text, mentions)

    def _mentions(self, text: str, now: datetime) -> tuple[Mention, ...]:
        found = read_mentions(text, self.names)
        if any(mention.how == "sound" for mention in found):
            days = read_when(text, now, self.calendar).spans  # of the folded text: 明朝上昼 is 明天上午 there
            found = [mention for mention in found if not _heard_in_a_day(mention, text, days)]
        return tuple(mention for mention in found if not self._of_another_district(mention, found))

    def _of_another_district(self, mention: Mention, beside: list[Mention]) -> bool:
        """Whether a hospital that only comes near lies in none of the districts that are named in full."""
        named = {held.id for held in beside if held.kind == "district" and held.how == "exact"}
        if not named or mention.how != "near" or mention.kind != "institution":
            return False
        return not any(campus.district in named for campus in self.book.institutions[mention.id].campuses)


def _heard_in_a_day(mention: Mention, text: str, days: tuple[tuple[int, int], ...]) -> bool:
    """Whether a name that was only heard lies in words of a day: 天山 in 「明天上午」."""
    at = text.find(mention.said) if mention.said and mention.how == "sound" else -1
    return at >= 0 and any(start < at + len(mention.said) and at < end for start, end in days)


def _without_dates(written: str, when: When) -> str:
    """The text with what was read as days blanked: no complaint crosses into them (甲 + 下周)."""
    for start, end in when.spans:
        if _DAY.search(written[start:end]):
            written = f"{written[:start]}{' ' * (end - start)}{written[end:]}"
    return written
