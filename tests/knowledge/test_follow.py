"""What a short question leaves unsaid comes from the last ten minutes of talk."""

from datetime import timedelta

import pytest

from handlers.questions import institutions_told, surely_known, worth_keeping
from knowledge.answering.answer import Answer
from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.holidays import Calendar
from knowledge.understanding.follow import MEMORY, follow_up, remembered
from knowledge.wording import Voice
from tests.conftest import NOON
from tests.knowledge import sample_clinics


def answered(reader: Reader, *questions: str, minutes: float = 1) -> Answer:
    """The answer to the last question of a talk."""
    talk, now, answer = None, NOON, None
    for words in questions:
        alone = reader.read(words, now)
        meaning = follow_up(alone, talk, now, known=surely_known(alone, reader.book))
        answer = respond(meaning, reader.book, Voice())
        if worth_keeping(answer, meaning):
            talk = remembered(meaning, institutions_told(answer, reader.book), answer.topic, now)
        now += timedelta(minutes=minutes)
    assert answer is not None
    return answer


def talked(reader: Reader, *questions: str, minutes: float = 1) -> str:
    answer = answered(reader, *questions, minutes=minutes)
    return f"{answer.title}\n{answer.text}"


@pytest.fixture(scope="module")
def rostered() -> Reader:
    """A reader of a Book with a small made-up roster at 天山."""
    return Reader(sample_clinics.book(), Calendar())


@pytest.mark.parametrize(
    ("talk", "heard"),
    [
        (("浦东看骨伤去哪里", "那长宁呢？"), "天山中医医院"),
        (("浦东看骨伤去哪里", "那长宁呢？", "电话多少？"), "021-62418056"),
        (("浦东看骨伤去哪里", "怎么去？"), "浦东新区中医医院"),
        (("曙光医院地址", "电话呢"), "电话"),
        (("静安有几个基地", "那闵行呢"), "闵行"),
        (("看失眠", "我住杨浦"), "杨浦区 · 神志病"),
        (("看失眠", "我住杨浦", "松江呢"), "松江区 · 神志病"),
        (("龙华医院牵头哪几个区", "那岳阳医院呢"), "岳阳医院牵头3家基地"),
        (("我住莘庄", "看肾病去哪里"), "闵行区中西医结合医院在闵行区"),
        (("曙光医院地址", "明天有吗"), "曙光医院的专家门诊"),
        (("看失眠去哪里", "周六呢"), "神志病的专家门诊"),
        (("曙光医院地址", "贵伐"), "021-53821650"),
        (("曙光医院地址", "怎么预约"), "挂号"),
    ],
)
def test_the_talk_goes_on(reader: Reader, talk, heard):
    assert heard in talked(reader, *talk)


@pytest.mark.parametrize(
    ("talk", "heard"),
    [
        (("天山中医医院怎么去", "明天有吗"), "11月22日周日没有排到人坐诊"),
        (("天山中医医院怎么去", "明天有吗", "那下周呢"), "11月26日周四下午 李例子"),
        (("天山中医医院怎么去", "礼拜三有伐"), "11月25日周三的门诊，请看后面的变动"),
        (("天山中医医院下周四下午谁坐诊", "上午呢"), "11月26日周四上午没有排到"),
        (("王示范什么时候坐诊", "下周一有吗"), "11月23日周一上午"),
        (("王示范什么时候坐诊", "下周一有吗", "下午呢"), "11月23日周一不坐诊"),
        (("王示范周三看吗", "有人替吗"), "11月25日周三上午 停诊"),
        (("王示范周三看吗", "为什么停诊"), "外出会诊"),
        (("王示范周三看吗", "什么时候恢复"), "11月30日周一上午"),
        (("王示范周三看吗", "电话多少"), "021-62418056"),
        (("王示范周三看吗", "怎么去"), "娄山关路868号"),
        (("王示范周三看吗", "挂号费多少"), "天山中医医院"),
    ],
)
def test_experts_and_days_are_remembered(rostered: Reader, talk, heard):
    assert heard in talked(rostered, *talk)


EARLIER = ("闵行看肾病", "曙光医院地址", "我住杨浦", "阿莫西林吃几粒", "精神专科联盟有哪些医院")
CORE = (
    "转诊怎么走",
    "绿色通道怎么走",
    "早预约",
    "早预约和预约早有啥区别",
    "长海医院电话",
    "市六在不在精神联盟",
    "浦东看骨伤",
    "龙华医院牵头哪几个区",
    "我不想活了",
    "我爸胸口痛得喘不上气",
    "阿莫西林吃几粒",
    "医保能报吗",
    "全市有哪些基地",
    "静安有几个基地",
    "天山中医医院在什么路",
    "我要找人工",
    "你好",
)


@pytest.mark.parametrize("before", EARLIER)
@pytest.mark.parametrize("core", CORE)
def test_a_question_that_stands_on_its_own_is_answered_as_if_nothing_was_said_before(reader: Reader, core, before):
    alone, after = answered(reader, core), answered(reader, before, core)
    assert (after.kind, after.topic, after.subject) == (alone.kind, alone.topic, alone.subject)


@pytest.mark.parametrize(
    "between", ["谢谢", "阿莫西林吃几粒", "噼里啪啦咕噜", "我要找人工", "我不想活了", "医保能报吗"]
)
def test_what_is_no_answer_changes_no_subject(reader: Reader, between):
    assert "021-53821650" in talked(reader, "曙光医院地址", between, "电话多少")


@pytest.mark.parametrize("between", ["转诊怎么走", "长海医院电话", "全市有哪些基地"])
def test_a_new_subject_ends_the_old_one(reader: Reader, between):
    assert "021-53821650" not in talked(reader, "曙光医院地址", between, "电话多少")


@pytest.mark.parametrize("other", ["松江房价多少", "明天天气怎么样", "杭州呢"])
def test_other_matters_take_nothing_from_before(reader: Reader, other):
    assert "骨伤" not in talked(reader, "浦东看骨伤去哪里", other).split("\n")[0]
    assert "浦东新区中医医院" not in talked(reader, "浦东看骨伤去哪里", other)


def test_money_and_refusals_are_never_carried_on(reader: Reader):
    talk = remembered(reader.read("是不是肾虚，吃什么药，多少钱，医保能报吗", NOON), (), "find_base", NOON)
    assert not talk.wishes & {"dose", "judge", "diagnose", "cost", "insurance"}


def test_a_shared_location_is_a_place_like_any_other(reader: Reader):
    talk = remembered(reader.read("看失眠去哪里", NOON), (), "find_base", NOON)
    here = follow_up(reader.read("", NOON, (31.24, 121.45)), talk, NOON)
    assert [reading.specialty for reading in here.specialties][:1] == ["神志病"]


def test_after_ten_minutes_nothing_is_remembered(reader: Reader):
    assert "天山中医医院" not in talked(reader, "浦东看骨伤去哪里", "那长宁呢？", minutes=11)
    meaning = reader.read("那长宁呢？", NOON)
    talk = remembered(reader.read("浦东看骨伤去哪里", NOON), (), "find_base", NOON)
    assert follow_up(meaning, talk, NOON + MEMORY) != meaning
    assert follow_up(meaning, talk, NOON + MEMORY + timedelta(seconds=1)) == meaning
    assert follow_up(meaning, None, NOON) == meaning


def test_talk_keeps_ids_and_wishes_but_no_words(reader: Reader):
    talk = remembered(reader.read("我叫张三，住浦东看骨伤", NOON), (), "find_base", NOON)
    assert "张三" not in repr(talk)


def test_an_alarm_in_the_middle_of_a_talk_is_still_an_alarm(reader: Reader):
    assert "12356" in talked(reader, "浦东看骨伤去哪里", "我不想活了")
