"""Somebody who talks to the house, with the tables behind it."""

from sqlalchemy import text

from handlers.incoming import Incoming
from handlers.routes import Routes
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.database import Database
from knowledge.holidays import Calendar
from knowledge.message import Address, Message
from scheduler import agenda
from tests.conftest import NOON
from tests.handlers.dialogue import shown

ANN = Address("test", "person-ann")
BOB = Address("test", "bob")


class Person:
    """Somebody who talks, with the tables behind them."""

    def __init__(self, routes: Routes, database: Database, address: Address = ANN) -> None:
        self.routes, self.database, self.address = routes, database, address
        self.now = NOON
        self.heard: list[Message] = []

    async def says(self, words: str, **more) -> str:
        return await self._sends(text=words, **more)

    async def presses(self, token: str, **more) -> str:
        return await self._sends(token=token, **more)

    async def _sends(self, **said) -> str:
        self.heard = await self.routes.answer(Incoming(address=self.address, when=self.now, **said))
        return shown(self.heard)

    def rows(self, table: str) -> list:
        return [*self.database.read(lambda c: c.execute(text(f"SELECT * FROM {table}")).mappings().all())]

    @property
    def held(self) -> list[agenda.Reminder]:
        return self.database.read(agenda.reminders, self.address)

    @property
    def follows(self) -> list[str]:
        return [*self.database.read(agenda.follows, self.address)]

    @property
    def tokens(self) -> list[str]:
        return [choice.token for message in self.heard for choice in message.choices]


class Stand:
    """A shelf that holds a Book with a roster."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.reader = Reader(book, Calendar())
