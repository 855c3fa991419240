"""Which clinics are not as usual: off, moved, taken by another, added or full; of a day, a place, a field, or all."""

import re
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from knowledge.answering import clinics
from knowledge.answering.answer import Answer
from knowledge.answering.case import Case
from knowledge.answering.clinic_answer import Asked, answer_with, days_said, fitting, span
from knowledge.answering.sittings import half_said
from knowledge.timetable import Sitting

_AHEAD = 14


class _Kind(NamedTuple):
    """A kind of change: the words for it, the phrase that tells of it, and which sittings it is."""

    words: re.Pattern[str]
    phrase: str
    fits: Callable[[Sitting], bool]


_KINDS = (
    _Kind(re.compile("加诊|加开|增开|加班门诊"), "changed_extra", lambda s: _change(s) == "extra" and s.held),
    _Kind(re.compile("约满|满号|号满|挂满|满了"), "changed_full", lambda s: s.status == "full"),
    _Kind(re.compile("改期|调班|改了?(?:时间|日子)"), "changed_moved", lambda s: "move" in (_change(s), s.status[:4])),
)
_OFF = _Kind(re.compile(""), "changed_off", lambda s: s.status in {"suspended", "closed", "moved", "stand_in"})
_ASKS = re.compile("谁|哪|有|什么|没|几|吗|么|伐|呢|名单|消息|恢复|list|which|any|who")


def listed(case: Case, topic: str) -> Answer | None:
    """The changes of the kind that was said; None where no roster tells of what was asked, and for one expert."""
    said = _OFF if case.meaning.wants("suspended", "resume") else None
    kind = next((kind for kind in _KINDS if kind.words.search(case.meaning.text)), said)
    if kind is None:
        return None
    asks = case.meaning.wants("suspended") or _ASKS.search(case.meaning.text)
    asked = _asked(case) if asks and not case.meaning.of("expert") else None
    if asked is None:
        return None
    found = clinics.sittings_near(
        asked, asked.days[0], asked.days[-1], case, lambda near: [s for s in fitting(near, asked) if kind.fits(s)]
    )
    day = days_said(asked, case) + half_said(asked.half_day, case.voice)
    if found:
        opening = clinics.narrowed(asked, case) + case.voice.say(kind.phrase, day=day)
        return answer_with(found, topic, case, opening=opening)
    return _none(clinics.narrowed(asked, case) + case.voice.say(f"{kind.phrase}_none", day=day), topic, case)


def _asked(case: Case) -> Asked | None:
    """What was narrowed to; every roster of the coming two weeks when no place, field or day was named at all."""
    narrowed = clinics.asked_of(case)
    if narrowed is None:
        return clinics.anywhere(case, _AHEAD)
    days = narrowed.days if narrowed.dated else span(case.meaning_day, _AHEAD)
    return msgspec.structs.replace(narrowed, days=days) if narrowed.sessions else None


def _none(said: str, topic: str, case: Case) -> Answer:
    """That nothing is changed, with who sits on those days, when a place, a field or a day was named."""
    usual = clinics.schedule(case, topic) if clinics.asked_of(case) is not None else None
    if usual is not None:
        return msgspec.structs.replace(usual, text=f"{said}\n{usual.text}")
    return msgspec.structs.replace(answer_with([], topic, case, opening=said), kind="lookup_empty")


def _change(sitting: Sitting) -> str:
    return sitting.change.change if sitting.change is not None else ""
