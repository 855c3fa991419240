"""What is measured, asked in this process: the answers, and the readings of time, notices and rosters."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from bot.evaluation.formats import Json, LabelsError, NoticeRow, RosterRow, WhenRow
from knowledge.answering.contract import as_object
from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.notices.model import Row
from knowledge.notices.reading import read_notice
from knowledge.rosters.model import RosterRefusedError
from knowledge.rosters.reader import read_roster
from knowledge.understanding.normalise import canonical
from knowledge.understanding.when import read_when
from knowledge.wording import Voice

Watch = Callable[[Iterable[Any], str], Iterator[Any]]
"""Passes rows on, and may show how far it is; the text names what is being done."""
_WARM = "肿瘤基地在哪里"


class Engine:
    """Asks one version of the Book at one moment. Remembers answers, so that a title is asked once."""

    def __init__(self, reader: Reader, now: datetime) -> None:
        """Take what reads questions, and the (aware) moment at which all are asked. The first question is not timed."""
        self.reader = reader
        self.now = now
        self._voice = Voice()
        self._known: dict[str, Json] = {}
        self.ask(_WARM)

    def ask(self, question: str) -> Json:
        """The answer to a question: the object of contract C2."""
        meaning = self.reader.read(question, self.now)
        return as_object(meaning, respond(meaning, self.reader.book, self._voice), self.reader.book)

    def known(self, question: str) -> Json:
        """The answer, asked once and remembered."""
        if question not in self._known:
            self._known[question] = self.ask(question)
        return self._known[question]

    def when(self, row: WhenRow) -> Json:
        """The reading of time in a sentence, as ``read when --json`` prints it."""
        return _plain(read_when(canonical(row.q), row.now, self.reader.calendar))

    def notice(self, row: NoticeRow) -> Json:
        """The changes and flags of a notice, as ``read notice --json`` prints them. Raises LabelsError."""
        try:
            roster = msgspec.convert(row.roster, tuple[Row, ...])
        except msgspec.ValidationError as error:
            raise LabelsError(f"{row.id}: its roster cannot be used: {error}") from error
        return _plain(read_notice(row.text, row.now, roster, self.reader.calendar))

    def roster(self, row: RosterRow) -> Json | None:
        """A roster file, as ``read roster --json`` prints it; None when it is refused. Raises LabelsError."""
        try:
            return _plain(read_roster(row.table))
        except RosterRefusedError:
            return None
        except OSError as error:
            raise LabelsError(f"{row.table} cannot be read: {error.strerror}") from error


def _plain(value: Any) -> Json:
    """Values as JSON has them, so that they compare with labels."""
    plain: Json = msgspec.json.decode(msgspec.json.encode(value))
    return plain
