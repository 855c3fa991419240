"""How well phrasings answer a question, as numbers from 0 to 1."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from knowledge.understanding.index_forms import Form, first_letters, plain

_HEARD, _WRITTEN, _COVERED, _SHARED = 0.35, 0.25, 0.20, 0.20
_BY_INITIALS = 0.9  # initials alone never are as sure as the words


def scores(question: Form, texts: Sequence[tuple[str, str]], shared: Iterable[float]) -> list[float]:
    """1.0 for the same words, below .4 for words that have nothing to do with each other.

    ``texts`` are canonical phrasings, each with its sound; ``shared`` is the part of the question's gram weight that
    each phrasing has. Covered is how much of the shorter of the two the longer one contains, in the same order.
    """
    spellings = [plain(text) for text, _ in texts]
    sounds = [heard for _, heard in texts]
    like = _ratios(question.heard, sounds)
    written = like if question.written == question.heard else _ratios(question.written, spellings)
    length = len(question.heard)
    words = [
        _HEARD * a + _WRITTEN * w + _COVERED * (a * (length + size) / 2 / (min(length, size) or 1)) + _SHARED * part
        for a, w, size, part in zip(like, written, map(len, sounds), shared, strict=True)
    ]
    if question.first:
        initials = _ratios(question.first, [first_letters(spelling) for spelling in spellings])
        words = [max(score, _BY_INITIALS * ratio) for score, ratio in zip(words, initials, strict=True)]
    return [min(score, 1.0) for score in words]


def _ratios(asked: str, held: Sequence[str]) -> list[float]:
    """How alike a string is to each of others, 0 to 1: all at once, in C++."""
    return [score / 100 for _, score, _ in process.extract_iter(asked, held, scorer=fuzz.ratio)]
