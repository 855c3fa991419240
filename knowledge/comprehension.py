"""Reading a question: normalise → safety → names ⊕ dates ⊕ complaints ⊕ wishes → likely entries."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from knowledge.book import Book
from knowledge.holidays import Calendar
from knowledge.understanding.complaints import specialties_of, uncovered
from knowledge.understanding.cues import read_cues
from knowledge.understanding.elsewhere import read_elsewhere
from knowledge.understanding.index import Hit
from knowledge.understanding.lexicon import fold
from knowledge.understanding.lookup import Lookup, by_sound
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.mentions import read_mentions
from knowledge.understanding.names import Names
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.understanding.safety import alarm, ask_first
from knowledge.understanding.when import read_when

LONGEST = 500
"""Characters of a question that are read for its subject; safety reads all of it."""
_HITS = 8
_RUNS_ON = 22
_PART = 16
_PART_WEIGHT = 0.92
_TERM, _TERM_BONUS = 0.35, 0.2
_FEW = 2
_LEAST_TERM = 3


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
        outside = read_elsewhere(text)
        ours = text.replace(outside.hospital, "#" * len(outside.hospital)) if outside.hospital else text
        return Meaning(
            question=question,
            text=text,
            now=now,
            alarm=alarm(whole),
            ask_first=ask_first(written),
            mentions=tuple(read_mentions(ours, self.names)),
            specialties=specialties_of(written),
            uncovered=uncovered(written),
            elsewhere=outside,
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
        for key, title in self._named_entries(text):
            known = best.get(key)
            best[key] = Hit(key, min(1.0, (known.score if known else _TERM) + _TERM_BONUS), title)
        return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.key))[:_HITS])

    @cached_property
    def _terms(self) -> Lookup[str]:
        """Key terms that few entries need (136工程, 一妇婴, 护理中心): hearing one points to those entries."""
        words: dict[str, list[str]] = {}
        for entry in self.book.entries.values():
            for word in entry.requires:
                words.setdefault(word, []).append(entry.id)
        return by_sound([(word, key) for word, keys in words.items() if len(keys) <= _FEW for key in keys], _LEAST_TERM)

    def _named_entries(self, text: str) -> Iterator[tuple[str, str]]:
        heard = sound_with_spelling(text)
        for key in dict.fromkeys(key for found in self._terms.every(heard) for key in found.values):
            yield key, self.book.entries[key].title


def _parts(text: str) -> Iterator[tuple[str, float]]:
    yield text, 1.0
    if len(text) > _RUNS_ON:
        for start in range(0, len(text) - _PART // 2, _PART // 2):
            yield text[start : start + _PART], _PART_WEIGHT
