"""Which entries of the Book ask nearly the same as a resident did, and what a new one is about by its neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from knowledge.book import Book
from knowledge.keeping.catalogue import find
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical

_SURE: Final = 0.5
"""Of entries left out of the Book one by one, 89 % of those with this much for a topic were of that topic."""
_OF_TOPIC: Final = 0.3
_NEAREST: Final = 5
_TOPICS_ASKED: Final = 4
_OFTEN: Final = ("staff", "out_of_scope")
"""What most questions in vain turn out to be about."""


def entries_like(book: Book, wordings: Sequence[str]) -> list[str]:
    """Ids of entries that these wordings may mean, the likest first; those of a topic that many of them are near to
    come before others that are as like, small talk last.
    """
    scores, topics = _votes(book, wordings)
    every = sum(topics.values()) or 1.0
    shares = {topic: _OF_TOPIC * score / every for topic, score in topics.items()}
    order = sorted(scores, key=lambda key: -(scores[key] + shares.get(book.entries[key].topic, 0.0)))
    found = dict.fromkeys((*order, *(key for words in wordings for key in find(book, "entry", words))))
    return sorted(found, key=lambda key: book.entries[key].topic == "smalltalk")


def topic_of(book: Book, wordings: Sequence[str]) -> str:
    """What a question in these wordings is about, as the nearest entries are; empty when they do not tell."""
    _, topics = _votes(book, wordings)
    best = max(topics, key=topics.__getitem__, default="")
    return best if best and topics[best] >= _SURE else ""


def topics_near(book: Book, wordings: Sequence[str]) -> list[str]:
    """Topics it may be about, the likeliest first, and those that most are about in the end."""
    _, topics = _votes(book, wordings)
    near = sorted(topics, key=topics.__getitem__, reverse=True)[:_TOPICS_ASKED]
    return list(dict.fromkeys((*near, *_OFTEN)))


def _votes(book: Book, wordings: Iterable[str]) -> tuple[dict[str, float], dict[str, float]]:
    """By entry its best likelihood (0–1); by topic the likelihood of all its entries for one wording, on average.

    Nobody's question in vain is small talk, so that is no topic here.
    """
    scores: dict[str, float] = {}
    topics: defaultdict[str, float] = defaultdict(float)
    said = [fold(canonical(words)) for words in wordings]
    for words in said:
        for hit in book.questions.likely(words)[:_NEAREST]:
            scores[hit.key] = max(hit.score, scores.get(hit.key, 0.0))
            if (topic := book.entries[hit.key].topic) != "smalltalk":
                topics[topic] += hit.score / len(said)
    return scores, topics
