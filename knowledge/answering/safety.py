"""What is said before anything else: emergencies, thoughts of death, and things that may be happening now."""

import msgspec

from knowledge.answering.answer import Answer
from knowledge.book import Book
from knowledge.message import Choice
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.safety import Alarm, AskFirst
from knowledge.wording import Voice

_POISON = {"poison", "overdose", "swallow"}
_PREGNANT = {"labour", "pregnancy"}


def _call(number: str) -> Choice:
    return Choice(label=f"📞 {number}", url=f"tel:{number}")


def answer_alarm(alarm: Alarm, book: Book, voice: Voice) -> Answer:
    """The answer to an alarm; numbers are those of the Book's hotlines, the words are fixed."""
    if alarm.kind == "emergency":
        key = "emergency_poison" if alarm.group in _POISON else "emergency"
        key = "emergency_pregnant" if alarm.group in _PREGNANT else key
        numbers: tuple[str, ...] = ("120",)
        title = voice.say("emergency_title")
    else:
        numbers = ("12356", "962525", "120", "110")
        key, title = _crisis(alarm), voice.say("crisis_title")
    sources = [book.hotlines[n] for n in numbers if n in book.hotlines]
    return Answer(
        kind=alarm.kind,
        topic=alarm.kind,
        title=title,
        text=voice.say(key),
        choices=tuple(_call(number) for number in numbers),
        sources=tuple(dict.fromkeys(s for hotline in sources for s in hotline.sources)),
        subject=f"alarm:{alarm.kind}",
    )


def _crisis(alarm: Alarm) -> str:
    if alarm.group.startswith("harm"):
        return "crisis_harm"
    if alarm.third_person:
        return "crisis_third"
    return "crisis" if alarm.certain else "crisis_unsure"


def ask_whether_now(asked: AskFirst, voice: Voice) -> Answer:
    """The question that comes before any base is named."""
    return Answer(
        kind="choices",
        topic="emergency",
        text=voice.say("now_ask", what=asked.said),
        choices=(
            Choice(label=voice.say("now_yes"), token="now:yes"),
            Choice(label=voice.say("now_no"), token="now:no"),
            _call("120"),
        ),
        score=0.7,
        subject="now",
    )


def with_first_word(answer: Answer, meaning: Meaning, voice: Voice) -> Answer:
    """The answer with 「现在突然发生的，马上打 120」 in front, when the question asks for it."""
    if meaning.ask_first is None or answer.kind in {"emergency", "crisis"}:
        return answer
    first = voice.say("now_first", what=meaning.ask_first.said)
    return msgspec.structs.replace(answer, text=f"{first}\n{answer.text}")
