"""How often what was asked: counted in memory while people are answered, written once a second. No people, no words.

A question is words or a position of somebody's own; an answer that a button brought is a ``button``: it shows which
answers are of use, and is no question. An alarm keeps neither its district nor its subject.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.moments import SHANGHAI
from knowledge.tables import tally

ANSWERED: Final = (
    "answer",
    "lookup_empty",
    "action",
    "handoff",
    "decline",
    "choices",
    "unknown",
    "emergency",
    "crisis",
)
"""The kinds of answers (contract C2) that a question may have; other messages (help, settings) answer none."""
BUTTON: Final = "button"
_ALARMS: Final = frozenset({"emergency", "crisis"})
_MOST: Final = 20_000


class Mark(NamedTuple):
    """One line of the tally; ``day`` and ``hour`` are Shanghai's."""

    day: str
    hour: int
    channel: str
    topic: str
    kind: str
    district: str
    subject: str


def mark(when: datetime, channel: str, kind: str, facts: Mapping[str, object], *, pressed: bool) -> Mark | None:
    """The line that an answer given at ``when`` (aware) counts for; None when it answers nothing."""
    if kind not in ANSWERED or (pressed and kind in {"choices", "unknown", *_ALARMS}):
        return None
    local, alarm = when.astimezone(SHANGHAI), kind in _ALARMS
    about = {name: "" if alarm else str(facts.get(name, "")) for name in ("district", "subject")}
    return Mark(
        day=local.date().isoformat(),
        hour=local.hour,
        channel=channel[:20],
        topic=str(facts.get("topic", ""))[:30],
        kind=BUTTON if pressed else kind,
        district=about["district"][:40],
        subject=about["subject"][:80] if ":" in about["subject"] else "",
    )


class Tally:
    """What this process has counted and not written yet. Counting costs a dictionary's look-up, never a wait."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held: Counter[Mark] = Counter()

    def add(self, line: Mark | None) -> None:
        """Count one; when the database is away for so long that too many lines wait, new ones are left out."""
        if line is not None and (len(self._held) < _MOST or line in self._held):
            self._held[line] += 1

    def take(self) -> Counter[Mark]:
        """Everything counted since it was last taken."""
        held, self._held = self._held, Counter()
        return held

    def put_back(self, counted: Counter[Mark]) -> None:
        """What could not be written waits for the next time."""
        self._held.update(counted)


def store(connection: Connection, counted: Mapping[Mark, int]) -> None:
    """Add these counts to what is written, in one statement."""
    rows = [line._asdict() | {"count": count} for line, count in sorted(counted.items())]
    if not rows:
        return
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    new = make(tally)
    more = new.on_conflict_do_update(
        index_elements=list(tally.primary_key), set_={"count": tally.c.count + new.excluded.count}
    )
    connection.execute(more, rows)
