"""Where an answer comes from and how old it is, in one small line."""

from collections.abc import Iterable

import msgspec

from knowledge.book import Book
from knowledge.wording import Voice

_SHOWN = 2
_SILENT = ("common", "wording")
_SHORT = {"上海市卫生健康委员会": "上海市卫健委"}
"""Long publishers as everybody calls them; the contract's citation keeps the full name."""


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
    """「来源：… · 资料日期 …」, or 「核对于 …」 once a named member of staff has confirmed the facts.

    At most two sources are named, then 等; no date is said twice.
    """
    cited = citations(ids, book)
    if not cited:  # what somebody of the staff says by name has no publication
        return voice.say("confirmed_on", date=verified_on) if confirmed_by and verified_on else ""
    date = verified_on or ("" if confirmed_by else min(c.date for c in cited))
    said_below = date if len(cited) == 1 and not confirmed_by else ""
    sources = ("; " if voice.english else "；").join(_cited(c, said_below, voice) for c in cited[:_SHOWN])
    if len(cited) > _SHOWN:
        sources = voice.say("sources_more", sources=sources)
    dated = voice.say("confirmed_on" if confirmed_by else "facts_dated", date=date)
    return voice.say("sources", sources=sources) + " · " + dated


def _cited(source: Citation, said_below: str, voice: Voice) -> str:
    """A source as residents read it, without its date where that stands beside it anyway."""
    publisher = source.publisher
    for long, short in _SHORT.items():
        publisher = publisher.replace(long, short)
    if source.date in ("", said_below) or _tells_its_date(source):
        return voice.say("cited_undated", publisher=publisher, title=source.title)
    return voice.say("cited", publisher=publisher, title=source.title, date=source.date)


def _tells_its_date(source: Citation) -> bool:
    """Whether the title ends in brackets that name the year."""
    return source.title.endswith("）") and source.date[:4] in source.title.rpartition("（")[2]
