"""The Book as a list to look through: what each fact is called, and the facts that some words may mean."""

from typing import Final

from rapidfuzz import fuzz, process

from knowledge import clinics as c
from knowledge import model as m
from knowledge.answering.answer import name_said
from knowledge.answering.sittings import half_said
from knowledge.book import Book
from knowledge.importing.wording import when_words
from knowledge.keeping.fitting import names_of
from knowledge.keeping.lines import Lines
from knowledge.reading import Key
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical
from knowledge.wording import Voice

_CHINESE: Final = Voice()
_NEAR: Final = 55.0
_CLOSE: Final = 20
_CALLED_BY_OTHERS: Final = frozenset({"base", "session", "change", "site_rule"})
"""Kinds whose facts are called by what others are called."""
_KEPT: Final[dict[str, "_Spelt"]] = {}
"""Of each kind that was looked through, what was made of its newest facts: 15 MB for 10,000 entries."""


def label(fact: m.Fact, book: Book, voice: Voice = _CHINESE) -> str:
    """What a fact is called among the staff, in a few words: in their language, as far as it has a name in it."""
    match fact:
        case m.Base():
            return _institution(book, fact.institution, voice)
        case c.Expert():
            return fact.name
        case c.Session():
            return f"{_expert(book, fact.expert)} {days_said(fact, voice)}{half_said(fact.half_day, voice)}"
        case c.Change():
            whom = _expert(book, fact.expert) if fact.expert else _institution(book, fact.institution, voice)
            return f"{whom} {'—'.join(dict.fromkeys((fact.first, fact.last)))}"
        case c.SiteRule():
            return f"{_institution(book, fact.institution, voice)} {fact.campus}".strip()
        case m.Hotline():
            return f"{fact.number} {fact.name}"
    english = str(getattr(fact, "english", "") or getattr(fact, "english_title", "")) if voice.english else ""
    return english or str(getattr(fact, "title", "") or getattr(fact, "name", "") or fact.id)


def days_said(session: c.Session, voice: Voice) -> str:
    """On which days: in Chinese the clerk's own words, else the rule in words."""
    if not voice.english or not (session.rule or session.dates):
        return session.rule_note or when_words(session)
    return f"{when_words(session, voice).strip()} "


def _institution(book: Book, key: str, voice: Voice) -> str:
    return name_said(book.institutions[key], voice) if key in book.institutions else key


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


def make_ready(book: Book, kind: str) -> None:
    """Make what :func:`find` looks in, half a second at first for 10,000 facts. May be called in any thread."""
    _spelt(book, kind)


class _Spelt:
    """All facts of a kind as they are looked for: what is said of each in one line, and every name with its fact."""

    def __init__(self, book: Book, kind: str, before: "_Spelt | None") -> None:
        self.facts = book.kinds.get(kind, {})
        held = before.said if before is not None and kind not in _CALLED_BY_OTHERS else {}
        self.said: dict[str, tuple[m.Fact, tuple[str, ...], tuple[str, ...]]] = {
            key: held[key] if key in held and held[key][0] == fact else (fact, *_said(fact, book))
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
