"""The parts of measuring, one by one."""

import pytest

from bot.evaluation.faq import Judgement
from bot.evaluation.formats import FaqRow
from bot.evaluation.names import same
from bot.evaluation.offers import rank, ranking
from bot.evaluation.reliability import of_answers, reliability
from bot.evaluation.report import table
from bot.evaluation.score import percentile, tallies

ROW = FaqRow(q="肿瘤基地", intent="find_base", expect="answer", answer={"base": ["天山中医医院"]}, must=("长宁|天山",))


def answer(kind="answer", topic="find_base", text="长宁", bases=("天山中医医院",), **more):
    return {"kind": kind, "topic": topic, "text": text, "found": {"base": list(bases)}, **more}


@pytest.mark.parametrize(
    ("given", "right", "why"),
    [
        (answer(), True, ""),
        (answer(topic="nearest_base"), True, ""),
        (answer(topic="smalltalk"), False, "topic smalltalk, not find_base"),
        (answer(kind="unknown"), False, "kind unknown, not answer"),
        (answer(kind="choices"), False, "asked back"),
        (answer(bases=()), False, "content: 天山中医医院"),
        (answer(bases=(), text="长宁的天山中医医院"), True, ""),
        (answer(bases=(), text="长宁的天山中医医院" + "。" * 600), False, "content: 天山中医医院"),
        (answer(text="无"), False, "content: 长宁|天山"),
        (answer(bases=("天山中医医院", *"一二三四")), False, "content: 5 bases"),
    ],
)
def test_an_answer_is_right_by_kind_topic_and_content(given, right, why):
    judged = Judgement(ROW, given)
    assert (judged.right, judged.why()) == (right, why)


def test_names_are_the_same_when_one_holds_the_other():
    assert same("静安", ["静安区"])
    assert same("静安区", ["静安"])
    assert not same("静安区", ["静"])
    assert not same("静安区", [])


def test_the_rank_is_that_of_the_first_right_offer_and_equal_offers_count_once():
    right, wrong = answer(), answer(text="别的", bases=())
    titles = {"对": right, "错": wrong, "也错": wrong}
    asks_back = answer(kind="choices", choices=[{"label": "错"}], candidates=[{"title": "也错"}, {"title": "对"}])
    assert rank(ROW, right, titles.__getitem__) == 1
    assert rank(ROW, asks_back, titles.__getitem__) == 2
    assert rank(ROW, wrong | {"candidates": [{"title": "错"}]}, titles.__getitem__) == 0
    assert ranking([ROW] * 2, [right, asks_back], titles.__getitem__) == {"hit@1": 0.5, "hit@3": 1.0, "mrr": 0.75}


def test_reliability_is_the_gap_between_score_and_share_of_right_answers():
    told = reliability([(0.95, True), (1.0, True), (0.9, False), (0.3, False)])
    assert [(one.low, one.n, one.right) for one in told.bins] == [(0.3, 1, 0), (0.9, 3, 2)]
    assert told.error == pytest.approx((0.3 + 0.85) / 4)
    assert reliability([]).error == 0


def test_questions_back_and_not_understood_claim_nothing():
    said = [answer(score=0.9), answer(kind="choices", score=0.6), answer(kind="unknown", score=0.2)]
    assert of_answers([ROW] * 3, said).n == 1


def test_classes_come_worst_first_and_nameless_ones_are_left_out():
    told = tallies([(["a", "b"], True), (["b", ""], False)])
    assert [(name, one.right, one.n) for name, one in told.items()] == [("b", 1, 2), ("a", 1, 1)]


@pytest.mark.parametrize(("part", "value"), [(0.5, 2), (0.99, 4), (1, 4), (0.01, 1)])
def test_percentiles_are_values_that_were_measured(part, value):
    assert percentile([4, 1, 3, 2], part) == value


def test_columns_stand_in_line_when_names_are_chinese():
    assert table([["", "n"], ["皮肤", "10"], ["ab", "2"]]) == "       n\n皮肤  10\nab     2"
