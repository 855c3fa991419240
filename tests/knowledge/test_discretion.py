"""No figure of fewer than five is told, nor can it be reckoned from what is."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.discretion import LEAST, alone, by_size, in_order

COUNTS = st.lists(st.integers(0, 40), max_size=30)


@given(COUNTS)
def test_what_is_hidden_adds_up_to_five_at_least_or_hides_the_total_too(counts):
    told = in_order(counts)
    hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
    assert all(shown is None or shown == count for count, shown in zip(counts, told, strict=True))
    assert all(shown == 0 or shown >= LEAST for shown in told if shown is not None)
    assert sum(hidden) >= LEAST or not hidden or alone(sum(counts)) is None


@given(COUNTS)
def test_each_hidden_group_may_be_five_or_more_for_all_that_is_told(counts):
    told = in_order(counts)
    hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
    empty = 0 if 0 in hidden else 1  # whether a hidden group is known to be of one at least
    assert not hidden or alone(sum(hidden)) is None or sum(hidden) - empty * (len(hidden) - 1) >= LEAST


def test_as_many_hidden_groups_as_there_are_in_them_would_be_ones():
    assert in_order([1, 1, 1, 1, 1, 30]) == [None] * 6
    assert in_order([1, 1, 1, 1, 1, 0]) == [None] * 6
    assert by_size(dict.fromkeys("abcde", 1)) == ([], None)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=30), st.integers(1, 40))
def test_groups_and_the_rest_make_the_whole(counts, most):
    groups, rest = by_size(counts, most)
    assert all(count >= LEAST for _, count in groups)
    assert groups == sorted(groups, key=lambda pair: pair[1], reverse=True) or len({n for _, n in groups}) < len(groups)
    shown = sum(count for _, count in groups)
    assert rest is None or shown + rest == sum(counts.values())
    few = sum(count > 0 for count in counts.values()) - len(groups)
    assert rest is not None or sum(counts.values()) - shown < LEAST + few - 1


def test_a_single_small_day_does_not_stand_out():
    assert in_order([30, 2, 9, 0]) == [30, None, None, 0]
    assert by_size({"静安区": 30, "崇明区": 2}) == ([], 32)
    assert alone(4) is None
