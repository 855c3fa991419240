"""From labelled rows to a section of the report: everything is asked, timed and scored."""

import time
from collections.abc import Callable
from typing import Any

import msgspec

from bot.evaluation import crisis, dates, faq, notices, offers, reliability, rosters, triage
from bot.evaluation.engine import Engine, Watch
from bot.evaluation.formats import Json, Labelled
from bot.evaluation.peers import Peers
from bot.evaluation.reliability import Reliability
from bot.evaluation.score import Score, percentile


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured on one file. ``peers``: name → what another way to answer scores."""

    kind: str
    file: str
    rows: int
    score: Score
    reliability: Reliability | None = None
    peers: dict[str, Score] = {}


def measure(labelled: Labelled, engine: Engine, peers: Peers | None, watch: Watch) -> Section:
    """Ask every row. Raises LabelsError where a file of the set cannot be read."""
    rows = labelled.rows
    answers, times = _asked(labelled, engine, watch)
    score = _score(labelled, answers)
    extra: dict[str, float] = {}
    if labelled.kind == "faq":
        extra = offers.ranking(rows, answers, engine.known)
    speed = {"p50_ms": percentile(times, 0.5), "p99_ms": percentile(times, 0.99)}
    return Section(
        kind=labelled.kind,
        file=labelled.name,
        rows=len(rows),
        score=msgspec.structs.replace(score, figures={**score.figures, **extra, **speed}),
        reliability=reliability.of_answers(rows, answers) if labelled.kind == "faq" else None,
        peers=peers.beside(labelled, engine, watch) if peers else {},
    )


def _asked(labelled: Labelled, engine: Engine, watch: Watch) -> tuple[list[Any], list[float]]:
    """The answers, and the milliseconds each took."""
    ask = _ASK[labelled.kind]
    answers: list[Any] = []
    times: list[float] = []
    for row in watch(labelled.rows, labelled.name):
        start = time.perf_counter()
        answers.append(ask(engine, row))
        times.append((time.perf_counter() - start) * 1000)
    return answers, times


def _question(engine: Engine, row: Any) -> Json:
    return engine.ask(row.q)


_ASK: dict[str, Callable[[Engine, Any], Json | None]] = {
    "faq": _question,
    "triage": _question,
    "crisis": _question,
    "when": Engine.when,
    "notices": Engine.notice,
    "rosters": Engine.roster,
}
_SCORES: dict[str, Callable[[Any, Any], Score]] = {
    "faq": faq.score,
    "triage": triage.score,
    "crisis": crisis.score,
    "when": dates.score,
    "notices": notices.score,
    "rosters": rosters.score,
}


def _score(labelled: Labelled, answers: list[Any]) -> Score:
    return _SCORES[labelled.kind](labelled.rows, answers)
