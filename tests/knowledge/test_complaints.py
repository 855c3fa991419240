"""From a patient's words to specialties: classes of wording, properties, and floors on labelled questions."""

import json
from collections import Counter
from pathlib import Path

import opencc
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.understanding.complaints import specialties_of, uncovered
from knowledge.understanding.complaints_lexicon import ROLES, lexicon, pairs
from knowledge.understanding.complaints_scan import RULES

HERE = Path(__file__).resolve()
GOLDEN = yaml.safe_load((HERE.parents[1] / "golden" / "complaints.yaml").read_text("utf-8"))
UNSEEN = HERE.parents[1] / "golden" / "unseen_complaints.jsonl"
DEV = HERE.parents[3] / "shared" / "eval" / "triage_dev.jsonl"
FIELDS = {"肿瘤", "骨伤", "针灸", "肛肠", "推拿", "皮肤", "神志病", "儿科", "肺病", "肾病", "脾胃", "康复", "针刀"}
FIELDS |= {"中医血液", "脑病", "妇产科", "精神科"}
TRADITIONAL = opencc.OpenCC("s2t")
unhurried = settings(deadline=None)  # the first example loads the lexicon
FLOOR = {"outside": 1.0, "chatter": 1.0, "denied": 0.9, "misspelled": 0.93, "unusual": 0.93, "paraphrased": 0.9}


def names(text):
    return [reading.specialty for reading in specialties_of(text)]


def right(text, want):
    first = names(text)[:1]
    if not want.startswith("-"):
        return bool(first) and first[0] in want.split()
    other = uncovered(text)
    return not first and (want == "-" or (other is not None and other.field == want[1:]))


@pytest.mark.parametrize("kind", GOLDEN)
def test_the_golden_questions_of_each_class_are_read_right(kind):
    wrong = [text for text, want in GOLDEN[kind].items() if not right(text, want)]
    assert 1 - len(wrong) / len(GOLDEN[kind]) >= FLOOR.get(kind, 0.95), wrong


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("一岁宝宝拉肚子", ["儿科", "脾胃"]),
        ("胃癌早期", ["肿瘤", "脾胃"]),
        ("肺癌咳血", ["肿瘤", "肺病"]),
        ("膀胱癌", ["肿瘤", "肾病"]),
        ("面瘫", ["针灸", "脑病", "康复"]),
        ("失眠", ["神志病", "精神科"]),
        ("精神分裂", ["精神科", "神志病"]),
        ("腰疼", ["骨伤", "推拿", "针灸", "针刀", "康复"]),
        ("骨折", ["骨伤", "康复"]),
        ("白血病", ["中医血液", "肿瘤"]),
        ("便秘", ["脾胃", "肛肠"]),
        ("便血", ["肛肠", "脾胃"]),
        ("怀孕感冒", ["妇产科", "肺病"]),
    ],
)
def test_several_fields_come_in_the_order_a_clerk_would_say(text, fields):
    assert names(text) == fields


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("腰酸得厉害", "骨伤"),
        ("屁股上痒", "肛肠"),
        ("脸上痒", "皮肤"),
        ("肛门口痒", "肛肠"),
        ("胃有点胀", "脾胃"),
        ("膝盖上楼的时候老是响", "骨伤"),
        ("扭到了脚", "骨伤"),
        ("腿上起了红疙瘩", "皮肤"),
        ("腿有点肿", "肾病"),
        ("手麻", "脑病"),
        ("肾上长了囊肿", "肾病"),
        ("大便的时候有血", "肛肠"),
    ],
)
def test_a_part_of_the_body_and_a_trouble_are_read_together(text, first):
    assert names(text)[0] == first


@pytest.mark.parametrize("text", ["肾病专家门诊", "想做推拿", "精神科", "小针刀", "中医血液基地"])
def test_a_field_named_outright_is_explicit(text):
    best = specialties_of(text)[0]
    assert best.explicit
    assert best.score > 0.8


def test_a_field_read_from_a_complaint_is_not_explicit_and_says_its_words():
    best = specialties_of("最近总失眠,心烦")[0]
    assert not best.explicit
    assert best.said == ("失眠", "心烦")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("不是骨折", "骨伤"),
        ("没有肿瘤", "肿瘤"),
        ("没有发烧、咳嗽", "肺病"),
        ("排除了癌症", "肿瘤"),
        ("不是痔疮", "肛肠"),
        ("没有腰痛", "骨伤"),
    ],
)
def test_what_is_denied_is_not_read(text, gone):
    assert gone not in names(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("是不是骨折", "骨伤"),
        ("有没有肿瘤", "肿瘤"),
        ("不是骨折吧", "骨伤"),
        ("没来月经", "妇产科"),
        ("没有胃口", "脾胃"),
        ("会不会得肺炎", "肺病"),
        ("不咳嗽胃痛", "脾胃"),
        ("痒不痒,皮肤上的", "皮肤"),
    ],
)
def test_a_question_or_a_missing_function_is_no_denial(text, kept):
    assert kept in names(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [("糖尿病吃什么", "内分泌科"), ("有看眼睛的吗", "眼科"), ("高血压头晕", "心血管内科"), ("耳朵痒", "耳鼻喉科")],
)
def test_a_field_none_of_ours_covers_is_named(text, field):
    assert uncovered(text).field == field
    assert uncovered(text).said
    assert specialties_of(text) == ()


@pytest.mark.parametrize("text", ["糖尿病人失眠", "甲状腺癌", "高血压中风", "肾结石又糖尿病", "孩子近视", "你好"])
def test_uncovered_is_silent_when_one_of_ours_is_meant(text):
    assert uncovered(text) is None


@pytest.mark.parametrize(
    "text", ["急诊在几楼", "有没有门诊", "柿子怎么吃", "李白是哪个朝代的", "四面", "通风", "女明星 women"]
)
def test_words_that_only_sound_like_a_complaint_are_left_alone(text):
    assert specialties_of(text) == ()


def test_every_word_is_listed_once_under_a_known_role_and_with_contract_names():
    assert [word for word, n in Counter(word for word, _ in pairs()).items() if n > 1] == []
    for word, entry in pairs():
        assert entry.role in ROLES, word
        assert {*entry.fields, *(f for fields in entry.when.values() for f in fields)} <= FIELDS, word
        assert entry.role != "part" or entry.kind in RULES, word


@unhurried
@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error_and_scores_stay_between_0_and_1(text):
    readings = specialties_of(text)
    assert all(0 < r.score <= 1 and r.specialty in FIELDS and r.said for r in readings)
    assert [r.score for r in readings[1:]] == sorted((r.score for r in readings[1:]), reverse=True)
    assert uncovered(text) is None or not readings


COMPLAINTS = st.sampled_from([text for kind in ("diseases", "everyday", "people", "mixed") for text in GOLDEN[kind]])


@unhurried
@given(
    COMPLAINTS,
    st.sampled_from(["请问", "你好,", "医生您好,", "麻烦问一下,"]),
    st.sampled_from(["", "谢谢", ",怎么办呢?", "挂什么科"]),
)
def test_polite_filler_does_not_change_the_first_specialty(text, before, after):
    assert names(before + text + after)[:1] == names(text)[:1]


@pytest.mark.parametrize("text", ["9" * 5000 + "岁", "岁", "十十十岁", "癌" * 3000, "", " ", "不", "没有", "a" * 5000])
def test_odd_texts_are_read_without_an_error(text):
    assert isinstance(specialties_of(text), tuple)
    assert uncovered(text) is None


@unhurried
@given(COMPLAINTS)
def test_full_width_letters_and_traditional_characters_are_read_the_same(text):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert names(wide) == names(text)
    assert names(TRADITIONAL.convert(text)) == names(text)


def test_the_lexicon_is_small_enough_to_review_and_large_enough_to_serve():
    assert 5_000 < len(lexicon().entries) < 20_000


@pytest.mark.parametrize(
    "text", ["有没有便宜的", "有没有便宜点的酒店", "哪里有便宜的药", "这里有没有便利店", "有没有方便一点的路"]
)
def test_a_word_read_by_ear_never_cuts_another_word_in_two(text):
    assert not names(text)


@pytest.mark.parametrize("text", ["看种瘤的中医基地在那里", "种瘤科", "我想看种瘤", "抗种瘤中药"])
def test_a_misspelled_word_is_read_inside_a_longer_sentence(text):
    assert names(text)[0] == "肿瘤"


def test_questions_of_another_author_are_read():
    rows = [json.loads(line) for line in UNSEEN.read_text("utf-8").splitlines()]
    wrong = [row["q"] for row in rows if not right(row["q"], " ".join(row["specialties"]) or "-")]
    assert len(wrong) <= len(rows) * 0.04, wrong


@pytest.mark.skipif(not DEV.exists(), reason="the labelled questions (../shared/eval) are not on this machine")
def test_real_questions_reach_the_floors():
    count = Counter()
    for row in map(json.loads, DEV.read_text("utf-8").splitlines()):
        got, want = names(row["q"]), row["specialties"]
        side = "in" if want else "out"
        count[side] += 1
        count["hit@1"] += bool(want and got and got[0] in want)
        count["hit@3"] += any(field in want for field in got[:3])
        count["rejected"] += not want and not got
    assert count["hit@1"] / count["in"] >= 0.93
    assert count["hit@3"] / count["in"] >= 0.95
    assert count["rejected"] / count["out"] >= 0.95
