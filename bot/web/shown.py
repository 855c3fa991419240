"""A message as the page shows it: the same value goes out as JSON to the script and into the template without it."""

import re
from datetime import datetime
from urllib.parse import quote

import msgspec

from bot.web.labels import labels
from bot.web.links import Piece, clean, pieces, safe, tel
from bot.web.maps import Overview, overview
from knowledge.answering.sittings import day_said
from knowledge.book import Book
from knowledge.message import Attachment, Choice, Message, Place
from knowledge.moments import SHANGHAI
from knowledge.wording import Voice, in_script

_ONE_LINE = 30  # characters of a footnote that need no folding
_NAME_ENDS = re.compile("[（(，,、；;]")
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """A choice: a token to send, an address to open, or the wish for a position (with a token for those without)."""

    label: str
    token: str = ""
    href: str = ""
    location: bool = False


class Spot(msgspec.Struct, frozen=True, omit_defaults=True):
    """The one place to go to."""

    name: str
    address: str
    route: str
    phone: str = ""
    call: str = ""


class File(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture or document under an address only this visitor can open."""

    href: str
    name: str
    description: str


class Shown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the conversation. ``said`` (with ``by``, the id it was sent with) is the visitor's own.

    ``brief`` is the line a long footnote is folded under, in the two parts between which it may break. ``unasked``: the
    page is to confirm it; should it come twice, ``by`` is the same both times.
    """

    id: str
    said: str = ""
    by: str = ""
    unasked: bool = False
    kind: str = ""
    title: str = ""
    body: tuple[Piece, ...] = ()
    footnote: str = ""
    brief: tuple[str, ...] = ()
    choices: tuple[Button, ...] = ()
    place: Spot | None = None
    map: Overview | None = None
    picture: File | None = None
    document: File | None = None
    elder: bool | None = None
    language: str = ""


class Answered(msgspec.Struct, frozen=True):
    """What was answered, and by which id this visitor is known from now on."""

    entries: list[Shown]
    visitor: str


def shown(message: Message, number: str, book: Book, voice: Voice) -> Shown:
    """A message under its number in the conversation."""
    elder, language = message.facts.get("elder"), message.facts.get("language")
    delivery = message.facts.get("delivery")
    return Shown(
        id=number,
        by=f"delivery-{delivery}" if delivery else "",
        unasked=bool(delivery),
        kind=message.kind,
        title=clean(message.title) or _meant_for(message, voice),
        body=pieces(message.text),
        footnote=clean(message.footnote),
        brief=_brief(clean(message.footnote), labels(voice.language)),
        choices=_buttons(message.choices, voice),
        place=_spot(message.place) if message.place else None,
        map=overview(message, book, voice),
        picture=_file(message.picture, f"/chat/file/{number}/picture") if message.picture else None,
        document=_file(message.document, f"/chat/file/{number}/document") if message.document else None,
        elder=elder if isinstance(elder, bool) else None,
        language=language if isinstance(language, str) else "",
    )


def _meant_for(message: Message, voice: Voice) -> str:
    """「提醒 · 11月24日周二 19:00」: what a reminder is, and the time it was meant for."""
    due = message.facts.get("due")
    if message.kind != "reminder" or not isinstance(due, str):
        return ""
    at = datetime.fromisoformat(due).astimezone(SHANGHAI)
    said = f"{labels(voice.language)['reminder']} · {day_said(at.date(), voice)} {at:%H:%M}"
    return in_script(Message(kind=message.kind, text=said), voice).text


def _brief(note: str, words: dict[str, str]) -> tuple[str, ...]:
    """「来源：卫健委等 · 资料日期 2021-09-22」 for a long footnote: its first publisher and its date; else nothing."""
    cited, dot, dated = note.rpartition(" · ")
    end = _NAME_ENDS.search(cited)
    if len(note) <= _ONE_LINE or not dot or end is None:
        return ()
    publisher = cited[: end.start()].replace("：上海市", "：")
    more = end[0] == "、" or "；" in cited or "; " in cited
    return f"{publisher}{words['and_more'] if more else ''} · ", dated


def _buttons(choices: tuple[Choice, ...], voice: Voice) -> tuple[Button, ...]:
    buttons = (_button(choice, labels(voice.language)) for choice in choices)
    return tuple(button for button in buttons if button is not None)


def _button(choice: Choice, words: dict[str, str]) -> Button | None:
    label, href = _said(clean(choice.label), words), safe(choice.url)
    if href:
        return Button(label, href=href)
    if choice.token or choice.asks_location:
        return Button(label, token=choice.token, location=choice.asks_location)
    return None


def _said(label: str, words: dict[str, str]) -> str:
    """A label in words: not every old phone draws these signs, and a screen reader calls them something else."""
    signs = {"👍": words["helpful"], "👎": words["unhelpful"]}
    return signs.get(label, label.replace("📞", words["dial"]))


def _spot(place: Place) -> Spot:
    """The link to the map opens it at a WGS84 point, and only when the person follows it."""
    route = (
        f"https://uri.amap.com/marker?position={place.lon:.6f},{place.lat:.6f}"
        f"&name={quote(clean(place.name))}&coordinate=wgs84&callnative=1"
    )
    phone = clean(place.phone)
    return Spot(clean(place.name), clean(place.address), route, phone, tel(phone) if phone else "")


def _file(file: Attachment, href: str) -> File:
    return File(href, clean(file.filename), clean(file.description))
