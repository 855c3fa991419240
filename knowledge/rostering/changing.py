"""A change of a clinic from what a clerk filled in: every value is checked here, whatever the door it came by."""

from datetime import date, datetime, time
from typing import Final, Literal

import msgspec

from knowledge.book import Book
from knowledge.clinics import Change, HalfDay, MovedTo, Weekday
from knowledge.errors import InputError
from knowledge.permission import Actor
from knowledge.rostering.standing_in import called
from knowledge.wording import sentence

Do = Literal["suspend", "stand_in", "extra", "move", "full", "resume", "close", "swap"]
_OF_A_SITE: Final = frozenset({"close", "swap"})
_OPEN_ENDED: Final = frozenset({"suspend", "stand_in", "close"})
_LONGEST: Final = 60
_SHOWN: Final = 5


class Wish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a clerk asks for. Dates ISO, times HH:MM; an empty ``last`` of 停诊 替诊 闭院 is until further notice.

    Without ``expert`` it is the whole site: ``close``, ``swap``, or 停诊 of all its experts.
    """

    do: Do
    institution: str
    expert: str = ""
    campus: str = ""
    first: str
    last: str = ""
    half_day: HalfDay | Literal["全天"] = "全天"
    reason: str = ""
    stand_in: str = ""
    back_on: str = ""
    start: str = ""
    end: str = ""
    to_date: str = ""
    to_half: HalfDay | Literal[""] = ""
    to_campus: str = ""
    to_room: str = ""
    as_weekday: Weekday | Literal[""] = ""
    lifts: str = ""


def change_of(wish: Wish, number: str, actor: Actor, book: Book, now: datetime) -> Change:
    """The wish as a change with the id ``number``. Raises InputError with a sentence."""
    _check_who(wish, book)
    first, last = _span(wish, now.date())
    hours = _hours(wish)
    moves = wish.do == "move"
    to = MovedTo(date=_day(wish.to_date, "part_to_day"), half_day=wish.to_half, **hours, **_to(wish)) if moves else None
    return Change(
        id=number,
        change=wish.do,
        institution=wish.institution,
        expert=wish.expert,
        campus=wish.campus,
        scope="all_experts" if wish.do == "suspend" and not wish.expert else "",
        first=first,
        last=last,
        half_day=wish.half_day,
        reason=_words(wish.reason, "part_reason"),
        stand_in=_named(wish, book),
        back_on=_day(wish.back_on, "part_back_on") if wish.back_on else "",
        moved_to=to,
        as_weekday=_as_weekday(wish),
        start="" if moves else hours["start"],
        end="" if moves else hours["end"],
        lifts=_lifted(wish, book),
        made_at=now.isoformat(timespec="seconds"),
        sample=bool(wish.expert) and book.clinics.experts[wish.expert].sample,
        verified_on=now.date().isoformat(),
        confirmed_by=actor.name,
    )


def _check_who(wish: Wish, book: Book) -> None:
    if wish.institution not in book.institutions:
        raise InputError("no_such_hospital")
    if wish.expert and wish.do in _OF_A_SITE:
        raise InputError("whole_hospital_only")
    if not wish.expert and wish.do not in {*_OF_A_SITE, "suspend"}:
        raise InputError("no_expert_chosen")
    sessions = book.clinics.by_expert.get(wish.expert, ())
    if wish.expert and not any(session.institution == wish.institution for session in sessions):
        raise InputError("sits_not_here")
    campuses = {session.campus for session in book.clinics.by_institution.get(wish.institution, ())}
    if wish.campus and wish.campus not in campuses:
        raise InputError("no_such_campus", name=wish.campus[:_LONGEST])


def _span(wish: Wish, today: date) -> tuple[str, str]:
    first = _day(wish.first, "part_first")
    open_end = not wish.last and wish.do in _OPEN_ENDED
    last = "" if open_end else _day(wish.last or wish.first, "part_last")
    if last and last < first:
        raise InputError("days_reversed")
    if last and last < today.isoformat():
        raise InputError("days_over")
    return first, last


def _day(text: str, what: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError("day_unread", what=sentence(what)) from None


def _hours(wish: Wish) -> dict[str, str]:
    for text in (wish.start, wish.end):
        try:
            valid = not text or time.fromisoformat(text).isoformat("minutes") == text
        except ValueError:
            valid = False
        if not valid:
            raise InputError("hour_unread")
    if wish.start and wish.end and wish.end <= wish.start:
        raise InputError("hours_reversed")
    return {"start": wish.start, "end": wish.end}


def _to(wish: Wish) -> dict[str, str]:
    return {"campus": _words(wish.to_campus, "part_campus"), "room": _words(wish.to_room, "part_room")}


def _named(wish: Wish, book: Book) -> str:
    words = _words(wish.stand_in, "part_stand_in")
    if wish.do == "stand_in" and not words:
        raise InputError("no_stand_in")
    if not words or not wish.expert:
        return words
    name, others = called(words, wish.expert, wish.institution, book)
    if not name:
        some = [one.name for one in others[:_SHOWN]]
        raise InputError("stand_in_unclear_of", some=some) if some else InputError("stand_in_unclear")
    return name


def _as_weekday(wish: Wish) -> Weekday | Literal[""]:
    if wish.do == "swap" and not wish.as_weekday:
        raise InputError("no_as_weekday")
    return wish.as_weekday if wish.do == "swap" else ""


def _lifted(wish: Wish, book: Book) -> str:
    held = book.kinds.get("change", {}).get(wish.lifts)
    if wish.do == "resume" and not (isinstance(held, Change) and held.institution == wish.institution):
        raise InputError("suspension_gone")
    return wish.lifts if isinstance(held, Change) and held.institution == wish.institution else ""


def _words(text: str, what: str) -> str:
    plain = " ".join(text.split())
    if len(plain) > _LONGEST:
        raise InputError("words_too_long", what=sentence(what), most=_LONGEST)
    return plain
