"""A small town for the diary: made-up clinics in a database, a clock turned by hand, a channel that listens."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select

from knowledge import tables as t
from knowledge.book import Book
from knowledge.clinics import Change
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.message import Address, Message
from knowledge.people import Preferences, remember
from knowledge.shelf import Shelf
from scheduler import agenda
from scheduler.diary import Diary
from scheduler.plans import Plan
from scheduler.worker import Line, Surroundings, Worker
from tests.conftest import NOON
from tests.knowledge import sample_clinics as sample
from tests.knowledge import shipped

CLERK = Actor("clerk", "chat")
NEIGHBOUR = Address("telegram", "7")


class Post:
    """A channel that keeps what it was given; ``trouble`` raises instead, once each, in order."""

    def __init__(self) -> None:
        self.sent: list[tuple[Address, Message]] = []
        self.trouble: list[Exception] = []

    async def send(self, to: Address, message: Message) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.sent.append((to, message))

    def texts(self, to: Address = NEIGHBOUR) -> list[str]:
        return [message.plain for whom, message in self.sent if whom == to]


class Town:
    """Everything the diary needs; :meth:`pass_time` turns the clock and ticks."""

    def __init__(self, database: Database, now: datetime = NOON, per_second: float = 25) -> None:
        self.database, self.now, self.post = database, now, Post()
        self.shelf = Shelf(database)
        self.naps: list[float] = []
        facts = {
            (kind, key): fact
            for kind in ("source", "district", "institution", "specialty", "base")
            for key, fact in shipped.book()[kind].items()
        }
        facts |= {("source", sample.SOURCE.id): sample.SOURCE}
        facts |= {("expert", e.id): e for e in sample.EXPERTS} | {("session", s.id): s for s in sample.SESSIONS}
        database.write(publish, [Edit(key, fact) for key, fact in facts.items()], "file", Actor("town", "program"), now)
        self.shelf.load()
        self.line = Line(channel="telegram", sender=self.post, per_second=per_second)
        self.diary = Diary(self.around(), "one")

    def around(self, database: Database | None = None) -> Surroundings:
        return Surroundings(
            database=database or self.database,
            book=lambda: self.shelf.book,
            clock=lambda: self.now,
            sleep=self.nap,
            chance=lambda: 0.5,
        )

    async def nap(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += timedelta(seconds=seconds)

    async def tick(self) -> None:
        """One tick, and everything it hands out sent."""
        await self.shelf.refresh()
        await self.diary.tick()
        await Worker("one", self.line, self.around()).drain()

    async def pass_time(self, **passing: float) -> None:
        self.now += timedelta(**passing)
        await self.tick()

    def publish(self, *facts: Change, gone: Sequence[str] = ()) -> int:
        edits = [Edit(("change", fact.id), fact) for fact in facts] + [Edit(("change", key), None) for key in gone]
        return self.database.write(publish, edits, "staff", CLERK, self.now)

    def settle_in(self, to: Address = NEIGHBOUR, **wishes: object) -> None:
        self.database.write(remember, to, msgspec.structs.replace(Preferences(), **wishes), self.now)

    def remind(self, plan: Plan, to: Address = NEIGHBOUR) -> int:
        return self.database.write(agenda.add, to, plan, self.now)

    def follow(self, subject: str, to: Address = NEIGHBOUR) -> None:
        self.database.write(agenda.follow, to, subject, self.now)

    def states(self) -> dict[str, list[str]]:
        """Occurrences by what became of them."""
        d = t.delivery.c
        found: dict[str, list[str]] = {}
        for row in self.database.read(lambda c: c.execute(select(d.state, d.occurrence).order_by(d.id)).all()):
            found.setdefault(row.state, []).append(row.occurrence)
        return found


suspended = sample.change("n1", "suspend", expert="e_wang", first="2026-11-25", last="2026-11-25", reason="外出会诊")


def around_nobody(database: Database, clock: Callable[[], datetime]) -> Surroundings:
    """What a diary needs without a town: for plans that stand in no roster."""

    async def nap(_seconds: float) -> None:
        """Time is turned by the test."""

    return Surroundings(database=database, book=lambda: Book({}, 1), clock=clock, sleep=nap)
