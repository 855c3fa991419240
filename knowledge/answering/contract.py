"""An answer as other programs read it: the object of ``ask --json`` (contract C2)."""

from typing import Any

import msgspec

from knowledge.answering import alliances
from knowledge.answering.answer import (
    Answer,
    Candidate,
    Named,
    alliance_named,
    base_named,
    district_named,
    institution_named,
)
from knowledge.answering.entries import hit_titles
from knowledge.answering.sources import citations
from knowledge.book import Book
from knowledge.understanding.meaning import Meaning

_KINDS = ("institution", "base", "district", "specialty", "alliance", "expert", "day", "half_day")
_DAYS = 62


def as_object(meaning: Meaning, answer: Answer, book: Book) -> dict[str, Any]:
    """Plain values with exactly the contract's keys."""
    text = "\n".join(part for part in (answer.title, answer.text) if part)
    return {
        "question": meaning.question,
        "kind": answer.kind,
        "topic": answer.topic,
        "mentions": _plain(mentions_of(meaning, book)),
        "found": _plain(answer.found),
        "candidates": msgspec.to_builtins(answer.candidates or _others(meaning, answer, book)),
        "score": round(min(1.0, max(0.0, answer.score)), 3),
        "text": text,
        "choices": [{"label": c.label, "token": c.token or c.url} for c in answer.choices],
        "sources": msgspec.to_builtins(citations(answer.sources, book)),
        "book_version": book.version,
    }


def _others(meaning: Meaning, answer: Answer, book: Book) -> tuple[Candidate, ...]:
    if answer.kind != "unknown" and not answer.subject.startswith("entry:"):
        return ()  # composed from facts: no other question was weighed
    return hit_titles(book.questions.likely(meaning.text), book)


def _plain(named: dict[str, tuple[Named, ...]]) -> dict[str, list[dict[str, Any]]]:
    return {kind: [_item(one) for one in named.get(kind, ())] for kind in _KINDS}


def _item(named: Named) -> dict[str, Any]:
    item: dict[str, Any] = {"name": named.name, "aliases": list(named.aliases)}
    return item | ({"said": named.said} if named.said else {})


def mentions_of(meaning: Meaning, book: Book) -> dict[str, tuple[Named, ...]]:
    """What was read in the question, by the contract's kinds, official names first."""
    hospitals = [(book.institutions[m.id], m.said) for m in meaning.of("institution")]
    districts = {m.id: m.said for m in meaning.of("district")}
    for mention in meaning.of("locality"):
        districts.setdefault(book.localities[mention.id].district, mention.said)
    meant = alliances.alliance_meant(meaning, book)
    named = [book.alliances[m.id] for m in meaning.of("alliance")]
    return {
        "institution": tuple(institution_named(i, said) for i, said in hospitals),
        "base": tuple(base_named(book.base_at[i.id], book, said) for i, said in hospitals if i.id in book.base_at),
        "district": tuple(district_named(book.districts[d], said) for d, said in districts.items()),
        "specialty": tuple(Named(r.specialty, (), "、".join(r.said)) for r in meaning.specialties),
        "alliance": tuple(alliance_named(a) for a in dict.fromkeys([*named, *([meant] if meant else [])])),
        "expert": tuple(Named(book.people[m.id].name, (), m.said) for m in meaning.of("person")),
        "day": tuple(Named(day) for day in _days(meaning)),
        "half_day": (Named(meaning.when.half_day),) if meaning.when.half_day else (),
    }


def _days(meaning: Meaning) -> list[str]:
    if meaning.when.rule:
        return [meaning.when.rule]
    return [day.isoformat() for day in meaning.when.days(limit=_DAYS)]
