"""Common ways to do without us, measured on the same rows, when ``jiamenkou[bench]`` is installed.

Questions (faq): the peers get the same material: every phrasing of the Book's entries, the names of bases, specialties
and districts, and questions for what rules answer (who sits when, what is near, reminders); alarms are not in it. Each
picks the phrasing nearest to the question; then *our own* answer to the canonical question of that phrasing is held
against the label. So the figures compare only which question a peer believes was asked: it gets our wording, names and
sources for nothing, but sees no day, place or second wish in the question and cannot say "I do not know". Its
milliseconds are those of the picking alone.

Alarms: twenty keywords. Complaints: the words for the specialties themselves, in the order in which they stand.
"""

import importlib.util
import time
from collections.abc import Callable
from typing import Any

from bot.evaluation import crisis, faq, triage
from bot.evaluation.engine import Engine, Watch
from bot.evaluation.formats import Json, Labelled
from bot.evaluation.material import phrasings, specialty_words
from bot.evaluation.score import Score, percentile
from knowledge.errors import JiamenkouError

Pick = Callable[[str], int]
"""From a question to the place of the nearest phrasing."""

KEYWORDS: dict[str, tuple[str, ...]] = {
    "crisis": ("自杀", "不想活", "想死", "跳楼", "割腕", "遗书", "轻生", "寻短见", "安眠药", "活着没意思"),
    "emergency": ("120", "胸痛", "呼吸困难", "昏迷", "大出血", "中风", "抽搐", "晕倒", "中毒", "休克"),
}
"""Twenty words that somebody would list first."""

_NEEDED = ("jieba", "bm25s", "sklearn", "rapidfuzz")


class PeersMissingError(JiamenkouError):
    """The libraries of the peers are not installed."""


class Peers:
    """The peers, with their material prepared once."""

    def __init__(self, engine: Engine) -> None:
        """Prepare them. Raises PeersMissingError with what to install."""
        missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
        if missing:
            raise PeersMissingError(
                f"--peers needs {', '.join(missing)}, which are not installed: pip install 'jiamenkou[bench]'"
            )
        self._material = phrasings(engine.reader.book)
        self._words = specialty_words(engine.reader.book)
        texts = [phrasing.text for phrasing in self._material]
        self._picks = {
            "rapidfuzz WRatio": _wratio(texts),
            "jieba + BM25": _bm25(texts),
            "character TF-IDF": _tfidf(texts),
        }

    def beside(self, labelled: Labelled, engine: Engine, watch: Watch) -> dict[str, Score]:
        """Name → score on these rows, empty where there is no peer."""
        rows = labelled.rows
        if labelled.kind == "faq":
            return {name: self._faq(name, pick, rows, engine, watch) for name, pick in self._picks.items()}
        if labelled.kind == "crisis":
            return {"20 keywords": crisis.score(rows, [keyword_alarm(row.q) for row in rows])}
        if labelled.kind == "triage":
            return {"word list": triage.score(rows, [word_list(row.q, self._words) for row in rows])}
        return {}

    def _faq(self, name: str, pick: Pick, rows: Any, engine: Engine, watch: Watch) -> Score:
        answers: list[Json] = []
        times: list[float] = []
        for row in watch(rows, name):
            start = time.perf_counter()
            nearest = self._material[pick(row.q)]
            times.append((time.perf_counter() - start) * 1000)
            answers.append(engine.known(nearest.canonical))
        scored = faq.score(rows, answers)
        compared = {key: scored.figures[key] for key in ("right", "right_or_choice", "topic", "kind")}
        return Score({**compared, "p50_ms": percentile(times, 0.5), "p99_ms": percentile(times, 0.99)}, scored.by)


def keyword_alarm(question: str) -> Json:
    """The kind of alarm whose keyword stands in the question."""
    return {"kind": next((kind for kind, words in KEYWORDS.items() if any(w in question for w in words)), "answer")}


def word_list(question: str, words: dict[str, str]) -> Json:
    """The specialties whose words stand in the question, in that order. ``words``: word → specialty."""
    found = sorted((question.index(word), -len(word), word) for word in words if word in question)
    named = dict.fromkeys(words[word] for _, _, word in found)
    return {"mentions": {"specialty": [{"name": name} for name in named]}}


def _wratio(texts: list[str]) -> Pick:
    from rapidfuzz import fuzz, process

    def pick(question: str) -> int:
        found = process.extractOne(question, texts, scorer=fuzz.WRatio)
        return found[2] if found else 0

    return pick


def _bm25(texts: list[str]) -> Pick:
    import logging

    import bm25s
    import jieba

    jieba.setLogLevel(logging.WARNING)
    index = bm25s.BM25()
    index.index([jieba.lcut(text) for text in texts], show_progress=False)

    def pick(question: str) -> int:
        return int(index.retrieve([jieba.lcut(question)], k=1, show_progress=False).documents[0][0])

    return pick


def _tfidf(texts: list[str]) -> Pick:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    held = vectors.fit_transform(texts)

    def pick(question: str) -> int:
        return int((held @ vectors.transform([question]).T).toarray().argmax())

    return pick
