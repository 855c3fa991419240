"""``python -m tests.bench lateness``: how late what is due reaches the channel, and who goes first when much waits.

The clock, the tick of two seconds and the sleeping are real; the channel is a list that notes when it was handed what.
"""

import argparse
import asyncio
import random
import sys
import time
from datetime import datetime, timedelta

from sqlalchemy import insert

from knowledge import tables as t
from knowledge.database import Database
from knowledge.message import Address, Message
from knowledge.moments import in_storage
from scheduler import agenda, outbox
from scheduler.diary import Diary
from scheduler.runner import running
from scheduler.worker import Line, Surroundings
from tests.bench.outbox_store import fill, stores
from tests.bench.table import table
from tests.conftest import NOON
from tests.scheduler.test_diary import BATH
from tests.scheduler.town import Town, suspended

LATE = ("database", "due over 60 s", "handed over", "late, s: p50", "p99", "most")
FIRST = (
    "database", "notices", "series waiting", "allowed/s", "achieved/s", "share", "first notice after, s",
    "all after, s", "series in between",
)  # fmt: skip


class Noted:
    """A channel that notes when it was handed what; ``enough`` is set after so many."""

    def __init__(self, enough: int) -> None:
        self.handed: list[tuple[float, str, str]] = []
        self.enough, self._most = asyncio.Event(), enough

    async def send(self, to: Address, message: Message) -> None:
        self.handed.append((time.monotonic(), to.id, message.kind))
        if len(self.handed) >= self._most:
            self.enough.set()


class Now:
    """The house's own noon, going on from when this was made."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def __call__(self) -> datetime:
        return NOON + timedelta(seconds=time.monotonic() - self.start)

    def since(self, at: datetime) -> float:
        """When a moment of the house is on this machine's own count."""
        return self.start + (at - NOON).total_seconds()


async def _run(town: Town, clock: Now, channel: Noted, per_second: float) -> None:
    around = Surroundings(database=town.database, book=lambda: town.shelf.book, clock=clock)
    diary = Diary(around, "bench")

    async def nothing() -> None:
        """The night is far."""

    async with diary.open(Line(channel="telegram", sender=channel, per_second=per_second)):
        with running(tick=diary.tick, nightly=nothing):
            await channel.enough.wait()


async def lateness(database: Database, many: int) -> tuple[float, ...]:
    """Messages due at any moment of a minute, far fewer than may leave."""
    town = Town(database)
    chance, clock, channel = random.Random(7), Now(), Noted(many)
    due = {str(2_000_000 + n): clock() + timedelta(seconds=chance.uniform(3, 63)) for n in range(many)}

    def place(connection) -> None:
        for chat, at in due.items():
            to = Address("telegram", chat)
            number = agenda.add(connection, to, BATH, clock())
            order = outbox.Order(
                to=to, kind="personal", subject="own", occurrence=f"{number}/x", event=at, due=at, reminder=number
            )
            outbox.place(connection, [order], clock())

    database.write(place)
    await _run(town, clock, channel, 25)
    late = sorted(at - clock.since(due[chat]) for at, chat, _ in channel.handed)
    return len(late), late[len(late) // 2], late[int(len(late) * 0.99)], late[-1]


async def first_things_first(database: Database, followers: int, waiting: int, per_second: float) -> tuple[float, ...]:
    """A clinic is off while a long series is going out."""
    town = Town(database)
    fill(database, waiting, kind="series")
    people = [
        {"channel": "telegram", "address": str(5_000_000 + n), "subject": "expert:e_wang", "since": in_storage(NOON)}
        for n in range(followers)
    ]
    with database.transaction() as connection:
        connection.execute(insert(t.follow), people)
    town.now = NOON - timedelta(seconds=55)
    town.publish(suspended)  # told a minute later: five seconds after the series has begun
    town.shelf.load()
    clock, channel = Now(), Noted(followers + int(12 * per_second))
    await _run(town, clock, channel, per_second)
    kinds = [kind for _, _, kind in channel.handed]
    first, last = kinds.index("notice"), len(kinds) - 1 - kinds[::-1].index("notice")
    told = clock.since(NOON + timedelta(seconds=5))
    times = [at for at, _, _ in channel.handed]
    rate = (last - first) / (times[last] - times[first])
    return rate, rate / per_second, times[first] - told, times[last] - told, kinds[first:last].count("reminder")


def main(argv: list[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="lateness", description=__doc__)
    parser.add_argument("--due", type=int, default=300)
    parser.add_argument("--followers", type=int, default=5000)
    parser.add_argument("--waiting", type=int, default=20_000)
    parser.add_argument("--per-second", type=float, default=250)
    asked = parser.parse_args(argv)
    late, first = [], []
    with stores() as places:
        for name, place in places.items():
            with place as database:
                late.append((name, asked.due, *asyncio.run(lateness(database, asked.due))))
            with place as database:
                shape = asked.followers, asked.waiting, asked.per_second
                first.append((name, *shape, *asyncio.run(first_things_first(database, *shape))))
    sys.stdout.write(f"{table(LATE, late)}\n\n{table(FIRST, first)}\n")


if __name__ == "__main__":
    main()
