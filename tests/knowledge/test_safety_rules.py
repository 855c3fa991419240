"""The rule books load, every group speaks in its own channel, and one scan stays quick."""

import json
import re
from pathlib import Path

import pytest

from knowledge.understanding import safety_rules as rules
from knowledge.understanding.safety import alarm, ask_first

SHARED = Path(__file__).parents[3] / "shared" / "eval"
NEEDED = {
    "crisis": "self_harm_done direct_death means_plan euphemism elderly perinatal hurt_self third_party "
    "violence_victim violence_threat violence_witness",
    "emergency": "arrest chest stroke unconscious breath anaphylaxis bleed limb_loss poison overdose seizure labour "
    "abdomen burn drown electric trauma bite heat infant call",
    "ask": "breath chest stroke bleeding fracture fit faint abdomen allergy bite poison burn pregnancy",
}


@pytest.mark.parametrize(("kind", "names"), NEEDED.items())
def test_the_core_cannot_be_emptied(kind, names):
    for name in names.split():
        assert rules.groups()[kind, name].rules, name


def test_every_expression_compiles_and_begins_with_a_plain_character():
    for group in rules.groups().values():
        for line in (*group.rules, *group.maybe, *group.heard, *group.typed):
            assert rules.openings(line)
            for part in rules.parts(line):
                re.compile(part)


def test_every_context_compiles():
    for context in rules.words().contexts.values():
        re.compile(rules.expand(context.words))
        re.compile(rules.expand(context.unless))


def test_the_left_side_of_and_is_one_word_or_bracketed():
    for key, group in rules.groups().items():
        for line in (*group.rules, *group.maybe):
            left, both, _ = line.partition(" & ")
            depth = 0
            for char in left if both else "":
                depth += (char in "([") - (char in ")]")
                assert depth or char != "|", (key, line)


def test_openings_name_every_way_a_rule_can_begin():
    assert rules.openings("(?:我|俺)?想死|要死") == {"我想死", "俺想死", "想死", "要死"}
    assert rules.openings("没(?:有)?气 ~ 脸") == {"没"}


def test_a_rule_that_could_begin_anywhere_is_refused():
    with pytest.raises(ValueError, match="plain character"):
        rules.openings(".{0,4}水里")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("我想死胸口痛孩子吃了药" * 900, True),
        ("胸" * 10000, False),
        ("i want to die " * 700, True),
        ("不想自杀," * 2000, False),
    ],
)
def test_a_wall_of_text_is_read_to_its_end(text, heard):
    assert (alarm(text) is not None) is heard
    assert ask_first("胸" * 10000) is None


@pytest.mark.skipif(not SHARED.exists(), reason="the shared labelled questions are not beside the repository")
def test_the_shared_set_is_heard_and_has_few_false_alarms():
    lines = (SHARED / "crisis_dev.jsonl").read_text(encoding="utf-8").splitlines()
    labelled = [json.loads(line) for line in lines]
    alarms = [row for row in labelled if row["label"] != "none"]
    calm = [row for row in labelled if row["label"] == "none"]
    assert all(alarm(row["q"]) for row in alarms)
    assert sum(alarm(row["q"]) is not None for row in calm) <= 0.03 * len(calm)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared labelled questions are not beside the repository")
def test_ordinary_patients_questions_seldom_alarm():
    lines = (SHARED / "triage_dev.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["q"] for line in lines]
    assert sum(alarm(q) is not None for q in asked) <= 0.01 * len(asked)
