"""Workers killed with kill -9 at random points, on both databases; the loopback Bot API server is the witness."""

import argparse
import asyncio
import random
import sys

from knowledge.database import Database
from tests.bench.outbox_store import stores
from tests.bench.table import table
from tests.scheduler.killing import Report, killing

HEAD = (
    "database", "kills", "notices: sent / lost / twice (each says so)", "others: sent / lost / twice",
    "found mid-send, all unknown in the ledger", "of these had arrived", "ledger and witness disagree",
)  # fmt: skip


async def rounds(database: Database, many: int, seed: int) -> Report:
    """So many kills on one database."""
    async with killing(database, random.Random(seed)) as (held, stable):
        for number in range(many):
            await held.round(stable)
            if sys.stderr.isatty() or number % 50 == 49:
                print(f"{number + 1} of {many}", file=sys.stderr, flush=True)  # noqa: T201 - long work says where it is
    return held.report


def row(name: str, report: Report) -> tuple[object, ...]:
    notices, others = (
        f"{report.messages[kind]} / {report.lost[kind]} / {report.twice[kind]}" for kind in ("notice", "personal")
    )
    notices += f" ({'yes' if not report.silent_repeats else f'{report.silent_repeats} do not'})"
    disagree = len(report.disagreements)
    return name, report.rounds, notices, others, report.found, report.arrived, disagree


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="kills", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args(argv)
    found = {}
    with stores() as places:
        for name, place in places.items():
            with place as database:
                found[name] = asyncio.run(rounds(database, asked.rounds, asked.seed))
    print(table(HEAD, [row(name, report) for name, report in found.items()]))  # noqa: T201 - its purpose
    for name, report in found.items():
        for words in report.disagreements[:10]:
            print(f"{name}: {words}")  # noqa: T201 - its purpose
    if not all(report.is_clean for report in found.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
