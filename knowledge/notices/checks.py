"""What a person must look at: doubts of people, days and sessions, as flags."""

from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.notices.drafts import Draft
from knowledge.notices.model import Flag, Proposed, Row
from knowledge.notices.people import Roster
from knowledge.notices.places import sits
from knowledge.recurrence import needs_anchor

_CHECKED = frozenset({"suspend", "stand_in", "move"})


def flags_of(
    draft: Draft, changes: Sequence[Proposed], roster: Roster, today: date, swaps: dict[date, str]
) -> Iterable[Flag]:
    """The flags of one draft and the changes it became."""
    yield from draft.flags
    yield from _of_people(draft, roster)
    if draft.guess:
        yield "tentative"
    dated = [change for change in changes if change.first is not None]
    if dated and all(change.last is not None and change.last < today for change in dated):
        yield "past_date"
    person = draft.person
    if person is not None and person.names and draft.act in _CHECKED and dated and not draft.flags:
        rows = [row for name in person.names for row in roster.of(name)]
        if not any(_might_sit(rows, change, swaps) for change in dated):
            yield "no_such_session"


def _of_people(draft: Draft, roster: Roster) -> Iterable[Flag]:
    person = draft.person
    if person is not None and len(person.names) > 1:
        yield "ambiguous_expert"
    if person is not None and not person.names:
        yield "unknown_expert"
    if draft.act == "stand_in":
        if (draft.stand_in is not None and not draft.stand_in.names) or (draft.stand_in is None and draft.stranger):
            yield "unknown_stand_in"
        elif draft.stand_in is not None and len(draft.stand_in.names) > 1:
            yield "ambiguous_expert"
    del roster


def _might_sit(rows: Sequence[Row], change: Proposed, swaps: dict[date, str]) -> bool:
    """Whether somebody sits then, or the roster cannot tell (odd and even weeks without a start)."""
    if change.first is None:
        return True
    unsure = any(row.rule and not row.anchor and not row.dates and needs_anchor(row.rule) for row in rows)
    return unsure or any(sits(row, change.first, change.last, change.half_day, change.weekdays, swaps) for row in rows)
