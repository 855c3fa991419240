"""Who and what in a file is the same as in the Book: stable ids, so that an edited fee is a change and no new session.

An id is a digest of what tells things apart. What the Book holds already keeps its id, however it came by it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from knowledge.clinics import Expert, Session

_SHORTEST = 12
SessionKey = tuple[str, ...]


def digest(kind: str, *parts: str) -> str:
    """A short ASCII id, the same for the same parts on every machine (48 bits: no clash among a city's sessions)."""
    return kind + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_SHORTEST]


def session_key(session: Session) -> SessionKey:
    """What tells sessions of one expert apart: where, in which half of which day.

    Listed dates count by their month, a single date by itself: a corrected list is a change, the next month's another.
    """
    when = session.rule or session.rule_note
    if session.dates:
        when = session.dates[0] if len(session.dates) == 1 else session.dates[0][:7]
    return (session.institution, session.expert, session.campus, session.department, session.half_day, when)


class ExpertIds:
    """Finds the id of an expert of a roster: the one the Book has for the name, or a new one."""

    def __init__(self, experts: Iterable[Expert], sessions: Iterable[Session]) -> None:
        """Take what the Book holds now."""
        self._named: dict[tuple[str, str], list[str]] = defaultdict(list)
        for expert in experts:
            self._named[expert.institution, expert.name].append(expert.id)
        self._departments: dict[str, set[str]] = defaultdict(set)
        for session in sessions:
            self._departments[session.expert].add(session.department)

    def find(self, institution: str, name: str, department: str, *, several: bool) -> str:
        """The id; ``several``: the name may stand for more than one person, told apart by their departments."""
        held = self._named.get((institution, name), [])
        here = [key for key in held if department in self._departments[key]]
        if len(here) == 1:
            return here[0]
        if len(held) == 1 and not several:
            return held[0]
        return digest("e", institution, name, *([department] if several or held else []))


def with_ids(drafts: Sequence[Session], stored: Iterable[Session]) -> list[Session]:
    """The sessions of a file with ids: of the stored session that is the same one, else new."""
    held: dict[SessionKey, list[Session]] = defaultdict(list)
    for session in stored:
        held[session_key(session)].append(session)
    same: dict[int, str] = {}
    for alike in (_same_content, _same_hours, _anything):
        for place, draft in enumerate(drafts):
            left = held.get(session_key(draft), [])
            match = next((s for s in left if alike(s, draft)), None) if place not in same else None
            if match is not None:
                left.remove(match)
                same[place] = match.id
    return _numbered(drafts, same)


def _same_content(one: Session, other: Session) -> bool:
    def told(session: Session) -> tuple[object, ...]:
        days = session.dates, session.anchor, session.valid_to, session.rule_note
        return *days, session.end, session.fee, session.quota, session.needs_confirmation

    return _same_hours(one, other) and told(one) == told(other)


def _same_hours(one: Session, other: Session) -> bool:
    return (one.kind, one.start, one.room) == (other.kind, other.start, other.room)


def _anything(_one: Session, _other: Session) -> bool:
    return True


def _numbered(drafts: Sequence[Session], same: dict[int, str]) -> list[Session]:
    taken, found = set(same.values()), []
    for place, draft in enumerate(drafts):
        key, number = same.get(place, ""), 0
        while not key or (key in taken and place not in same):
            key = digest("s", *session_key(draft), *([str(number)] if number else []))
            number += 1
        taken.add(key)
        found.append(msgspec.structs.replace(draft, id=key))
    return found
