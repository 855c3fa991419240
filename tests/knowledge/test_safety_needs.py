"""What a rule needs is in every text that it matches: sparing an expression may never silence it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.understanding import safety_rules as rules
from knowledge.understanding.lookup import openings_in
from knowledge.understanding.safety_needs import needed

LINES = [
    *(line for group in rules.groups().values() for line in (*group.rules, *group.maybe, *group.heard, *group.typed)),
    *rules.words().harmless,
]
SOURCES = [*(rules.parts(line)[0] for line in LINES), *(rules.expand(c.words) for c in rules.words().contexts.values())]


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("我(?:要|想)死", {"死"}),
        ("我(?:想)?跳楼(?!梯)", {"跳楼"}),
        ("想(?:自杀|轻生)", {"自杀", "轻生"}),
        ("(?:割|划)腕?", {"割", "划"}),
        ("药{2}瓶", {"瓶"}),
        ("药{0,2}瓶+", {"瓶"}),
        ("(?:死|.)", set()),
        ("[跳卧]轨?", {"跳", "卧"}),
        (r"[^死]\d岁", {"岁"}),
        ("(?<!不)死", {"死"}),
    ],
)
def test_the_rarest_words_are_what_is_needed(source, needs):
    assert needed(source) == needs


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_a_rule_or_a_context_matches_holds_what_it_needs(data):
    source = data.draw(st.sampled_from(SOURCES))
    text = data.draw(st.from_regex(source))
    found = re.search(source, text)
    assert found
    assert not needed(source) or needed(source) & openings_in(found.group())


def test_nearly_every_rule_needs_something():
    assert sum(not needed(rules.parts(line)[0]) for line in LINES) < len(LINES) / 20
