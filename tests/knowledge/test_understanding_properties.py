"""What holds for any words: an answer always comes, and manners, script, width and spaces do not change it."""

import msgspec
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import model as m
from knowledge.answering.contract import as_object
from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.reading import Changes
from knowledge.wording import Voice
from tests.conftest import NOON

ANY_TEXT = st.text(st.characters(codec=None), max_size=120)
GOLDEN = (
    "浦东看骨伤去哪里",
    "龙华医院牵头哪几个区",
    "静安有几个基地",
    "我妈住嘉定南翔失眠看哪里",
    "离莘庄最近的中医基地",
    "市六医院在不在精神专科联盟",
    "早预约和预约早有什么区别",
    "精神专科联盟有哪些医院",
    "下周三上午龙华医院谁坐诊",
    "阿莫西林一天吃几粒",
    "我不想活了",
    "我爸胸口痛得要命喘不上气",
    "曙光医院电话多少",
    "看肺病哪家好",
    "取消提醒",
    "医保能报销多少",
    "怎么转诊到大医院",
    "眼睛疼看哪里",
    "崇明看肛肠去哪里",
    "黄浦区的基地在哪",
)
FILLERS = (
    "请问{}",
    "{}谢谢",
    "麻烦问一下{}",
    "那个{}",
    "你好，{}",
    "请问一下，{}？谢谢您！",
    "阿姨想问问{}",
    "{}呀",
    "不好意思，{}",
)
TO_TRADITIONAL = opencc.OpenCC("s2t")
WIDE = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(0x21, 0x7F))}


def told(reader: Reader, words: str, *, whole: bool = False):
    """What must not change: kind, topic and what is found; ``whole`` adds the text."""
    meaning = reader.read(words, NOON)
    answer = respond(meaning, reader.book, Voice())
    named = {kind: [one.name for one in names] for kind, names in answer.found.items() if names}
    return (answer.kind, answer.topic, named, *([answer.text] if whole else []))


@pytest.mark.parametrize("words", GOLDEN)
def test_a_golden_question_has_an_answer_worth_keeping(reader: Reader, words: str):
    assert told(reader, words)[0] != "unknown"


@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("words", GOLDEN)
def test_manners_do_not_change_the_answer(reader: Reader, words: str, filler: str):
    assert told(reader, filler.format(words)) == told(reader, words)


@pytest.mark.parametrize("words", GOLDEN)
def test_traditional_characters_ask_the_same(reader: Reader, words: str):
    assert told(reader, TO_TRADITIONAL.convert(words), whole=True) == told(reader, words, whole=True)


@pytest.mark.parametrize("words", [*GOLDEN, "Minhang 的 base", "TCM oncology base in Xuhui?", "minhang kan feibing"])
def test_width_spaces_and_invisible_characters_ask_the_same(reader: Reader, words: str):
    plain = told(reader, words, whole=True)
    assert told(reader, words.translate(WIDE), whole=True) == plain
    assert told(reader, f"  {words} \n", whole=True) == plain
    assert told(reader, "\u200b".join(words), whole=True) == plain
    assert told(reader, f"\u202e{words}\u2066\ufeff", whole=True) == plain
    assert told(reader, words.upper(), whole=True) == plain


@pytest.mark.parametrize("words", GOLDEN)
def test_a_question_mark_or_a_full_stop_changes_nothing(reader: Reader, words: str):
    for mark in ("？", "?", "。", "！！", "……", "~"):
        assert told(reader, words + mark) == told(reader, words), mark


def test_an_unrelated_entry_changes_no_other_answer(reader: Reader):
    strange = m.Entry(
        id="unrelated",
        title="怎样养好一盆兰花",
        topic="smalltalk",
        answer="多晒太阳。",
        phrasings=("兰花浇水", "蝴蝶兰开花"),
        sources=("wording",),
    )
    more = Reader(reader.book.with_changes(Changes(2, {("entry", "unrelated"): strange}, ())), reader.calendar)
    assert "晒太阳" in told(more, "怎样养好一盆兰花", whole=True)[3]
    for words in GOLDEN:
        assert told(more, words, whole=True) == told(reader, words, whole=True)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_any_text_gets_an_answer_that_can_be_sent(reader: Reader, words: str):
    meaning = reader.read(words, NOON)
    for voice in (Voice(), Voice("en"), Voice("zh-hant")):
        answer = respond(meaning, reader.book, voice)
        assert answer.text.strip()
        msgspec.json.encode({**as_object(meaning, answer, reader.book), "question": ""})


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"浦东骨伤龙华医院基地住在附近看谁那呢转诊停专家明天周三？，", "minhang", " ", "12345"]),
        max_size=14,
    ).map("".join)
)
def test_any_heap_of_known_words_gets_an_answer(reader: Reader, words: str):
    kind, topic, *_ = told(reader, words)
    assert kind
    assert topic


@settings(max_examples=40, deadline=None)
@given(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), st.sampled_from(("", "看骨伤", "附近的基地")))
def test_any_point_on_earth_gets_an_answer(reader: Reader, point, words):
    assert respond(reader.read(words, NOON, point), reader.book, Voice()).text


def test_very_long_texts_are_read_quickly_and_danger_at_their_end_is_heard(reader: Reader):
    long = "今天天气很好，我去公园走了走。" * 700
    assert told(reader, f"{long}我不想活了")[0] == "crisis"
    assert told(reader, long)[0] in {"unknown", "choices", "answer", "decline"}
