"""Two job engines asked for the same: run what is due while many others wait for later. Each has its own tables."""

import asyncio
import functools
import importlib.util
import pickle
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, text

from knowledge.database import Database

HEAD = ("engine", "dealt with, jobs/s", "of these dropped", "database", "jobs waiting for later")
DUE = 3000
FEW = 200
"""What is asked of procrastinate, which does a handful a second beside a million others."""


def measured(database: Database, waiting: int) -> Iterator[tuple[str, float | None, str]]:
    """Engine, jobs a second, how many were dropped; left out where an engine is not there or would take hours."""
    if waiting <= 100_000:
        rate, missed = _apscheduler(database, waiting)
        yield "APScheduler 3.11, its own job store", rate, f"{missed} of {DUE}"
    if database.is_sqlite:
        return
    if importlib.util.find_spec("procrastinate") is None:
        missing = "procrastinate is NOT INSTALLED: its row is missing (requirements-bench.txt has it)"
        print(missing, file=sys.stderr)  # noqa: T201 - beside the table, which is on standard output
        return
    yield "procrastinate 3.10", asyncio.run(_procrastinate(database, waiting)), f"0 of {FEW}"


def nothing() -> None:
    """The job itself."""


def _apscheduler(database: Database, waiting: int) -> tuple[float, int]:
    """Many due at the same moment, with the grace that a job has by default."""
    from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    store = SQLAlchemyJobStore(engine=database.engine)
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
    scheduler.start(paused=True)
    due = datetime.now(UTC) + timedelta(days=1)
    model = scheduler.add_job(nothing, "date", run_date=due, id="0")
    rows = functools.partial(_rows, store, model)
    with database.transaction() as connection:
        for start in range(1, waiting, 10_000):
            connection.execute(insert(store.jobs_t), list(rows(start, min(start + 10_000, waiting), due)))
    soon = datetime.now(UTC) + timedelta(seconds=1)
    with database.transaction() as connection:
        connection.execute(insert(store.jobs_t), list(rows(waiting, waiting + DUE, soon)))
    fates, over = list[int](), threading.Event()

    def note(event) -> None:  # in ten threads
        fates.append(event.code)
        if len(fates) >= DUE:
            over.set()

    scheduler.add_listener(note, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED)
    resumed = datetime.now(UTC)
    scheduler.resume()
    over.wait(120)
    spent = (datetime.now(UTC) - max(soon, resumed)).total_seconds()
    scheduler.shutdown()
    return len(fates) / spent, fates.count(EVENT_JOB_MISSED)


def _rows(store, model, first: int, last: int, at: datetime) -> Iterator[dict[str, object]]:
    """Jobs as the store itself writes them, many at once: one by one would take an hour for a million."""
    state = model.__getstate__()
    for number in range(first, last):
        state |= {"id": str(number), "next_run_time": at, "trigger": type(model.trigger)(at)}
        yield {
            "id": str(number),
            "next_run_time": at.timestamp(),
            "job_state": pickle.dumps(state, store.pickle_protocol),
        }


async def _procrastinate(database: Database, waiting: int) -> float:
    """What is due now, twenty at a time; the others are scheduled for tomorrow."""
    from procrastinate import App, PsycopgConnector

    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=url))
    task = app.task(name="nothing")(nothing)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        later = (
            "INSERT INTO procrastinate_jobs (task_name, queue_name, args, scheduled_at) "
            "SELECT 'nothing', 'default', '{}', now() + interval '1 day' FROM generate_series(1, :many)"
        )
        with database.transaction() as connection:
            connection.execute(text(later), {"many": waiting})
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                text("VACUUM ANALYZE procrastinate_jobs")
            )
        await task.batch_defer_async(*({} for _ in range(FEW)))
        start = time.perf_counter()
        await app.run_worker_async(wait=False, concurrency=20, install_signal_handlers=False)
        return FEW / (time.perf_counter() - start)
