"""The Book as it is read right now: the newest published version, brought up to date when the database says so."""

from functools import partial
from pathlib import Path

from knowledge.book import Book
from knowledge.cache import questions_from
from knowledge.comprehension import Reader
from knowledge.database import Database
from knowledge.holidays import Calendar
from knowledge.reading import changes_since


class Shelf:
    """Holds the current Reader; :meth:`refresh` looks for a newer version and takes in only what changed."""

    def __init__(self, database: Database, cache: Path | None = None) -> None:
        """Take the database, and the folder in which to keep what takes time; nothing is read before :meth:`load`."""
        self._database = database
        self._ready = partial(questions_from, cache)
        self.reader = Reader(Book({}), Calendar())

    @property
    def book(self) -> Book:
        """The current version of the Book."""
        return self.reader.book

    def load(self) -> Book:
        """Read the whole Book."""
        changes = self._database.read(changes_since, 0)
        book = Book.from_changes(changes, self._ready)
        self.reader = Reader(book, book.clinics.calendar)
        return self.book

    async def refresh(self) -> bool:
        """Take in what was published since; tells whether there was anything.

        Several may look at once, and a pool of connections answers them in any order: the Book never goes back.
        """
        known = self.book.version
        changes = await self._database.aread(changes_since, known)
        if self.book.version != known:  # another look was quicker, and may have seen more than this one
            await self.refresh()
            return True
        if changes.version == known:
            return False
        self.reader = self.reader.after(self.book.with_changes(changes))
        return True
