"""What was asked in a span of days, added up from the tally: by day, hour, topic, district, outcome and answer."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, select

from knowledge.book import Book
from knowledge.editing import in_storage
from knowledge.model import Entry
from knowledge.tables import feedback, tally
from knowledge.tally import BUTTON, SHANGHAI


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Plain counts, nothing hidden yet (:mod:`knowledge.discretion` does that before they are shown).

    ``days`` are all days of the span, ``by_day`` and ``by_hour`` (24) their questions; ``subjects`` counts buttons too.
    """

    days: tuple[date, ...]
    by_day: tuple[int, ...]
    by_hour: tuple[int, ...]
    kinds: Counter[str]
    topics: Counter[str]
    districts: Counter[str]
    subjects: Counter[str]
    helpful: int
    unhelpful: int

    @property
    def questions(self) -> int:
        """All questions of the span."""
        return sum(self.by_day)


def figures(connection: Connection, now: datetime, days: int) -> Figures:
    """The last ``days`` days, today included."""
    last = now.astimezone(SHANGHAI).date()
    span = tuple(last - timedelta(days - 1 - n) for n in range(days))
    c, first = tally.c, span[0].isoformat()
    asked = (c.day >= first, c.kind != BUTTON)
    by_day, by_hour = _by_moment(connection, asked)
    yes, no = _rated(connection, datetime.combine(span[0], datetime.min.time(), SHANGHAI))
    kinds, topics, districts = _by_outcome(connection, asked)
    return Figures(
        days=span,
        by_day=tuple(by_day[day.isoformat()] for day in span),
        by_hour=tuple(by_hour[hour] for hour in range(24)),
        kinds=kinds,
        topics=topics,
        districts=districts,
        subjects=_counter(connection, _summed(c.subject).where(c.day >= first, c.subject != "")),
        helpful=yes,
        unhelpful=no,
    )


def _summed(*by: Any) -> Select[Any]:
    return select(*by, func.sum(tally.c.count).label("total")).group_by(*by)


def _counter(connection: Connection, wanted: Select[Any]) -> Counter[str]:
    return Counter({key: int(total) for key, total in connection.execute(wanted)})


def _by_moment(connection: Connection, asked: Sequence[Any]) -> tuple[Counter[str], Counter[int]]:
    by_day, by_hour = Counter[str](), Counter[int]()
    for day, hour, total in connection.execute(_summed(tally.c.day, tally.c.hour).where(*asked)):
        by_day[day] += int(total)
        by_hour[hour] += int(total)
    return by_day, by_hour


def _by_outcome(connection: Connection, asked: Sequence[Any]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    c = tally.c
    kinds, topics, districts = Counter[str](), Counter[str](), Counter[str]()
    for kind, topic, district, total in connection.execute(_summed(c.kind, c.topic, c.district).where(*asked)):
        kinds[kind] += int(total)
        topics[topic] += int(total)
        districts[district] += int(total) if district else 0
    return kinds, topics, +districts


def _rated(connection: Connection, since: datetime) -> tuple[int, int]:
    f = feedback.c
    rows = connection.execute(
        select(f.helpful, func.count()).where(f.at >= in_storage(since)).group_by(f.helpful)
    ).all()
    held = {bool(helpful): number for helpful, number in rows}
    return held.get(True, 0), held.get(False, 0)


def never_used(told: Figures, book: Book) -> list[Entry]:
    """Entries that answered nobody in the span: perhaps worded as nobody asks, perhaps not needed."""
    return [entry for key, entry in book.entries.items() if not told.subjects[f"entry:{key}"]]


def subject_name(subject: str, book: Book) -> str:
    """What an answer is about, in words; the reference itself for what is no longer in the Book."""
    kind, _, key = subject.partition(":")
    fact = book.kinds.get(kind, {}).get(key)
    if kind == "base" and key in book.bases:
        fact = book.institutions.get(book.bases[key].institution)
    for name in ("title", "short", "name"):
        if value := getattr(fact, name, ""):
            return str(value)
    return subject
