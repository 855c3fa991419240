"""Days alone, former districts, names nobody knows, growing old: what is said in passing is taken as it is."""

import pytest

from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.understanding.day_alone import day_spoken_of
from knowledge.understanding.follow import follow_up
from knowledge.wording import Voice
from tests.conftest import NOON


def answer(reader: Reader, words: str):
    return respond(reader.read(words, NOON), reader.book, Voice())


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("明天上午", "11月22日周日上午"),
        ("后天下午", "11月23日周一下午"),
        ("周六上午呢", "11月28日周六上午"),
        ("下周三", "11月25日周三"),
        ("12月1号", "12月1日周二"),
        ("今朝夜里", "11月21日周六"),
        ("明朝上昼", "11月22日周日上午"),
        ("tomorrow", "11月22日周日"),
    ],
)
def test_a_day_alone_is_asked_about_and_names_no_hospital(reader: Reader, words: str, day: str):
    told = answer(reader, words)
    assert (told.kind, told.subject) == ("choices", "day")
    assert told.text.startswith(day)
    assert not reader.read(words, NOON).mentions


@pytest.mark.parametrize(
    "words", ["每个星期天上午", "今天上午", "从明天到后天", "最近三天", "星期天上午有空", "后天三点"]
)
def test_no_name_is_heard_in_words_of_a_day(reader: Reader, words: str):
    assert not [m for m in reader.read(words, NOON).mentions if m.how == "sound"]


@pytest.mark.parametrize("words", ["明天天山中医医院有门诊吗", "天山后天上午有门诊吗", "后天去田山中医医院"])
def test_a_name_beside_a_day_is_still_heard(reader: Reader, words: str):
    assert [m.id for m in reader.read(words, NOON).of("institution")] == ["tianshan"]


@pytest.mark.parametrize("then", ["龙华医院", "骨伤科", "龙华医院呢", "徐汇"])
def test_what_is_named_after_a_day_is_asked_of_that_day(reader: Reader, then: str):
    day = reader.read("明天上午", NOON)
    heard = follow_up(reader.read(then, NOON), day_spoken_of(day, NOON), NOON)
    assert heard.when.days() == day.when.days()
    assert "schedule" in heard.wishes


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("闸北看皮肤科", "闸北现在属于静安区"),
        ("卢湾区有基地伐", "卢湾区现在属于黄浦区"),
        ("南市区的中医医院", "南市区现在属于黄浦区"),
        ("我住南汇，看骨伤", "南汇现在属于浦东新区"),
        ("闸北区的那个中心医院", "闸北区现在属于静安区"),
        ("以前闸北的那家中心医院在哪", "闸北现在属于静安区"),
        ("原来卢湾的那个区中心医院怎么走", "卢湾现在属于黄浦区"),
    ],
)
def test_a_former_district_is_told_with_todays(reader: Reader, words: str, said: str):
    assert answer(reader, words).text.startswith(f"{said}。")


@pytest.mark.parametrize("words", ["静安看皮肤科", "浦东区有基地吗", "崇明岛看骨伤", "黄浦", "上海市区哪里看骨伤"])
def test_todays_districts_are_no_former_ones(reader: Reader, words: str):
    assert "现在属于" not in answer(reader, words).text


@pytest.mark.parametrize(
    ("words", "hospital"),
    [
        ("徐汇的那个中心医院", "xuhui_central"),
        ("静安的那家中心医院电话", "jingan_central"),
        ("普陀区那个中医院是看什么的", "putuo_zy"),
        ("嘉定的那个中医医院", "jiading_zy"),
    ],
)
def test_that_hospital_of_a_district_is_its_own(reader: Reader, words: str, hospital: str):
    assert [m.id for m in reader.read(words, NOON).of("institution")] == [hospital]


@pytest.mark.parametrize(
    "words", ["闸北区的那个中心医院", "浦东的那个人民医院", "南市区的中医医院", "杨浦那个中心医院"]
)
def test_that_hospital_is_never_one_of_another_district(reader: Reader, words: str):
    assert not reader.read(words, NOON).of("institution")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("周明华 哪家", "周明华"),
        ("周明华在哪家医院", "周明华"),
        ("陈丽娟在什么地方坐堂", "陈丽娟"),
        ("找李建国怎么挂号", "李建国"),
        ("听说有个叫赵国强的，在哪里", "赵国强"),
        ("欧阳文 哪个医院", "欧阳文"),
        ("周医生在哪个医院", "周医生"),
    ],
)
def test_a_name_that_nobody_knows_is_said_to_be_unknown_and_none_is_guessed(reader: Reader, words: str, name: str):
    told = answer(reader, words)
    assert told.kind == "lookup_empty"
    assert told.topic in {"expert_lookup", "clinic_schedule"}
    assert not told.found
    assert name in told.text or told.topic == "clinic_schedule"


@pytest.mark.parametrize(
    "words", ["方浜路 在哪", "高血压 哪家", "徐家汇 哪家", "金山 哪家", "康复科 在哪里", "石门路 哪里"]
)
def test_what_only_begins_like_a_surname_is_no_name(reader: Reader, words: str):
    assert "没有查到" not in answer(reader, words).text


@pytest.mark.parametrize(
    "words", ["怎么转诊", "转诊流程", "转诊怎么弄法", "如何转诊", "想转诊", "转诊哪能转法", "how to get referred"]
)
def test_referral_alone_is_the_general_way_with_the_special_ones_as_buttons(reader: Reader, words: str):
    told = answer(reader, words)
    assert told.subject == "entry:ref_how_up"
    assert {"p:mental:start", "p:obstetric:start", "p:base_lead:start"} <= {choice.token for choice in told.choices}


@pytest.mark.parametrize("words", ["精神科怎么转诊", "想转到600号", "精神病人怎么转诊"])
def test_a_psychiatric_referral_stays_one(reader: Reader, words: str):
    assert answer(reader, words).subject == "entry:ref_general_to_mental"


@pytest.mark.parametrize("words", ["上海中医分成四大片", "上海中医分四块", "中医分为四大片区", "我们小区分成两个区"])
def test_who_only_tells_how_many_there_are_is_given_no_card(reader: Reader, words: str):
    assert answer(reader, words).topic in {"unknown", "smalltalk"}


@pytest.mark.parametrize("words", ["上海中医分成几个片", "中医分四块谁负责", "四大中医医联体", "医联体分成哪四个"])
def test_asked_how_many_there_are_it_is_told(reader: Reader, words: str):
    assert answer(reader, words).kind == "answer"


CALM = ["阿拉爷娘都老了", "爸妈都老了", "爷娘年纪都大了", "屋里老人岁数大了", "爷爷奶奶也老了呀", "我妈一年比一年老了"]


@pytest.mark.parametrize("words", CALM)
def test_growing_old_is_no_alarm(reader: Reader, words: str):
    meaning = reader.read(words, NOON)
    assert meaning.alarm is None
    assert meaning.ask_first is None


@pytest.mark.parametrize("more", ["，不想活了", "，活着没意思", "，我想死", "，我爸突然昏过去了"])
@pytest.mark.parametrize("words", CALM)
def test_growing_old_excuses_nothing_that_is_said_beside_it(reader: Reader, words: str, more: str):
    assert reader.read(words + more, NOON).alarm is not None


@pytest.mark.parametrize(
    "words",
    ["下腹痛,老跑洗手间", "我下腹疼总要去洗手间", "肚子痛一直跑洗手间", "拉肚子洗手间都不敢离开", "扶手旁边肚子疼"],
)
def test_a_hand_in_another_word_is_no_part_of_the_body(reader: Reader, words: str):
    read = {reading.specialty for reading in reader.read(words, NOON).specialties}
    assert "脾胃" in read
    assert not read & {"骨伤", "针刀"}


@pytest.mark.parametrize(
    "words",
    [
        "我阿爸走路走勿动了",
        "爸爸走路走不动了看什么科",
        "奶奶走不动了 膝盖痛",
        "外公爬楼爬不动了",
        "老妈菜都拎不动了",
        "我妈咬不动了",
    ],
)
def test_what_somebody_cannot_manage_any_more_is_no_collapse(reader: Reader, words: str):
    alarm = reader.read(words, NOON).alarm
    assert alarm is None or not alarm.certain


@pytest.mark.parametrize(
    "words",
    [
        "我爸倒在地上不动了",
        "老伴忽然不动了",
        "我妈突然走不动了",
        "外公躺着不动了",
        "爸爸一下子站不动了",
        "奶奶手脚不会动了",
    ],
)
def test_a_collapse_is_still_one(reader: Reader, words: str):
    assert reader.read(words, NOON).alarm is not None
