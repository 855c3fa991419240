"""A change that was told already can still be taken back at the desk: whoever heard of it hears the correction."""

import pytest

from knowledge.keeping import history
from knowledge.keeping.saving import bring_back
from knowledge.permission import Actor
from tests.scheduler.town import Town, suspended

ANN = Actor("安", "web", "editor")


@pytest.fixture
def town(database):
    return Town(database)


async def restore(town, number):
    await town.shelf.refresh()
    return town.database.write(bring_back, town.shelf.book, number, ANN, town.now)


async def test_the_correction_is_told_too(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    await town.pass_time(minutes=2)
    town.publish(gone=["n1"])
    await town.pass_time(minutes=2)
    off, on = town.post.texts()
    assert "停诊" in off
    assert "恢复" in on
    _, first = town.database.read(history.revisions, ("change", "n1"))
    await restore(town, first.number)
    await town.pass_time(minutes=2)
    assert len(town.post.texts()) == 3
    assert "停诊" in town.post.texts()[-1]


async def test_what_is_restored_within_the_minute_is_not_told_at_all(town):
    town.follow("expert:e_wang")
    town.publish(suspended)
    await town.pass_time(minutes=2)
    said = len(town.post.texts())
    town.publish(gone=["n1"])
    _, first = town.database.read(history.revisions, ("change", "n1"))
    await restore(town, first.number)
    await town.pass_time(minutes=3)
    assert len(town.post.texts()) == said
