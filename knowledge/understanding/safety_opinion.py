"""A second opinion on danger: a linear model over runs of one to three characters, learnt from labelled sentences.

It speaks only where no rule did, and only gently: words nobody foresaw ("把自己从这个家里抹掉") still share runs with
words that were. Weights are plain numbers in ``opinion.json``, learnt by ``python -m tests.bench.safety_opinion``.
"""

import json
import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from operator import add
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent.parent / "content" / "safety" / "opinion.json"
_TOKEN = re.compile(r"[\u4e00-\u9fff]|[a-z]+|[0-9]+")
_POLITE = re.compile(r"^(?:(?:你好|您好|请问一下|请问|医生啊?|不好意思|打扰了)[,。!? ]*)+")
_WIDE, _STEP = 60, 30  # characters looked at together, so that long texts do not add up to danger
_FEWEST = 15  # runs; of fewer than six characters nothing can be said
_SCALE = 100.0  # weights are stored as whole hundredths
SMOOTHING = 4  # added to the number of runs, so that two characters do not decide alone


class Opinion(NamedTuple):
    """``danger``: log odds that someone is in danger; ``crisis``: above 0 when by their own hand rather than ill."""

    danger: float
    crisis: float


class _Model(NamedTuple):
    bias: tuple[float, float]
    weights: dict[str, tuple[int, int]]


def runs(text: str) -> frozenset[str]:
    """Runs of one to three tokens: Chinese characters, Latin words; every number reads "0"."""
    tokens = ["0" if token.isdecimal() else token for token in _TOKEN.findall(text)]
    if all(len(token) == 1 for token in tokens):
        pairs = [*map(add, tokens, tokens[1:])]
        return frozenset(chain(tokens, pairs, map(add, pairs, tokens[2:])))
    return frozenset(_spaced(tokens[at : at + n]) for n in (1, 2, 3) for at in range(len(tokens) - n + 1))


def _spaced(tokens: list[str]) -> str:
    return (" " if any(len(token) > 1 for token in tokens) else "").join(tokens)


@cache
def model() -> _Model:
    """The learnt weights: for each run of tokens hundredths of log odds, and the two biases."""
    stored = json.loads(_FILE.read_text(encoding="utf-8"))
    danger, crisis = stored["bias"]
    weights = dict(zip(stored["runs"], zip(stored["danger"], stored["crisis"], strict=True), strict=True))
    return _Model((danger / _SCALE, crisis / _SCALE), weights)


def _windows(text: str) -> Iterator[str]:
    for at in range(0, max(1, len(text) - _STEP), _STEP):
        yield text[at : at + _WIDE]


@lru_cache(maxsize=1)  # asked twice about one text: for an alarm, and for what to ask first
def opinion(written: str) -> Opinion:
    """The opinion on a text as read (see ``safety_reading``), on its most dangerous window."""
    return max(map(_of_window, _windows(_POLITE.sub("", written))))


def _of_window(text: str) -> Opinion:
    learnt, found = model(), runs(text)
    if len(found) < _FEWEST:
        return Opinion(-math.inf, 0.0)
    known = [learnt.weights[run] for run in found & learnt.weights.keys()]
    part = _SCALE * math.sqrt(len(found) + SMOOTHING)
    return Opinion(
        learnt.bias[0] + sum(danger for danger, _ in known) / part,
        learnt.bias[1] + sum(crisis for _, crisis in known) / part,
    )
