"""How a message reaches a person, and the ways in which it may not."""

from typing import Protocol

from knowledge.message import Address, Message


class NotDelivered(Exception):
    """The message has not reached the person, or nobody knows whether it has."""


class Unreachable(NotDelivered):
    """The person blocked the bot, left, or does not exist: pause everything for them."""


class TryLater(NotDelivered):
    """Surely not delivered; the same message may be sent again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds


class SlowDown(TryLater):
    """The channel itself asks for patience: nothing at all goes there for so many seconds."""


class Absent(NotDelivered):
    """The person is not there to read it, and the channel keeps nothing for them: it waits until they come back."""


class Unknown(NotDelivered):
    """It may have arrived: the connection broke before the answer. Sending again may show it twice."""


class Rejected(NotDelivered):
    """The channel does not take this message as it is; sending it again changes nothing."""


class Sender(Protocol):
    """A channel that can be written to."""

    async def send(self, to: Address, message: Message) -> None:
        """Deliver a message, or raise one of the above."""
        ...
