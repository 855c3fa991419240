"""Learns the weights of the safety layer's second opinion from our own labelled sentences.

``python -m tests.bench.safety_opinion`` rewrites ``knowledge/content/safety/opinion.json``; ``--cross`` prints recall
and false alarms on sentences left out of the learning (five parts) and writes nothing. Same input, same weights.
The sentences are those of ``tests/golden`` and, at a lower weight, as many again put together from the recipes.
"""

import argparse
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import yaml

from knowledge.understanding import safety_signs
from knowledge.understanding.safety import BRIEF, DANGER, SURE_OF_BRIEF, SURE_OF_ILLNESS
from knowledge.understanding.safety_opinion import SMOOTHING, runs
from knowledge.understanding.safety_reading import hits, read
from knowledge.understanding.safety_rules import Kind

GOLDEN = Path(__file__).parents[1] / "golden"
STORED = Path(__file__).parents[2] / "knowledge" / "content" / "safety" / "opinion.json"
MADE_UP, MADE_UP_WEIGHT = 1500, 0.3  # sentences of each kind put together from recipes, and what one counts
EPOCHS, RATE, DECAY = 12, 0.3, 2e-5
PARTS = 5
ALARMS: frozenset[Kind] = frozenset({"crisis", "emergency"})
BETWEEN = (
    *("", "我", "就", "了", "现在", "的", "怎么办", "都", "我妈", "他", "已经", "真的", "老公", "孩子", "我爸"),
    *("昨天", "一直", "跟", "在", "把", "说", "医生", "你好", "就是", "不知道", "有点"),
)
CALM = (
    *("{}是什么原因", "{}看什么科", "{}挂哪个号", "想了解{}", "{}多少钱", "{}在哪里", "请问{}怎么预约", "{}的专家"),
    *("我妈{}想看中医", "关于{}", "{}好不好", "{}有没有", "{}几点开门", "以前{}现在好了", "{}还能打太极吗", "周末去{}"),
    *("买{}", "{}怎么走", "{}调理", "{}一年多了", "{}后遗症康复", "{}会不会遗传", "新闻里说{}", "{}培训", "小说里{}"),
)


class Row(NamedTuple):
    """A labelled sentence: ``kind`` is crisis, emergency or none."""

    said: str
    kind: str
    weight: float = 1.0


class Case(NamedTuple):
    """What is learnt from: the runs of a sentence, whether the answer is yes, and how much it counts."""

    runs: frozenset[str]
    yes: bool
    weight: float


class Line(NamedTuple):
    """A learnt line: weights by run, and the bias."""

    weights: dict[str, float]
    bias: float


def golden() -> list[Row]:
    """Our labelled sentences: the safety sets, and ordinary questions as calm ones."""
    book = yaml.safe_load((GOLDEN / "safety.yaml").read_text(encoding="utf-8"))
    rows = [Row(q, kind) for kind in ("crisis", "emergency", "none") for of_it in book[kind].values() for q in of_it]
    rows += [Row(q, "none") for q in book["ask"]["go_on"]]
    labels = {"crisis_self_harm": "crisis", "emergency_medical": "emergency", "none": "none"}
    learnt_from = ("fresh", "unseen", "blind")  # blind once: their first measure came before
    rows += [Row(row["q"], labels[row["label"]]) for name in learnt_from for row in _lines(f"{name}_alarms.jsonl")]
    calm = [row["q"] for name in ("fresh.jsonl", "questions.jsonl") for row in _lines(name)]
    complaints = yaml.safe_load((GOLDEN / "complaints.yaml").read_text(encoding="utf-8"))
    calm += [str(q) for of_it in complaints.values() for q in of_it]
    known = {row.said for row in rows}
    return rows + [Row(q, "none") for q in dict.fromkeys(calm) if q not in known and not any(hits(read(q), ALARMS))]


def _lines(name: str) -> Iterable[dict[str, str]]:
    return map(json.loads, (GOLDEN / name).read_text(encoding="utf-8").splitlines())


def made_up(chance: random.Random) -> list[Row]:
    """Sentences put together from the recipes, and calm ones around single signs, so that no sign alarms alone."""
    signs, rows = safety_signs.signs(), []
    for kind in ("crisis", "emergency"):
        recipes = [recipe for recipe in safety_signs.recipes() if recipe.rule.kind == kind]
        rows += [Row(_spoken(chance.choice(recipes), signs, chance), kind, MADE_UP_WEIGHT) for _ in range(MADE_UP)]
    words = [word.replace("…", "") for of_it in signs.values() for word in of_it]
    calm = (chance.choice(CALM).format(chance.choice(words)) for _ in range(MADE_UP))
    return rows + [Row(said, "none", MADE_UP_WEIGHT) for said in calm]


def _spoken(recipe: safety_signs.Recipe, signs: dict[str, tuple[str, ...]], chance: random.Random) -> str:
    words = [chance.choice(signs[chance.choice(side)]).replace("…", chance.choice("了都我")) for side in recipe.signs]
    chance.shuffle(words)
    return chance.choice(BETWEEN) + "".join(word + chance.choice(("", "", *BETWEEN)) for word in words)


def learnt(cases: list[Case], chance: random.Random) -> Line:
    """Logistic regression by stochastic gradient, steps shrinking for runs seen often (AdaGrad)."""
    weights: dict[str, float] = defaultdict(float)
    seen: dict[str, float] = defaultdict(lambda: 0.1)
    bias = 0.0
    for _ in range(EPOCHS):
        chance.shuffle(cases)
        for case in cases:
            part = 1 / math.sqrt(len(case.runs) + SMOOTHING)
            odds = bias + part * sum(weights[run] for run in case.runs)
            error = (1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - case.yes) * case.weight
            bias -= 0.02 * error
            for run in case.runs:
                slope = error * part + DECAY * weights[run]
                seen[run] += slope * slope
                weights[run] -= RATE * slope / math.sqrt(seen[run])
    return Line(dict(weights), bias)


def model(rows: list[Row]) -> tuple[Line, Line]:
    """Two lines: danger or none; among dangers, crisis or emergency. Runs seen once teach nothing and are left out."""
    chance = random.Random(1)
    read_rows = [(runs(read(row.said).written), row) for row in [*rows, *made_up(chance)]]
    often = Counter(run for found, _ in read_rows for run in found)
    kept = [(frozenset(run for run in found if often[run] > 1), row) for found, row in read_rows]
    danger = [Case(found, row.kind != "none", row.weight) for found, row in kept if found]
    crisis = [Case(found, row.kind == "crisis", row.weight) for found, row in kept if found and row.kind != "none"]
    return learnt(danger, chance), learnt(crisis, chance)


def store(danger: Line, crisis: Line) -> None:
    """Writes the weights as whole hundredths; what rounds to nothing is left out."""
    whole = {run: (round(100 * w), round(100 * crisis.weights.get(run, 0))) for run, w in danger.weights.items()}
    kept = sorted(run for run, (strength, _) in whole.items() if abs(strength) >= 12)
    book = {
        "bias": [round(100 * danger.bias), round(100 * crisis.bias)],
        "runs": kept,
        "danger": [whole[run][0] for run in kept],
        "crisis": [whole[run][1] for run in kept],
    }
    text = "{\n" + ",\n".join(
        f'"{key}": {json.dumps(book[key], ensure_ascii=False, separators=(",", ":"))}' for key in book
    )
    STORED.write_text(text + "\n}\n", encoding="utf-8")


def cross(rows: list[Row]) -> None:
    """Prints what is heard of sentences the opinion has not learnt from; the rules have seen them all."""
    random.Random(2).shuffle(rows)
    alone: Counter[tuple[bool, bool]] = Counter()
    together: Counter[tuple[bool, bool]] = Counter()
    for part in range(PARTS):
        danger, crisis = model([row for at, row in enumerate(rows) if at % PARTS != part])
        for row in rows[part::PARTS]:
            reading = read(row.said)
            found = runs(reading.written)
            least = DANGER if _odds(crisis, found) > 0 else SURE_OF_ILLNESS
            least = max(least, SURE_OF_BRIEF) if len(reading.written) <= BRIEF else least
            speaks = _odds(danger, found) >= least
            alone[row.kind != "none", speaks] += 1
            together[row.kind != "none", speaks or any(hits(reading, ALARMS))] += 1
    _tell("opinion alone", alone)
    _tell("with the rules", together)


def _odds(line: Line, found: frozenset[str]) -> float:
    return line.bias + sum(line.weights.get(run, 0.0) for run in found) / math.sqrt(len(found) + SMOOTHING)


def _tell(name: str, heard: Counter[tuple[bool, bool]]) -> None:
    alarms, calm = heard[True, True] + heard[True, False], heard[False, True] + heard[False, False]
    recall, false = heard[True, True] / alarms, heard[False, True] / calm
    sys.stdout.write(f"{name}, on left-out sentences: recall {recall:.3f} of {alarms}, false {false:.3f} of {calm}\n")


def main() -> None:
    """Learn and store, or measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cross", action="store_true", help="measure on left-out parts, write nothing")
    if options.parse_args().cross:
        cross(golden())
    else:
        store(*model(golden()))


if __name__ == "__main__":
    main()
