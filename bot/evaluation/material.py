"""What peers may choose from: all phrasings of the Book, each with the canonical question it stands for."""

from collections.abc import Iterator
from itertools import chain

import msgspec

from knowledge.book import Book


class Phrasing(msgspec.Struct, frozen=True):
    """Something that may be typed, and the question it stands for."""

    text: str
    canonical: str


def phrasings(book: Book) -> list[Phrasing]:
    """The titles and phrasings of all entries; questions and bare names for bases, specialties and districts."""
    entries = (Phrasing(text, e.title) for e in book.entries.values() for text in (e.title, *e.phrasings))
    return list(chain(entries, _bases(book), _specialties(book), _districts(book)))


def _bases(book: Book) -> Iterator[Phrasing]:
    for base in book.bases.values():
        held = book.institutions[base.institution]
        canonical = f"{held.short}是哪个专科的基地？"
        names = dict.fromkeys((held.name, held.short, *held.aliases))
        yield from (Phrasing(text, canonical) for text in (canonical, *names))


def _specialties(book: Book) -> Iterator[Phrasing]:
    for specialty in book.specialties.values():
        canonical = f"{specialty.name}专科基地在哪里？"
        yield from (Phrasing(text, canonical) for text in (canonical, specialty.name, *specialty.words))


def _districts(book: Book) -> Iterator[Phrasing]:
    for district in book.districts.values():
        canonical = f"{district.name}有哪些专科基地？"
        yield from (Phrasing(text, canonical) for text in (canonical, district.name, *district.aliases))


def specialty_words(book: Book) -> dict[str, str]:
    """Every word for a specialty itself (not its illnesses) → its contract name."""
    held = book.specialties.values()
    return {word: specialty.name for specialty in held for word in (specialty.name, *specialty.words)}
