"""What crosses the door inwards: one event from one person, whatever the channel."""

from datetime import datetime

import msgspec

from knowledge.message import Address


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a person said, pressed, shared or sent.

    ``text`` is what they typed; ``token`` a pressed button's token; ``point`` a shared location (WGS84 degrees);
    ``attachment`` the kind of anything else (photo, voice, sticker…), never its content. ``when`` is aware.
    ``addressed`` is false for group chatter that does not speak to the bot. ``update`` is the channel's own id of
    the event, so that the same event twice can be told.
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
