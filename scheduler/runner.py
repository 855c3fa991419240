"""The only place that knows APScheduler: what happens by the clock, on the event loop that is running."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from knowledge.moments import SHANGHAI

Job = Callable[[], Awaitable[object]]
TICK_SECONDS = 2
_KIND = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
"""One at a time, one run for all missed ones, and none dropped for being late (the library's own default drops)."""


@contextmanager
def running(*, tick: Job, nightly: Job, every: float = TICK_SECONDS) -> Iterator[None]:
    """Run ``tick`` every so many seconds and ``nightly`` at half past three in Shanghai while the context is open."""
    scheduler = AsyncIOScheduler(timezone=SHANGHAI)
    scheduler.add_job(_awaited(tick), "interval", seconds=every, **_KIND)
    scheduler.add_job(_awaited(nightly), "cron", hour=3, minute=30, **_KIND)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def _awaited(job: Job) -> Job:
    """The job as a coroutine function: a lambda the library runs in a thread, and never awaits what it gives."""

    async def run() -> None:
        await job()

    return run
