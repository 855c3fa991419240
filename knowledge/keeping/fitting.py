"""Whether a fact may go into the Book as it is: what it names must exist, and what names it must not lose it."""

from collections.abc import Iterator, Mapping
from typing import Final

from knowledge import model as m
from knowledge import references
from knowledge.book import Book
from knowledge.reading import Key
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical
from knowledge.wording import Sentence, sentence

_UNIQUE: Final = ("institution", "specialty")
_NAMES: Final = ("name", "short", "source_name", "aliases", "also_place", "words", "brand")


def misfits(book: Book, key: Key, fact: m.Fact) -> list[Sentence]:
    """What keeps this fact out."""
    near: dict[Key, m.Fact] = {
        (kind, i): found for kind, i in references.references(fact) if (found := book.kinds.get(kind, {}).get(i))
    }
    if key[0] in _UNIQUE:
        near |= {(key[0], i): known for i, known in book.kinds.get(key[0], {}).items()}
    before = near.pop(key, None)
    told = [one.said for one in references.check({**near, key: fact}) if one.serious and one.where == key]
    return told + _renamed(before, fact)


def _renamed(before: m.Fact | None, fact: m.Fact) -> list[Sentence]:
    """A specialty keeps its name: by it the words of complaints find it."""
    match before, fact:
        case m.Specialty(), m.Specialty() if before.name != fact.name:
            return [sentence("specialty_renamed", name=before.name)]
    return []


def names_of(fact: m.Fact) -> Iterator[str]:
    """What a fact is called, as it may be said."""
    for field in _NAMES:
        held = getattr(fact, field, ())
        yield from (held,) if isinstance(held, str) else held


def said_names(fact: m.Fact) -> list[str]:
    """The names and wordings of a fact that should be its own."""
    held = (getattr(fact, field, ()) for field in ("aliases", "also_place", "words", "phrasings"))
    return [name for names in held for name in names]


def clashes(book: Book, key: Key, said: list[str]) -> dict[str, list[Key]]:
    """Which of these names or wordings other facts have already: name → those facts. A warning, no refusal."""
    wanted = {canonical(name): name for name in said if name.strip()}
    found: dict[str, list[Key]] = {}
    if key[0] == "entry":
        for plain, name in wanted.items():
            if same := [("entry", i) for i in book.questions.same(fold(plain)) if i != key[1]]:
                found[name] = same
        return found
    for other, fact in _named(book):
        if other != key:
            for plain in {canonical(name) for name in names_of(fact)} & wanted.keys():
                found.setdefault(wanted[plain], []).append(other)
    return found


def _named(book: Book) -> Iterator[tuple[Key, m.Fact]]:
    kinds: Mapping[str, Mapping[str, m.Fact]] = book.kinds
    for kind in ("institution", "district", "locality", "alliance", "specialty", "base", "person", "expert"):
        for i, fact in kinds.get(kind, {}).items():
            yield (kind, i), fact
