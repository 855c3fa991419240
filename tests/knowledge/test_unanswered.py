"""The queue for staff: grouped by how a question sounds, without numbers, without anybody's identity."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from knowledge.database import Database
from knowledge.message import Address
from knowledge.unanswered import Traces, likeness, masked, note, rate
from tests.conftest import NOON

ANN, BOB = Address("test", "ann"), Address("test", "bob")


def queue(database: Database):
    return database.read(lambda c: c.execute(text("SELECT * FROM unanswered ORDER BY id")).mappings().all())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("我电话13812345678", "我电话＊"),
        ("138 1234 5678找我", "＊找我"),
        ("138-1234-5678", "＊"),
        ("138.1234.5678", "＊"),
        ("１３８１２３４５６７８", "＊"),
        ("+86 13812345678", "+＊"),
        ("身份证31010119800101123X的", "身份证＊的"),
        ("一三八一二三四五六七八", "＊"),
        ("021-64385700", "＊"),
        ("住院号 0012345", "住院号 ＊"),
        ("电话138、1234、5678", "电话＊"),
        ("电话138—1234—5678", "电话＊"),
        ("电话(138)12345678", "电话(＊"),
        ("138 一二三四 五六七八", "＊"),
        ("微信号zhangsan_1234加我", "微信号＊加我"),
        ("微信wxid_abc123def", "微信＊"),
        ("我邮箱zhang.san@example.com", "我邮箱＊"),
        ("问" * 298 + "13812345678", "问" * 298 + "＊"),
        ("周一、二、三、四、五、六都有吗", "周一、二、三、四、五、六都有吗"),
        ("minhang kan feibing", "minhang kan feibing"),
        ("covid19后遗症", "covid19后遗症"),
        ("b12缺乏看哪里", "b12缺乏看哪里"),
        ("2024年的3家医院", "2024年的3家医院"),
        ("12345热线", "＊热线"),
        ("第三人民医院二十一楼", "第三人民医院二十一楼"),
    ],
)
def test_numbers_of_people_are_masked_and_others_stay(written, kept):
    assert masked(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("我叫张伟民", "我叫＊＊＊"),
        ("我叫张伟，看骨科", "我叫＊＊，看骨科"),
        ("我叫欧阳小红，想挂号", "我叫＊＊＊＊，想挂号"),
        ("我叫張偉民", "我叫＊＊＊"),
        ("你好我叫 于海涛", "你好我叫 ＊＊＊"),
        ("姓名：李秀英 电话13812345678", "姓名：＊＊＊ 电话＊"),
        ("患者姓名是王建国，要转诊", "患者姓名是＊＊＊，要转诊"),
        ("我是患者陈小妹，配药", "我是患者＊＊＊，配药"),
    ],
)
def test_names_that_people_tell_are_masked(written, kept):
    assert masked(written) == kept


@pytest.mark.parametrize(
    "ordinary",
    [
        "我叫了救护车",
        "我叫救护车要多少钱",
        "我叫车去医院",
        "我叫不到车",
        "我叫我妈去看",
        "我叫儿子陪我去",
        "我叫孙子帮我挂号",
        "我叫孙女去配药",
        "我叫钟点工陪诊",
        "我叫包车去医院",
        "我叫什么名字你知道吗",
        "姓名写错了怎么办",
        "姓名和身份证不一致",
        "姓名万一填错了",
        "姓名应该怎么填",
        "专家姓名查得到吗",
        "专家姓名李华的门诊是周几",
        "我是患者家属",
        "我是患者的女儿",
        "我是患者本人",
        "我是患者，高血压十年",
        "我是患者 高血压十年",
        "我是患者曾经开过刀",
        "张江有医院吗",
        "黄医生周几看",
    ],
)
def test_ordinary_sentences_keep_their_words(ordinary):
    assert masked(ordinary) == ordinary


@given(st.text(st.characters(codec=None), max_size=400), st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_a_mobile_number_never_stays_whatever_stands_around_it(around, number):
    assert number not in masked(around[:200] + number + around[200:])


@pytest.mark.parametrize(
    "same",
    [
        ("骨质疏松有基地吗", "骨质疏松有基地嘛？", "骨质疏松,有基地呀!!", "古质疏松有基地么"),
        ("做核磁共振", "做核磁共振。", "做 核磁 共振"),
    ],
)
def test_questions_that_sound_alike_are_one(same):
    assert len({likeness(question) for question in same}) == 1


def test_a_question_is_counted_and_its_askers_told_apart_without_names(database: Database):
    traces = Traces()
    for who in (ANN, ANN, BOB):
        database.write(note, "噼里啪啦，13812345678", "unknown", traces.of(who, NOON), NOON)
    (row,) = queue(database)
    assert (row["times"], row["question"]) == (3, "噼里啪啦，＊")
    assert database.read(lambda c: c.execute(text("SELECT count(*) FROM asker")).scalar()) == 2


async def test_the_same_question_from_many_at_once_is_counted_for_each(database: Database):
    await asyncio.gather(*(database.awrite(note, "噼里啪啦", "unknown", f"t{n}", NOON) for n in range(16)))
    (row,) = queue(database)
    assert row["times"] == 16


async def test_one_person_pressing_many_times_at_once_has_one_word(database: Database):
    words = [database.awrite(rate, "base", "base:b", "t", NOON, helpful=bool(n % 2)) for n in range(12)]
    await asyncio.gather(*words)
    assert database.read(lambda c: c.execute(text("SELECT count(*) FROM feedback")).scalar()) == 1


@pytest.mark.parametrize("nothing", ["", "？？？", "😀", "啊呀", " \n"])
def test_a_question_without_words_is_not_queued(database: Database, nothing: str):
    database.write(note, nothing, "unknown", "t", NOON)
    assert queue(database) == []


@pytest.mark.parametrize("strange", ["a\x00b 噼里", "噼里\udcff啪啦", "\u202e噼里啪啦", "噼" * 10_000])
def test_broken_characters_do_not_break_the_queue(database: Database, strange: str):
    database.write(note, strange, "unknown", "t", NOON)
    (row,) = queue(database)
    assert len(row["question"]) <= 300
    assert row["question"].isprintable()


def test_a_trace_lasts_a_day_and_tells_nothing():
    traces, other = Traces(), Traces()
    assert traces.of(ANN, NOON) == traces.of(ANN, NOON + timedelta(hours=3))
    assert traces.of(ANN, NOON) != traces.of(BOB, NOON)
    assert traces.of(ANN, NOON) != other.of(ANN, NOON)
    today = traces.of(ANN, NOON)
    assert traces.of(ANN, NOON + timedelta(days=1)) != today
    assert traces.of(ANN, NOON) != today
