"""What is asked of all rosters at once: what is off, moved, added or full, and who sits at all."""

import pytest

from knowledge.answering.answer import Answer
from knowledge.answering.respond import respond
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.holidays import Calendar
from knowledge.importing.samples import gather_samples
from knowledge.library import shipped_drafts
from knowledge.reading import Changes
from knowledge.wording import Voice
from tests.conftest import NOON


@pytest.fixture(scope="module")
def sampled() -> Reader:
    """The shipped Book with the made-up roster beside it."""
    drafts = [*shipped_drafts(), *gather_samples(NOON.date()).drafts]
    return Reader(Book.from_changes(Changes(1, {draft.key: draft.fact for draft in drafts}, ())), Calendar())


def asked(reader: Reader, words: str) -> Answer:
    return respond(reader.read(words, NOON), reader.book, Voice())


def listed(answer: Answer) -> list[str]:
    return [line for line in answer.text.splitlines() if line.startswith("·")]


@pytest.mark.parametrize(
    "words",
    [
        "下周哪些医生停诊", "下周停诊名单", "停诊了吗", "外院专家停到啥辰光", "有得停诊的消息伐", "停诊通知哪里看",
        "下个星期啥人停诊", "门诊取消了吗", "专家不来了", "门诊几时恢复", "xiazhou tingzhen de you naxie", "停珍了伐",
    ],
)  # fmt: skip
def test_only_what_is_off_is_listed(sampled: Reader, words: str):
    answer = asked(sampled, words)
    assert "停诊、改期或由别人替诊的有：" in answer.text.splitlines()[0]
    assert len(listed(answer)) >= 4
    assert all("停诊（" in line or "替诊" in line for line in listed(answer))


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("宝山中西医下周停诊的有哪些", 2),
        ("宝山中西医停诊了吗", 2),
        ("浦东中医下周停诊吗", 1),
        ("肛肠科停诊了伐", 2),
        ("皮肤科恢复了吗", 2),
        ("下周有加诊的吗", 1),
        ("下周加开的门诊有哪些", 1),
        ("下周约满的有哪些", 1),
        ("嘉兴社区约满了伐", 1),
    ],
)
def test_what_was_named_narrows_the_changes(sampled: Reader, words: str, lines: int):
    answer = asked(sampled, words)
    assert answer.topic == "suspension"
    assert len(listed(answer)) == lines


@pytest.mark.parametrize(
    ("words", "said", "then"),
    [
        ("宝山下周三停诊伐", "11月25日周三没有查到停诊的门诊。", "示例医生乙"),
        ("明天停诊的有哪些", "11月22日周日没有查到停诊的门诊。", "示例医生丙"),
        ("今天有谁停诊", "11月21日周六没有查到停诊的门诊。", "没有排到人坐诊"),
        ("下周有改期的门诊吗", "11月23日周一–11月29日周日没有查到改期的门诊。", "示例医生丁"),
        ("有改期的吗", "11月21日周六–12月4日周五没有查到改期的门诊。", "以医院当日公布为准"),
    ],
)
def test_that_nothing_is_changed_is_said_with_who_sits(sampled: Reader, words: str, said: str, then: str):
    first, *rest = asked(sampled, words).text.splitlines()
    assert first == said
    assert then in "\n".join(rest)


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("早预约约满了怎么办", "early_booking"),
        ("社区专家号约满了", "early_booking"),
        ("我怕约满了", "early_booking"),
        ("骨科术后恢复要多久", "find_base"),
        ("月经不来", "find_base"),
        ("黄医生不来了吗", "expert_lookup"),
        ("停诊了告诉我", "remind_me"),
        ("我家开车去哪里停", "staff"),
    ],
)
def test_other_matters_stay_what_they_were(sampled: Reader, words: str, topic: str):
    assert asked(sampled, words).topic == topic


@pytest.mark.parametrize("words", ["龙华医院肿瘤科这周停诊吗", "头痛专家停诊了吗"])
def test_where_no_roster_tells_it_is_said_not_to_be_published(sampled: Reader, words: str):
    assert "还没有公布到这里" in asked(sampled, words).text


@pytest.mark.parametrize("words", ["停诊了吗", "下周哪些医生停诊", "有加诊吗", "下周有约满的吗"])
def test_without_any_roster_no_change_is_said_to_be_missing(question, words: str):
    assert "没有查到" not in question(words).text


@pytest.mark.parametrize(
    "words",
    [
        "停诊是什么意思",
        "替诊是啥意思",
        "加诊是什么意思",
        "代诊指什么",
        "停诊跟替诊有什么区别",
        "什么叫替诊",
        "替诊是什么",
    ],
)
def test_the_words_for_changes_are_explained(question, words: str):
    assert question(words).subject == "change_words"


@pytest.mark.parametrize("words", ["专家什么时候坐诊", "专家门诊什么时候有", "有专家坐诊伐", "谁坐诊"])
def test_with_a_roster_a_bare_question_is_answered_for_the_coming_week(sampled: Reader, words: str):
    text = asked(sampled, words).text
    assert text.startswith("11月21日周六–11月27日周五坐诊的有：")
    assert "没有公布" not in text


@pytest.mark.parametrize("words", ["春节专家坐诊不", "放假专家坐诊伐"])
def test_a_feast_of_no_known_date_is_not_taken_for_this_week(sampled: Reader, words: str):
    assert "11月" not in asked(sampled, words).text
