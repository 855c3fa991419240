"""The Book as a list to look through: what each fact is called, and the facts that some words may mean."""

from typing import Final

from rapidfuzz import fuzz, process

from knowledge import clinics as c
from knowledge import model as m
from knowledge.book import Book
from knowledge.keeping.fitting import names_of
from knowledge.keeping.lines import Lines
from knowledge.reading import Key
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical

_NEAR: Final = 55.0
_CLOSE: Final = 20
_CALLED_BY_OTHERS: Final = frozenset({"base", "session", "change", "site_rule"})
"""Kinds whose facts are called by what others are called."""
_KEPT: Final[dict[str, "_Spelt"]] = {}
"""Of each kind that was looked through, what was made of its newest facts: 15 MB for 10,000 entries."""


def label(fact: m.Fact, book: Book) -> str:
    """What a fact is called among the staff, in a few words."""
    match fact:
        case m.Base():
            return f"{_institution(book, fact.institution)} · {fact.source_name}"
        case c.Session():
            days = fact.rule_note or fact.rule or "、".join(fact.dates[:2])
            return f"{_expert(book, fact.expert)} {days}{fact.half_day}"
        case c.Change():
            whom = _expert(book, fact.expert) if fact.expert else _institution(book, fact.institution)
            return f"{whom} {fact.first}—{fact.last}"
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
    plain = canonical(words)
    if not plain:
        return list(book.kinds.get(kind, {}))
    spelt = _spelt(book, kind)
    found = dict.fromkeys(spelt.keys[number] for number in sorted(spelt.spoken.having(plain)))
    if kind == "entry":
        found |= dict.fromkeys(hit.key for hit in book.questions.likely(fold(plain)))
    near = process.extract(plain, spelt.names, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_CLOSE)
    return list(found | dict.fromkeys(spelt.named[number] for _, _, number in near))


class _Spelt:
    """All facts of a kind as they are looked for: what is said of each in one line, and every name with its fact."""

    def __init__(self, book: Book, kind: str, before: "_Spelt | None") -> None:
        self.facts = book.kinds.get(kind, {})
        held = before.said if before is not None and kind not in _CALLED_BY_OTHERS else {}
        self.said: dict[str, tuple[m.Fact, tuple[str, ...], tuple[str, ...]]] = {
            key: held[key] if key in held and held[key][0] is fact else (fact, *_said(fact, book))
            for key, fact in self.facts.items()
        }
        self.keys = list(self.said)
        self.spoken = Lines("\t".join(spoken) for _, spoken, _ in self.said.values())
        self.names = [name for _, _, names in self.said.values() for name in names]
        self.named = [key for key, (_, _, names) in self.said.items() for _ in names]


def _spelt(book: Book, kind: str) -> _Spelt:
    """Made when a kind is first looked through, brought up to date when it has changed."""
    kept = _KEPT.get(kind)
    if kept is None or kept.facts is not book.kinds.get(kind) or kind in _CALLED_BY_OTHERS:
        kept = _KEPT[kind] = _Spelt(book, kind, kept)
    return kept


def _said(fact: m.Fact, book: Book) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = tuple(canonical(name) for name in (label(fact, book), *names_of(fact)))
    return (fact.id, *names, *map(canonical, getattr(fact, "phrasings", ()))), names


def known(book: Book, key: Key) -> m.Fact | None:
    """A fact of the Book in use; None when there is none."""
    return book.kinds.get(key[0], {}).get(key[1])
