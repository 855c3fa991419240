"""The diary of a house: what it needs of database, Book, clock and the manner in which people are written to."""

import asyncio

from bot.assembly import House
from bot.web.behind import Behind
from handlers.wrapping import finish
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.wording import Voice
from scheduler.diary import Diary, own_name
from scheduler.ledger import Ledger, ledger
from scheduler.worker import Surroundings


def diary_of(house: House) -> Diary:
    """The diary of this process; it sends nothing before a channel is opened."""
    around = Surroundings(database=house.database, book=lambda: house.shelf.book, clock=house.clock, manner=manner)
    return Diary(around, own_name())


def behind_of(house: House, diary: Diary) -> Behind:
    """What the web channel has of this process's diary."""

    async def figures() -> Ledger | None:
        try:
            return await asyncio.to_thread(house.database.read, ledger, house.clock())  # beside what is being sent
        except DatabaseUnavailable:
            return None

    return Behind(bring=diary.bring, figures=figures)


def manner(message: Message, wishes: Preferences) -> Message:
    """A reminder or a notice in the person's script and manner, as one message."""
    return finish([message], Voice(wishes.language or "zh"), wishes)[0]
