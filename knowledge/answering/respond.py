"""From a meaning to an answer: the rules in the order in which they may speak; the first that answers ends it.

Each rule is a function of a :class:`Case` that gives an answer or None. Safety speaks first and nothing overrides it;
a wish that was said in words goes before likeness to a known question; when nothing is sure, nothing is guessed.
"""

from collections.abc import Callable

from knowledge.answering import safety
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.answering.finding import find
from knowledge.answering.rules import doctors, first, known, places
from knowledge.book import Book
from knowledge.understanding.meaning import Meaning
from knowledge.wording import Voice

Rule = Callable[[Case], Answer | None]


def respond(meaning: Meaning, book: Book, voice: Voice) -> Answer:
    """The answer to a meaning. Always gives one; ``unknown`` when nothing is sure."""
    case = Case(meaning, book, voice)
    answer = next(answer for rule in RULES if (answer := rule(case)) is not None)
    return safety.with_first_word(answer, meaning, voice)


RULES: tuple[Rule, ...] = (
    first.alarm,
    first.ask_now,
    first.abroad,
    first.where_it_is,
    first.private,
    places.led,
    places.only_named,
    doctors.not_listed,
    doctors.published,
    known.very_like,
    first.medicine,
    first.reminder,
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
    first.other_matter,
    known.perhaps,
    places.unknown,
)
