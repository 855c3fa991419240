"""The one place where things are built, joined, opened and closed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from bot.logs import logger
from bot.settings import Settings
from handlers.desk import Desk
from handlers.routes import Routes
from knowledge.database import Database
from knowledge.library import load_shipped, shipped_is_old
from knowledge.migrations import migrate
from knowledge.shelf import Shelf

SHANGHAI = ZoneInfo("Asia/Shanghai")
Clock = Callable[[], datetime]


def shanghai_now() -> datetime:
    """The real clock: this moment in Shanghai."""
    return datetime.now(SHANGHAI)


class House(msgspec.Struct, frozen=True):
    """Everything that is open while the program runs."""

    settings: Settings
    database: Database
    shelf: Shelf
    routes: Routes
    clock: Clock


@contextmanager
def open_house(settings: Settings, clock: Clock = shanghai_now) -> Iterator[House]:
    """Open the database (made and migrated when missing), load the shipped Book, seat the desk; close it all after.

    Raises DatabaseUnavailable with a sentence when the database cannot be used.
    """
    database = Database(settings.database)
    try:
        migrate(database)
        if database.read(shipped_is_old):  # a reading first: a database that may only be read still answers
            database.write(load_shipped, clock())
        shelf = Shelf(database)
        shelf.load()
        desk = Desk(database, shelf, per_minute=settings.per_minute, report=logger("desk").warning)
        yield House(settings, database, shelf, Routes(desk), clock)
    finally:
        database.close()
