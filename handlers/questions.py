"""A question in a person's own words, or a location they shared."""

import msgspec

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import wrap
from knowledge.answering.answer import Answer
from knowledge.answering.respond import respond
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.understanding.follow import follow_up, remembered
from knowledge.wording import Voice


async def ask(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Read the question, answer it from the Book, remember for ten minutes what it was about."""
    reader = desk.shelf.reader
    meaning = reader.read(incoming.text, incoming.when, incoming.point)
    meaning = follow_up(meaning, desk.talk(incoming.address), incoming.when)
    answer = respond(meaning, reader.book, voice)
    if meaning.alarm is None and answer.topic != "smalltalk":  # 谢谢 in between changes no subject
        desk.keep(incoming.address, remembered(meaning, _institutions(answer, desk), answer.topic, incoming.when))
    if answer.unanswered and incoming.text:
        await desk.note_unanswered(incoming.text, answer.unanswered, incoming.address, incoming.when)
    return wrap(answer, reader.book, voice, wishes)


def _institutions(answer: Answer, desk: Desk) -> tuple[str, ...]:
    names = {named.name for kind in ("base", "institution") for named in answer.found.get(kind, ())[:1]}
    return tuple(i for i, institution in desk.book.institutions.items() if institution.name in names)


async def ask_again(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Answer what was spoken of last, now that it is known not to be an emergency."""
    talk = desk.talk(incoming.address)
    reader = desk.shelf.reader
    meaning = reader.read("", incoming.when)
    if talk is not None:
        asked = talk.wishes | {"base", "where"}
        meaning = msgspec.structs.replace(
            meaning, mentions=talk.mentions, specialties=talk.specialties, wishes=frozenset(asked)
        )
    return wrap(respond(meaning, reader.book, voice), reader.book, voice, wishes)
