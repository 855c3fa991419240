"""A fictional roster to show the feature with, 示例 in every name; it never stands beside real sessions."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import msgspec

from knowledge.clinics import Change, Expert, MovedTo, Session
from knowledge.drafts import Draft, read_files
from knowledge.importing.gathering import Gathered
from knowledge.model import Fact
from knowledge.permission import is_sample
from knowledge.reading import Key, State
from knowledge.series import Series

SAMPLES = Path(__file__).parents[1] / "content" / "samples"
WRITTEN_FOR = date(2026, 11, 23)
"""The Monday of the week for which the sample's dates are written; loading moves them to the coming week."""
REFUSED = "the Book holds real sessions: sample sessions are for an empty roster only, nothing was loaded"
_DATES = ("first", "last", "back_on", "anchor", "valid_from", "valid_to", "date")


def gather_samples(today: date) -> Gathered:
    """The sample as a file of facts, its dates moved by whole weeks so that the suspensions lie ahead of ``today``."""
    coming = today + timedelta(7 - today.weekday())
    weeks = (coming - WRITTEN_FOR) // timedelta(7)
    drafts = [msgspec.structs.replace(d, fact=_moved(d.fact, weeks)) for d in read_files([SAMPLES])]
    return Gathered(drafts=drafts)


def _moved(fact: Fact, weeks: int) -> Fact:
    if not isinstance(fact, Session | Change | Series):
        return fact
    values: dict[str, object] = {f: _later(getattr(fact, f), weeks) for f in _DATES if getattr(fact, f, "")}
    if isinstance(fact, Session | Series) and fact.dates:
        values["dates"] = tuple(_later(day, weeks) for day in fact.dates)
    if isinstance(fact, Change) and isinstance(fact.moved_to, MovedTo):
        values["moved_to"] = msgspec.structs.replace(fact.moved_to, date=_later(fact.moved_to.date, weeks))
    return msgspec.structs.replace(fact, **values)


def _later(iso: str, weeks: int) -> str:
    return (date.fromisoformat(iso) + timedelta(weeks=weeks)).isoformat()


def _is_real(fact: Fact) -> bool:
    return isinstance(fact, Expert | Session | Change) and not fact.sample


def mixed_with_real(drafts: Iterable[Draft], stored: Mapping[Key, State]) -> list[str]:
    """Why sample facts among these drafts cannot be loaded: real ones are in the Book, or come with them."""
    facts = [draft.fact for draft in drafts]
    if not any(map(is_sample, facts)):
        return []
    held = [state.fact for state in stored.values() if not state.archived and isinstance(state.fact, Session)]
    return [REFUSED] if any(map(_is_real, [*held, *facts])) else []


def samples_to_remove(drafts: Iterable[Draft], stored: Mapping[Key, State]) -> list[Key]:
    """Keys of the sample, once real experts, sessions or changes come in."""
    if not any(_is_real(draft.fact) for draft in drafts):
        return []
    held = [key for key, state in stored.items() if not state.archived]
    gone = [key for key in held if is_sample(stored[key].fact)]
    return gone if any(key[0] != "source" for key in gone) else []
