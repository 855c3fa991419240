"""The golden questions keep their floors, whole and class by class: a change that loses a class is seen.

``questions.jsonl`` is worked with; ``fresh*.jsonl`` and ``blind*.jsonl`` were written blind and then learned from;
``unseen*.jsonl`` and ``sealed*.jsonl`` (the other half of what ``blind*`` are) were only ever measured, so their floors
are low and say what a stranger's questions get.
"""

from pathlib import Path

import pytest

from bot.evaluation.engine import Engine
from bot.evaluation.files import labelled
from bot.evaluation.measuring import measure
from tests.conftest import NOON

GOLDEN = Path(__file__).parents[1] / "golden"

FLOORS = [
    ("questions.jsonl", "right_or_choice", 0.93),
    ("fresh.jsonl", "right_or_choice", 0.92),
    ("questions.jsonl", "mentions", 0.95),
    ("fresh_alarms.jsonl", "recall", 0.97),
    ("blind.jsonl", "right_or_choice", 0.95),
    ("blind_alarms.jsonl", "recall", 0.97),
    ("blind_complaints.jsonl", "hit@1", 0.95),
    ("blind_complaints.jsonl", "rejected", 0.95),
    ("sealed.jsonl", "right_or_choice", 0.90),
    ("sealed_alarms.jsonl", "recall", 0.92),
    ("sealed_complaints.jsonl", "hit@1", 0.88),
    ("sealed_complaints.jsonl", "rejected", 0.93),
]
CEILINGS = [(f"{name}_alarms.jsonl", "false_alarms", 0.05) for name in ("fresh", "blind", "sealed")]


@pytest.fixture(scope="module")
def measured(reader):
    engine, held = Engine(reader, NOON), {}

    def of(name: str):
        if name not in held:
            held[name] = measure(labelled(GOLDEN / name), engine, None, lambda rows, _: iter(rows)).score
        return held[name]

    return of


@pytest.mark.parametrize(("file", "figure", "floor"), FLOORS)
def test_the_figure_stays_above_its_floor(measured, file, figure, floor):
    assert measured(file).figures[figure] >= floor


@pytest.mark.parametrize(("file", "figure", "ceiling"), CEILINGS)
def test_false_alarms_stay_below_their_ceiling(measured, file, figure, ceiling):
    assert measured(file).figures[figure] <= ceiling


@pytest.mark.parametrize("axis", ["noise", "topic"])
def test_no_class_of_questions_is_lost(measured, axis):
    for name, tally in measured("questions.jsonl").by[axis].items():
        assert tally.right / tally.n >= 0.8 or tally.n < 8, (axis, name, tally)
