"""Schedules and experts before any roster is published: said honestly, with whom to phone; people named in reports."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from knowledge import model as m
from knowledge.answering.answer import (
    Answer,
    Named,
    found_bases,
    institution_named,
    name_said,
    oldest,
    sources_of,
)
from knowledge.answering.bases import base_choices
from knowledge.answering.contact import best_campus
from knowledge.book import Book
from knowledge.understanding.meaning import Meaning
from knowledge.wording import Voice

_PHONES = 4
_OFFICES = re.compile("[、，,]")
_TITLES = ("院长", "主任", "书记")
_SAME_OFFICE = 70


def person(people: Sequence[m.Person], said: str, book: Book, voice: Voice, *, exact: bool) -> Answer:
    """Who a person named in a report is, and as of when; ``exact`` is false for a name that only sounds the same."""
    lines = [] if exact else [voice.say("expert_sounds", said=said)]
    for one in people:
        status = voice.say("expert_status", note=one.status_note) if one.status_note else ""
        lines.append(voice.say("expert_person", name=one.name, role=one.role, as_of=one.as_of, status=status))
    hospitals = [book.institutions[one.institution] for one in people]
    return Answer(
        kind="answer",
        topic="expert_lookup",
        title=voice.listed([one.name for one in people]),
        text="\n".join(lines),
        found={
            "expert": tuple(Named(one.name) for one in people),
            "institution": tuple(institution_named(hospital) for hospital in hospitals),
        },
        sources=sources_of(*people),
        verified_on=oldest(*people),
        subject=f"person:{people[0].id}",
    )


def in_office(meaning: Meaning, book: Book) -> list[m.Person]:
    """People of reports whose office the question asks for: 「国家精神疾病医学中心主任是谁」「红房子院长叫什么」."""
    hospitals = {mention.id for mention in meaning.of("institution")}
    found = []
    for one in book.people.values():
        offices = [office for office in _OFFICES.split(one.role) if office]
        titles = {title for title in _TITLES if title in one.role and title in meaning.text}
        near = any(fuzz.partial_ratio(office, meaning.text) >= _SAME_OFFICE for office in offices if len(office) > 4)
        if titles and (one.institution in hospitals or near):
            found.append(one)
    return found


def not_published(topic: str, meaning: Meaning, book: Book, voice: Voice) -> Answer:
    """A schedule, suspension or expert that is not in the Book: said so, with the phones of those who know."""
    asked = [book.institutions[mention.id] for mention in meaning.of("institution")]
    wanted = {book.specialty_named[r.specialty].id for r in meaning.specialties[:1]}
    bases = [b for b in book.bases.values() if wanted & set(b.specialties)] if not asked else []
    asked_bases = [book.base_at[i.id] for i in asked if i.id in book.base_at]
    places = asked or [book.institutions[base.institution] for base in bases]
    subject = voice.listed([name_said(i, voice) for i in asked] or [r.specialty for r in meaning.specialties[:1]])
    found = found_bases([*asked_bases, *bases], book)
    found["institution"] = (*(institution_named(i) for i in asked), *found["institution"])
    return Answer(
        kind="lookup_empty",
        topic=topic,
        text="\n".join([_opening(topic, subject, voice), *_phones(places, voice), voice.say("clinic_day")]),
        found={kind: names for kind, names in found.items() if names},
        sources=sources_of(*asked, *bases),
        verified_on=oldest(*asked, *bases),
        choices=base_choices([*asked_bases, *bases][:_PHONES], book, voice),
        subject=f"{topic}:{places[0].id}" if places else topic,
    )


def _opening(topic: str, subject: str, voice: Voice) -> str:
    key = {"suspension": "clinic_suspended", "expert_lookup": "expert_unknown"}.get(topic, "clinic_empty")
    if not subject and key != "expert_unknown":
        return voice.say(f"{key}_plain")
    return voice.say(key, subject=subject)


def _phones(places: Sequence[m.Institution], voice: Voice) -> list[str]:
    lines = []
    for institution in places[:_PHONES]:
        campus = best_campus(institution)
        name = name_said(institution, voice)
        if campus is not None and campus.phone:
            lines.append(voice.say("clinic_phone", name=name, phone=campus.phone))
        else:
            lines.append(voice.say("clinic_no_phone", name=name))
    return lines
