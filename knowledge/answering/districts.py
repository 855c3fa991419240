"""Districts that are no more (闸北, 卢湾, 南市, 南汇): the answer says to which one they belong today."""

import msgspec

from knowledge import model as m
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.understanding.normalise import canonical, has_han

_TOLD = frozenset({"answer", "choices", "lookup_empty"})
_NOT_ABOUT_PLACES = frozenset({"emergency", "crisis", "smalltalk", "out_of_scope", "remind_me", "cancel_reminder"})


def with_former_name(answer: Answer, case: Case) -> Answer:
    """The answer with 「闸北区现在属于静安区」 in front, where a district was called by the name of a former one."""
    if answer.kind not in _TOLD or answer.topic in _NOT_ABOUT_PLACES:
        return answer
    former = _former(case)
    if former is None:
        return answer
    said, district = former
    first = case.voice.say("district_former", former=said, name=case.voice.pick(district.name, district.english))
    return msgspec.structs.replace(answer, text=f"{first}\n{answer.text}")


def _former(case: Case) -> tuple[str, m.District] | None:
    named = {mention.said for mention in case.meaning.of("district")}
    hospital = case.meaning.elsewhere.hospital
    for district in case.book.districts.values():
        for word in district.aliases:
            if _is_former(word, district) and (canonical(word) in named or hospital.startswith(word)):
                return word, district
    return None


def _is_former(word: str, district: m.District) -> bool:
    """Whether an alias is no short form of today's name: 闸北 of 静安区."""
    return has_han(word) and not word.startswith(district.name[:2])
