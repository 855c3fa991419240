"""What crosses the door outwards: plain values that every channel can show in its own way."""

from datetime import datetime

import msgspec

TOKEN_BYTES = 64


class Address(msgspec.Struct, frozen=True):
    """Where a person can be reached: the channel's name and the channel's own id for them."""

    channel: str
    id: str


class Choice(msgspec.Struct, frozen=True):
    """A button. ``token`` comes back when it is pressed and holds ids only (at most 64 bytes in UTF-8).

    ``url`` makes it a link (http, https or tel) instead; ``asks_location`` asks the phone for its position.
    """

    label: str
    token: str = ""
    url: str = ""
    asks_location: bool = False

    def __post_init__(self) -> None:
        if len(self.token.encode()) > TOKEN_BYTES:
            raise ValueError(
                f"choice token {self.token!r} is longer than {TOKEN_BYTES} bytes: put ids in it, not words"
            )


class Place(msgspec.Struct, frozen=True):
    """A point to show on a map: WGS84 degrees, with the name and address people look for."""

    name: str
    address: str
    lat: float
    lon: float
    phone: str = ""


class Attachment(msgspec.Struct, frozen=True):
    """A picture or a file, with a text twin for people who cannot see it."""

    filename: str
    media_type: str
    content: bytes
    description: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message to a person, channel-neutral.

    ``kind`` is the contract's answer kind or the name of a notice; ``facts`` keeps what the text was made of
    (plain values), so that a channel that only allows templates can map it. ``title`` is shown as a heading,
    ``text`` is plain (line breaks count), ``footnote`` carries source and date in small print. ``map`` holds the
    points of a small overview map; ``place`` the one place to navigate to.
    """

    kind: str
    text: str
    title: str = ""
    footnote: str = ""
    facts: dict[str, object] = {}
    choices: tuple[Choice, ...] = ()
    place: Place | None = None
    map: tuple[Place, ...] = ()
    picture: Attachment | None = None
    document: Attachment | None = None
    expires: datetime | None = None

    @property
    def plain(self) -> str:
        """Title, text and footnote as one text."""
        return "\n".join(part for part in (self.title, self.text, self.footnote) if part)
