"""Every alarm has words that fit it: nobody who is beaten is told to stay with the one who beats."""

import pytest

from knowledge.answering.safety import answer_alarm, ask_whether_now, text_key
from knowledge.understanding.safety import Alarm, AskFirst, alarm
from knowledge.wording import LANGUAGES, Voice, phrases


@pytest.mark.parametrize(
    ("words", "key", "first"),
    [
        ("我不想活了", "crisis", "12356"),
        ("我女儿说她想死，我该怎么办", "crisis_third", "12356"),
        ("刚刚割腕了，流了好多血", "crisis_now", "120"),
        ("我老公打我", "violence_victim", "110"),
        ("我爸胸口痛得要命喘不上气", "emergency", "120"),
        ("宝宝把洗洁精喝下去了", "emergency_poison", "120"),
    ],
)
def test_the_text_and_the_first_number_fit_the_alarm(book, words, key, first):
    heard = alarm(words)
    assert heard is not None
    assert text_key(heard) == key
    answer = answer_alarm(heard, book, Voice())
    assert answer.choices[0].url == f"tel:{first}"


@pytest.mark.parametrize("group", ["violence_victim", "violence_threat", "violence_witness"])
def test_nobody_in_violence_is_told_to_stay(book, group):
    said = answer_alarm(Alarm("crisis", group, (), third_person=True, certain=True), book, Voice()).text
    assert "110" in said
    assert "陪在他身边" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_an_alarm_can_be_reached(language):
    texts = {
        key
        for key in phrases(language)
        if key.startswith(("crisis", "emergency", "violence")) and not key.endswith(("title", "numbers"))
    }
    groups = ["direct_death", "means_plan", "low_mood", "violence_victim", "violence_threat", "violence_witness"]
    alarms = [Alarm("crisis", g, (), third_person=False, certain=True) for g in groups]
    alarms += [Alarm("crisis", "third_party", (), third_person=True, certain=True)]
    alarms += [Alarm("emergency", g, (), third_person=False, certain=True) for g in ("chest", "poison", "labour")]
    assert {text_key(one) for one in alarms} | {"crisis_unsure"} == texts


def test_a_fever_that_cannot_wait_is_sent_to_a_fever_clinic_at_once():
    said = ask_whether_now(AskFirst("high_fever", "发烧39度"), Voice())
    assert "发热门诊" in said.text
    assert "120" in said.text
