"""Which facts name a fact: kept for each kind, and brought up to date when a kind has changed."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from knowledge.book import Book
from knowledge.model import Fact
from knowledge.reading import Key
from knowledge.references import references


def links_to(book: Book, key: Key) -> list[Key]:
    """Every fact that names this one, each once."""
    named = ((kind, i) for kind, facts in book.kinds.items() for i in _links(kind, facts).naming.get(key, ()))
    return [other for other in named if other != key]


class _Links:
    """What the facts of one kind name, and the other way round."""

    def __init__(self, facts: Mapping[str, Fact], before: "_Links | None") -> None:
        self.facts = facts
        held = before.named if before is not None else {}
        self.named: dict[str, tuple[Fact, tuple[Key, ...]]] = {
            i: held[i] if i in held and held[i][0] is fact else (fact, tuple(dict.fromkeys(references(fact))))
            for i, fact in facts.items()
        }
        self.naming: Mapping[Key, list[str]] = defaultdict(list)
        for i, (_, keys) in self.named.items():
            for key in keys:
                self.naming[key].append(i)


_KEPT: Final[dict[str, _Links]] = {}


def _links(kind: str, facts: Mapping[str, Fact]) -> _Links:
    kept = _KEPT.get(kind)
    if kept is None or kept.facts is not facts:
        kept = _KEPT[kind] = _Links(facts, kept)
    return kept
