"""What other thresholds would do: wordings the Book knows are held out of it, and asked as if somebody said them.

Each entry's own wordings would find it every time; so one in five is taken out of the index and asked of the rest.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

import msgspec

from knowledge.book import Book
from knowledge.model import Entry
from knowledge.questions import Questions
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical

_EVERY: Final = 5
_MOST: Final = 300
_SHOWN: Final = 3


class Asked(msgspec.Struct, frozen=True):
    """A wording that was held out: how likely its likeliest entry is, whether it is the right one, or among three."""

    score: float
    right: bool
    offered: bool


class Effect(msgspec.Struct, frozen=True):
    """What becomes of the wordings at two thresholds: answered rightly, wrongly, offered with the right one, not."""

    right: int
    wrong: int
    offered: int
    missed: int


@lru_cache(maxsize=1)
def held_out(book: Book) -> tuple[Asked, ...]:
    """Every fifth wording asked of the rest; a second or two, once for each version of the Book."""
    kept = {key: _without(entry) for key, entry in book.entries.items()}
    rest = Questions.of(kept)
    wordings = ((key, words) for key, entry in book.entries.items() for words in entry.phrasings[::_EVERY])
    step = max(1, sum(len(entry.phrasings[::_EVERY]) for entry in book.entries.values()) // _MOST)
    return tuple(_asked(rest, key, words) for key, words in islice(wordings, None, None, step))


def _without(entry: Entry) -> Entry:
    left = tuple(words for n, words in enumerate(entry.phrasings) if n % _EVERY)
    return msgspec.structs.replace(entry, phrasings=left)


def _asked(rest: Questions, key: str, words: str) -> Asked:
    hits = rest.likely(fold(canonical(words)))
    if not hits:
        return Asked(0.0, right=False, offered=False)
    return Asked(hits[0].score, right=hits[0].key == key, offered=any(hit.key == key for hit in hits[:_SHOWN]))


def effect(asked: Sequence[Asked], sure: float, maybe: float) -> Effect:
    """What the thresholds make of them. The rules that answer from other facts are not part of this."""
    answered = [one for one in asked if one.score >= sure]
    between = [one for one in asked if maybe <= one.score < sure]
    right, offered = sum(one.right for one in answered), sum(one.offered for one in between)
    return Effect(right, len(answered) - right, offered, len(asked) - len(answered) - offered)
