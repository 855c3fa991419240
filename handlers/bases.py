"""Browsing bases by district and specialty, and the cards behind buttons."""

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.questions import ask
from handlers.wrapping import finish, wrap
from knowledge.answering import bases, contact, entries, nearest
from knowledge.answering.answer import Answer
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.wording import Voice


async def find(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """How to look: near me, by district, by specialty."""
    choices = (
        Choice(label=voice.say("find_near"), asks_location=True, token="browse:near"),
        Choice(label=voice.say("find_district"), token="browse:district"),
        Choice(label=voice.say("find_specialty"), token="browse:specialty"),
        Choice(label=voice.say("find_all"), token="browse:all"),
    )
    return finish([Message(kind="browse", text=voice.say("find_how"), choices=choices)], voice, wishes)


async def browse(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """The districts, the specialties, or all bases."""
    what, book = incoming.token.partition(":")[2], desk.book
    if what == "all":
        return wrap(bases.all_bases(book, voice), book, voice, wishes)
    if what == "near":
        return finish([Message(kind="browse", text=voice.say("where_are_you"))], voice, wishes)
    if what not in {"district", "specialty"}:
        return await find(incoming, desk, voice, wishes)
    held = {s for base in book.bases.values() for s in base.specialties}
    choices = (
        tuple(Choice(label=voice.pick(d.name, d.english), token=f"d:{d.id}") for d in book.districts.values())
        if what == "district"
        else tuple(
            Choice(label=voice.pick(s.name, s.english), token=f"s:{s.id}")
            for s in book.specialties.values()
            if s.id in held
        )
    )
    said = Message(kind="browse", text=voice.say(f"browse_{what}"), choices=choices)
    return finish([said], voice, Preferences())  # a list to choose from needs all its buttons, 长者模式 or not


async def card(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """The answer behind a button: a base, an institution, an entry, a district, a specialty, near a place."""
    answer = _answer(incoming, desk, voice)
    if answer is None:  # the button is older than the fact it named
        return finish([Message(kind="stale", text=voice.say("stale"))], voice, wishes)
    return wrap(answer, desk.book, voice, wishes)


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
        case "d" if key in book.districts:
            return bases.in_district(book.districts[key], book, voice)
        case "s" if key in book.specialties:
            return bases.with_specialty([book.specialties[key]], book, voice)
        case "near":
            return _near(key, desk, voice)
    return None


def _near(key: str, desk: Desk, voice: Voice) -> Answer | None:
    place_id, _, specialty_id = key.partition(":")
    place = desk.book.localities.get(place_id)
    if place is None:
        return None
    district = desk.book.districts[place.district]
    start = nearest.Start(place.name, place.district, place.point or district.point, point_said=True)
    wanted = [desk.book.specialties[specialty_id]] if specialty_id in desk.book.specialties else []
    return nearest.near(start, wanted, desk.book, voice, "nearest_base")


async def location(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """A shared location: used for this answer and dropped."""
    return await ask(incoming, desk, voice, wishes)
