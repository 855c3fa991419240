"""How well one phrasing answers a question, as a number from 0 to 1."""

from rapidfuzz.fuzz import ratio

from knowledge.understanding.index_forms import Form, first_letters, plain

_HEARD, _WRITTEN, _COVERED, _SHARED = 0.35, 0.25, 0.20, 0.20
_BY_INITIALS = 0.9  # initials alone never are as sure as the words


def score(question: Form, text: str, heard: str, shared: float) -> float:
    """1.0 for the same words, below .4 for words that have nothing to do with each other.

    ``text`` and ``heard`` are the canonical phrasing and its sound; ``shared`` is the part of the question's
    gram weight that the phrasing has. Covered is how much of the shorter of the two the longer one contains,
    in the same order.
    """
    like = ratio(question.heard, heard) / 100
    covered = like * (len(question.heard) + len(heard)) / 2 / (min(len(question.heard), len(heard)) or 1)
    written = like if question.written == question.heard else ratio(question.written, plain(text)) / 100
    words = _HEARD * like + _WRITTEN * written + _COVERED * covered + _SHARED * shared
    if not question.first:
        return min(words, 1.0)
    return min(max(words, _BY_INITIALS * ratio(question.first, first_letters(plain(text))) / 100), 1.0)
