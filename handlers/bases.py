"""Browsing bases by district and specialty, and the cards behind buttons."""

from collections.abc import Iterable

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.questions import ask
from handlers.wrapping import finish, wrap
from knowledge import model as m
from knowledge.answering import bases, contact, entries, nearest
from knowledge.answering.answer import Answer
from knowledge.book import Book
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.wording import Voice


async def find(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """How to look: near me, by district, by specialty."""
    choices = [
        Choice(label=voice.say("find_near"), asks_location=True, token="browse:near"),
        Choice(label=voice.say("find_district"), token="browse:district"),
        Choice(label=voice.say("find_specialty"), token="browse:specialty"),
    ]
    if not wishes.elder:  # all 17 at once is too much to read in large letters
        choices.append(Choice(label=voice.say("find_all"), token="browse:all"))
    return finish([Message(kind="browse", text=voice.say("find_how"), choices=tuple(choices))], voice, wishes)


async def browse(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """The districts, the specialties, or all bases."""
    what, book = incoming.token.partition(":")[2], desk.book
    if what == "all":
        return wrap(bases.all_bases(book, voice), book, voice, wishes)
    if what == "specialty":
        return finish([_specialties(voice.say("browse_specialty"), "s:", _all_held(book), voice)], voice, wishes)
    if what not in {"district", "near"}:
        return await find(incoming, desk, voice, wishes)
    choices = tuple(Choice(label=voice.pick(d.name, d.english), token=f"d:{d.id}") for d in book.districts.values())
    text = voice.say("browse_district" if what == "district" else "where_are_you")
    return finish([Message(kind="browse", text=text, choices=choices)], voice, wishes)


def _all_held(book: Book) -> list[m.Specialty]:
    held = {s for base in book.bases.values() for s in base.specialties}
    return [specialty for specialty in book.specialties.values() if specialty.id in held]


def _specialties(text: str, token: str, offered: Iterable[m.Specialty], voice: Voice, *more: Choice) -> Message:
    """A list of specialties to choose from; ``token`` begins the tokens of their buttons."""
    choices = (Choice(label=voice.pick(s.name, s.english), token=f"{token}{s.id}") for s in offered)
    return Message(kind="browse", text=text, choices=(*choices, *more))


async def card(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """The answer behind a button: a base, an institution, an entry, a district, a specialty, near a place."""
    kind, _, key = incoming.token.partition(":")
    if kind == "d" and (asked := _what_for(key, desk.book, voice, elder=wishes.elder)) is not None:
        return finish([asked], voice, wishes)
    answer = _answer(incoming, desk, voice)
    if answer is None:  # the button is older than the fact it named
        return finish([Message(kind="stale", text=voice.say("stale"))], voice, wishes)
    return wrap(answer, desk.book, voice, wishes)


def _what_for(key: str, book: Book, voice: Voice, *, elder: bool) -> Message | None:
    """Which specialty is wanted in a district: asked first in 长者模式; ``d:ID:other`` offers all there are."""
    district_id, _, wanted = key.partition(":")
    district = book.districts.get(district_id)
    if district is None or wanted not in {"", "other"} or (not wanted and not elder):
        return None
    text = voice.say("browse_what", district=voice.pick(district.name, district.english))
    if wanted:
        return _specialties(text, f"d:{district_id}:", _all_held(book), voice)
    here = dict.fromkeys(s for base in book.bases.values() if base.district == district_id for s in base.specialties)
    every = Choice(label=voice.say("browse_everything"), token=f"d:{district_id}:all")
    other = Choice(label=voice.say("browse_other"), token=f"d:{district_id}:other")
    return _specialties(text, f"d:{district_id}:", [book.specialties[s] for s in here], voice, every, other)


def _answer(incoming: Incoming, desk: Desk, voice: Voice) -> Answer | None:
    kind, _, key = incoming.token.partition(":")
    book = desk.book
    match kind:
        case "base" if key in book.bases:
            return bases.one_base(book.bases[key], book, voice)
        case "inst" if key in book.institutions:
            meaning = desk.shelf.reader.read("", incoming.when)
            return contact.about_institution(book.institutions[key], meaning, book, voice)
        case "entry" if key in book.entries:
            return entries.said(book.entries[key], 1.0, book, voice)
        case "d":
            return _in_district(key, book, voice)
        case "s" if key in book.specialties:
            return bases.with_specialty([book.specialties[key]], book, voice)
        case "near":
            return _near(key, desk, voice)
    return None


def _in_district(key: str, book: Book, voice: Voice) -> Answer | None:
    """All bases of a district, or those for one specialty; where it has none for that, the nearest elsewhere."""
    district_id, _, wanted = key.partition(":")
    district = book.districts.get(district_id)
    if district is None or (wanted not in {"", "all"} and wanted not in book.specialties):
        return None
    if wanted in {"", "all"}:
        return bases.in_district(district, book, voice)
    start = nearest.Start(district.name, district.id, district.point)
    return nearest.near(start, [book.specialties[wanted]], book, voice, "find_base")


def _near(key: str, desk: Desk, voice: Voice) -> Answer | None:
    place_id, _, specialty_id = key.partition(":")
    place = desk.book.localities.get(place_id)
    if place is None:
        return None
    start = nearest.start_at(place, desk.book)
    wanted = [desk.book.specialties[specialty_id]] if specialty_id in desk.book.specialties else []
    return nearest.near(start, wanted, desk.book, voice, "nearest_base")


async def location(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """A shared location: used for this answer and dropped."""
    return await ask(incoming, desk, voice, wishes)
