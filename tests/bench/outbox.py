"""``python -m tests.bench outbox``: claim, mark, send, mark with ever more rows waiting, beside two job engines."""

import argparse
import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

from knowledge.database import Database
from knowledge.message import Address, Message
from scheduler import claiming, outbox
from scheduler.worker import Line, Surroundings, Worker
from tests.bench import outbox_peers
from tests.bench.outbox_store import EMPTY, NOW, fill, stores, tidied
from tests.bench.table import cell, table

HEAD = ("database", "rows waiting", "one by one, rows/s", "one commit a row, rows/s", "the worker, rows/s")
Rate = Callable[[Database, int], float]


def one_by_one(database: Database, many: int) -> float:
    """Claim, mark as begun, mark as sent, one thread; each mark a transaction of its own: the slowest there is."""
    start = time.perf_counter()
    for row in _claimed(database, many):
        database.mark(outbox.begin, [row.id], "bench", NOW)
        database.mark(outbox.settle, [row.id], "bench", NOW, "sent")
    return many / (time.perf_counter() - start)


def one_commit_a_row(database: Database, many: int) -> float:
    """The same, the mark of a row that is sent together with that of the next one that begins."""
    before: list[int] = []

    def turn(connection, number: int) -> None:
        if before:
            outbox.settle(connection, [before.pop()], "bench", NOW, "sent")
        outbox.begin(connection, [number], "bench", NOW)
        before.append(number)

    start = time.perf_counter()
    for row in _claimed(database, many):
        database.mark(turn, row.id)
    database.mark(outbox.settle, before, "bench", NOW, "sent")
    return many / (time.perf_counter() - start)


def _claimed(database: Database, many: int) -> Iterator[outbox.Delivery]:
    for _ in range(many // 10):
        yield from database.mark(claiming.claim, "telegram", "bench", NOW, most=10)


class Nobody:
    """A channel that takes everything at once, and says when it was enough."""

    def __init__(self, many: int) -> None:
        self.left, self.enough = many, asyncio.Event()

    async def send(self, _to: Address, _message: Message) -> None:
        self.left -= 1
        if not self.left:
            self.enough.set()


def worker(database: Database, many: int) -> float:
    """The worker that the program runs, its messages composed, without a limit of its own."""

    async def run() -> float:
        nobody = Nobody(many)
        around = Surroundings(database=database, book=lambda: EMPTY, clock=lambda: NOW)
        held = Worker("bench", Line(channel="telegram", sender=nobody, per_second=None), around)
        start = time.perf_counter()
        task = asyncio.create_task(held.drain())
        await nobody.enough.wait()
        spent = time.perf_counter() - start
        held.stop()
        await task
        return many / spent

    return asyncio.run(run())


def ours(database: Database, size: int, rows: int, rounds: int) -> tuple[float, ...]:
    """Median rates of interleaved rounds, the database filled once."""
    fill(database, size)
    ways: tuple[Rate, ...] = (one_by_one, one_commit_a_row, worker)
    most = min(rows, size * 9 // 10 // (len(ways) * rounds) // 10 * 10)  # a worker takes a few more than it is asked
    found: dict[Rate, list[float]] = {way: [] for way in ways}
    for way in ways * rounds:
        found[way].append(way(database, most))
        tidied(database)
    return tuple(median(found[way]) for way in ways)


def main(argv: list[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="outbox", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rows", type=int, default=2000, help="rows taken each time")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(argv)
    logging.disable(logging.WARNING)  # APScheduler tells of each job it drops
    rows, peers = [], []
    with stores() as places:
        for size in asked.sizes:
            for name, place in places.items():
                with place as database:
                    rows.append((name, f"{size:,}", *ours(database, size, asked.rows, asked.rounds)))
                print(*map(cell, rows[-1]), file=sys.stderr, flush=True)  # noqa: T201 - long work says where it is
                with place as database:
                    peers += [(*peer, name, f"{size:,}") for peer in outbox_peers.measured(database, size)]
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(f"{table(HEAD, rows)}\n\n{table(outbox_peers.HEAD, peers)}\n")


if __name__ == "__main__":
    main()
