"""Profiles of entries: what changes with one entry, and that catching up is the same as beginning anew."""

import string

from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding.profiles import Profiles

WORDS = st.text(alphabet="早预约门诊轮椅雨伞在哪里借几点" + string.digits, min_size=2, max_size=8)
BOOKS = st.dictionaries(st.sampled_from("abcdefghijkl"), st.lists(WORDS, min_size=1, max_size=3), min_size=1)


def phrasings(held):
    return [(key, words) for key, said in held.items() for words in said]


@given(before=BOOKS, edits=st.lists(BOOKS, max_size=4), question=WORDS)
def test_catching_up_is_the_same_as_beginning_anew(before, edits, question):
    profiles, held = Profiles.of(phrasings(before)), dict(before)
    for edit in edits:
        profiles.scores(question)  # what is remembered must not outlive the change
        profiles, held = profiles.with_changes(phrasings(edit), edit.keys()), held | edit
    assert profiles.scores(question) == Profiles.of(phrasings(held)).scores(question)


@given(before=BOOKS, spoken=WORDS, question=WORDS)
def test_one_phrasing_less_is_the_same_as_never_had(before, spoken, question):
    key = min(before)
    with_it = Profiles.of([*phrasings(before), (key, spoken)])
    without, less = Profiles.of(phrasings(before)), with_it.scores_without(question, key, spoken)
    assert less.get(key) == without.scores(question).get(key)
    assert less.keys() == without.scores(question).keys()


@given(before=BOOKS, question=WORDS)
def test_what_was_removed_is_found_no_more(before, question):
    gone = min(before)
    left = Profiles.of(phrasings(before))
    left.scores(question)
    left = left.with_changes((), {gone})
    rest = {key: said for key, said in before.items() if key != gone}
    assert left.scores(question) == Profiles.of(phrasings(rest)).scores(question)


def test_an_entry_that_shares_nothing_moves_no_score():
    held = {f"e{n}": [f"{n}号楼的轮椅在哪里借"] for n in range(40)}
    profiles = Profiles.of(phrasings(held))
    before = profiles.scores("三号楼的轮椅在哪里借")
    assert before
    assert profiles.with_changes([("far", "停车券怎么领")], ()).scores("三号楼的轮椅在哪里借") == before
