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
    """All phrasings of entries; questions and bare names of bases, specialties and districts; wishes in words."""
    entries = (Phrasing(text, e.title) for e in book.entries.values() for text in (e.title, *e.phrasings))
    return list(chain(entries, _bases(book), _specialties(book), _districts(book), _wishes(book)))


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


def _wishes(book: Book) -> Iterator[Phrasing]:
    """What is answered by rules and stands in no entry: who sits when, what is near, reminders."""
    fields = [specialty.name for specialty in book.specialties.values()]
    hospitals = [book.institutions[base.institution].short for base in book.bases.values()]
    asked = ["提醒我明天去看病", "取消提醒", *(f"{name}今天停诊吗？" for name in hospitals)]
    asked += [f"{name}专家门诊什么时候有？" for name in (*fields, *hospitals)]
    asked += [f"{district.name}附近有看{field}的基地吗？" for district in book.districts.values() for field in fields]
    yield from (Phrasing(text, text) for text in asked)


def specialty_words(book: Book) -> dict[str, str]:
    """Every word for a specialty itself (not its illnesses) → its contract name."""
    held = book.specialties.values()
    return {word: specialty.name for specialty in held for word in (specialty.name, *specialty.words)}
