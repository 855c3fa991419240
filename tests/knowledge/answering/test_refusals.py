"""What is refused however it is worded, and what only sounds like it."""

import pytest

DOSES = [
    "胃痛能吃布洛芬吗",
    "华法林和三七粉能同服吗",
    "孩子发烧38度美林喝多少",
    "血压药早上吃还是晚上吃",
    "奥美拉唑可以长期吃吗",
    "皮炎平能擦脸上吗",
    "给我开点安神的中药",
    "推荐个治咳嗽的方子",
    "有没有治失眠的食疗方",
    "湿疹擦什么好",
    "停经了吃什么调理",
]
JUDGEMENTS = [
    "我头晕恶心你说我得了什么病",
    "脸上长斑是不是内分泌失调,帮我判断",
    "我妈手抖是帕金森吗",
    "血小板只有80,严重吗",
    "CRP升高代表什么",
    "核磁共振写腰椎间盘突出L4/5要紧伐",
    "脉象弦滑是啥意思",
    "我是阳虚还是阴虚",
    "你看我这个咳嗽是肺炎还是支气管炎",
]
OTHER_MATTERS = [
    "这道几何题怎么做",
    "推荐一部韩剧",
    "孩子中考报什么学校",
    "苹果手机怎么截图",
    "怎么做糖醋排骨",
    "小孩压岁钱被没收了",
    "孕妇裙子",
]
ERRANDS = [
    "曙光医院可以代我挂号吗",
    "帮我在曙光挂个骨伤的号",
    "替我约岳阳医院皮肤科",
    "龙华医院,可以替我预约一下吗",
    "help me book 龙华",
]


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        *((words, "decline_dose") for words in DOSES),
        *((words, "decline_diagnose") for words in JUDGEMENTS),
        *((words, "decline_other") for words in OTHER_MATTERS),
        *((words, "entry:early_register_other") for words in ERRANDS),
    ],
)
def test_it_is_refused_however_it_is_worded(question, words: str, subject: str):
    assert question(words).subject == subject


@pytest.mark.parametrize(
    "words",
    [
        "社区能配中药吗",
        "家庭医生能给我妈配药吗",
        "提醒我每天早上吃降压药",
        "这个药能用医保吗",
        "嘉定中医主要看的是什么病",
        "得了什么病可以走绿色通道",
        "肺结节去哪里看",
        "确诊胃癌了去哪家",
        "膏方门诊什么时候有",
        "家庭医生能帮我约龙华的专家吗",
        "孩子书包太重肩膀疼",
    ],
)
def test_what_only_sounds_like_it_is_not_refused(question, words: str):
    answer = question(words)
    assert answer.kind != "decline"
    assert answer.subject != "entry:early_register_other"


def test_who_cannot_book_says_whom_to_phone(question):
    assert "021-53821650" in question("曙光医院可以代我挂号吗").text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("皮肤基地那个嘉兴社区,是浙江嘉兴的还是虹口的", "虹口区"),
        ("从昆山到龙华医院看病怎么挂号", "龙华医院"),
        ("我在苏州,想去岳阳医院看皮肤", "岳阳医院"),
    ],
)
def test_a_hospital_of_ours_is_answered_beside_another_citys_name(question, words: str, told: str):
    answer = question(words)
    assert answer.kind != "decline"
    assert told in answer.text


def test_another_citys_hospital_of_like_name_is_declined(question):
    assert question("杭州的市一医院怎么挂号").subject == "decline_city"
