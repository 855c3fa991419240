"""``python -m tests.bench planning``: many reminders due at once, ticks with nothing to do, and the memory it takes."""

import argparse
import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

import msgspec
from sqlalchemy import func, insert, select

from knowledge import tables as t
from knowledge.database import Database
from knowledge.moments import in_storage
from scheduler.plans import Plan
from scheduler.worker import Line, Surroundings, Worker
from tests.bench.outbox import Nobody
from tests.bench.outbox_store import fill, stores, tidied
from tests.bench.table import table
from tests.conftest import NOON
from tests.scheduler.test_diary import BATH
from tests.scheduler.town import Town

HEAD = (
    "database", "planning, s", "reminders/s", "tick with nothing due, ms: p50", "p99", "RSS before, MiB", "after",
    "after sending",
)  # fmt: skip
SENT = 10_000
WAITING = 100_000
VISIT = Plan(
    kind="visit", start="2026-11-25T08:00", alerts=("-1@18:00", "0@07:00"), subject="expert:e_wang", half_day="上午"
)


def rss() -> float:
    """Memory of this process, MiB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 2**20


def due_now(database: Database, many: int, town: Town) -> None:
    """Half of them one visit, half every week, all due at seven on a Tuesday evening."""
    town.now = NOON.replace(day=24, hour=19, minute=0)
    at = in_storage(town.now)
    shapes = [(plan.kind, plan.subject, msgspec.json.encode(plan)) for plan in (VISIT, BATH)]
    rows = [
        {
            "channel": "telegram", "address": str(10_000_000 + n), "kind": kind, "subject": subject, "plan": plan,
            "made": at, "dealt": in_storage(town.now - timedelta(days=1)), "next_due": at,
        }
        for n in range(many)
        for kind, subject, plan in (shapes[n % 2],)
    ]  # fmt: skip
    with database.transaction() as connection:
        for start in range(0, many, 10_000):
            connection.execute(insert(t.reminder), rows[start : start + 10_000])
    tidied(database)


async def measured(database: Database, many: int) -> tuple[float, ...]:
    town = Town(database)
    fill(database, WAITING, "planned", ahead=30)
    idle = [await timed(town.diary.tick) for _ in range(300)]
    due_now(database, many, town)
    before, seconds = rss(), await timed(town.diary.tick)
    after = rss()
    made = database.read(lambda c: c.execute(select(func.count()).where(t.delivery.c.state == "ready")).scalar())
    if made != many:
        raise AssertionError(f"{made} of {many} were planned")
    await _sent(town, min(SENT, many))
    sent = rss()
    idle.sort()
    return seconds, many / seconds, median(idle) * 1000, idle[-4] * 1000, before, after, sent


async def _sent(town: Town, many: int) -> None:
    nobody = Nobody(many)
    around = Surroundings(database=town.database, book=lambda: town.shelf.book, clock=lambda: town.now)
    worker = Worker("bench", Line(channel="telegram", sender=nobody, per_second=None), around)
    sending = asyncio.create_task(worker.drain())
    await nobody.enough.wait()
    worker.stop()
    await sending


async def timed(work) -> float:
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


def main(argv: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="planning", description=__doc__)
    parser.add_argument("--reminders", type=int, default=100_000)
    asked = parser.parse_args(argv)
    rows = []
    with stores() as places:
        for name, place in places.items():
            with place as database:
                rows.append((name, *asyncio.run(measured(database, asked.reminders))))
    sys.stdout.write(f"{table(HEAD, rows)}\n")


if __name__ == "__main__":
    main()
