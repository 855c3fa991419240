"""What a roster would change: its facts beside those of the Book, and what it no longer contains."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import msgspec

from knowledge.clinics import Change, Expert, Session
from knowledge.importing.making import Made
from knowledge.importing.stops import STATUS, stop_id
from knowledge.model import Fact
from knowledge.reading import Key, State

_KEPT = {"place": "", "verified_on": "", "confirmed_by": ""}
replace = msgspec.structs.replace


def settled(fact: Fact, state: State | None, today: date) -> Fact:
    """The fact to store: with what the Book knows beyond the file; the stored one itself when the file has no news.

    ``verified_on`` is the day on which a file said something new, so that the same file again changes nothing.
    """
    if state is None or state.archived or type(state.fact) is not type(fact):
        return replace(fact, verified_on=today.isoformat())
    match fact, state.fact:
        case Session() as new, Session() as old:
            return _unless_same(_session(new, old, state, today), old, today)
        case Expert() as new, Expert() as old:
            return _unless_same(_expert(new, old), old, today)
    return _unless_same(replace(fact, note=state.fact.note), state.fact, today)


def _unless_same(new: Fact, old: Fact, today: date) -> Fact:
    blank = {field: "" for field in _KEPT if hasattr(new, field)}
    return old if replace(new, **blank) == replace(old, **blank) else replace(new, verified_on=today.isoformat())


def _expert(new: Expert, old: Expert) -> Expert:
    return replace(
        new,
        title=new.title or old.title,
        home_hospital=new.home_hospital or old.home_hospital,
        good_at=old.good_at,
        aliases=old.aliases,
        note=old.note,
    )


def _session(new: Session, old: Session, state: State, today: date) -> Session:
    """Keep what staff have added: specialties, a remark, the answer to the file's question; and an earlier start.

    A file for next month that repeats a session of this one must not take this month's away.
    """
    runs_already = old.valid_from <= today.isoformat() and new.valid_from > old.valid_from
    new = replace(
        new,
        note=old.note,
        specialties=old.specialties if old.specialties and old.department == new.department else new.specialties,
        valid_from=old.valid_from if runs_already else new.valid_from,
    )
    by_staff = state.origin == "staff" or bool(old.confirmed_by) or bool(old.anchor and not new.anchor)
    if not (new.needs_confirmation and not old.needs_confirmation and by_staff):
        return new
    answer = {field: getattr(old, field) for field in ("needs_confirmation", "rule", "anchor", "dates")}
    return replace(new, **answer)


def no_longer(made: Made, stored: Mapping[Key, State], today: date) -> Iterator[tuple[Key, Fact | None]]:
    """What the rosters leave out: the key, with what ending leaves: None, or the session until the new file begins."""
    active = {key: state.fact for key, state in stored.items() if not state.archived}
    held = {key: fact for key, fact in active.items() if isinstance(fact, Session) and not fact.sample}
    for institution in made.institutions:
        here = [session for session in made.sessions if session.institution == institution]
        since = max(today.isoformat(), min((session.valid_from for session in here), default=""))
        present = {session.id for session in here}
        for key, old in held.items():
            missing = old.institution == institution and old.id not in present
            if missing and _concerns(here, old, since):
                yield key, _until(old, since, today)
    yield from _lifted(made, active)


def _concerns(here: list[Session], old: Session, since: str) -> bool:
    """Whether the file speaks of the time of a session: not of what is over, nor, if it lists dates, of other weeks."""
    if old.valid_to and old.valid_to < since:
        return False
    if not old.dates:
        return any(not session.dates for session in here)
    listed = [day for session in here for day in session.dates]
    first = min(listed, default=since) if all(session.dates for session in here) else since
    last = max(listed) if all(session.dates for session in here) and listed else "9999"
    return any(max(first, since) <= day <= last for day in old.dates)


def _until(old: Session, since: str, today: date) -> Session | None:
    last = (date.fromisoformat(since) - timedelta(1)).isoformat()
    if last < today.isoformat() or old.dates or old.valid_from > last:
        return None
    return replace(old, valid_to=last)


def _lifted(made: Made, active: Mapping[Key, Fact]) -> Iterator[tuple[Key, Fact | None]]:
    """Suspensions that an earlier file wrote on a date on which this one lets the session take place."""
    written = {change for change, _ in STATUS.values()}
    for session in made.sessions:
        for day in session.dates:
            key = ("change", stop_id(session, day))
            old = active.get(key)
            if isinstance(old, Change) and old.change in written and key[1] not in made.changes:
                yield key, None
