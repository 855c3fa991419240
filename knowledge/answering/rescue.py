"""What else there is when a clinic does not take place: the expert's next one, the specialty's nearest, a phone."""

from datetime import timedelta
from typing import Final

from knowledge.answering.answer import name_said
from knowledge.answering.contact import best_campus, place_of
from knowledge.answering.sittings import expert_said, line, lines
from knowledge.book import Book
from knowledge.geography import kilometres
from knowledge.timetable import Sitting
from knowledge.wording import Voice

_WEEK: Final = timedelta(days=7)
_SEASON: Final = timedelta(days=91)
_SHOWN: Final = 3
_FAR: Final = 1000.0


def card(lost: Sitting, book: Book, voice: Voice) -> list[str]:
    """For a clinic that does not take place: the expert's next one, the specialty's nearest others, whom to phone."""
    parts = []
    if (own := next_of_expert(lost, book)) is not None:
        who = expert_said(book.clinics.experts[lost.session.expert], voice)
        parts.append(f"{voice.say('news_next', who=who)}{line(own, book, voice, who=False)}")
    if others := same_specialty(lost, book):
        parts += [voice.say("clinic_instead"), *lines(others, book, voice)]
    return [*parts, phone_line(lost.session.institution, book, voice)]


def next_of_expert(sitting: Sitting, book: Book) -> Sitting | None:
    """The next time this expert sits after a sitting, within three months as far as is published."""
    sessions = book.clinics.by_expert.get(sitting.session.expert, ())
    found = book.clinics.sittings(sessions, sitting.day, sitting.day + _SEASON)
    later = (s for s in found if s.held and (s.day, s.half_day) != (sitting.day, sitting.half_day))
    return next(later, None)


def same_specialty(sitting: Sitting, book: Book) -> list[Sitting]:
    """Up to three sittings of others in the same specialty within a week: same hospital first, then the nearest."""
    wanted = set(sitting.session.specialties)
    same = [s for s in book.clinics.sessions.values() if wanted & set(s.specialties)]
    others = [s for s in same if s.expert != sitting.session.expert]
    held = [s for s in book.clinics.sittings(others, sitting.day, sitting.day + _WEEK) if s.held]
    here = sitting.session.institution
    return sorted(held, key=lambda s: (apart(here, s.session.institution, book), s.day))[:_SHOWN]


def apart(one: str, other: str, book: Book) -> float:
    """Kilometres in a straight line between two institutions; very far when one's place is not sure."""
    if one == other:
        return 0.0
    places = [place_of(book.institutions[i]) for i in (one, other)]
    points = [(place.lat, place.lon) for place in places if place is not None]
    return kilometres(*points) if len(points) == len(places) else _FAR


def phone_line(institution: str, book: Book, voice: Voice) -> str:
    """Whom to phone about a clinic: the hospital's own number, else 12345."""
    held = book.institutions[institution]
    campus = best_campus(held)
    phone = campus.phone if campus is not None and campus.phone else "12345"
    return voice.say("tell_phone", name=name_said(held, voice), phone=phone)
