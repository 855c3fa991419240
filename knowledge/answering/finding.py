"""Finding bases: which of the ways to ask it is, and the answer for it."""

from collections.abc import Sequence

import msgspec

from knowledge import model as m
from knowledge.answering import bases, simple
from knowledge.answering.answer import Answer, specialties_said
from knowledge.answering.case import Case
from knowledge.answering.nearest import Start, near, start_at
from knowledge.geography import district_at
from knowledge.message import Choice

_NO_BASE = {"obgyn": "specialty_obgyn", "psychiatry": "specialty_psychiatry"}
"""Where to go for specialties that no base has, by id: names are the staff's to change."""
_PLACE_WISHES = ("base", "near", "want_base", "where", "live", "offer", "count", "which")
_READ = 3
"""Specialties of a complaint that are told and looked for; what is read after them is too far-fetched."""
_INSTEAD = {"psychiatry": "mind"}


def find(case: Case) -> Answer | None:
    """A base by where somebody is, by specialty, by both; None when the question asks for no base."""
    answer = _found(case)
    readings = case.meaning.specialties
    if answer is None or answer.kind != "answer" or not readings or readings[0].explicit:
        return answer
    said = specialties_said([specialty.id for specialty in case.wanted[:_READ]], case.book, case.voice)
    return msgspec.structs.replace(answer, text=f"{case.voice.say('specialty_for', specialties=said)}\n{answer.text}")


def _found(case: Case) -> Answer | None:
    if case.named_base is not None and not case.meaning.wants("near"):
        return None
    start = _start(case)
    if isinstance(start, Answer):
        return start
    wanted = _with_bases(case)
    if case.wanted and not wanted:
        return simple.no_base(case, _NO_BASE.get(case.wanted[0].id, "specialty_elsewhere"))
    if start is not None and _bare(case):
        return _asked_back(start, case)
    if start is not None and (wanted or case.meaning.point or case.meaning.wants(*_PLACE_WISHES) or _of_tcm(case)):
        return _from(start, wanted, case)
    return (
        bases.with_specialty(wanted[:1], case.book, case.voice, ranked=case.meaning.wants("rank")) if wanted else None
    )


def _of_tcm(case: Case) -> bool:
    """Whether a TCM hospital is asked for and none named: 「南市区的中医医院」."""
    return case.meaning.wants("hospital") and "中医" in case.meaning.text and not case.meaning.of("institution")


def _bare(case: Case) -> bool:
    """Whether nothing but a district or a place was said."""
    meaning = case.meaning
    if meaning.wishes or meaning.specialties or meaning.of("institution") or meaning.point or meaning.continued:
        return False
    said = [mention.said for kind in ("district", "locality") for mention in meaning.of(kind)]
    return len(meaning.text.strip(" 。,.!?")) <= max(map(len, said), default=0) + 1


def _asked_back(start: Start, case: Case) -> Answer:
    """The bases of a district or place, and what somebody wants to have looked at."""
    voice = case.voice
    told = _from(start, [], case)
    more = Choice(label=voice.say("find_specialty"), token="browse:specialty")
    text = f"{told.text}\n{voice.say('ask_what_for')}"
    return msgspec.structs.replace(told, text=text, choices=(*told.choices, more))


def _with_bases(case: Case) -> list[m.Specialty]:
    held = {s for base in case.book.bases.values() for s in base.specialties}
    known = case.book.specialties
    named = [known.get(_INSTEAD.get(s.id, s.id), s) for s in case.wanted[:_READ]]
    return [s for s in dict.fromkeys(named) if s.id in held]


def _from(start: Start, wanted: Sequence[m.Specialty], case: Case) -> Answer:
    topic = "nearest_base" if case.meaning.wants("near", "live", "way") or start.point_said else "find_base"
    if not wanted and not case.meaning.wants("near", "live", "way") and not start.point_said:
        return bases.in_district(case.book.districts[start.district], case.book, case.voice)
    return near(start, wanted, case.book, case.voice, topic)


def _start(case: Case) -> Start | Answer | None:
    if case.meaning.point is not None:
        return _from_point(case)
    places = [pair for pair in case.localities if pair[0].score >= 0.9 or case.meaning.wants("near", "live")]
    if places:
        return _from_place([locality for _, locality in places], case)
    if case.districts:
        district = case.districts[0]
        return Start(case.voice.pick(district.name, district.english), district.id, district.point)
    return None


def _from_point(case: Case) -> Start | Answer:
    point = case.meaning.point
    district = district_at(point) if point is not None else None
    if district is None:
        return simple.plain(case, "answer", "nearest_base", "out_of_city")
    return Start(case.book.districts[district].name, district, point, exact=True, point_said=True)


def _from_place(places: Sequence[m.Locality], case: Case) -> Start | Answer:
    longest = max(len(place.name) for place in places)
    best = [place for place in places if len(place.name) == longest] if len(places) > 1 else list(places)
    first = places[0]
    same = [place for place in places if place.district != first.district and _shares_name(place, first)]
    if same:
        return _which_place([first, *same], case)
    chosen = first if first.point is not None else next((p for p in best if p.point is not None), first)
    return start_at(chosen, case.book)


def _shares_name(one: m.Locality, other: m.Locality) -> bool:
    return bool({one.name, *one.aliases} & {other.name, *other.aliases})


def _which_place(places: Sequence[m.Locality], case: Case) -> Answer:
    voice = case.voice
    specialty = case.wanted[0].id if case.wanted else ""
    choices = tuple(
        Choice(
            label=voice.say("place_in", name=place.name, district=case.book.districts[place.district].name),
            token=f"near:{place.id}:{specialty}",
        )
        for place in places[:4]
    )
    return Answer(
        kind="choices",
        topic="nearest_base",
        text=voice.say("which_place", name=places[0].aliases[0] if places[0].aliases else places[0].name),
        choices=choices,
        score=0.6,
        subject="places",
    )
