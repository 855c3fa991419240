"""Sittings in words: a day, a half-day, who, where, and why not."""

from collections.abc import Sequence
from datetime import date

from knowledge import model as m
from knowledge.answering.answer import name_said
from knowledge.book import Book
from knowledge.clinics import Expert
from knowledge.timetable import WEEKDAYS, Sitting
from knowledge.wording import Voice

_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_HALVES = {"上午": "morning", "下午": "afternoon", "夜间": "evening"}


def day_said(day: date, voice: Voice) -> str:
    """「11月25日周三」."""
    if voice.english:
        return f"{_ENGLISH_DAYS[day.weekday()]} {day.isoformat()}"
    return f"{day.month}月{day.day}日{WEEKDAYS[day.weekday()]}"


def half_said(half_day: str, voice: Voice) -> str:
    """The half-day in the person's language."""
    return _ENGLISH_HALVES.get(half_day, half_day) if voice.english else half_day


def expert_said(expert: Expert, voice: Voice) -> str:
    """An expert's name as residents are told; a nameless one is said to be nameless."""
    if expert.anonymous:
        return voice.say("expert_anonymous", hospital=(expert.home_hospital or expert.name).removesuffix("专家"))
    return voice.say("expert_sample", name=expert.name) if expert.sample else expert.name


def hours_said(sitting: Sitting) -> str:
    """「 08:00–11:30」 when the hours are known, else nothing."""
    return f" {sitting.start}–{sitting.end}" if sitting.start and sitting.end else ""


def place_said(sitting: Sitting, book: Book, voice: Voice) -> str:
    """Hospital and campus."""
    return name_said(book.institutions[sitting.session.institution], voice) + sitting.session.campus


def details_said(sitting: Sitting, voice: Voice) -> str:
    """Department, kind, room and fee as far as they are known, in brackets."""
    session = sitting.session
    parts = [session.department, session.kind, sitting.room]
    if session.fee is not None:
        parts.append(voice.say("clinic_fee", fee=f"{session.fee:g}"))
    said = voice.listed([part for part in parts if part])
    return f"（{said}）" if said else ""


def status_said(sitting: Sitting, voice: Voice) -> str:
    """Why a sitting is not as usual, empty when it is."""
    change = sitting.change
    why = voice.say("clinic_why", why=sitting.why) if sitting.why else ""
    match sitting.status:
        case "suspended" | "closed":
            return voice.say(f"clinic_is_{sitting.status}", why=why) + back_said(sitting, voice)
        case "moved" if change is not None and change.moved_to is not None and change.moved_to.date:
            to = date.fromisoformat(change.moved_to.date)
            half = change.moved_to.half_day or sitting.half_day
            return voice.say("clinic_is_moved", day=day_said(to, voice), half=half_said(half, voice), why=why)
        case "stand_in" if change is not None:
            return voice.say("clinic_is_stand_in", name=change.stand_in or "—", why=why)
        case "full" | "moved" | "unsure":
            return voice.say(f"clinic_is_{sitting.status}_plain", why=why)
    if change is not None and change.change == "move":
        return voice.say("clinic_is_moved_here", day=day_said(date.fromisoformat(change.first), voice))
    return voice.say("clinic_is_extra") if change is not None and change.change == "extra" else ""


def back_said(sitting: Sitting, voice: Voice) -> str:
    """When a suspended clinic is back: the date given, or that it will be told."""
    change = sitting.change
    if change is None or sitting.status != "suspended":
        return ""
    if change.back_on:
        return voice.say("clinic_back_on", day=day_said(date.fromisoformat(change.back_on), voice))
    return voice.say("clinic_back_unknown") if not change.last else ""


def line(sitting: Sitting, book: Book, voice: Voice, *, who: bool = True, where: bool = True) -> str:
    """One sitting in a list."""
    parts = [f"{day_said(sitting.day, voice)}{'' if not voice.english else ' '}{half_said(sitting.half_day, voice)}"]
    parts[0] += hours_said(sitting)
    if who:
        parts.append(expert_said(book.clinics.experts[sitting.session.expert], voice))
    if where:
        parts.append(place_said(sitting, book, voice))
    said = " ".join(parts) + details_said(sitting, voice)
    status = status_said(sitting, voice)
    return f"{said} {status}" if status else said


def lines(sittings: Sequence[Sitting], book: Book, voice: Voice, *, who: bool = True, where: bool = True) -> list[str]:
    """Sittings as a list."""
    return [f"· {line(sitting, book, voice, who=who, where=where)}" for sitting in sittings]


def facts_of(sittings: Sequence[Sitting], book: Book) -> list[m.Fact]:
    """The facts that sittings were told from, each once."""
    held: dict[str, m.Fact] = {}
    for sitting in sittings:
        held[sitting.session.id] = sitting.session
        if sitting.change is not None:
            held[sitting.change.id] = sitting.change
        held[sitting.session.expert] = book.clinics.experts[sitting.session.expert]
    return list(held.values())
