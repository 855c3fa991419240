"""Somebody is forgotten, and no figure of a week that was told tells that they were there."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from knowledge import tables as t
from knowledge.clinics import Change
from knowledge.database import Database
from knowledge.editing import Edit, publish
from knowledge.figures import bounds, weeks
from knowledge.message import Address
from knowledge.permission import Actor
from scheduler import agenda, ledger, outbox
from scheduler.outbox import Order
from tests.conftest import NOON

LAST = bounds(weeks(NOON)[0])
THEN, EVENT = NOON - timedelta(weeks=1), NOON.replace(day=25)
PEOPLE = [Address("web", f"p{n}") for n in range(6)]


@pytest.fixture
def told(database: Database) -> Database:
    """A week in which each of six people had one of everything."""
    off = Change(id="c1", change="suspend", institution="tianshan", first="2026-11-25", last="2026-11-25")
    more = Change(id="c2", change="extra", institution="tianshan", first="2026-11-25", last="2026-11-25")
    edits = [Edit(("change", one.id), one) for one in (off, more)]
    database.write(publish, edits, "staff", Actor("安", "web"), THEN)
    rows = database.read(lambda c: c.execute(select(t.revision.c.id, t.revision.c.number)).all())
    number = {row.id: row.number for row in rows}
    had = [
        ("notice", "expert:e", f"c1/{number['c1']}", "sent", EVENT),
        ("notice", "expert:f", f"c1/{number['c1']}", "sent", THEN - timedelta(days=1)),  # came too late
        ("notice", "expert:e", f"c2/{number['c2']}", "sent", EVENT),
        ("visit", "expert:e", "1/a", "sent", EVENT),
        ("series", "series:z", "2/a", "sent", EVENT),
        ("personal", "own", "3/a", "failed", EVENT),
        ("visit", "expert:e", "1/b", "planned", EVENT),
    ]
    orders = [
        Order(to=to, kind=kind, subject=subject, occurrence=which, state=state, event=event, due=THEN)
        for to in PEOPLE
        for kind, subject, which, state, event in had
    ]
    database.write(outbox.place, orders, THEN)
    return database


def figures(database: Database):
    works = (ledger.funnel, ledger.spared_trips, ledger.of_series)
    return [database.read(work, *LAST) for work in works]


def test_a_week_that_was_told_stays_as_it_was(told):
    before = figures(told)
    funnel, spared, series = before
    assert funnel == {"notice": {"sent": 18}, "visit": {"sent": 6}, "series": {"sent": 6}, "personal": {"failed": 6}}
    assert (spared, series) == (6, {"z": {"sent": 6}})
    for gone, who in enumerate(PEOPLE, 1):
        assert told.write(agenda.forget, who)
        assert not told.write(agenda.forget, who)
        assert figures(told) == before
        left = told.read(lambda c: c.execute(select(func.count()).select_from(t.delivery)).scalar())
        assert left == 7 * (len(PEOPLE) - gone)


def test_what_is_kept_of_them_names_nobody_and_goes_too(told):
    for who in PEOPLE:
        told.write(agenda.forget, who)
    kept = told.read(lambda c: c.execute(select(t.forgotten)).all())
    assert {row.subject for row in kept} == {"", "series:z"}
    assert {row.week for row in kept} == {weeks(NOON)[0].isoformat()}
    assert "planned" not in {row.state for row in kept}
    told.write(ledger.prune, THEN + ledger.KEPT - timedelta(days=7))
    assert len(told.read(lambda c: c.execute(select(t.forgotten)).all())) == len(kept)
    told.write(ledger.prune, THEN + ledger.KEPT + timedelta(days=7))
    assert told.read(lambda c: c.execute(select(t.forgotten)).all()) == []
