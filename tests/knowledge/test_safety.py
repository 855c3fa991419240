"""Safety: alarms by class, what to ask about first, and what is no alarm at all."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.understanding.safety import alarm, ask_first

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "golden" / "safety.yaml").read_text(encoding="utf-8"))
ALARM_FLOOR = 0.95  # of each kind; a class may miss one sentence
FALSE_ALARMS = 0.03


def rows(kind):
    return [(name, said) for name, said_of in GOLDEN[kind].items() for said in said_of]


def heard(said):
    found = alarm(said)
    return found.kind if found else None


@pytest.mark.parametrize("kind", ["crisis", "emergency"])
def test_the_golden_alarms_are_heard(kind):
    missed = [(name, said) for name, said in rows(kind) if heard(said) is None]
    assert len(missed) <= (1 - ALARM_FLOOR) * len(rows(kind)), missed


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k in ("crisis", "emergency") for n in GOLDEN[k]])
def test_no_class_of_alarms_is_deaf(kind, name):
    missed = [said for said in GOLDEN[kind][name] if heard(said) != kind]
    assert len(missed) <= len(GOLDEN[kind][name]) // 5, missed


def test_harmless_sentences_raise_no_alarm():
    false = [(name, said, alarm(said)) for name, said in rows("none") if alarm(said)]
    assert len(false) <= FALSE_ALARMS * len(rows("none")), false


@pytest.mark.parametrize("said", GOLDEN["ask"]["now"])
def test_what_may_be_happening_now_is_asked_about(said):
    assert alarm(said) or ask_first(said)


@pytest.mark.parametrize("said", GOLDEN["ask"]["go_on"])
def test_old_troubles_and_questions_to_know_go_on_to_a_base(said):
    assert alarm(said) is None
    assert ask_first(said) is None


def test_the_golden_set_is_large_and_says_nothing_twice():
    said = [said for kind in GOLDEN for _, said in rows(kind)]
    assert len(said) == len(set(said))
    assert len(said) >= 250


# What no edit of the rules may ever lose.
@pytest.mark.parametrize(
    ("said", "kind", "group"),
    [
        ("我不想活了", "crisis", "direct_death"),
        ("我想死", "crisis", "direct_death"),
        ("我想自杀", "crisis", "direct_death"),
        ("bu xiang huo le", "crisis", "direct_death"),
        ("I want to kill myself", "crisis", "direct_death"),
        ("我勿想活了", "crisis", "direct_death"),
        ("刚刚割腕了", "crisis", "self_harm_done"),
        ("我想跳楼", "crisis", "means_plan"),
        ("产后总想掐死孩子", "crisis", "perinatal"),
        ("老公打我", "crisis", "violence_victim"),
        ("胸口剧痛喘不上气", "emergency", "chest"),
        ("嘴突然歪了,半边身子动不了", "emergency", "stroke"),
        ("没有呼吸了", "emergency", "arrest"),
        ("怎么叫都叫不醒", "emergency", "unconscious"),
        ("血止不住", "emergency", "bleed"),
        ("手指被机器切断了", "emergency", "limb_loss"),
        ("喝了农药", "emergency", "poison"),
        ("孩子高烧抽搐", "emergency", "seizure"),
        ("羊水破了", "emergency", "labour"),
        ("打了针以后喉咙肿,喘不上气", "emergency", "breath"),
        ("触电了", "emergency", "electric"),
        ("被毒蛇咬了", "emergency", "bite"),
    ],
)
def test_the_core_always_speaks(said, kind, group):
    found = alarm(said)
    assert found is not None
    assert (found.kind, found.certain) == (kind, True)
    assert found.group == group or kind == "emergency"


@pytest.mark.parametrize(
    ("said", "third"),
    [
        ("我女儿说她想死", True),
        ("同学发消息说要自杀", True),
        ("我想死", False),
        ("我想去陪我妈妈了", False),
        ("我爸突然晕倒了", True),
        ("我喘不上气了", False),
    ],
)
def test_it_knows_whether_someone_else_is_meant(said, third):
    found = alarm(said)
    assert found is not None
    assert found.third_person is third


@pytest.mark.parametrize("said", ["以前想过自杀", "活着真烦", "我就是个废物"])
def test_a_doubt_about_harm_to_oneself_is_spoken_of_gently(said):
    found = alarm(said)
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("从小被爸爸打", "violence_victim"),
        ("老公敲我", "violence_victim"),
        ("my husband hits me", "violence_victim"),
        ("我要杀了他", "violence_threat"),
        ("我要跟他同归于尽", "violence_threat"),
        ("老公打孩子", "violence_witness"),
        ("邻居打老婆", "violence_witness"),
        ("抑郁了", "low_mood"),
        ("呒没人理我", "low_mood"),
        ("I feel depressed", "low_mood"),
    ],
)
def test_who_harms_whom_and_who_is_only_sad_are_told_apart(said, group):
    found = alarm(said)
    assert found is not None
    assert found.group == group
    assert found.certain is (group != "low_mood")


@pytest.mark.parametrize(
    ("said", "what", "may_be_old"),
    [
        ("发烧39度", "high_fever", False),
        ("两个月宝宝发烧", "high_fever", False),
        ("孩子烧了三天了", "high_fever", False),
        ("血压200", "blood_pressure", False),
        ("肚子痛一天了", "belly_day", False),
        ("鱼刺卡了", "choking", False),
        ("我摔了一跤手肿了 是不是骨折", "fracture", True),
        ("卒中", "stroke", True),
        ("胸痛吃什么药", "chest", False),
        ("便血是不是癌", "bleeding", True),
    ],
)
def test_what_is_asked_about_has_a_name_and_knows_whether_it_may_be_old(said, what, may_be_old):
    found = ask_first(said)
    assert found is not None
    assert (found.what, found.may_be_old) == (what, may_be_old)


@pytest.mark.parametrize(
    ("plain", "disguised"),
    [
        ("我不想活了", "我 不 想 活 了"),
        ("我想自杀", "我想自-杀"),
        ("我不想活了", "我不想活了!!!!!!"),
        ("我想結束生命", "我想结束生命"),
        ("胸口剧痛", "凶口剧痛"),
        ("I WANT TO DIE", "i want to die"),
    ],
)
def test_disguises_change_nothing(plain, disguised):
    assert heard(plain) == heard(disguised) is not None


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_answered(text):
    alarm(text)
    ask_first(text)


@given(st.sampled_from([said for _, said in rows("crisis")]), st.sampled_from(["你好,", "请问一下,", "医生啊,", "  "]))
@settings(max_examples=60, deadline=None)
def test_polite_words_before_a_cry_for_help_hide_nothing(said, polite):
    if heard(said):
        assert heard(polite + said)
