"""Whatever is published and taken back, in whatever order: each news once, and the last word is what stands."""

import asyncio
from collections import Counter
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge import tables as t
from knowledge.database import Database
from knowledge.migrations import migrate
from scheduler.delivery import TryLater, Unknown
from tests.conftest import NOON
from tests.scheduler.test_bursts import WEDNESDAYS, off
from tests.scheduler.test_properties import emptied
from tests.scheduler.town import Town


@pytest.fixture(scope="module")
def shelf():
    with TemporaryDirectory() as folder:
        held = Database(f"sqlite:///{Path(folder) / 'bursts.sqlite'}")
        migrate(held)
        yield Town(held)
        held.close()


NAMES = count()
STEPS = st.one_of(
    st.tuples(st.just("publish"), st.sets(st.integers(0, 5), min_size=1)),
    st.tuples(st.just("take back"), st.integers(0, 5)),
    st.tuples(st.just("seconds"), st.sampled_from((1, 20, 59, 61, 130))),
    st.tuples(st.just("trouble"), st.sampled_from((TryLater(3), Unknown()))),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=10))
def test_whatever_is_published_and_taken_back_each_news_is_told_once_and_the_last_word_is_what_stands(shelf, steps):
    town = shelf
    emptied(town.database)
    town.post.sent.clear()
    town.post.trouble.clear()
    town.now = NOON
    keys = {n: f"p{next(NAMES)}" for n in range(6)}
    town.follow("expert:e_wang")
    standing = set()

    async def go():
        for what, detail in steps:
            if what == "publish" and (new := [n for n in sorted(detail) if n not in standing]):
                town.publish(*[off(keys[n], WEDNESDAYS[n]) for n in new])
                standing.update(new)
            elif what == "take back" and detail in standing:
                town.publish(gone=[keys[detail]])
                standing.discard(detail)
            elif what == "seconds":
                await town.pass_time(seconds=detail)
            elif what == "trouble":
                town.post.trouble.append(detail)
        town.post.trouble.clear()
        for _ in range(4):
            await town.pass_time(minutes=1)
        await town.shelf.refresh()

    asyncio.run(go())
    d = t.delivery.c
    rows = town.database.read(lambda c: c.execute(select(d.occurrence, d.state).order_by(d.id)).all())
    assert {row.state for row in rows} <= {"sent", "skipped", "unknown"}
    told = Counter(row.occurrence.partition("/again")[0] for row in rows if row.state == "sent")
    assert all(number == 1 for number in told.values())
    last = {}
    for row in rows:
        if row.state == "sent":
            key, number = row.occurrence.split("/")[:2]
            last[key] = max(last.get(key, 0), int(number))
    bodies = dict(town.database.read(lambda c: c.execute(select(t.revision.c.number, t.revision.c.after)).all()))
    heard = {key for key, number in last.items() if bodies[number] is not None}
    assert heard == {keys[n] for n in standing}
    clear(town, [keys[n] for n in standing])


def clear(town, keys):
    """The next example begins without these."""
    if keys:
        town.publish(gone=keys)
        town.database.write(lambda c: c.execute(t.revision.update().values(announced=NOON.replace(tzinfo=None))))
    asyncio.run(town.shelf.refresh())
