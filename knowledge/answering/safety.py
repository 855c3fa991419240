"""What is said before anything else: emergencies, thoughts of death, and things that may be happening now."""

import msgspec

from knowledge.answering.answer import Answer
from knowledge.book import Book
from knowledge.message import Choice
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.safety import Alarm, AskFirst
from knowledge.wording import Voice

_EMERGENCY = {
    "poison": "emergency_poison",
    "overdose": "emergency_poison",
    "labour": "emergency_pregnant",
    "pregnancy": "emergency_pregnant",
}
_CRISIS = {
    "self_harm_done": "crisis_now",
    "means_plan": "crisis_now",
    "low_mood": "crisis_unsure",
    "violence": "violence_victim",
    "violence_victim": "violence_victim",
    "violence_threat": "violence_threat",
    "violence_witness": "violence_witness",
}
"""Groups of alarms with a text of their own; a test keeps every group's text and every text's group."""
_NUMBERS = {
    "crisis": ("12356", "962525", "120", "110"),
    "crisis_now": ("120", "12356", "962525", "110"),
    "violence_victim": ("110", "120", "12356"),
    "violence_threat": ("110", "12356", "962525"),
    "violence_witness": ("110", "120"),
}
_NO_WAITING = frozenset({"high_fever", "blood_pressure", "belly_day"})
"""What is no old trouble and no 120 yet: the nearest emergency or fever clinic."""


def _call(number: str) -> Choice:
    return Choice(label=f"📞 {number}", url=f"tel:{number}")


def text_key(alarm: Alarm) -> str:
    """Which of the fixed texts answers an alarm."""
    if alarm.kind == "emergency":
        return _EMERGENCY.get(alarm.group, "emergency")
    own = _CRISIS.get(alarm.group)
    if own is not None and not (own == "crisis_now" and alarm.third_person):
        return own
    if alarm.third_person:
        return "crisis_third"
    return "crisis" if alarm.certain else "crisis_unsure"


def answer_alarm(alarm: Alarm, book: Book, voice: Voice) -> Answer:
    """The answer to an alarm; numbers are those of the Book's hotlines, the words are fixed."""
    key = text_key(alarm)
    numbers = ("120",) if alarm.kind == "emergency" else _NUMBERS.get(key, _NUMBERS["crisis"])
    sources = [book.hotlines[n] for n in numbers if n in book.hotlines]
    return Answer(
        kind=alarm.kind,
        topic=alarm.kind,
        title=voice.say("emergency_title" if alarm.kind == "emergency" else _title(key)),
        text=voice.say(key),
        choices=tuple(_call(number) for number in numbers),
        sources=tuple(dict.fromkeys(s for hotline in sources for s in hotline.sources)),
        subject=f"alarm:{alarm.kind}",
    )


def _title(key: str) -> str:
    return "violence_title" if key.startswith("violence") else "crisis_title"


def ask_whether_now(asked: AskFirst, voice: Voice) -> Answer:
    """The question that comes before any base is named; for a fever that cannot wait, where to go at once."""
    if asked.what in _NO_WAITING:
        return Answer(
            kind="answer", topic="emergency", text=voice.say("no_waiting"), choices=(_call("120"),), subject="now"
        )
    return Answer(
        kind="choices",
        topic="emergency",
        text=voice.say("now_ask", what=asked.said),
        choices=(
            _call("120"),
            Choice(label=voice.say("now_yes"), token="now:yes"),
            Choice(label=voice.say("now_no"), token="now:no"),
        ),
        score=0.7,
        subject="now",
    )


def with_first_word(answer: Answer, meaning: Meaning, voice: Voice) -> Answer:
    """The answer with 「现在突然发生的，马上打 120」 in front, when the question asks for it."""
    if meaning.ask_first is None or answer.topic in {"emergency", "crisis"}:
        return answer
    urgent = meaning.ask_first.what in _NO_WAITING
    first = voice.say("no_waiting") if urgent else voice.say("now_first", what=meaning.ask_first.said)
    return msgspec.structs.replace(answer, text=f"{first}\n{answer.text}")
