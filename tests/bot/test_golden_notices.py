"""Clerks' notices keep their floors: read right, nothing invented, every doubt flagged.

Each set was written and labelled before anything had read it. Seven people who knew neither the reader nor its words
wrote ``strangers`` (three of them), ``exam`` (three) and ``held`` (one), each read first as it was then: of the 349
changes of the first two .74 were right and 78 invented, of the third's last 159 about .85; then .905 of 137 with 16
invented, .911 of 123 with 26, and of 120 harder notices .72 were right as a whole. All these were then learned from.
Two more, who knew only the notices that were given to us, wrote ``outsiders``: at first .890 of 91 with 17 invented and
24 of 31 flags, and .898 of 128 with 20 invented and 23 of 24; then learned from too. One of its labels was set right.
One more, by the same conventions, wrote ``strangers_c``: at first .860 of 136 with 16 invented and 39 of 41 flags; then
learned from. Three of its labels were set right (days listed singly are several changes; weekdays told beside a rule).
Another wrote ``strangers_d``: at first .921 of 127 with 14 invented and 25 of 26 flags; then learned from. Three of its
labels were set right (weekdays told beside a rule; 夜门诊 is 夜间). What comes back by a month's n-th weekday is
left to a person, flagged, though its label tells the rule.
Two sets were never learned from, so their floors are lower: ``held``, .932 of 103 with 8 invented, every flag raised;
and ``sealed``, written last, .923 of 117 with 13 invented before the four sets above were learned from, .915 with 9
afterwards, every flag raised. So what is learned from one stranger hardly helps with the next.

The other sets are by whoever wrote the reader: first readings ``blind`` .918, the six rounds of ``fresh`` .775, .770,
.581, .885, .944 and .900, ``unseen`` .958. ``open`` was tuned to from the start; ``unseen`` has only been measured.
Where a sitting stays on its day and only its hour or place is new, three labels now tell that day and half too.
"""

from pathlib import Path

import pytest

from bot.evaluation.engine import Engine
from bot.evaluation.files import labelled
from bot.evaluation.measuring import measure
from tests.conftest import NOON

GOLDEN = Path(__file__).parents[1] / "golden" / "notices"
FLOORS = {
    "open.jsonl": (0.98, 0.02, 0.02),
    "blind.jsonl": (0.98, 0.02, 0.02),
    "fresh.jsonl": (0.98, 0.01, 0.01),
    "strangers.jsonl": (0.98, 0.015, 0.01),
    "exam.jsonl": (0.98, 0.015, 0.01),
    "outsiders.jsonl": (0.99, 0.01, 0.01),
    "strangers_c.jsonl": (0.99, 0.01, 0.01),
    "strangers_d.jsonl": (0.99, 0.01, 0.01),
    "held.jsonl": (0.92, 0.09, 0.08),
    "sealed.jsonl": (0.91, 0.08, 0.07),
    "unseen.jsonl": (0.95, 0.05, 0.03),
}
"""Of each set at least so many changes are right; of its changes at most so many invented, of its notices at most so
many flagged for nothing."""


@pytest.fixture(scope="module")
def measured(reader):
    engine, held = Engine(reader, NOON), {}

    def of(path: Path):
        if path not in held:
            held[path] = measure(labelled(path), engine, None, lambda rows, _: iter(rows)).score
        return held[path]

    return of


@pytest.mark.parametrize("name", FLOORS)
def test_changes_are_read_and_hardly_any_invented(measured, name):
    figures, (changes, invented, _) = measured(GOLDEN / name).figures, FLOORS[name]
    assert figures["changes"] >= changes
    assert figures["invented"] <= invented * figures["changes_rows"]


@pytest.mark.parametrize("name", FLOORS)
def test_doubts_are_flagged_and_hardly_any_for_nothing(measured, name):
    figures, (_, _, false) = measured(GOLDEN / name).figures, FLOORS[name]
    assert figures["flags_right"] >= 0.93 * figures["flags_rows"]
    assert figures["false_flags"] <= false * len(labelled(GOLDEN / name).rows)


def test_every_set_has_its_floor():
    assert {path.name for path in GOLDEN.glob("*.jsonl")} == set(FLOORS)


@pytest.mark.parametrize("axis", ["change", "flag"])
def test_no_class_of_notices_is_lost(measured, axis):
    for name, tally in measured(GOLDEN / "fresh.jsonl").by[axis].items():
        assert tally.right / tally.n >= 0.85 or tally.n < 5, (axis, name, tally)


def test_the_notices_that_were_given_to_us_are_all_read(measured, shared):
    path = shared / "eval" / "notices_dev.jsonl"
    if not path.is_file():
        pytest.skip("../shared/eval/notices_dev.jsonl is not beside this checkout")
    figures = measured(path).figures
    assert (figures["whole_right"], figures["invented"], figures["false_flags"]) == (1.0, 0, 0)
