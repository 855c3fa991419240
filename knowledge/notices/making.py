"""Drafts as proposed changes: halves split, places and reasons found, in the shape of the labels."""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from knowledge.notices.drafts import Draft
from knowledge.notices.model import Proposed, Target
from knowledge.notices.people import Roster
from knowledge.notices.places import place_of, places_of_site
from knowledge.notices.signs import SIGNS
from knowledge.notices.spans import pieces
from knowledge.timetable import WEEKDAYS

_EVENING = re.compile("夜门诊|夜间门诊|夜诊")
_REASON = re.compile(
    rf"(?:因为|由于|因|为)(?!故)([^,。;: 停代替暂{SIGNS}]{{2,20}}?)"
    rf"(?=,|。|;|停|暂|门诊|改|不能|无法|未|外出(?!参)|$|[{SIGNS}])"
)


def proposed(draft: Draft, roster: Roster, text: str) -> list[Proposed]:
    """The changes of a draft: one, or several where a span begins or ends with half a day."""
    return [change for piece in pieces(draft.days) for change in _changes(draft, roster, text, piece)]


def _changes(
    draft: Draft, roster: Roster, text: str, piece: tuple[date | None, date | None, str]
) -> Iterator[Proposed]:
    """One change, or one for each of the places that are named together (东院、西院停诊)."""
    change = _change(draft, roster, text, piece)
    places = places_of_site(draft, roster) if change.place is None else ()
    yield from (msgspec.structs.replace(change, place=place) for place in places or (change.place,))


def _change(draft: Draft, roster: Roster, text: str, piece: tuple[date | None, date | None, str]) -> Proposed:
    person, days, site = draft.person, draft.days, draft.person is None
    first, last, half = piece
    kind = draft.scope.kind if site else ""
    if half == "全天" and (kind == "夜门诊" or (person is not None and _EVENING.search(draft.said))):
        half = "夜间"
    change = "close" if draft.act == "suspend" and site and not (draft.scope.experts or kind) else draft.act
    return Proposed(
        change=change,  # type: ignore[arg-type]  # acts that are left by now are kinds of change
        expert=person.name if person else None,
        place=place_of(draft, roster, first, last, half, text),
        first=first,
        last=last,
        half_day=half,
        department=draft.scope.department if site and change != "swap" else "",
        kind=kind,
        scope=_scope(draft) if change in {"suspend", "resume", "stand_in"} else "",
        weekdays=tuple(sorted(dict.fromkeys(days.weekdays), key=WEEKDAYS.index)),
        reason=reason_in(draft.context),
        stand_in=(draft.stand_in.name if draft.stand_in else draft.stranger) if change == "stand_in" else "",
        back_on=draft.back_on.first if draft.back_on else None,
        moved_to=draft.target if draft.target != Target() else None,
        as_weekday=draft.as_weekday,
        start=_clock(draft, 0),
        end=_clock(draft, 1),
        candidates=days.candidates,
        candidate_experts=person.names if person and len(person.names) > 1 else (),
    )


def _scope(draft: Draft) -> str:
    if draft.person is not None:
        return ""
    return "all_experts" if draft.scope.experts else "kind" if draft.scope.kind else ""


def _clock(draft: Draft, place: int) -> str:
    if draft.act != "extra" or len(draft.clocks) <= place:
        return ""
    return f"{draft.clocks[place] // 60 % 24:02}:{draft.clocks[place] % 60:02}"


def reason_in(sentence: str) -> str:
    """The words a sentence gives as its reason, as they stand there."""
    match = _REASON.search(sentence)
    return match[1].strip() if match else ""
