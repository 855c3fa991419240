"""The Book as a list to look through: what each fact is called, and the facts that some words may mean."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from knowledge import clinics as c
from knowledge import model as m
from knowledge.book import Book
from knowledge.importing.wording import when_words
from knowledge.keeping.fitting import names_of
from knowledge.reading import Key
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical

_NEAR: Final = 55.0
_CLOSE: Final = 20
_FAR: Final = 100_000
"""Distinct names whose plain spelling is remembered."""


def label(fact: m.Fact, book: Book) -> str:
    """What a fact is called among the staff, in a few words."""
    match fact:
        case m.Base():
            return " · ".join(dict.fromkeys((_institution(book, fact.institution), fact.source_name)))
        case c.Expert():
            return fact.name
        case c.Session():
            return f"{_expert(book, fact.expert)} {fact.rule_note or when_words(fact)}{fact.half_day}"
        case c.Change():
            whom = _expert(book, fact.expert) if fact.expert else _institution(book, fact.institution)
            return f"{whom} {'—'.join(dict.fromkeys((fact.first, fact.last)))}"
        case c.SiteRule():
            return f"{_institution(book, fact.institution)} {fact.campus}".strip()
        case m.Hotline():
            return f"{fact.number} {fact.name}"
    return str(getattr(fact, "title", "") or getattr(fact, "name", "") or fact.id)


def _institution(book: Book, key: str) -> str:
    return book.institutions[key].short if key in book.institutions else key


def _expert(book: Book, key: str) -> str:
    held = book.of("expert", c.Expert)
    return held[key].name if key in held else key


def find(book: Book, kind: str, words: str) -> list[str]:
    """Ids of the facts of a kind that these words may mean, best first; all of them, as they stand, for no words.

    First those that contain the words, then for entries those that answer them, then names that are nearly so.
    """
    facts = book.kinds.get(kind, {})
    plain = canonical(words)
    if not plain:
        return list(facts)
    found = dict.fromkeys(key for key, fact in facts.items() if any(plain in spoken for spoken in _spoken(fact, book)))
    if kind == "entry":
        found |= dict.fromkeys(hit.key for hit in book.questions.likely(fold(plain)))
    named = [(key, name) for key, fact in facts.items() for name in (label(fact, book), *names_of(fact))]
    spelt = [_plain(name) for _, name in named]
    near = process.extract(plain, spelt, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_CLOSE)
    return list(found | dict.fromkeys(named[number][0] for _, _, number in near))


def _spoken(fact: m.Fact, book: Book) -> Iterator[str]:
    yield fact.id
    yield _plain(label(fact, book))
    for name in (*names_of(fact), *getattr(fact, "phrasings", ())):
        yield _plain(name)


@lru_cache(_FAR)
def _plain(name: str) -> str:
    return canonical(name)


def known(book: Book, key: Key) -> m.Fact | None:
    """A fact of the Book in use; None when there is none."""
    return book.kinds.get(key[0], {}).get(key[1])
