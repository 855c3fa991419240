"""Before an entry is published: which questions it would take from other entries, and which of its own lead elsewhere.

The wordings that the Book knows are asked again, against the Book as it is and as it would be. Not all of them: those
of the entries that are near to the changed one, the likest first, since a change far away moves nothing.
"""

import threading
from collections.abc import Iterable
from typing import Final

import msgspec
from rapidfuzz import fuzz, process

from knowledge.book import Book
from knowledge.model import Entry
from knowledge.questions import Questions, key_term
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling

_ASKED: Final = 60
_FAR: Final = 35.0
"""What is less like than this to every wording of the changed entry is not moved by it."""
_WORDINGS: Final = 40
"""Of a changed entry, so many wordings are looked at."""


class Moved(msgspec.Struct, frozen=True):
    """A wording that leads elsewhere once the change is published: ids of entries, empty for none.

    ``home`` is the entry whose wording it is.
    """

    words: str
    home: str
    before: str
    after: str

    @property
    def stolen(self) -> bool:
        """Whether it led home and does so no more."""
        return self.before == self.home != self.after


class Rehearsal:
    """Tries out changes of entries. One for a process: it keeps a copy of the index, made at the first trial."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._lock = threading.Lock()
        self._of: Questions | None = None
        self._own: Questions | None = None

    def moved(self, book: Book, key: str, entry: Entry | None) -> list[Moved]:
        """What would lead elsewhere if ``entry`` (None: nothing) stood under ``key``. May be called in any thread."""
        entries = {i: fact for i, fact in book.entries.items() if i != key}
        if entry is not None:
            entries[key] = entry
        with self._lock:
            own = self._own if self._of is book.questions and self._own is not None else book.questions.apart()
            self._of, self._own = book.questions, None  # until it is put back: an error leaves no half of a trial
            then = own.with_changes(entries, {key})
            found = [*_moved(book, then, entries, key)]
            self._own = then.with_changes(book.entries, {key})
        return found


def _moved(book: Book, then: Questions, entries: dict[str, Entry], key: str) -> Iterable[Moved]:
    changed = _texts(entries.get(key)) | _texts(book.entries.get(key))
    for words, home in _near(book, changed, key):
        text = fold(canonical(words))
        after = _lead(then, entries, text)
        if after != key and key not in book.entries:
            continue  # a new entry moves only what leads to it
        before = _lead(book.questions, book.entries, text)
        if before != after and key in {before, after}:
            yield Moved(words, home, before, after)
    for text, words in _texts(entries.get(key)).items():
        after = _lead(then, entries, text)
        if after != key:
            yield Moved(words, key, key, after)


def _texts(entry: Entry | None) -> dict[str, str]:
    """Folded wording → wording."""
    if entry is None:
        return {}
    return {fold(canonical(words)): words for words in (entry.title, *entry.phrasings)[:_WORDINGS]}


def _near(book: Book, changed: dict[str, str], key: str) -> list[tuple[str, str]]:
    """(wording, its entry) of the entries near to the changed one, the likest first."""
    rivals = dict.fromkeys(hit.key for text in changed for hit in book.questions.likely(text) if hit.key != key)
    asked = [(words, i) for i in rivals for words in (book.entries[i].title, *book.entries[i].phrasings)]
    spoken = list(changed)
    likeness = {pair: _likest(fold(canonical(pair[0])), spoken) for pair in asked}
    close = [pair for pair, like in likeness.items() if like >= _FAR]
    return sorted(close, key=likeness.__getitem__, reverse=True)[:_ASKED]


def _likest(text: str, spoken: list[str]) -> float:
    found = process.extractOne(text, spoken, scorer=fuzz.ratio)
    return found[1] if found else 0.0


def _lead(questions: Questions, entries: dict[str, Entry], text: str) -> str:
    """The entry that a question leads to: the likeliest whose needed words are heard; empty for none."""
    heard = sound_with_spelling(text)
    for hit in questions.likely(text):
        needed = entries[hit.key].requires
        if not needed or any(key_term(word) in heard for word in needed):
            return hit.key
    return ""
