"""Where an answer comes from and how old it is, in one small line."""

from collections.abc import Iterable

import msgspec

from knowledge.book import Book
from knowledge.wording import Voice

_SHOWN = 3
_SILENT = ("common", "wording")


class Citation(msgspec.Struct, frozen=True):
    """A source as the contract shows it."""

    title: str
    publisher: str
    date: str
    verified_on: str


def citations(ids: Iterable[str], book: Book) -> tuple[Citation, ...]:
    """The sources of these ids; our own wording and common knowledge are no publications and stay out."""
    held = (book.sources[i] for i in ids if i in book.sources and i not in _SILENT)
    return tuple(Citation(s.title, s.publisher, s.date, s.verified_on or s.date) for s in held)


def footnote(ids: Iterable[str], verified_on: str, confirmed_by: str, book: Book, voice: Voice) -> str:
    """「来源：… · 资料日期 …」, or 「核对于 …」 once a named member of staff has confirmed the facts."""
    cited = citations(ids, book)
    if not cited:
        return ""
    said = [_cited(c, voice) for c in cited[:_SHOWN]]
    if confirmed_by:
        dated = voice.say("confirmed_on", date=verified_on)
    else:
        dated = voice.say("facts_dated", date=verified_on or min(c.date for c in cited))
    return voice.say("sources", sources=("; " if voice.english else "；").join(said)) + " · " + dated


def _cited(source: Citation, voice: Voice) -> str:
    return voice.say("cited", publisher=source.publisher, title=source.title, date=source.date)
