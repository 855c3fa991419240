"""Who stands in: a name as staff write it, against the colleagues in the rosters; residents never read half a name."""

import re
from collections.abc import Iterable
from typing import Final

from knowledge.book import Book
from knowledge.clinics import Expert
from knowledge.notices.titles import TITLES
from knowledge.timetable import Sitting

_TITLES: Final = re.compile(rf"(?:{TITLES})+$")
_LEAST: Final = 2
"""Characters of a whole name."""


def colleagues(expert: str, institution: str, book: Book) -> tuple[Expert, ...]:
    """Who else sits at an institution, those of the same department first, then by name."""
    departments = {s.department for s in book.clinics.by_expert.get(expert, ()) if s.department}
    held = book.clinics.by_institution.get(institution, ())
    near = {s.expert for s in held if s.department in departments}
    others = (book.clinics.experts[key] for key in {s.expert for s in held} - {expert})
    return tuple(sorted((one for one in others if not one.anonymous), key=lambda o: (o.id not in near, o.name)))


def called(words: str, expert: str, institution: str, book: Book) -> tuple[str, tuple[Expert, ...]]:
    """The name that residents will read, "" while it is not clear; then the colleagues who may be meant.

    A surname is no name while a colleague has it; a name that no roster knows is taken as it is written.
    """
    said = " ".join(words.split())
    name = _TITLES.sub("", said).strip() or said
    others = colleagues(expert, institution, book)
    if name == book.clinics.experts[expert].name:
        return "", others
    if any(one.name == name for one in others):
        return name, ()
    alike = tuple(one for one in others if one.name.startswith(name))
    if len(name) < _LEAST and (alike or name == said):
        return "", alike or others
    return said, ()


def busy(sittings: Iterable[Sitting], book: Book) -> list[Sitting]:
    """The sittings that those who stand in have themselves at that time: nobody is in two rooms."""
    found = []
    for one in sittings:
        name = one.change.stand_in if one.status == "stand_in" and one.change else ""
        others = (o for o in colleagues(one.session.expert, one.session.institution, book) if o.name == name)
        own = [s for o in others for s in book.clinics.by_expert.get(o.id, ())]
        found += [s for s in book.clinics.sittings(own, one.day, one.day) if s.held and s.half_day == one.half_day]
    return found
