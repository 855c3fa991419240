"""A question in a person's own words, or a location they shared."""

import re

import msgspec

from handlers import basics, confirming, reminders
from handlers.desk import Desk, Visit
from handlers.incoming import Incoming
from handlers.pending import MEMORY
from handlers.wrapping import wrap
from knowledge.answering.answer import Answer
from knowledge.answering.respond import respond
from knowledge.answering.safety import answer_alarm, ask_whether_now
from knowledge.book import Book
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.understanding.day_alone import day_spoken_of
from knowledge.understanding.follow import (
    follow_up,
    names_a_subject,
    pointed_back,
    remembered,
    still_about,
)
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.reminding import read_wish
from knowledge.understanding.safety import Alarm, AskFirst
from knowledge.wording import Voice

_VERY_SURE = 0.85
_NO_ANSWER = frozenset({"unknown", "decline", "handoff", "action", "emergency", "crisis"})
_UNCLEAR = frozenset({"unknown", "handoff", "choices"})
_MOST_NAMED = 4
_NEVER_MIND = "entry:talk_never_mind"
_YES_INDEED = re.compile(r"[\W]*(?:是|对|嗯|恩|真的|刚才|刚刚|[他她]|我就|yes|yeah|he |she )")
_SOMEBODY = re.compile(r"[他她]|\bs?he\b")


async def ask(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Read the question, answer it from the Book, remember for ten minutes what it was about."""
    reader = desk.shelf.reader
    visit = desk.visit(incoming.address)
    alone = reader.read(incoming.text, incoming.when, incoming.point)
    if (reply := reminders.replied(alone, incoming, desk, voice)) is not None:
        return confirming.proposed(
            reply.wish, reply.case, desk, incoming, wishes, replaces=reply.replaces, note=reply.note
        )
    if (stop := reminders.let_go(alone, incoming, desk)) is not None:
        return await reminders.wished(alone, stop, incoming, desk, voice, wishes)
    meaning = follow_up(alone, visit.talk, incoming.when, known=surely_known(alone, reader.book))
    answer = respond(meaning, reader.book, voice, talking=True)
    if (first := _first(answer, alone, meaning, visit, voice, reader.book)) is not None:
        return wrap(first, reader.book, voice, wishes)
    if answer.wish is not None and answer.kind == "action":
        spoken_of = pointed_back(alone, visit.talk, incoming.when)
        wish = read_wish(spoken_of, reader.calendar) or answer.wish
        return await reminders.wished(spoken_of, wish, incoming, desk, voice, wishes)
    if answer.kind != "unknown":
        reminders.put_aside(incoming, desk)
    if answer.subject == "day":
        desk.keep(incoming.address, day_spoken_of(meaning, incoming.when))
    elif worth_keeping(answer, meaning):
        named = institutions_told(answer, reader.book)
        said = remembered(meaning, named, answer.topic, incoming.when)
        desk.keep(incoming.address, still_about(said, meaning, visit.talk, incoming.when))
    if answer.unanswered and incoming.text:
        await desk.note_unanswered(incoming.text, answer.unanswered, incoming.address, incoming.when)
    desk.offer(incoming.address, answer.choices)
    told = wrap(answer, reader.book, voice, wishes)
    if answer.wish is None:
        return told
    return [*told, *await reminders.wished(meaning, answer.wish, incoming, desk, voice, wishes)]


def _first(answer: Answer, alone: Meaning, meaning: Meaning, visit: Visit, voice: Voice, book: Book) -> Answer | None:
    """What goes before any answer: what to do in a hard moment, once more, and 「是现在吗」 until it is answered."""
    let_be = answer.subject == _NEVER_MIND
    if (answer.kind == "unknown" or let_be) and (again := _said_again(alone, visit, let_be=let_be)) is not None:
        return answer_alarm(again, book, voice)
    waits = visit.shown is not None and visit.shown.asks_whether_now(alone.now)
    return _once_more(voice) if waits and _unclear(answer, meaning) else None


def _said_again(alone: Meaning, visit: Visit, *, let_be: bool) -> Alarm | None:
    """「是的，他刚才说的」 or 「算了」 after words of despair: what to do is said once more, whoever it is about."""
    if visit.crisis is None or alone.now - visit.crisis > MEMORY or not (let_be or _YES_INDEED.match(alone.text)):
        return None
    return Alarm("crisis", "", (), third_person=bool(_SOMEBODY.search(alone.text)), certain=True)


def surely_known(meaning: Meaning, book: Book) -> bool:
    """Whether the words alone are nearly those of a question of the Book."""
    hits = book.questions.likely(meaning.text) if meaning.text else ()
    return bool(hits) and hits[0].score >= _VERY_SURE


def worth_keeping(answer: Answer, meaning: Meaning) -> bool:
    """Whether the talk is about this now: failures, refusals, alarms and 谢谢 in between change no subject."""
    if answer.kind in _NO_ANSWER or answer.topic == "smalltalk":
        return False
    return answer.kind != "choices" or answer.subject == "now" or names_a_subject(meaning)


def institutions_told(answer: Answer, book: Book) -> tuple[str, ...]:
    """The ids of the bases, else of the institutions, an answer is about; none when it lists many."""
    names = [named.name for named in answer.found.get("base") or answer.found.get("institution", ())]
    ids = {institution.name: i for i, institution in book.institutions.items()}
    return tuple(ids[name] for name in names if name in ids) if len(names) <= _MOST_NAMED else ()


def _unclear(answer: Answer, meaning: Meaning) -> bool:
    """Neither yes nor no, nor a question of its own: what only leans on the trouble waits for the answer too."""
    failed = answer.subject == "remind_stop_all" or (answer.kind in _UNCLEAR and answer.subject != "now")
    return failed or answer.topic == "smalltalk" or meaning.continued


def _once_more(voice: Voice) -> Answer:
    """「是现在吗」 again, 120 first, when the reply was neither yes nor no."""
    return msgspec.structs.replace(ask_whether_now(AskFirst("", ""), voice), text=voice.say("now_again"))


async def ask_again(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Answer what was spoken of last, now that it is known not to be an emergency."""
    talk = desk.talk(incoming.address)
    reader = desk.shelf.reader
    if talk is None or not (talk.mentions or talk.specialties):
        return await basics.help_(incoming, desk, voice, wishes)
    meaning = msgspec.structs.replace(
        reader.read("", incoming.when),
        mentions=talk.mentions,
        specialties=talk.specialties,
        wishes=talk.wishes | {"base", "where"},
        continued=True,
    )
    return wrap(respond(meaning, reader.book, voice), reader.book, voice, wishes)
