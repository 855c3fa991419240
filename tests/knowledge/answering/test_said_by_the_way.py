"""What residents say beside their questions: never mind, what a doctor told them, a slot that fell through, parking."""

import pytest


@pytest.mark.parametrize(
    "words",
    [
        "算了",
        "算了啊", "唉算了", "算了算了不弄了", "想想还是算了", "那就算了吧", "算了 不约了", "算了不看了", "suanle",
        "当我没讲", "当我没说好了", "算了我还是去医院问吧", "算哉算哉", "never mind",
    ],
)  # fmt: skip
def test_never_mind_is_let_be(question, words: str):
    assert question(words).subject == "entry:talk_never_mind"


@pytest.mark.parametrize(
    ("words", "kind"), [("活着没意思,算了", "crisis"), ("死了算了", "crisis"), ("算了不想活了", "crisis")]
)
def test_never_mind_hides_no_despair(question, words: str, kind: str):
    assert question(words).kind == kind


@pytest.mark.parametrize("words", ["取消预约", "约好了去不了怎么退", "社区约的号怎么取消", "约的号退得掉伐"])
def test_who_cannot_come_hears_how_to_give_the_slot_back(question, words: str):
    assert question(words).subject == "entry:early_cancel"


@pytest.mark.parametrize(
    "words",
    [
        "停诊了号怎么退", "停珍了号怎么退", "亭诊了号能退伐", "今天门诊停了我的号呢", "医生没来 号怎么办",
        "专家请假了挂的号作废吗",
        "停诊了要不要重新挂号", "医生换人了我想退号", "替诊我不想看了能退吗", "停诊后自动退款吗", "停脱了号头哪能办",
        "停诊退钱到哪里", "门诊改期了 号还有效吗", "tingzhen le hao zenme tui", "停诊的号钱会退吗",
    ],
)  # fmt: skip
def test_what_becomes_of_a_slot_is_each_hospitals_own_matter(question, words: str):
    answer = question(words)
    assert (answer.kind, answer.subject) == ("handoff", "entry:desk_stopped_slot")


def test_the_hospital_that_was_named_is_to_be_phoned(question):
    assert "021-56601100" in question("宝山中西医停诊了挂号费退吗").text


@pytest.mark.parametrize("words", ["停诊了吗", "医生停诊了怎么办", "骨伤科的号停诊了吗", "今天停诊吗", "医生不来了"])
def test_whether_it_is_off_is_another_question(question, words: str):
    assert question(words).subject != "entry:desk_stopped_slot"
    assert question(words).topic == "suspension"


@pytest.mark.parametrize(
    "words",
    [
        "医院有停车场吗", "停车位难找吗", "开车去好停伐", "车停哪里", "电瓶车停啥地方", "医院停车方便伐",
        "自驾去有地方停吗",
        "医院食堂好吃吗", "医院有小卖部伐", "可以带宠物吗", "医院有wifi吗", "where can i park my car",
    ],
)  # fmt: skip
def test_parking_and_the_canteen_are_no_escort(question, words: str):
    answer = question(words)
    assert (answer.kind, answer.subject) == ("handoff", "entry:desk_building")
    assert "陪诊" not in answer.text


@pytest.mark.parametrize("words", ["有人陪诊吗", "轮椅借伐", "一个人看病没人陪怎么办", "医院志愿者"])
def test_escorts_and_wheelchairs_stay_where_they_were(question, words: str):
    assert question(words).subject == "entry:desk_dialect"


def test_a_named_hospitals_parking_stands_by_its_address(question):
    assert "停车没有可靠资料" in question("岳阳医院停车").text


@pytest.mark.parametrize(
    "words",
    [
        "医生让我多喝水", "医生叫我少吃盐", "医生说要多休息", "医生喊我忌口", "医生让我少抽烟", "医生叫我老头子戒酒",
        "大夫嘱咐多走路", "医生关照不要吃辣", "医生说我不能吃海鲜", "医生讲要早点睏觉", "护士叫我多喝热水",
        "阿拉医生讲要忌口", "my doctor told me to drink more water",
    ],
)  # fmt: skip
def test_a_doctors_word_is_the_doctors(question, words: str):
    assert question(words).subject == "doctors_word"


@pytest.mark.parametrize(
    ("words", "kind", "topic"),
    [
        ("医生叫我多喝水但是我喘不上气", "emergency", "emergency"),
        ("医生让我不要活了", "crisis", "crisis"),
        ("医生让我去看骨科", "answer", "find_base"),
        ("医生让我多做康复去哪里", "answer", "find_base"),
        ("医生让我转诊到龙华医院", "answer", "referral_steps"),
        ("医生让我下周三复诊", "action", "remind_me"),
        ("医生让我多喝水，每天八点提醒我", "action", "remind_me"),
        ("医生让我多休息，腰痛怎么办", "answer", "find_base"),
    ],
)
def test_what_else_stands_beside_a_doctors_word_is_answered(question, words: str, kind: str, topic: str):
    answer = question(words)
    assert (answer.kind, answer.topic) == (kind, topic)
