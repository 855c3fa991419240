"""What a short question leaves unsaid, taken from the last minutes of talk: 「那闵行呢？」「电话多少？」."""

import re
from datetime import datetime, timedelta

import msgspec

from knowledge.understanding.complaints import Reading
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.mentions import Mention

MEMORY = timedelta(minutes=10)
_SHORT = 12
_AND_THEN = re.compile(r"^(那|那么|还有|换|如果|要是)|呢[??!。]*$")
_ABOUT_IT = ("phone", "address", "way", "booking", "offer", "lead", "cost", "schedule", "suspended", "resume")
_SUBJECTS = ("institution", "alliance", "person")
_PLACES = ("district", "locality")


class Talk(msgspec.Struct, frozen=True):
    """What was spoken of last: ids and wishes only, never the words; forgotten after ten minutes."""

    at: datetime
    mentions: tuple[Mention, ...] = ()
    specialties: tuple[Reading, ...] = ()
    wishes: frozenset[str] = frozenset()
    topic: str = ""


def remembered(meaning: Meaning, named: tuple[str, ...], topic: str, now: datetime) -> Talk:
    """What to keep of a question and its answer; ``named`` are ids of institutions that the answer spoke of."""
    own = [mention for mention in meaning.mentions if mention.kind in (*_SUBJECTS, *_PLACES)]
    if not any(mention.kind == "institution" for mention in own):
        own += [Mention("institution", i, "", "context", 0.7) for i in named[:1]]
    return Talk(now, tuple(own), meaning.specialties, meaning.wishes, topic)


def follow_up(meaning: Meaning, talk: Talk | None, now: datetime) -> Meaning:
    """The meaning with what it leaves unsaid; unchanged when it stands on its own or the talk is too old."""
    if talk is None or now - talk.at > MEMORY or not _leans(meaning):
        return meaning
    said_subject = bool(meaning.specialties or any(meaning.of(kind) for kind in _SUBJECTS))
    said_place = any(meaning.of(kind) for kind in _PLACES)
    about_it = meaning.wants(*_ABOUT_IT) and not said_subject and not said_place
    kept = [m for m in talk.mentions if _fits(m, about_it=about_it, said_subject=said_subject, said_place=said_place)]
    return msgspec.structs.replace(
        meaning,
        mentions=(*meaning.mentions, *kept),
        specialties=meaning.specialties or talk.specialties,
        wishes=meaning.wishes | (frozenset() if about_it else talk.wishes),
        continued=True,  # the few words alone are like many entries; together with the talk they are not
    )


def _leans(meaning: Meaning) -> bool:
    short = len(meaning.text) <= _SHORT
    names_something = bool(meaning.mentions or meaning.specialties or not meaning.when.none)
    return short and bool(
        _AND_THEN.search(meaning.text) or meaning.wants(*_ABOUT_IT) or (names_something and not meaning.wishes)
    )


def _fits(mention: Mention, *, about_it: bool, said_subject: bool, said_place: bool) -> bool:
    if mention.kind in _PLACES:
        return not said_place and not about_it
    if mention.how == "context":
        return about_it
    return not said_subject and not said_place
