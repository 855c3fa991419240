"""How soon residents hear what staff publish: two programs over one database: ``python -m tests.bench replicas``.

Entries are published by HTTP at the one; both are asked over HTTP, again and again, until the new answer comes.
Milliseconds from the moment the form was sent, publishing included, and from the moment the desk said that it is done.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from knowledge.database import Database
from knowledge.editing import Actor, Edit
from knowledge.editing import publish as publish_facts
from knowledge.library import load_shipped
from knowledge.migrations import migrate
from tests.bench.desk import entries
from tests.bench.table import table
from tests.browser.house import browser
from tests.conftest import NOON
from tests.postgres import server
from tests.replicas import Replica, answered_with, publish, replica, visitor

HEAD = ("database", "from sending the form until", "p50 ms", "p95 ms", "max ms")


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """An empty database of each kind."""
    with server() as postgres, postgres.fresh() as url, tempfile.TemporaryDirectory() as folder:
        yield {"SQLite": f"sqlite:///{Path(folder) / 'book.sqlite'}", "PostgreSQL": url}


def filled(url: str, many: int) -> None:
    """The shipped Book and so many entries more."""
    database = Database(url)
    migrate(database)
    database.write(load_shipped, NOON)
    database.write(
        publish_facts, [Edit(("entry", e.id), e) for e in entries(many)], "file", Actor("bench", "command"), NOON
    )
    database.close()


async def once(clerk: httpx.AsyncClient, here: Replica, there: Replica, number: int) -> tuple[float, float, float]:
    """Milliseconds until it was published, and until the same and the other program answered with it."""
    question, words = f"月亮{number}号的拐杖在哪里借", f"广寒宫{number}号柜台"
    async with visitor(here) as near, visitor(there) as far:
        begun = time.perf_counter()

        async def heard(client: httpx.AsyncClient) -> float:
            await answered_with(client, question, words)
            return 1000 * (time.perf_counter() - begun)

        async def done() -> float:
            await publish(clerk, question, words)
            return 1000 * (time.perf_counter() - begun)

        published, same, other = await asyncio.gather(done(), heard(near), heard(far))
    return published, same, other


async def measured(url: str, times: int) -> list[tuple[float, float, float]]:
    """So many entries, one after another."""
    async with replica(url) as here, browser(here.url) as clerk:
        await here.owner(clerk)
        async with replica(url) as there:
            await once(clerk, here, there, 0)
            return [await once(clerk, here, there, number) for number in range(1, times + 1)]


def row(name: str, what: str, taken: list[float]) -> tuple[str, ...]:
    p95 = statistics.quantiles(taken, n=20)[-1]
    return name, what, *(f"{one:.0f}" for one in (statistics.median(taken), p95, max(taken)))


def main(argv: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="replicas", description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args(argv)
    with databases() as urls:
        for name, url in urls.items():
            filled(url, options.entries)
            found = asyncio.run(measured(url, options.times))
            rows = [
                row(name, "published, the clerk has the page", [done for done, _, _ in found]),
                row(name, "the same program answers with it", [same for _, same, _ in found]),
                row(name, "the other program answers with it", [other for _, _, other in found]),
                row(name, "… after it was published", [max(other - done, 0) for done, _, other in found]),
            ]
            print(table(HEAD, rows), flush=True)  # noqa: T201 - its purpose
