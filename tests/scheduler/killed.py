"""A worker in a process of its own, made to be killed: ``python -m tests.scheduler.killed`` and three words.

The words are the database, the Bot API server, and JSON with ``ahead`` (seconds that the house's clock is ahead of this
machine's) and ``lease`` (seconds). For each line that comes in it starts a copy of itself, which sends until nothing is
left, and says ``started PID`` and ``done PID``. A copy costs milliseconds where a new program costs seconds.
"""

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.telegram.channel import connected
from knowledge import tables as t
from knowledge.book import Book
from knowledge.database import Database
from knowledge.shelf import Shelf
from scheduler.diary import Diary, own_name
from scheduler.worker import Line, Surroundings, Worker

TOKEN = "123456:KILLED"
UNSENT = ("planned", "ready", "claimed", "sending")


def main(url: str, api: str, words: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    asked = json.loads(words)
    database = Database(url)
    book = Shelf(database).load()
    database.close()  # a copy opens its own
    sys.stdout.write("open\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        if os.fork() == 0:
            asyncio.run(_work(url, api, book, asked))
            os._exit(0)


async def _work(url: str, api: str, book: Book, asked: dict[str, float]) -> None:
    _say("started")
    database, lease = Database(url), timedelta(seconds=asked["lease"])
    around = Surroundings(
        database=database,
        book=lambda: book,
        clock=lambda: datetime.now(UTC) + timedelta(seconds=asked["ahead"]),
        lease=lease,
    )
    name = own_name()
    async with connected(TOKEN, _nothing, api=api) as channel:
        line = Line(channel="telegram", sender=channel.sender, per_second=None)
        while database.read(_unsent):
            await Diary(around, name).tick()
            await Worker(name, line, around).drain()
            await asyncio.sleep(asked["lease"] / 10)
    database.close()
    _say("done")


def _say(what: str) -> None:
    os.write(1, f"{what} {os.getpid()}\n".encode())


async def _nothing(_incoming: object) -> list[object]:
    return []


def _unsent(connection) -> bool:
    return (
        connection.execute(select(t.delivery.c.id).where(t.delivery.c.state.in_(UNSENT)).limit(1)).first() is not None
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
