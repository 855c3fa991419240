"""Texts made safe and tappable: control characters out, phone numbers and web addresses as links."""

import re
from typing import Final
from urllib.parse import urlsplit

import msgspec

# Controls that are not line breaks or tabs, half characters, and marks that turn the direction of what follows.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_COUNTED: Final = "年月日家个個人位名分元岁歲天次米公里%％号號"  # 120 before these is no number to call
_HOTLINE: Final = rf"(?:110|120|12320|12345|12356|962\d{{3}})(?![{_COUNTED}])"
_PHONE: Final = rf"0\d{{2,3}}-?\d{{7,8}}|400-?\d{{3}}-?\d{{4}}|{_HOTLINE}"
_WEB: Final = r"https?://[\w\-.~:/?#@!$&'*+,;=%]+[\w/=]"
_LINK: Final = re.compile(rf"(?P<web>{_WEB})|(?<![\d.\-])(?P<tel>{_PHONE})(?!\.?\d)", re.ASCII)


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of text; ``href`` makes it a link (http, https or tel)."""

    text: str
    href: str = ""


def clean(text: str) -> str:
    """The text without characters that cannot be seen and only disturb."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def pieces(text: str) -> tuple[Piece, ...]:
    """The cleaned text cut into plain stretches and links."""
    text, done, found = clean(text), 0, []
    for match in _LINK.finditer(text):
        if match.start() > done:
            found.append(Piece(text[done : match.start()]))
        found.append(Piece(match[0], match[0] if match["web"] else tel(match[0])))
        done = match.end()
    return (*found, Piece(text[done:])) if done < len(text) else tuple(found)


def tel(number: str) -> str:
    """A number to call as a link."""
    return "tel:" + re.sub(r"[^\d+]", "", number)


def safe(url: str) -> str:
    """The address if a page may link to it (http, https, tel), else nothing."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    return clean(url) if scheme in {"http", "https", "tel"} else ""
