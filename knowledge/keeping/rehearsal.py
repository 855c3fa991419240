"""Before a fact is published: which questions its wordings or its names would take from others.

The wordings that the Book knows (:mod:`knowledge.keeping.golden`) are asked again, of the Book as it is and as it would
be. Only those are asked that the change can move, which finds what asking all of them would:

- A wording of an entry is answered by that entry with certainty; another can only draw level that has the same wording.
  So the same wordings are asked, and of those without that certainty the ones that are at all like the entry's.
- A name is heard where it stands as written, by its sound or its initials, or in what is nearly the same. So those are
  asked in which a name stands that the fact gets or loses; of a base, the names of its two hospitals.

What an entry is asked with for the first time is asked as a resident would, through all the rules.
"""

import threading
from collections import deque
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.keeping.golden import NAMED, Asked, Golden, differing
from knowledge.keeping.leading import Led, Moved, Moves, asked, likest
from knowledge.keeping.renaming import renamed
from knowledge.model import Entry, Fact
from knowledge.questions import Questions
from knowledge.reading import Changes, Key
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling

_WORDINGS: Final = 16
"""Of an entry's new wordings, so many are tried."""
_MANY: Final = 1_000
"""Changed entries from which on the questions are copied anew."""
_REMEMBERED: Final = 8
_READ: Final = 200
"""Wordings that are read at first: what reading makes for itself at the first use of a word is made then."""


class Rehearsal:
    """Tries out changes. One for a process: it keeps a copy of the index (20 MB at 10,000 entries) and what the present
    Book answers, made at the first trial (:meth:`prepare`) and brought up to date with each version.
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._lock = threading.Lock()
        self._book = self._ready = Book({})
        self._golden = Golden(self._book)
        self._own: Questions | None = None
        self._led: dict[str, Led] = {}
        self._told: deque[tuple[Key, Fact | None, date, Moves]] = deque(maxlen=_REMEMBERED)

    def prepare(self, reader: Reader, now: datetime) -> None:
        """Make ready what a trial needs, a second or two at first. May be called in any thread."""
        with self._lock:
            first = self._own is None
            self._catch_up(reader.book)
            self._golden.make_ready()
            for one in self._golden.asked[:: max(1, len(self._golden.asked) // _READ)] if first else ():
                reader.read(one.words, now)
            self._ready = reader.book

    def knows(self, book: Book) -> bool:
        """Whether all is ready for a trial in this Book."""
        return book is self._ready

    def moved(self, reader: Reader, key: Key, fact: Fact | None, now: datetime) -> Moves:
        """What would lead elsewhere if ``fact`` (None: nothing) stood under ``key``. May be called in any thread.

        What was told of the last few is told again, of the same Book on the same day: who publishes has looked before.
        """
        with self._lock:
            own, asked_for = self._catch_up(reader.book), (key, fact, now.date())
            for *known, moves in self._told:
                if tuple(known) == asked_for:
                    return moves
            told = self._tried(own, reader, key, fact, now)
            self._told.append((*asked_for, told))
            return told

    def _tried(self, own: Questions, reader: Reader, key: Key, fact: Fact | None, now: datetime) -> Moves:
        if key[0] == "entry":
            return Moves((*self._reworded(own, reader, key, fact if isinstance(fact, Entry) else None, now),))
        if key[0] not in NAMED:
            return Moves()
        changes = Changes(reader.book.version, {key: fact} if fact else {}, () if fact else (key,))
        return renamed(self._golden, reader, reader.after(reader.book.with_changes(changes)), key, now)

    def _catch_up(self, book: Book) -> Questions:
        """Take in what was published since the last trial; the copy of the questions, which trials may change."""
        if book is self._book and self._own is not None:
            return self._own
        changed = differing(self._book.entries, book.entries)
        few = len(changed) <= min(_MANY, len(book.entries) // 2)
        own = self._own.as_in(book.questions, changed) if self._own and few else book.questions.apart()
        self._golden = Golden(book, self._golden)
        if changed:
            self._led = {}
        self._told.clear()
        self._own, self._book = own, book
        return own

    def _reworded(
        self, own: Questions, reader: Reader, key: Key, entry: Entry | None, now: datetime
    ) -> Iterator[Moved]:
        book, entries = reader.book, dict(reader.book.entries)
        entries.pop(key[1], None)
        if entry is not None:
            entries[key[1]] = entry
        self._own = None  # until it is put back: an error leaves no half of a trial
        then = own.with_changes(entries, {key[1]})
        told = set()
        for one in _may_move(self._golden, key, book.entries.get(key[1]), entry):
            before, after = self._now(book, one.text), likest(then, entries, one.text)
            if before.way != after.way and key in {before.key, after.key}:
                told.add(one.text)
                yield Moved(one.words, one.home, before, after, stolen=before.key == one.home != key)
        later = Book({**book.kinds, "entry": entries}, book.version, tuning=book.tuning)
        later.questions = then
        fresh = _texts(entry).items() - _texts(book.entries.get(key[1])).items()
        yield from _first_asked(reader, reader.after(later), key, [w for t, w in sorted(fresh) if t not in told], now)
        self._own = then.as_in(book.questions, {key[1]})

    def _now(self, book: Book, text: str) -> Led:
        if text not in self._led:
            self._led[text] = likest(book.questions, book.entries, text)
        return self._led[text]


def _first_asked(reader: Reader, then: Reader, key: Key, wordings: list[str], now: datetime) -> Iterator[Moved]:
    """New wordings of an entry that something else answers now, or still answers then."""
    for words in wordings[:_WORDINGS]:
        before, after = asked(reader, words, now), asked(then, words, now)
        if after.key != key:
            yield Moved(words, key, before, after)
        elif before.sure and before.key != key:
            yield Moved(words, key, before, after, stolen=True)


def _may_move(golden: Golden, key: Key, before: Entry | None, after: Entry | None) -> Iterator[Asked]:
    """The wordings that a change of this entry may move, each once."""
    had, has = _texts(before), _texts(after)
    needs_same = before is not None and after is not None and before.requires == after.requires
    if needs_same and had == has:
        return
    found: dict[Asked, None] = {}
    for text in had | has:
        rivals = [*golden.same(text)]
        kept = needs_same and text in had and text in has and all(one.home == key for one in rivals)
        found |= dict.fromkeys(() if kept else rivals)
    found |= dict.fromkeys(one for text in had | has for one in golden.like(sound_with_spelling(text)))
    yield from found


def _texts(entry: Entry | None) -> dict[str, str]:
    """Folded wording → wording."""
    return {fold(canonical(words)): words for words in (entry.title, *entry.phrasings)} if entry is not None else {}
