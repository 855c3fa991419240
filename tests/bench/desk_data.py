"""``python -m tests.bench desk_data``: pages of the desk over many entries and tallies, and a large hospital."""

import argparse
import asyncio
import random
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from knowledge import tally
from knowledge.clinics import Expert, Session
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.library import load_shipped
from knowledge.message import Address
from knowledge.migrations import migrate
from knowledge.model import Entry, Fact
from knowledge.rosters.slots import CODES
from knowledge.tally import Mark
from scheduler import outbox
from scheduler.outbox import Order
from tests.bench.table import table
from tests.bot.staff_rig import open_desk
from tests.conftest import NOON

PAGES = (
    "/staff/figures",
    "/staff/figures.csv",
    "/staff/figures.xlsx",
    "/staff/rosters?at=yueyang&week=2026-11-25",
    "/staff/rosters/cell?at=yueyang&expert=e7&day=2026-11-25",
    "/staff/rosters/session/s7",
    "/staff/rosters/site?at=yueyang",
    "/staff/rosters/import",
)
TOPICS = ("find_base", "clinic_schedule", "referral_steps", "costs_insurance", "psych_alliance", "unknown")
KINDS = ("answer", "answer", "answer", "choices", "unknown", "handoff")


def facts(entries: int, experts: int) -> list[tuple[str, Fact]]:
    """Made-up entries, and a hospital in which so many experts sit twice a week."""
    held: list[tuple[str, Fact]] = [
        (
            "entry",
            Entry(id=f"b{n}", title=f"示例问题{n}怎么办？", topic="programme", answer="示例。", confirmed_by="安"),
        )
        for n in range(entries)
    ]
    codes = list(CODES.values())
    for n in range(experts):
        held.append(("expert", Expert(id=f"e{n}", name=f"示例{n}", institution="yueyang", confirmed_by="安")))
        held += [("session", session(n, part, codes[(n + part * 2) % 5])) for part in range(2)]
    return held


def session(number: int, part: int, code: str) -> Session:
    """A half-day a week of one expert."""
    return Session(
        id=f"s{number}" + "b" * part,
        expert=f"e{number}",
        institution="yueyang",
        rule=f"FREQ=WEEKLY;BYDAY={code}",
        half_day="上午" if part else "下午",
        department=f"示例科{number % 20}",
        confirmed_by="安",
    )


def tallies(count: int, entries: int) -> Mapping[Mark, int]:
    """So many lines within a year."""
    rnd, held = random.Random(1), {}
    while len(held) < count:
        day = (NOON - timedelta(days=rnd.randrange(365))).date().isoformat()
        line = Mark(day, rnd.randrange(24), rnd.choice(("web", "telegram")), rnd.choice(TOPICS), rnd.choice(KINDS),
                    f"示例{rnd.randrange(16)}区", f"entry:b{rnd.randrange(entries)}")  # fmt: skip
        held[line] = rnd.randrange(1, 9)
    return held


def orders(count: int) -> list[Order]:
    """Deliveries that were sent."""
    kinds = ("visit", "notice", "referral", "personal")
    return [
        Order(to=Address("web", f"p{n}"), kind=kinds[n % 4], subject="expert:e7", occurrence=f"c{n % 9}/{n % 9}",
              event=NOON, due=NOON, state="sent")
        for n in range(count)
    ]  # fmt: skip


def filled(path: Path, options: argparse.Namespace) -> Database:
    """A database with everything in it."""
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.write(load_shipped, NOON)
    edits = [Edit((kind, fact.id), fact) for kind, fact in facts(options.entries, options.experts)]
    database.write(publish, edits, "file", Actor("bench", "command"), NOON)
    held = [*tallies(options.tallies, options.entries).items()]
    for start in range(0, len(held), 10_000):
        database.write(tally.store, dict(held[start : start + 10_000]))
    database.write(outbox.place, orders(options.deliveries), NOON)
    return database


async def measured(database: Database, times: int) -> list[tuple[str, float, float, int]]:
    """Each page's median and longest time in milliseconds over HTTP, and its size."""
    rows = []
    async with open_desk(database) as desk:
        browser = await desk.browser("安")
        for page in PAGES:
            taken = []
            for _ in range(times):
                start = time.perf_counter()
                reply = await browser.get(page)
                taken.append((time.perf_counter() - start) * 1000)
                assert reply.status_code == 200, (page, reply.status_code)
            rows.append((page, median(taken), max(taken), len(reply.content)))
    return rows


def main(argv: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="desk_data", description=__doc__)
    for name, usual in (("entries", 10_000), ("tallies", 100_000), ("deliveries", 20_000), ("experts", 200)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--times", type=int, default=9)
    options = parser.parse_args(argv)
    with TemporaryDirectory() as folder:
        database = filled(Path(folder) / "bench.sqlite", options)
        rows = asyncio.run(measured(database, options.times))
        database.close()
    print(table(("page", "median ms", "longest ms", "bytes"), rows))  # noqa: T201 - its purpose
