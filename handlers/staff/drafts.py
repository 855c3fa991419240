"""What a clerk is about to publish, while they are still saying it: held in memory, nothing of it is told."""

from datetime import date, datetime
from typing import Final, Literal

import msgspec

from knowledge.book import Book
from knowledge.clinics import Change, HalfDay
from knowledge.importing.identity import digest
from knowledge.model import Entry
from knowledge.permission import Actor
from knowledge.timetable import Sitting

Operation = Literal["suspend", "stand_in", "extra"]
Asked = Literal["", "expert", "days", "reason", "stand_in", "notice", "answer"]
OPERATIONS: Final[tuple[Operation, ...]] = ("suspend", "stand_in", "extra")
MEMORY_MINUTES: Final = 30


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """``of`` is the name of whose it is; ``asks`` is what the next words will be taken for. ``offered`` are ids of
    experts in the order of the buttons, ``days`` the sittings that were offered. ``ready`` are changes read from a
    pasted notice, ``either`` those of which it is open who is meant, a group each; ``questions`` the rows of the queue
    that the next words answer, ``entry`` what was made of them.
    """

    at: datetime
    of: str = ""
    operation: Operation = "suspend"
    asks: Asked = ""
    offered: tuple[str, ...] = ()
    days: tuple[Sitting, ...] = ()
    expert: str = ""
    institution: str = ""
    first: str = ""
    last: str = ""
    half_day: HalfDay | Literal["全天"] = "全天"
    reason: str = ""
    stand_in: str = ""
    ready: tuple[Change, ...] = ()
    either: tuple[tuple[Change, ...], ...] = ()
    questions: tuple[int, ...] = ()
    entry: Entry | None = None

    @property
    def complete(self) -> bool:
        """Whether there is something to preview."""
        named = bool(self.expert and self.first)
        return bool(self.ready and not self.either) or (named and (self.operation != "stand_in" or bool(self.stand_in)))

    @property
    def mark(self) -> str:
        """What tells this draft from another: the button below a preview publishes what was previewed, or nothing."""
        told = (self.operation, self.institution, self.expert, self.first, self.last, self.half_day)
        return digest("d", *told, self.reason, self.stand_in, *(change.id for change in self.ready))


def changes_of(draft: Draft, actor: Actor, book: Book, now: datetime) -> tuple[Change, ...]:
    """The changes that publishing the draft makes; signed by the actor, dated today."""
    today, name = now.date().isoformat(), actor.name
    if draft.ready:
        return tuple(msgspec.structs.replace(c, verified_on=today, confirmed_by=name) for c in draft.ready)
    kind = "stand_in" if draft.stand_in and draft.operation == "suspend" else draft.operation
    made_at = now.isoformat(timespec="seconds")
    told = (kind, draft.institution, draft.expert, draft.first, draft.last, draft.half_day, made_at)
    return (
        Change(
            id=digest("c", *told),
            change=kind,
            institution=draft.institution,
            expert=draft.expert,
            first=draft.first,
            last=draft.last,
            half_day=draft.half_day,
            reason=draft.reason,
            stand_in=draft.stand_in,
            made_at=made_at,
            sample=book.clinics.experts[draft.expert].sample,
            verified_on=today,
            confirmed_by=name,
        ),
    )


def on_sitting(draft: Draft, sitting: Sitting) -> Draft:
    """The draft for one sitting."""
    day = sitting.day.isoformat()
    return msgspec.structs.replace(
        draft, institution=sitting.session.institution, first=day, last=day, half_day=sitting.half_day, asks=""
    )


def on_days(draft: Draft, first: date, last: date | None, half_day: str) -> Draft:
    """The draft for a span of days; ``last`` None: until further notice."""
    half = half_day or "全天"
    return msgspec.structs.replace(
        draft, first=first.isoformat(), last=last.isoformat() if last else "", half_day=half, asks=""
    )
