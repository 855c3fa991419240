"""The running program: the web page, Telegram when a token is set, the Book kept up to date, care at night."""

import asyncio
import signal
from collections.abc import Callable
from datetime import datetime
from itertools import islice

import click

from bot.assembly import House
from bot.logs import logger
from bot.messenger import Messenger
from bot.reminding import behind_of, diary_of
from bot.settings import PREFIX
from bot.starting import uncollected
from bot.web import calendars
from bot.web.app import build_app
from bot.web.chat import CHANNEL
from bot.web.limits import Limits
from bot.web.push import SIDE_BY_SIDE, Doorstep, PageSender
from bot.web.server import serving
from bot.web.staff import pages
from knowledge import invites, sessions, tally, uploads
from knowledge.answering.respond import respond
from knowledge.comprehension import Reader
from knowledge.errors import ContentError, DatabaseUnavailable
from knowledge.reading import version
from knowledge.unanswered import prune
from knowledge.wording import Voice
from scheduler import ledger
from scheduler.diary import Diary
from scheduler.runner import running
from scheduler.worker import Line

_LOOK_EVERY = 0.25
"""Seconds between looks for a newer Book, each a fifth of a millisecond: an edit is seen within one second on every
replica."""
_COUNT_EVERY = 1.0
"""Seconds between two writings of what was counted: one small transaction each, off the way of every answer."""
_WARM_EVERY = 8
"""Of so many questions of the Book one is asked at the start: half a second of work that nobody waits for later."""

log = logger("service")


async def serve(house: House, tell: Callable[[str], None] = click.echo) -> None:
    """Serve until SIGINT or SIGTERM, then stop without cutting anyone off."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await serve_until(house, stopped, tell)


async def serve_until(house: House, stopped: asyncio.Event, tell: Callable[[str], None]) -> None:
    """Serve until ``stopped`` is set; ``tell`` gets the lines for the person who started it."""
    settings = house.settings

    await asyncio.to_thread(_warm, house.shelf.reader, house.clock())  # before the first person waits for it

    async def ready() -> bool:
        return await house.database.aread(version) > 0

    diary = diary_of(house)
    messenger = Messenger(house, diary)
    extra = [*calendars.routes(house.shelf, house.clock), *messenger.routes(), *pages.routes(house)]
    limits = Limits(per_visitor=settings.per_minute)
    app = build_app(
        house.routes.answer,
        book=lambda: house.shelf.book,
        clock=house.clock,
        ready=ready,
        limits=limits,
        behind=behind_of(house, diary),
        extra=extra,
    )
    line = Line(channel=CHANNEL, sender=PageSender(app.state.chat), per_second=None, side_by_side=SIDE_BY_SIDE)
    async with (
        serving(app, settings.host, settings.port, settings.proxies) as address,
        diary.open(line),
        asyncio.TaskGroup() as tasks,
    ):
        tell(f"家门口: {address}/  (Ctrl-C stops)")
        if token := await house.database.awrite(invites.first_owner, house.clock()):
            tell(f"No staff yet: whoever opens {address}/staff/invite/{token} first is the owner (24 hours, once).")
        ending = [tasks.create_task(_keep_up(house)), tasks.create_task(_keep_count(house))]
        if settings.telegram_token:
            ending.append(tasks.create_task(messenger.run(tell)))
        else:
            tell(f"{PREFIX}TELEGRAM_TOKEN is not set: web chat only.")
        with running(tick=lambda: _tick(house, diary, app.state.doorstep), nightly=lambda: _care(house)):
            await stopped.wait()
        for task in ending:
            task.cancel()
        app.state.chat.visitors.close()
    await count(house)


def _warm(reader: Reader, now: datetime) -> None:
    """Make what is made when first asked for, by asking some of the questions that the Book knows."""
    with uncollected():
        for entry in islice(reader.book.entries.values(), None, None, _WARM_EVERY):
            respond(reader.read(entry.title, now), reader.book, Voice())


async def _keep_up(house: House) -> None:
    told = ""
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        try:
            if await house.shelf.refresh():
                log.info("the Book is now version %s", house.shelf.book.version)
        except DatabaseUnavailable:
            continue
        except ContentError as error:  # perhaps of a newer release beside this one: the Book held is still good
            if str(error) != told:
                told = str(error)
                log.error("the Book stays at version %s: %s", house.shelf.book.version, error)  # noqa: TRY400 - a sentence


async def _keep_count(house: House) -> None:
    while True:
        await asyncio.sleep(_COUNT_EVERY)
        await count(house)


async def count(house: House) -> None:
    """Write what was counted since the last time; while the database is away it waits."""
    if counted := house.tally.take():
        try:
            await house.database.awrite(tally.store, counted)
        except DatabaseUnavailable:
            house.tally.put_back(counted)


async def _tick(house: House, diary: Diary, doorstep: Doorstep) -> None:
    """Plan and wake the workers; what waits for visitors whose pages are open here is on its way.

    What the Book answers since it was published anew leaves the queue of the staff.
    """
    doorstep.look_again()
    try:
        await diary.tick()
        await house.settling.tick(house.clock())
    except DatabaseUnavailable:
        return  # the next tick tries again; what is due stays due


async def _care(house: House) -> None:
    try:
        await house.database.awrite(prune, house.clock())
        await house.database.awrite(ledger.prune, house.clock())
        await house.database.awrite(sessions.prune, house.clock())
        await house.database.awrite(uploads.prune, house.clock())
    except DatabaseUnavailable as error:
        log.warning("the nightly care could not be done: %s", error)
