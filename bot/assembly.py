"""The one place where things are built, joined, opened and closed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from bot.logs import logger
from bot.settings import Settings
from bot.settling import Settling
from bot.starting import uncollected
from knowledge.database import Database
from knowledge.library import load_shipped, shipped_is_old
from knowledge.migrations import migrate
from knowledge.moments import SHANGHAI
from knowledge.shelf import Shelf
from knowledge.tally import Tally

if TYPE_CHECKING:
    from handlers.routes import Routes

Clock = Callable[[], datetime]


def shanghai_now() -> datetime:
    """The real clock: this moment in Shanghai."""
    return datetime.now(SHANGHAI)


class House:
    """Everything that is open while the program runs."""

    def __init__(self, settings: Settings, database: Database, shelf: Shelf, clock: Clock) -> None:
        """Take what is open already; the desk is seated when first needed: ``ask`` needs none."""
        self.settings = settings
        self.database = database
        self.shelf = shelf
        self.clock = clock
        self.tally = Tally()
        self.settling = Settling(database, shelf)

    @cached_property
    def routes(self) -> "Routes":
        """The handlers at their desk: what every channel talks to."""
        from handlers.counting import counted_in
        from handlers.desk import Desk
        from handlers.routes import Routes

        report = logger("desk").warning
        desk = Desk(self.database, self.shelf, per_minute=self.settings.per_minute, report=report)
        return Routes(desk, counted_in(self.tally))


@contextmanager
def open_house(settings: Settings, clock: Clock = shanghai_now) -> Iterator[House]:
    """Open the database (made and migrated when missing), load the shipped Book; close it all after.

    Raises DatabaseUnavailable with a sentence when the database cannot be used.
    """
    database = Database(settings.database)
    try:
        migrate(database)
        if database.read(shipped_is_old):  # a reading first: a database that may only be read still answers
            database.write(load_shipped, clock())
        shelf = Shelf(database, settings.cache)
        with uncollected():
            shelf.load()
        yield House(settings, database, shelf, clock)
    finally:
        database.close()
