"""A Bot API server of our own on loopback, for tests and benches: real HTTP, Telegram's rules, ordered faults."""

from tests.botapi.calls import Call
from tests.botapi.faults import Fault
from tests.botapi.people import Person
from tests.botapi.refusal import Refused
from tests.botapi.server import BotApi

__all__ = ["BotApi", "Call", "Fault", "Person", "Refused"]
