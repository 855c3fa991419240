"""「试一试」: what a question is understood to mean, which entries it is near to and why, what residents are told."""

from datetime import datetime
from typing import Any

import msgspec

from knowledge.answering.answer import Answer
from knowledge.answering.contract import mentions_of
from knowledge.answering.respond import respond
from knowledge.answering.sources import footnote
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.questions import Witness, key_term
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.wording import Voice

_TOP = 5


class Near(msgspec.Struct, frozen=True):
    """An entry that may be meant, and why: what speaks for it, and the word it waits for when it may not answer."""

    title: str
    witness: Witness
    unheard: tuple[str, ...] = ()


class Trial(msgspec.Struct, frozen=True):
    """A question tried out. ``understood`` holds (kind, names said) of what was read in it."""

    meaning: Meaning
    understood: tuple[tuple[str, tuple[str, ...]], ...]
    top: tuple[Near, ...]
    answer: Answer
    footnote: str

    @property
    def alarm(self) -> str:
        """The words that raised an alarm; empty when none did."""
        return "、".join(self.meaning.alarm.said) if self.meaning.alarm else ""


def tried(reader: Reader, question: str, now: datetime) -> Trial:
    """Ask as a resident would, saving nothing."""
    book, voice = reader.book, Voice()
    meaning = reader.read(question, now)
    answer = respond(meaning, book, voice)
    note = footnote(answer.sources, answer.verified_on, answer.confirmed_by, book, voice)
    return Trial(meaning, tuple(_understood(meaning, book)), nearest(meaning.text, book), answer, note)


def _understood(meaning: Meaning, book: Book) -> list[tuple[str, tuple[str, ...]]]:
    named = mentions_of(meaning, book)
    held: dict[str, Any] = {kind: tuple(_said(one.name, one.said) for one in found) for kind, found in named.items()}
    held["wish"] = tuple(sorted(meaning.wishes))
    return [(kind, names) for kind, names in held.items() if names]


def _said(name: str, said: str) -> str:
    return f"{name}（{said}）" if said and said != name else name


def nearest(text: str, book: Book) -> tuple[Near, ...]:
    """The five entries that are likeliest meant by a folded text."""
    heard = sound_with_spelling(text)
    return tuple(_near(witness, book, heard) for witness in book.questions.witnesses(text, _TOP))


def _near(witness: Witness, book: Book, heard: str) -> Near:
    entry = book.entries[witness.key]
    waits = entry.requires and not any(key_term(word) in heard for word in entry.requires)
    return Near(entry.title, witness, entry.requires if waits else ())
