"""Workers killed at random points: what the ledger says of every message, beside the Bot API server's own count."""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, func, insert, select, text

from knowledge import tables as t
from knowledge.database import Database
from knowledge.message import Address
from knowledge.moments import in_storage
from scheduler import agenda, outbox
from scheduler.outbox import Order
from tests.botapi import BotApi
from tests.botapi.faults import Fault
from tests.conftest import NOON
from tests.scheduler.killed import TOKEN
from tests.scheduler.test_diary import BATH
from tests.scheduler.town import Town, suspended

LEASE = 1.0
ROOT = Path(__file__).parents[2]
AGAIN = "可能重复"
NAME = "killed"


@dataclass
class Report:
    """What a number of rounds have shown. ``found``: rows that were under way when a worker was killed."""

    rounds: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    killed_at: list[int] = field(default_factory=list)
    found: int = 0
    arrived: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    twice: Counter[str] = field(default_factory=Counter)
    silent_repeats: int = 0
    disagreements: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """No notice lost, nothing else twice, every repeat says so, and the ledger agrees with the witness."""
        return not (self.lost["notice"] or self.twice["personal"] or self.silent_repeats or self.disagreements)


class Killing:
    """Rounds on one database. ``many`` messages a round, one a chat, every third a notice."""

    def __init__(self, database: Database, api: BotApi, chance: random.Random, many: int) -> None:
        self.town, self.api, self.chance, self.many = Town(database), api, chance, many
        self.database = database
        self.report = Report()
        self.ahead = NOON.timestamp() - time.time()
        self.town.publish(suspended)
        r = t.revision.c
        self.revision = database.read(
            lambda c: c.execute(select(func.max(r.number)).where(r.kind == "change")).scalar()
        )
        database.write(lambda c: c.execute(t.revision.update().values(announced=in_storage(NOON))))

    @contextlib.asynccontextmanager
    async def stable(self) -> AsyncIterator["Stable"]:
        """The program that starts workers."""
        place = self.database.url.set(drivername=self.database.engine.dialect.name)
        if not self.database.is_sqlite:
            place = place.update_query_dict({"application_name": NAME})
        url = place.render_as_string(hide_password=False)
        words = json.dumps({"ahead": self.ahead, "lease": LEASE})
        command = [sys.executable, "-W", "ignore", "-m", "tests.scheduler.killed", url, self.api.url, words]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        try:
            assert await process.stdout.readline() == b"open\n"
            yield Stable(process)
        finally:
            process.stdin.close()
            await process.wait()

    async def round(self, stable: "Stable") -> None:
        """A worker that is killed somewhere, and one that follows."""
        kinds = self._ordered()
        self.api.faults.planned[:] = [Fault("sendMessage", times=10**9, delay=self.chance.choice((0, 0, 0.3, 1)))]
        point = self.chance.randrange(self.many)
        before = self._received(kinds)
        first = await stable.start()
        await self.api.until(lambda: sum(self._received(kinds).values()) - sum(before.values()) >= point, 60)
        for _ in range(self.chance.randrange(20)):  # and a little further, anywhere within a message
            await asyncio.sleep(0)
        os.kill(first, signal.SIGKILL)
        found = await self._under_way()
        await stable.finished(await stable.start())
        self.report.rounds += 1
        self.report.killed_at.append(point)
        self._judge(kinds, found)

    def _ordered(self) -> dict[str, str]:
        """What is to be sent now: kind by chat."""
        start = 1_000_000 + self.report.rounds * self.many
        kinds = {str(start + n): "notice" if n % 3 == 0 else "personal" for n in range(self.many)}
        for chat in kinds:
            self.api.chats.open({"id": int(chat), "type": "private", "first_name": "小王"})
        self.api.calls.clear()
        self.database.write(self._place, kinds)
        return kinds

    def _place(self, connection, kinds: dict[str, str]) -> None:
        now = NOON + timedelta(seconds=time.time() + self.ahead - NOON.timestamp())
        connection.execute(delete(t.delivery))
        orders = []
        for chat, kind in kinds.items():
            to = Address("telegram", chat)
            if kind == "notice":
                who = {"channel": "telegram", "address": chat, "subject": "expert:e_wang", "since": in_storage(now)}
                connection.execute(insert(t.follow).values(**who))
                subject, occurrence, number = "expert:e_wang", f"{suspended.id}/{self.revision}", None
            else:
                number = agenda.add(connection, to, BATH, now)
                subject, occurrence = "own", f"{number}/x"
            orders.append(
                Order(
                    to=to, kind=kind, subject=subject, occurrence=occurrence, reminder=number, due=now,
                    event=now + timedelta(days=2),
                )
            )  # fmt: skip
        outbox.place(connection, orders, now)

    def _received(self, kinds: dict[str, str]) -> dict[str, int]:
        return {chat: len(self.api.sent(int(chat))) for chat in kinds}

    async def _under_way(self) -> set[int]:
        """Rows that the killed worker had begun, once the database has noticed that it is gone."""
        while not self.database.is_sqlite and await self.database.aread(_backends):
            pass  # each look is a query, and a few are enough
        sending = select(t.delivery.c.id).where(t.delivery.c.state == "sending")
        return set(await self.database.aread(lambda c: c.execute(sending).scalars().all()))

    def _judge(self, kinds: dict[str, str], found: set[int]) -> None:
        d, report = t.delivery.c, self.report
        rows = self.database.read(lambda c: c.execute(select(d.id, d.address, d.state, d.occurrence)).all())
        unknown = {row.id for row in rows if row.state == "unknown"}
        if found != unknown:
            report.disagreements.append(f"found under way {len(found)}, in the ledger as unknown {len(unknown)}")
        states = {chat: Counter(row.state for row in rows if row.address == chat) for chat in kinds}
        report.found += len(found)
        for chat, kind in kinds.items():
            texts = [message["text"] for message in self.api.sent(int(chat))]
            report.messages[kind] += 1
            report.lost[kind] += not texts
            report.twice[kind] += len(texts) > 1
            report.silent_repeats += sum(AGAIN not in said for said in texts) > 1
            counted, expected = len(texts), states[chat]
            report.arrived += counted - expected["sent"]
            if not expected["sent"] <= counted <= expected["sent"] + expected["unknown"]:
                report.disagreements.append(f"{kind}: received {counted}, in the ledger {dict(expected)}")
            if expected.keys() - {"sent", "unknown"} or (kind == "notice" and not expected["sent"]):
                report.disagreements.append(f"{kind}: left as {dict(expected)}")


class Stable:
    """The program that starts workers, and those that run."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def start(self) -> int:
        """Start a worker; tells its process."""
        self._process.stdin.write(b"go\n")
        return await self._said("started")

    async def finished(self, number: int) -> None:
        """Wait until this worker has nothing left to send."""
        while await self._said("done") != number:
            pass

    async def _said(self, wanted: str) -> int:
        async with asyncio.timeout(60):
            while True:
                what, _, number = (await self._process.stdout.readline()).decode().partition(" ")
                if what == wanted:
                    return int(number)


def _backends(connection) -> int:
    """Connections of killed workers that the server still believes in: what they asked for last may yet be done."""
    theirs = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name"
    return int(connection.execute(text(theirs), {"name": NAME}).scalar())


@contextlib.asynccontextmanager
async def killing(database: Database, chance: random.Random, many: int = 30) -> AsyncIterator[tuple[Killing, Stable]]:
    """Everything that rounds need."""
    async with BotApi(TOKEN) as api:
        held = Killing(database, api, chance, many)
        async with held.stable() as stable:
            yield held, stable
