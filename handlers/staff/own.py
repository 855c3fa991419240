"""The experts whose clinics somebody of the staff may change."""

from collections.abc import Iterable
from datetime import date, timedelta

from knowledge.answering.sittings import expert_said
from knowledge.book import Book
from knowledge.clinics import Expert, Session
from knowledge.permission import Actor, is_theirs, may
from knowledge.wording import Voice


def named(key: str, book: Book, voice: Voice) -> str:
    """An expert with hospital and department, so that nobody takes one for another."""
    expert = book.clinics.experts[key]
    departments = {s.department for s in book.clinics.by_expert.get(key, ()) if s.department}
    place = book.institutions[expert.institution].short
    return f"{expert_said(expert, voice)}（{place}{next(iter(sorted(departments)), '')}）"


def own_experts(actor: Actor, book: Book) -> dict[str, None]:
    """Ids of those whom this person may change."""
    every = may(actor, "facts")
    held = book.clinics.experts.values()
    return {e.id: None for e in held if every or e.institution in actor.institutions}


def soonest(experts: dict[str, None], book: Book, today: date) -> list[str]:
    """Ids of those who sit within a week, the soonest first; then the others."""
    sessions = [s for s in book.clinics.sessions.values() if s.expert in experts]
    found = book.clinics.sittings(sessions, today, today + timedelta(days=7))
    return [*dict.fromkeys(s.session.expert for s in found if s.held), *experts]


def who_sit(sessions: Iterable[Session], actor: Actor, book: Book) -> list[Expert]:
    """Those who sit in these sessions, each once, as far as this person may confirm them."""
    found = (book.clinics.experts[key] for key in dict.fromkeys(s.expert for s in sessions))
    return [one for one in found if is_theirs(actor, "expert", one)]
