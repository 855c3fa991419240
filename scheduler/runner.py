"""The only place that knows APScheduler: what happens by the clock, on the event loop that is running."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_KIND = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
"""One at a time, one run for all missed ones, and none dropped for being late (the library's own default drops)."""


@contextmanager
def running(*, nightly: Job) -> Iterator[None]:
    """Run ``nightly`` at half past three in Shanghai for as long as the context is open."""
    scheduler = AsyncIOScheduler(timezone=_SHANGHAI)
    scheduler.add_job(nightly, "cron", hour=3, minute=30, **_KIND)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
