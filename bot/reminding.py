"""The diary of a house: what it needs of database, Book, clock and the manner in which people are written to."""

from bot.assembly import House
from handlers.wrapping import finish
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.wording import Voice
from scheduler.diary import Diary, own_name
from scheduler.worker import Surroundings


def diary_of(house: House) -> Diary:
    """The diary of this process; it sends nothing before a channel is opened."""
    around = Surroundings(database=house.database, book=lambda: house.shelf.book, clock=house.clock, manner=manner)
    return Diary(around, own_name())


def manner(message: Message, wishes: Preferences) -> Message:
    """A reminder or a notice in the person's script and manner, as one message."""
    return finish([message], Voice(wishes.language or "zh"), wishes)[0]
