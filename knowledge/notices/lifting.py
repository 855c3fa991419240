"""A notice that corrects an earlier one: the change that its wrong word had brought is lifted."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from knowledge.notices.almanac import Almanac
from knowledge.notices.corrections import Correction
from knowledge.notices.days import Loose, Phrase
from knowledge.notices.drafts import Draft
from knowledge.notices.people import Person
from knowledge.notices.signs import Signed
from knowledge.notices.spans import Days


def without_slips(
    drafts: Sequence[Draft], mended: Sequence[tuple[int, Signed, Correction]], almanac: Almanac
) -> tuple[list[Draft], list[tuple[int, Signed, Correction]]]:
    """「8号停诊。」「是11号，不是8号」: what a line above said wrongly is told in its last form only; what is left."""
    left: list[tuple[int, Signed, Correction]] = []
    for number, line, each in mended:
        wrong, right = line.value(each.wrong), line.value(each.right)
        hit = [draft for draft in drafts if draft.line < number and _put_right(draft, wrong, right, almanac)]
        left += [] if hit else [(number, line, each)]
    kept: list[Draft] = []
    for draft in drafts:
        kept += [] if any(draft.repeats(other) for other in kept) else [draft]
    return kept, left


def _put_right(draft: Draft, wrong: object, right: object, almanac: Almanac) -> bool:
    """Take the right day, or person, where the draft has the wrong one; whether it had."""
    if isinstance(wrong, Person) and isinstance(right, Person) and draft.person == wrong:
        draft.person = right
        return True
    if not (isinstance(wrong, Phrase) and isinstance(right, Phrase)) or draft.days.first is None:
        return False
    was, now = almanac.days(wrong), almanac.days(right)
    if not (was and now and was[0].first == draft.days.first and now[0].first):
        return False
    draft.days = msgspec.structs.replace(now[0], half=now[0].half or draft.days.half)
    return True


def undone(drafts: Sequence[Draft], mended: Sequence[tuple[int, Signed, Correction]], almanac: Almanac) -> list[Draft]:
    """For each correction of an earlier notice, the change that the wrong word had brought, lifted."""
    found: list[Draft] = []
    for _, line, each in mended:
        wrong, right = line.value(each.wrong), line.value(each.right)
        for draft in (d for d in drafts if d.stops):
            lifted = _with_wrong(draft, wrong, right, almanac)
            who = line.value(each.who) if each.who else None
            if lifted is not None and isinstance(who, Person):
                lifted = msgspec.structs.replace(lifted, person=who)
            if lifted is not None:
                lifted.days = _beyond(lifted.days, draft.days) if lifted.person == draft.person else lifted.days
            if lifted is not None and not any(_lifts_same(lifted, d) for d in (*drafts, *found)):
                found.append(lifted)
    return found


def _with_wrong(draft: Draft, wrong: object, right: object, almanac: Almanac) -> Draft | None:
    plain = msgspec.structs.replace(draft, act="resume", stand_in=None, back_on=None, flags=set())
    if isinstance(wrong, Person) and isinstance(right, Person):
        return msgspec.structs.replace(plain, person=wrong) if draft.person == right else None
    if isinstance(wrong, Phrase) and isinstance(right, Phrase):
        days = almanac.days(wrong)
        if not days or draft.days.first not in held_on(right, almanac):
            return None
        half = days[0].half or draft.days.half
        return msgspec.structs.replace(plain, days=msgspec.structs.replace(days[0], half=half))
    if isinstance(wrong, Loose) and isinstance(right, Phrase) and draft.days.first in held_on(right, almanac):
        return msgspec.structs.replace(plain, days=msgspec.structs.replace(draft.days, half=wrong.half))
    if isinstance(wrong, Loose) and isinstance(right, Loose) and draft.days.half == right.half:
        return msgspec.structs.replace(plain, days=msgspec.structs.replace(draft.days, half=wrong.half))
    return None


def held_on(phrase: Phrase, almanac: Almanac) -> list[date | None]:
    """The first days that a phrase means."""
    return [day.first for day in almanac.days(phrase)]


def _beyond(wrong: Days, right: Days) -> Days:
    """Of a span that was too long, what is no longer off: of 7日—9日 for 7日—8日 the 9日."""
    if wrong.first is None or wrong.last is None or right.last is None or right.first is None:
        return wrong
    if wrong.first == right.first and wrong.last > right.last:
        return msgspec.structs.replace(wrong, first=right.last + timedelta(1))
    if wrong.last == right.last and wrong.first < right.first:
        return msgspec.structs.replace(wrong, last=right.first - timedelta(1))
    return wrong


def _lifts_same(one: Draft, other: Draft) -> bool:
    return other.act == "resume" and one.subject == other.subject and one.days.first == other.days.first
