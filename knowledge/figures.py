"""What was asked in a week, added up from the tally: by day, hour, topic, district, outcome and answer.

Weeks are whole (Monday to Sunday, Shanghai) and over: no two of them share a day and none of them grows, so that
nothing can be reckoned by taking the figures of one from those of another, or today's from yesterday's.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, func, select

from knowledge.book import Book
from knowledge.model import Entry
from knowledge.moments import SHANGHAI, in_storage
from knowledge.tables import feedback, tally
from knowledge.tally import BUTTON


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Plain counts, nothing hidden yet (:mod:`knowledge.discretion` does that before they are shown).

    ``days`` are all days of the week, ``by_day`` and ``by_hour`` (24) their questions; ``outcomes`` counts them by kind
    and topic, ``subjects`` buttons too; ``used``: the subjects of all weeks that are offered.
    """

    days: tuple[date, ...]
    by_day: tuple[int, ...]
    by_hour: tuple[int, ...]
    outcomes: Counter[tuple[str, str]]
    districts: Counter[str]
    subjects: Counter[str]
    helpful: int
    unhelpful: int
    used: frozenset[str]

    @property
    def questions(self) -> int:
        """All questions of the week."""
        return sum(self.by_day)


WEEKS: Final = 8
"""How many weeks can be asked for: deliveries are kept longer than that, so that the figures of a week never shrink."""


def weeks(now: datetime) -> list[date]:
    """The Mondays of the weeks that can be asked for, the latest first."""
    today = now.astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=n) for n in range(1, WEEKS + 1)]


def bounds(week: date) -> tuple[datetime, datetime]:
    """When the week of this Monday begins and ends (aware, Shanghai; the end is not in it)."""
    begin = datetime.combine(week, datetime.min.time(), SHANGHAI)
    return begin, begin + timedelta(weeks=1)


def figures(connection: Connection, now: datetime, week: date) -> Figures:
    """The week of this Monday, one of :func:`weeks`."""
    c, days = tally.c, tuple(week + timedelta(n) for n in range(7))
    then = c.day.between(days[0].isoformat(), days[-1].isoformat())
    by_day, by_hour = _by_moment(connection, (then, c.kind != BUTTON))
    yes, no = _rated(connection, week)
    outcomes, districts = _by_outcome(connection, (then, c.kind != BUTTON))
    offered = c.day.between(weeks(now)[-1].isoformat(), (weeks(now)[0] + timedelta(6)).isoformat())
    return Figures(
        days=days,
        by_day=tuple(by_day[day.isoformat()] for day in days),
        by_hour=tuple(by_hour[hour] for hour in range(24)),
        outcomes=outcomes,
        districts=districts,
        subjects=_counter(connection, _summed(c.subject).where(then, c.subject != "")),
        helpful=yes,
        unhelpful=no,
        used=frozenset(connection.execute(select(c.subject).where(offered, c.subject != "").distinct()).scalars()),
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


def _by_outcome(connection: Connection, asked: Sequence[Any]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    c = tally.c
    outcomes, districts = Counter[tuple[str, str]](), Counter[str]()
    for kind, topic, district, total in connection.execute(_summed(c.kind, c.topic, c.district).where(*asked)):
        outcomes[kind, topic] += int(total)
        districts[district] += int(total) if district else 0
    return outcomes, +districts


def _rated(connection: Connection, week: date) -> tuple[int, int]:
    f = feedback.c
    begin, end = map(in_storage, bounds(week))
    then = (f.at >= begin, f.at < end)
    rows = connection.execute(select(f.helpful, func.count()).where(*then).group_by(f.helpful)).all()
    held = {bool(helpful): number for helpful, number in rows}
    return held.get(True, 0), held.get(False, 0)


def never_used(told: Figures, book: Book) -> list[Entry]:
    """Entries that answered nobody in all those weeks: perhaps worded as nobody asks, perhaps not needed."""
    return [entry for key, entry in book.entries.items() if f"entry:{key}" not in told.used]


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
