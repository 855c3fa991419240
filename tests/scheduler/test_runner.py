"""What happens by the clock happens once, on the running loop, and ends with it."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.delivery import NotDelivered, Rejected, TryLater, Unknown, Unreachable
from scheduler.runner import _KIND, running

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def nothing() -> None:
    """Care that has nothing to do."""


async def test_it_runs_while_the_context_is_open_and_stops_with_it():
    with running(tick=nothing, nightly=nothing):
        pass


async def test_a_tick_is_awaited_whatever_kind_of_function_it_is():
    ticked = asyncio.Event()

    async def tick(_of: str = "") -> None:
        ticked.set()

    for job in (tick, lambda: tick("given")):
        ticked.clear()
        with running(tick=job, nightly=nothing, every=0.01):
            await asyncio.wait_for(ticked.wait(), 10)


async def test_an_error_inside_stops_it_too():
    with pytest.raises(RuntimeError, match="inside"), running(tick=nothing, nightly=nothing):
        raise RuntimeError("inside")


async def test_care_is_due_at_half_past_three_in_shanghai_and_is_never_dropped_for_being_late():
    scheduler = AsyncIOScheduler(timezone=SHANGHAI)
    job = scheduler.add_job(nothing, "cron", hour=3, minute=30, **_KIND)
    scheduler.start(paused=True)
    due = job.trigger.get_next_fire_time(None, datetime(2026, 11, 21, 12, tzinfo=SHANGHAI))
    assert due == datetime(2026, 11, 22, 3, 30, tzinfo=SHANGHAI)
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    scheduler.shutdown(wait=False)


def test_every_way_of_not_arriving_is_told_apart():
    assert all(issubclass(way, NotDelivered) for way in (Unreachable, TryLater, Unknown, Rejected))
    assert TryLater(2.5).seconds == 2.5
    assert "2.5" in str(TryLater(2.5))
