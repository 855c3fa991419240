"""CPU a Telegram update costs: our channel with a trivial answer beside bare echoes on the same loopback server.

The server and the people run in a process of their own, so that a client's CPU is the client's alone.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from statistics import median
from typing import NamedTuple

from knowledge.message import Message
from tests.bench.table import table
from tests.botapi import BotApi

TOKEN = "123456:BENCH"
WARM = 100
GOODBYE = 0.3  # seconds in which the last answers go out before a client closes
TEXT = "我住在莘庄，附近哪里看肾病？"
HEAD = ("stack", "CPU ms/update", "beside bare library", "updates/s", "p50 ms")
LANDMARK = "python-telegram-bot, bare echo"


class Figures(NamedTuple):
    cpu: float
    rate: float
    p50: float


class Meter:
    """Counts answers; CPU and wall time run from the last warm-up answer to the last of all."""

    def __init__(self, total: int) -> None:
        self.done = asyncio.Event()
        self._total = total
        self._count = 0
        self._start = self._end = (0.0, 0.0)

    def tick(self) -> None:
        self._count += 1
        if self._count == WARM:
            self._start = time.process_time(), time.perf_counter()
        if self._count == WARM + self._total:
            self._end = time.process_time(), time.perf_counter()
            asyncio.get_running_loop().call_later(GOODBYE, self.done.set)

    def result(self) -> tuple[float, float]:
        """CPU milliseconds an update, updates a second."""
        cpu, wall = (end - start for start, end in zip(self._start, self._end, strict=True))
        return cpu * 1000 / self._total, self._total / wall


async def ours(url: str, meter: Meter) -> None:
    from bot.telegram.channel import connected

    async def answer(incoming):
        meter.tick()
        return [Message(kind="answer", text=incoming.text)]

    async with connected(TOKEN, answer, api=url) as channel:
        running = asyncio.create_task(channel.run())
        await meter.done.wait()
        channel.stop()
        await running


async def _library(url: str, meter: Meter, **requests) -> None:
    from telegram.ext import Application, MessageHandler, filters

    async def echo(update, context):
        meter.tick()
        await update.message.reply_text(update.message.text)

    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    if requests:
        builder = builder.request(requests["request"]).get_updates_request(requests["polling"])
    async with builder.build() as app:
        app.add_handler(MessageHandler(filters.TEXT, echo))
        await app.start()
        await app.updater.start_polling()
        await meter.done.wait()
        await app.updater.stop()
        await app.stop()


async def library(url: str, meter: Meter) -> None:
    await _library(url, meter)


async def library_with_our_request(url: str, meter: Meter) -> None:
    from bot.telegram.request import AiohttpRequest

    await _library(url, meter, request=AiohttpRequest(), polling=AiohttpRequest())


async def aiogram(url: str, meter: Meter) -> None:
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message):
        meter.tick()
        await message.answer(message.text)

    async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        running = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        await meter.done.wait()
        await dispatcher.stop_polling()
        await running


STACKS: dict[str, Callable[[str, Meter], Awaitable[None]]] = {
    LANDMARK: library,
    "aiogram, bare echo": aiogram,
    "python-telegram-bot on our request, bare echo": library_with_our_request,
    "ours: inbound, lanes, answer, outbound": ours,
}


def _client(stack: str, url: str, total: int) -> tuple[float, float]:
    async def run() -> tuple[float, float]:
        meter = Meter(total)
        await STACKS[stack](url, meter)
        return meter.result()

    return asyncio.run(run())


def _serve(pipe: Connection) -> None:
    """The server's process: for every total and number of people that come in, a talk; its median latency goes out."""

    async def run() -> None:
        async with BotApi(TOKEN, second=1.0) as api:
            pipe.send(api.url)
            while order := await asyncio.to_thread(pipe.recv):
                pipe.send(await _talk(api, *order))

    asyncio.run(run())


async def _talk(api: BotApi, total: int, people: int) -> float:
    """So many people write one after another's answer until all is said; median seconds from word to answer."""
    left, waits = iter(range(WARM + total)), []
    await asyncio.gather(*(_one(api, number, left, waits) for number in range(1, people + 1)))
    api.updates.pending.clear()
    return median(waits[WARM:])


async def _one(api: BotApi, number: int, left, waits: list[float]) -> None:
    person = api.person(number)
    for _ in left:
        heard, start = len(person.chat.sent), time.perf_counter()
        await person.says(TEXT)
        await api.until(lambda heard=heard: len(person.chat.sent) > heard, 60)
        waits.append(time.perf_counter() - start)
        api.calls.clear()


def measure(total: int, people: int, rounds: int) -> dict[str, Figures]:
    """Medians of interleaved rounds, a fresh client process each time, one server for all."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    server = spawn.Process(target=_serve, args=(there,), daemon=True)
    server.start()
    url, found = here.recv(), {stack: [] for stack in STACKS}
    for stack in list(STACKS) * rounds:
        with spawn.Pool(1) as pool:
            client = pool.apply_async(_client, (stack, url, total))
            here.send((total, people))
            p50 = here.recv()
            found[stack].append(Figures(*client.get(60), p50 * 1000))
    here.send(None)
    server.join(10)
    return {stack: Figures(*map(median, zip(*runs, strict=True))) for stack, runs in found.items()}


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="telegram", description=__doc__)
    parser.add_argument("--updates", type=int, default=1000, help="updates a round, after a warm-up")
    parser.add_argument("--people", type=int, default=16, help="people who write at the same time")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(argv)
    found = measure(asked.updates, asked.people, asked.rounds)
    bare = found[LANDMARK].cpu
    with contextlib.suppress(BrokenPipeError):
        print(table(HEAD, [(name, f.cpu, f.cpu / bare, f.rate, f.p50) for name, f in found.items()]))  # noqa: T201 - its purpose


if __name__ == "__main__":
    main()
