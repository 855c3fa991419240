"""Reading a question: normalise → safety → names ⊕ dates ⊕ complaints ⊕ wishes → likely entries."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from knowledge.book import Book
from knowledge.holidays import Calendar
from knowledge.understanding.complaints import specialties_of, uncovered
from knowledge.understanding.cues import read_cues
from knowledge.understanding.index import Hit
from knowledge.understanding.lexicon import fold
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.mentions import read_mentions
from knowledge.understanding.names import Names
from knowledge.understanding.normalise import canonical
from knowledge.understanding.safety import alarm, ask_first
from knowledge.understanding.when import read_when

LONGEST = 500
"""Characters of a question that are read for its subject; safety reads all of it."""
_HITS = 8
_RUNS_ON = 22
_PART = 16
_PART_WEIGHT = 0.92


class Reader:
    """Reads questions against one version of the Book."""

    def __init__(self, book: Book, calendar: Calendar) -> None:
        """Take the Book whose names are to be found, and the calendar of holidays."""
        self.book = book
        self.calendar = calendar

    @cached_property
    def names(self) -> Names:
        """The names of this Book."""
        kinds = ("institution", "district", "locality", "alliance", "person", "specialty", "expert")
        return Names({kind: self.book.kinds.get(kind, {}).values() for kind in kinds})

    def read(self, question: str, now: datetime, point: tuple[float, float] | None = None) -> Meaning:
        """What ``question`` means at ``now`` (aware), asked at ``point`` when the person shared it."""
        whole = canonical(question)
        written = whole[:LONGEST]
        text = fold(written)
        return Meaning(
            question=question,
            text=text,
            now=now,
            alarm=alarm(whole),
            ask_first=ask_first(written),
            mentions=tuple(read_mentions(text, self.names)),
            specialties=specialties_of(written),
            uncovered=uncovered(written),
            when=read_when(written, now, self.calendar),
            wishes=read_cues(text),
            hits=self._likely(written, text),
            point=point,
        )

    def _likely(self, written: str, text: str) -> tuple[Hit, ...]:
        """Entries near the question as it was written, in plain words, or in one of its parts when it runs on."""
        spellings = dict.fromkeys((written, text))
        best: dict[str, Hit] = {}
        for spelling in spellings:
            for part, weight in _parts(spelling):
                for hit in self.book.entry_index.search(part, _HITS):
                    weighed = hit._replace(score=hit.score * weight)
                    if hit.key not in best or best[hit.key].score < weighed.score:
                        best[hit.key] = weighed
        return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.key))[:_HITS])


def _parts(text: str) -> Iterator[tuple[str, float]]:
    yield text, 1.0
    if len(text) > _RUNS_ON:
        for start in range(0, len(text) - _PART // 2, _PART // 2):
            yield text[start : start + _PART], _PART_WEIGHT
