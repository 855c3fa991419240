"""An answer made ready to leave: 长者模式 keeps every fact, its order where order matters, and the alarm first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.menus import menu
from handlers.wrapping import finish, simplified, wrap
from knowledge.answering.answer import Answer
from knowledge.book import Book
from knowledge.message import Choice, Message, Place
from knowledge.people import Preferences
from knowledge.wording import Voice

ELDER = Preferences(elder=True)
ZH = Voice()
TEXTS = st.lists(st.text(max_size=20), max_size=30).map("\n".join)


def texts(messages) -> str:
    return "\n".join(message.text for message in messages)


def test_the_phone_comes_first():
    said = simplified(Message(kind="answer", text="很远的地方\n地址：某路1号\n电话：021-1"), ZH)
    assert said[0].text.startswith("电话")


def test_the_word_about_120_stays_before_the_phone():
    said = simplified(Message(kind="answer", text="如果是现在突然发生的，请马上打 120。\n地址：某路\n电话：021-1"), ZH)
    assert said[0].text.splitlines() == ["如果是现在突然发生的，请马上打 120。", "电话：021-1"]


def test_numbered_steps_keep_their_order_and_their_details():
    steps = "\n".join(f"{n}. 第{n}步，打电话\n   要带：纸{n}" if n == 4 else f"{n}. 第{n}步" for n in range(1, 7))
    said = texts(simplified(Message(kind="answer", text=f"要做的事：\n{steps}"), ZH))
    assert said == f"要做的事：\n{steps}"


@given(TEXTS)
def test_nothing_is_lost_and_there_are_at_most_four_messages(text):
    said = simplified(Message(kind="answer", text=text), ZH)
    assert 1 <= len(said) <= 4
    assert sorted(texts(said).split()) == sorted(text.split())


def test_at_most_two_buttons_and_only_on_the_last_message():
    choices = tuple(Choice(label=str(n), token=f"d:{n}") for n in range(5))
    place = Place("某医院", "某路", 31.0, 121.0)
    said = simplified(Message(kind="answer", text="1\n2\n3\n4\n5", choices=choices, place=place, footnote="来源"), ZH)
    assert [len(message.choices) for message in said] == [0, 0, 2]
    assert [choice.label for choice in said[-1].choices] == ["0", "主菜单"]
    assert [bool(message.place) for message in said] == [False, False, True]
    assert [message.footnote for message in said] == ["", "", "来源"]
    assert all(message.facts["elder"] for message in said)


@pytest.mark.parametrize("kind", ["emergency", "crisis"])
def test_an_alarm_keeps_all_its_words_and_buttons_in_one_message(kind):
    calls = tuple(Choice(label=n, url=f"tel:{n}") for n in ("12356", "962525", "120", "110"))
    (said,) = simplified(Message(kind=kind, text="一\n二\n三\n四\n五", choices=calls), ZH)
    assert said.text == "一\n二\n三\n四\n五"
    assert len(said.choices) == 4


def test_a_question_keeps_all_its_answers_and_the_way_home():
    options = tuple(Choice(label=str(n), token=f"d:{n}") for n in range(5))
    (said,) = finish([Message(kind="choices", text="哪一个？", choices=options)], ZH, ELDER)
    assert [choice.label for choice in said.choices] == ["0", "1", "2", "3", "4", "主菜单"]


@pytest.mark.parametrize("kind", ["unknown", "help"])
def test_the_big_buttons_stay_together_with_the_one_that_ends_large_and_simple(kind):
    *_, said = finish([Message(kind=kind, text="一\n二\n三", choices=menu(ZH))], ZH, ELDER)
    assert [choice.token for choice in said.choices][-1] == "elder:off"
    assert len(said.choices) == 5


@pytest.mark.parametrize("wishes", [Preferences(), ELDER])
@pytest.mark.parametrize("kind", ["menu", "lookup_empty", "action", "stale"])
def test_what_has_no_buttons_leads_home(kind, wishes):
    (said,) = finish([Message(kind=kind, text="还没有。")], ZH, wishes)
    assert [choice.token for choice in said.choices] == ["menu:home"]


def test_120_comes_first_and_an_alarm_shows_no_sources(book: Book):
    call, now = Choice(label="📞 120", url="tel:120"), Choice(label="正在发生", token="now:yes")
    line = Choice(label="📞 12356", url="tel:12356")

    def said(kind, *choices):
        answer = Answer(kind=kind, topic=kind, text="急", choices=choices, sources=("tcm_notice_2021",))
        (message,) = wrap(answer, book, ZH, Preferences())
        return [choice.label for choice in message.choices], bool(message.footnote)

    assert said("choices", now, call) == (["📞 120", "正在发生"], True)
    assert said("emergency", call) == (["📞 120"], False)
    assert said("crisis", line, call) == (["📞 12356", "📞 120"], False)


def test_answers_can_be_rated_but_refusals_and_alarms_cannot(book: Book):
    def labels(kind, wishes=Preferences()):  # noqa: B008 - frozen, never changed
        answer = Answer(kind=kind, topic="find_base", text="某事", subject="base:x")
        return [choice.label for message in wrap(answer, book, Voice(), wishes) for choice in message.choices]

    assert labels("answer") == labels("lookup_empty") == labels("handoff") == ["👍", "👎"]
    for kind in ("emergency", "crisis", "choices"):
        assert labels(kind) == []
    assert labels("unknown") == labels("decline") == ["找基地", "查专家门诊", "转诊怎么走", "我的提醒"]
    assert labels("answer", ELDER) == ["主菜单"]


def test_feedback_buttons_fit_whatever_the_subject(book: Book):
    answer = Answer(kind="answer", topic="find_base", text="某事", subject="clinic_schedule:" + "x" * 80)
    for message in wrap(answer, book, Voice(), Preferences()):
        assert all(len(choice.token.encode()) <= 64 for choice in message.choices)


def test_traditional_readers_get_every_part_in_traditional_characters():
    message = Message(
        kind="answer", title="医院", text="电话", footnote="资料", choices=(Choice(label="转诊", token="d:x"),)
    )
    (said,) = finish([message], Voice("zh-hant"), Preferences())
    assert (said.title, said.text, said.footnote, said.choices[0].label) == ("醫院", "電話", "資料", "轉診")
    assert said.choices[0].token == "d:x"
