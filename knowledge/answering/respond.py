"""From a meaning to an answer: the rules in the order in which they may speak; the first that answers ends it.

Each rule is a function of a :class:`Case` that gives an answer or None. Safety speaks first and nothing overrides it;
a wish that was said in words goes before likeness to a known question; when nothing is sure, nothing is guessed.
"""

from collections.abc import Callable

import msgspec

from knowledge.answering import districts, reminders, safety
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.answering.finding import find
from knowledge.answering.rules import doctors, first, known, places
from knowledge.book import Book
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.reminding import Wish, read_wish
from knowledge.wording import Voice

Rule = Callable[[Case], Answer | None]


def respond(meaning: Meaning, book: Book, voice: Voice, *, talking: bool = False) -> Answer:
    """The answer to a meaning. Always gives one; ``unknown`` when nothing is sure.

    ``talking``: a conversation goes on that does itself what is wished of reminders beside the answer.
    """
    case = Case(meaning, book, voice)
    answer = next(answer for rule in RULES if (answer := rule(case)) is not None)
    answer = _with_second_wish(known.with_ways(answer, case), case)
    if answer.wish is not None and answer.kind != "action":
        answer = msgspec.structs.replace(answer, wish=_seeing(answer.wish, case))
        if not talking and answer.wish is not None:
            answer = msgspec.structs.replace(answer, text=f"{answer.text}\n{reminders.told(answer.wish, case).text}")
    return safety.with_first_word(districts.with_former_name(answer, case), meaning, voice)


def _with_second_wish(answer: Answer, case: Case) -> Answer:
    """「骨伤基地有哪几家，周五提醒我去」: the answer about bases, and what is to be set."""
    if answer.wish is not None or answer.kind != "answer" or answer.topic not in {"find_base", "nearest_base"}:
        return answer
    wish = read_wish(case.meaning, case.book.clinics.calendar)
    return msgspec.structs.replace(answer, wish=wish) if wish is not None and wish.act == "set" else answer


def _seeing(wish: Wish, case: Case) -> Wish:
    """What is left of such a question is no name for a reminder: it is to see about what was asked for."""
    said = [case.voice.pick(s.name, s.english) for s in case.wanted[:1]]
    return msgspec.structs.replace(wish, words=case.voice.say("remind_see", specialties=said[0]) if said else "")


RULES: tuple[Rule, ...] = (
    first.alarm,
    first.ask_now,
    first.abroad,
    first.where_it_is,
    first.private,
    first.visit_told,
    first.season,
    places.led,
    places.only_named,
    first.nights,
    doctors.words_explained,
    doctors.slot_lost,
    doctors.stand_ins,
    doctors.not_listed,
    doctors.published,
    known.very_like,
    first.medicine,
    first.doctors_word,
    first.reminder,
    first.day_alone,
    first.money,
    known.errand,
    doctors.people,
    known.batch,
    doctors.same_name,
    doctors.suspended,
    doctors.schedule,
    known.likely,
    doctors.expert,
    known.alliance,
    known.told,
    first.judged,
    find,
    places.hospital,
    known.desk,
    places.person_wanted,
    known.like,
    first.diagnosis,
    places.not_covered,
    places.every_base,
    doctors.nobody_known,
    first.other_matter,
    known.perhaps,
    places.unknown,
)
