"""What crosses the door inwards: one event from one person, whatever the channel."""

from datetime import datetime
from typing import Final

import msgspec

from knowledge.message import Address

RENEWED: Final = "renewed"
"""The fact of a message which says that this person comes by :attr:`Incoming.renewal` from now on."""


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a person said, pressed, shared or sent.

    ``text`` is what they typed; ``token`` a pressed button's token; ``point`` a shared location (WGS84 degrees);
    ``attachment`` the kind of anything else (photo, voice, sticker…), never its content. ``when`` is aware.
    ``addressed`` is false for group chatter that does not speak to the bot. ``update`` is the channel's own id of
    the event, so that the same event twice can be told. ``renewal`` is an id that nobody knows yet, where the channel
    gives its ids itself: who begins to speak for the staff gets it instead of their own.
    """

    address: Address
    when: datetime
    text: str = ""
    token: str = ""
    point: tuple[float, float] | None = None
    attachment: str = ""
    private: bool = True
    addressed: bool = True
    language: str = ""
    update: str = ""
    renewal: str = ""
