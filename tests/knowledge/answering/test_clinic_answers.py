"""What is told from rosters: filters are said, names are never guessed, fees and kinds are told when they are known."""

import msgspec
import pytest

from knowledge.answering.answer import Answer
from knowledge.answering.respond import respond
from knowledge.book import Book
from knowledge.clinics import Session
from knowledge.comprehension import Reader
from knowledge.holidays import Calendar
from knowledge.importing.samples import gather_samples
from knowledge.library import shipped_drafts
from knowledge.reading import Changes
from knowledge.wording import Voice
from tests.conftest import NOON
from tests.knowledge import sample_clinics


@pytest.fixture(scope="module")
def sampled() -> Reader:
    """The shipped Book with the made-up roster beside it."""
    drafts = [*shipped_drafts(), *gather_samples(NOON.date()).drafts]
    return Reader(Book.from_changes(Changes(1, {draft.key: draft.fact for draft in drafts}, ())), Calendar())


def asked(reader: Reader, words: str) -> Answer:
    return respond(reader.read(words, NOON), reader.book, Voice())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("下周三皮肤科谁坐诊", "皮肤方面："),
        ("浦东膏方", "膏方门诊方面："),
        ("膏方门诊什么时候开", "膏方门诊方面："),
        ("宝山中西医下周特需", "特需门诊方面："),
        ("普通门诊哪天有", "普通门诊方面："),
    ],
)
def test_what_was_narrowed_to_is_said(sampled: Reader, words: str, said: str):
    assert asked(sampled, words).text.startswith(said)


@pytest.mark.parametrize(
    ("words", "kind"), [("浦东膏方", "膏方"), ("宝山中西医下周特需", "特需"), ("宝山中西医专病门诊哪天有", "专病")]
)
def test_only_sessions_of_the_kind_are_listed(sampled: Reader, words: str, kind: str):
    lines = [line for line in asked(sampled, words).text.splitlines() if line.startswith("·")]
    assert lines
    assert all(kind in line for line in lines)


@pytest.mark.parametrize(
    ("words", "said"),
    [("下周一上午宝山谁坐诊", "请看后面的变动："), ("下周四下午浦东谁坐诊", "坐诊的有：")],
)
def test_a_day_on_which_all_is_off_lists_nobody_as_sitting(sampled: Reader, words: str, said: str):
    first = asked(sampled, words).text.splitlines()[0]
    assert first.endswith(said)


def test_a_kind_that_no_roster_has_is_said_to_be_missing_and_ordinary_ones_are_not_listed(sampled: Reader):
    answer = asked(sampled, "宝山中西医名中医")
    assert answer.kind == "lookup_empty"
    assert "没有查到宝山区中西医结合医院的名中医门诊" in answer.text
    assert "·" not in answer.text


@pytest.mark.parametrize("words", ["巡诊门诊下周有吗", "哪里有巡诊门诊"])
def test_a_kind_that_is_nowhere_is_said_to_be_missing_in_whole_sentences(sampled: Reader, words: str):
    assert "没有查到巡诊门诊" in asked(sampled, words).text


def test_a_complaint_does_not_narrow_a_named_hospitals_roster(sampled: Reader):
    assert "示例医生丁" in asked(sampled, "浦东新区中医医院失眠下周谁坐诊").text


@pytest.mark.parametrize("words", ["丁医生", "医生丁周四下午", "示例医生丁什么时候坐诊"])
def test_a_doctor_is_found_as_people_call_them(sampled: Reader, words: str):
    assert asked(sampled, words).text.startswith("示例医生丁（示例）")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("李医生什么时候坐诊", "排班里没有查到姓李的医生"),
        ("宝山中西医李医生下周坐诊吗", "021-56601100"),
        ("李国强主任停诊了吗", "排班里没有查到李国强医生"),
        ("欧阳医生", "排班里没有查到姓欧阳的医生"),
    ],
)
def test_a_doctor_whom_no_roster_has_is_said_to_be_missing(sampled: Reader, words: str, said: str):
    answer = asked(sampled, words)
    assert answer.kind == "lookup_empty"
    assert said in answer.text
    assert "没有公布" not in answer.text


@pytest.mark.parametrize("words", ["金山医生", "家庭医生怎么签约", "龙华医院李医生什么时候坐诊"])
def test_places_family_doctors_and_hospitals_without_a_roster_are_no_missing_names(sampled: Reader, words: str):
    assert "排班里没有查到" not in asked(sampled, words).text


@pytest.mark.parametrize("words", ["月经不来", "月经不来看哪里", "大便不来怎么办"])
def test_a_complaint_is_no_suspension(question, words: str):
    assert question(words).topic != "suspension"


@pytest.mark.parametrize("words", ["今天停诊吗", "头痛专家停诊了吗", "黄医生不来了吗", "龙华医院肿瘤科这周停诊吗"])
def test_clinics_and_doctors_may_be_suspended(question, words: str):
    assert question(words).topic == "suspension"


def test_an_experts_card_is_short_and_ends_with_the_reservation(sampled: Reader):
    for words in ("示例医生甲", "示例医生甲下周一上午坐诊吗", "示例医生甲停诊吗"):
        text = asked(sampled, words).text
        assert text.count("宝山区中西医结合医院示例院区、肛肠科") == 1
        assert text.endswith("一切以医院当日公布为准。")
        own = text.split("同专科还有")[0]
        assert own.count("·") <= 4


def test_a_fee_of_the_roster_is_told_with_its_date(sampled: Reader):
    text = asked(sampled, "浦东新区中医医院骨伤科挂号费").text
    assert "挂号费22元" in text
    assert "资料日期 2026-11-23" in text


@pytest.mark.parametrize("words", ["有哪些名医", "妇产科专家什么时候坐诊", "妇产科专家停诊吗"])
def test_nobody_is_told_to_phone_without_a_number(question, words: str):
    text = question(words).text
    assert not any(line.endswith("电话问：") for line in text.splitlines()) or "021-" in text
    assert "12345" in text or "021-" in text or "总机" in text


def test_not_knowing_and_declining_offer_the_menu(question):
    for words in ("噼里啪啦咕噜咕噜", "杭州哪里看骨伤", "天山滑雪哪里好"):
        tokens = [choice.token for choice in question(words).choices]
        assert tokens == ["menu:find", "menu:clinics", "menu:referral", "menu:reminders"], words


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"valid_from": "2026-12-07"}, "排班表从2026-12-07开始"),
        ({"valid_to": "2026-11-22"}, "排班表只公布到2026-11-22"),
        ({}, "不坐诊"),
    ],
)
def test_days_that_the_roster_does_not_reach_are_not_called_free(limits: dict[str, str], said: str):
    drafts = [*shipped_drafts(), *gather_samples(NOON.date()).drafts]
    facts = {draft.key: draft.fact for draft in drafts}
    for key, fact in facts.items():
        if isinstance(fact, Session):
            facts[key] = msgspec.structs.replace(fact, **{"valid_from": "", "valid_to": ""} | limits)
    reader = Reader(Book.from_changes(Changes(1, facts, ())), Calendar())
    assert said in asked(reader, "示例医生甲下周六坐诊吗").text


@pytest.mark.parametrize(
    "words",
    [
        "丁医生替谁看", "示例医生丁替谁坐诊", "丁医生帮谁看", "丁医生下周替哪个医生", "丁医生顶谁的班", "丁医生代谁",
        "周二谁替丙医生看", "丙医生停诊谁替他", "谁代丙医生", "谁来替丙医生", "丙医生替诊的是谁",
        "下周有替诊的吗", "有没有代诊",
    ],
)  # fmt: skip
def test_who_stands_in_for_whom_is_told(sampled: Reader, words: str):
    (line,) = [line for line in asked(sampled, words).text.splitlines() if line.startswith("·")]
    assert "示例医生丙（示例）" in line
    assert "由示例医生丁替诊" in line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("甲医生替谁", "近期没有查到示例医生甲（示例）替别人看诊。"),
        ("谁替甲医生", "示例医生甲（示例）近期没有替诊的消息。"),
        ("李医生替谁看", "没有查到您说的这位医生替别人看诊。"),
        ("11月26日有替诊的吗", "近期没有查到替诊的门诊。"),
    ],
)
def test_that_nobody_stands_in_is_said(sampled: Reader, words: str, said: str):
    assert asked(sampled, words).text.splitlines()[0] == said


def test_a_stand_in_of_no_roster_is_known_by_name():
    reader = Reader(sample_clinics.book(), Calendar())
    for words in ("赵替班替谁看", "赵医生替谁", "赵替班什么时候坐诊", "赵替班是谁"):
        text = asked(reader, words).text
        assert text.startswith("赵替班替诊的门诊："), words
        assert "李例子（示例）" in text


@pytest.mark.parametrize("words", ["谁替我妈约号", "家庭医生能替谁约号", "丁医生什么时候坐诊", "帮我约丁医生"])
def test_who_asks_for_another_thing_hears_of_no_stand_in(sampled: Reader, words: str):
    assert "替诊" not in asked(sampled, words).text


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("宝山中西医骨伤科下周谁坐诊", "宝山区中西医结合医院的排班里没有查到骨伤门诊。"),
        ("宝山中西医推拿专家", "宝山区中西医结合医院的排班里没有查到推拿门诊。"),
        ("浦东中医针灸哪天有", "浦东新区中医医院的排班里没有查到针灸门诊。"),
        ("浦东新区中医医院肛肠科有号伐", "浦东新区中医医院的排班里没有查到肛肠门诊。"),
        ("浦东中医院肛肠科停诊了伐", "浦东新区中医医院的排班里没有查到肛肠门诊。"),
        ("嘉兴社区骨伤科谁坐诊", "嘉兴社区卫生服务中心的排班里没有查到骨伤门诊。"),
        ("宝山骨伤科专家哪天来", "宝山区的排班里没有查到骨伤门诊。"),
        ("宝山中西医眼科谁坐诊", "宝山区中西医结合医院的排班里没有查到眼科门诊。"),
        ("浦东中医耳鼻喉科下周有吗", "浦东新区中医医院的排班里没有查到耳鼻喉科门诊。"),
        ("眼科下周谁坐诊", "已有的排班里，没有查到眼科门诊。可以打医院电话再问一问。"),
    ],
)
def test_a_roster_without_the_specialty_is_not_said_to_be_missing(sampled: Reader, words: str, first: str):
    answer = asked(sampled, words)
    assert answer.kind == "lookup_empty"
    assert answer.text.splitlines()[0] == first


def test_who_else_has_the_specialty_is_told_the_nearest_first_or_whom_to_phone(sampled: Reader):
    elsewhere = asked(sampled, "宝山中西医骨伤科下周谁坐诊").text
    assert "别家的排班里有：" in elsewhere
    assert "浦东新区中医医院（骨伤科" in elsewhere
    nowhere = asked(sampled, "宝山中西医肿瘤科下周谁坐诊").text
    assert "别家的排班里也没有查到" in nowhere
    assert "021-56601100" in nowhere


@pytest.mark.parametrize("words", ["宝山谁坐诊", "宝山眼睛看不清谁坐诊", "宝山中西医谁坐诊"])
def test_a_district_with_a_roster_is_answered_from_it(sampled: Reader, words: str):
    assert "示例医生甲（示例）" in asked(sampled, words).text


@pytest.mark.parametrize("words", ["龙华医院皮肤科谁坐诊", "黄浦骨伤科谁坐诊", "黄浦谁坐诊"])
def test_where_nothing_is_published_that_is_what_is_said(sampled: Reader, words: str):
    assert "还没有公布到这里" in asked(sampled, words).text
