"""The sample roster for a newcomer to look at: for one person, in memory only, and never where real sessions are."""

from datetime import date

from handlers.desk import Desk, Recent
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.importing.samples import gather_samples
from knowledge.message import Address, Choice, Message
from knowledge.people import Preferences
from knowledge.reading import Changes
from knowledge.wording import Voice

TOKENS = frozenset({"demo:on", "demo:off"})


class SampleShelf:
    """The Book of a shelf with the sample roster laid on top."""

    def __init__(self, book: Book, today: date) -> None:
        """Take the Book as it is, and the day to whose coming weeks the sample is moved."""
        drafts = (draft for draft in gather_samples(today).drafts if draft.key[0] != "series")  # nothing to sign up for
        facts = {draft.key: draft.fact for draft in drafts}
        self.book = book.with_changes(Changes(book.version, facts, ()))
        self.reader = Reader(self.book, self.book.clinics.calendar)


class Demo:
    """Who is looking at the sample, and the desk they are served from."""

    def __init__(self, desk: Desk) -> None:
        """Take the real desk."""
        self._desk = desk
        self._looking: Recent[Address, bool] = Recent(1000)
        self._made: tuple[int, date, Desk] | None = None

    def desk(self, incoming: Incoming) -> Desk:
        """The desk for this person: with the sample when they asked for it and the Book holds no real session."""
        if not self._looking.get(incoming.address) or self._desk.book.clinics.sessions:
            return self._desk
        today, version = incoming.when.date(), self._desk.book.version
        if self._made is None or self._made[:2] != (version, today):
            self._made = (version, today, self._desk.beside(SampleShelf(self._desk.book, today)))
        return self._made[2]

    def switch(self, incoming: Incoming, voice: Voice, wishes: Preferences) -> list[Message]:
        """Turn the sample on or off for this person, and say so."""
        on = incoming.token == "demo:on" and not self._desk.book.clinics.sessions
        self._looking.put(incoming.address, on)
        if on:
            return is_on(voice, wishes)
        return finish([Message(kind="demo", text=voice.say("demo_is_off"))], voice, wishes)


def is_on(voice: Voice, wishes: Preferences) -> list[Message]:
    """That the sample is being looked at, with the button that closes it."""
    close = Choice(label=voice.say("demo_off"), token="demo:off")
    return finish([Message(kind="demo", text=voice.say("demo_is_on"), choices=(close,))], voice, wishes)


def is_sample(book: Book) -> bool:
    """Whether the sessions of a Book are the sample's."""
    return any(session.sample for session in book.clinics.sessions.values())


def offer(voice: Voice) -> Choice:
    """The button that turns the sample on."""
    return Choice(label=voice.say("demo_on"), token="demo:on")
