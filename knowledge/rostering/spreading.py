"""A week's row once more in another week: an extra session for each sitting that is not there yet."""

from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.book import Book
from knowledge.rostering.changing import Wish


def copied(book: Book, institution: str, expert: str, monday: date, to: date) -> Iterator[Wish]:
    """What has to be added so that the week of Monday ``to`` has every sitting of the week of ``monday``."""
    sessions = [s for s in book.clinics.by_expert.get(expert, ()) if s.institution == institution]
    there = book.clinics.sittings(sessions, to, to + timedelta(6))
    taken = {(one.day, one.half_day) for one in there}
    for one in book.clinics.sittings(sessions, monday, monday + timedelta(6)):
        day = to + (one.day - monday)
        if one.held and (day, one.half_day) not in taken:
            yield Wish(
                do="extra",
                institution=institution,
                expert=expert,
                first=day.isoformat(),
                last=day.isoformat(),
                half_day=one.half_day,
                start=one.start,
                end=one.end,
            )
