"""What holds for every plan, every clock and every order of events.

Over 250 lines: every property lives on the same made-up plans, clocks and orders of events.
"""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from knowledge import adjusting
from knowledge import tables as t
from knowledge.database import Database
from knowledge.message import Address
from knowledge.migrations import migrate
from knowledge.people import erase as forget
from knowledge.tuning import USUAL, Quiet
from scheduler import agenda, outbox, pace, planning, recovery
from scheduler.diary import Diary
from scheduler.plans import Plan, due_between, due_until, next_due
from scheduler.quiet import allowed, is_quiet, notice_time
from scheduler.worker import Line, Worker
from tests.bench.outbox_store import EMPTY
from tests.conftest import NOON
from tests.scheduler.town import Post, around_nobody

QUIET = USUAL.quiet
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
KINDS = ("visit", "opens", "cancel_by", "return", "personal", "series")
RULES = ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=2WE")
BEFORE = ("0m", "-30m", "-90m", "0@07:00", "-1@18:00", "-2@22:10", "-1@05:00")
AFTER = ("+3@10:00", "+7@10:00", "+14@23:00")

unhurried = settings(deadline=None)
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
from_seven = st.times(time(7)).map(lambda at: at.replace(second=0, microsecond=0))
"""When events begin: "on the day itself at seven" is said of what comes later."""
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - given by the next word


@st.composite
def quiets(draw):
    """Quiet hours that may be set."""
    evening, morning = (draw(between(*span)) for span in (adjusting.EVENINGS, adjusting.MORNINGS))
    late, early = draw(between(evening, adjusting.EVENINGS[1])), draw(between(adjusting.MORNINGS[0], morning))
    quiet = Quiet(evening=evening, morning=morning, urgent_evening=late, urgent_morning=early)
    assume(not adjusting.unquiet(quiet))
    return quiet


def between(first, last):
    return st.times(first, last).map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def plans(draw, zones=ZONES, **fixed):
    start = datetime.combine(draw(days), draw(from_seven))

    rule = draw(st.sampled_from(("", *RULES)))
    dates = () if rule else draw(st.lists(days, max_size=4).map(lambda some: tuple(day.isoformat() for day in some)))
    until = (start.date() + timedelta(days=draw(st.integers(1, 400)))).isoformat() if rule else ""
    alerts = draw(st.lists(st.sampled_from(BEFORE), min_size=1, max_size=3, unique=True))
    given_ = {
        "kind": draw(st.sampled_from(KINDS)), "start": start.isoformat()[:16], "zone": draw(st.sampled_from(zones)),
        "rule": rule, "dates": dates, "until": until, "alerts": tuple(alerts), "chosen": draw(st.booleans()),
    }  # fmt: skip
    return Plan(**given_ | fixed)


def walk(plan, after, most=12):
    found = []
    while len(found) < most and (due := next_due(plan, found[-1].at if found else after, QUIET)):
        found.append(due)
    return found


@unhurried
@given(plans(), moments)
def test_what_comes_next_is_always_later_than_what_came(plan, after):
    ats = [after, *(due.at for due in walk(plan, after))]
    assert all(one < other for one, other in pairwise(ats))


@unhurried
@given(plans(), moments)
def test_nothing_rings_after_its_event_nor_in_quiet_hours_unless_the_time_was_chosen(plan, after):
    for due in walk(plan, after):
        assert due.at <= due.event
        local = due.at.astimezone(ZoneInfo(plan.zone)).replace(tzinfo=None)
        event = due.event.astimezone(ZoneInfo(plan.zone)).replace(tzinfo=None)
        assert plan.chosen or not is_quiet(local, QUIET) or told_in_the_night_that_is_left(local, event)


def told_in_the_night_that_is_left(local, event):
    """The one exception: a summer-time change moves a moment after its wall clock was found."""
    return is_skipped(local) or is_skipped(event)


def is_skipped(local):
    return any(
        local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local
        for zone in ZONES
    )


@unhurried
@given(plans(alerts=AFTER, kind="referral", chosen=False), moments)
def test_what_follows_an_event_keeps_quiet_hours_too(plan, after):
    for due in walk(plan, after):
        assert not is_quiet(due.at.astimezone(ZoneInfo(plan.zone)), QUIET)
        assert due.at > due.event


@unhurried
@given(plans(), moments, st.integers(0, 60 * 24 * 90))
def test_what_lies_between_two_moments_is_what_one_meets_going_from_one_to_the_next(plan, after, minutes):
    until = after + timedelta(minutes=minutes)
    met, at = [], after
    while (due := next_due(plan, at, QUIET)) and due.at <= until:
        met.append(due)
        at = due.at
    between, coming = due_until(plan, after, until, QUIET)
    assert coming == next_due(plan, until, QUIET)
    assert [due.at for due in met] == sorted({due.at for due in between})
    assert {due.key for due in met} <= {due.key for due in between}


@unhurried
@given(st.sampled_from(("Europe/Berlin", "America/New_York")), clocks, st.integers(2026, 2030))
def test_a_daily_reminder_rings_once_a_day_at_its_wall_clock_through_a_year_of_summer_time(zone, clock, year):
    plan = Plan(kind="personal", start=f"{year}-01-01T{clock:%H:%M}", rule="FREQ=DAILY", zone=zone, chosen=True)
    here = ZoneInfo(zone)
    dues = due_between(plan, datetime(year, 1, 1, tzinfo=here), datetime(year + 1, 1, 1, tzinfo=here), QUIET)
    locals_ = [due.at.astimezone(here) for due in dues]
    passed = datetime(year, 1, 1, tzinfo=here).timestamp()
    assert len({local.date() for local in locals_}) == len(locals_)
    assert 364 <= len(locals_) <= 366
    assert sum(local.time() != clock for local in locals_) <= 1  # the hour that a night in spring leaves out
    assert all(due.at.timestamp() > passed for due in dues)


@unhurried
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - wall clocks
    st.timedeltas(timedelta(minutes=1), timedelta(days=40)),
    quiets(),
)
def test_a_notice_is_told_before_its_clinic_begins_and_at_a_decent_hour(now, ahead, quiet):
    event = now + ahead
    at = notice_time(now, event, quiet)
    if at is None:
        return
    assert now <= at < event
    urgent = event - now <= timedelta(hours=14)
    shorter = Quiet(evening=quiet.urgent_evening, morning=quiet.urgent_morning)
    assert not is_quiet(at, shorter if urgent else quiet)
    assert time(6) <= at.time() < time(23)


@unhurried
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - wall clocks
    st.timedeltas(timedelta(), timedelta(days=3)),
    quiets(),
)
def test_a_time_in_quiet_hours_moves_to_their_nearer_end(at, ahead, quiet):
    told = allowed(at, at + ahead, quiet)
    assert not is_quiet(told, quiet)
    assert told <= at + ahead or told < at
    assert abs(told - at) <= timedelta(hours=14)
    assert allowed(told, at + ahead, quiet) == told


@pytest.fixture(scope="module")
def shelf():
    """One SQLite file for all examples: each begins with an empty agenda."""
    with TemporaryDirectory() as folder:
        held = Database(f"sqlite:///{Path(folder) / 'properties.sqlite'}")
        migrate(held)
        yield held
        held.close()


def emptied(database):
    def empty(connection):
        for table in (t.delivery, t.reminder, t.follow, t.person, t.pace):
            connection.execute(table.delete())

    database.write(empty)
    return database


def deliveries(database):
    d = t.delivery.c
    return database.read(lambda c: c.execute(select(d.address, d.occurrence, d.state).order_by(d.id)).all())


few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(data=st.data(), plan=plans(), ticks=st.lists(st.integers(0, 60 * 24 * 20), min_size=1, max_size=6))
def test_planning_twice_is_planning_once_and_no_order_of_ticks_makes_two_of_one(shelf, data, plan, ticks):
    database = emptied(shelf)
    assume(next_due(plan, NOON, QUIET))
    database.write(agenda.add, Address("telegram", "7"), plan, NOON)
    for minutes in ticks:
        now = NOON + timedelta(minutes=minutes)
        database.write(planning.plan_due, EMPTY, now)
        once = deliveries(database)
        for _ in range(data.draw(st.integers(0, 2))):
            database.write(planning.plan_due, EMPTY, now)
        assert deliveries(database) == once
    keys = Counter((row.address, row.occurrence) for row in deliveries(database))
    assert all(count == 1 for count in keys.values())


class Steps:
    """What may happen to a reminder, in any order."""

    ALL = ("tick", "send", "stop", "stop all", "erase", "snooze", "lease over", "hour", "day")


@few
@given(
    steps=st.lists(st.sampled_from(Steps.ALL), max_size=14), plan=plans(kind="personal", rule="FREQ=DAILY", until="")
)
def test_nothing_is_sent_after_stop_or_erase_whatever_happened_before(shelf, steps, plan):
    database, me = emptied(shelf), Address("telegram", "7")
    now, over = NOON, False
    post = Post()
    assume(next_due(plan, now, QUIET))
    number = database.write(agenda.add, me, plan, now)

    async def go():
        nonlocal now, over
        around = around_nobody(database, lambda: now)
        for step in steps:
            before = len(post.sent)
            if step == "tick":
                await Diary(around, "alone").tick()
            elif step == "send":
                await Worker("alone", Line(channel="telegram", sender=post, per_second=None), around).drain()
            elif step in {"stop", "stop all", "erase"}:
                over = True
                await database.awrite(ends, step, me, number, now)
            elif step == "snooze":
                await database.awrite(agenda.snooze, me, number, now + timedelta(minutes=10), now)
            elif step == "lease over":
                now += outbox.LEASE
                await database.awrite(recovery.recover, now)
            else:
                now += timedelta(hours=1) if step == "hour" else timedelta(days=1)
            assert not over or len(post.sent) == before

    asyncio.run(go())


def ends(connection, step, me, number, now):
    if step == "stop":
        agenda.stop(connection, me, number, now)
    elif step == "stop all":
        agenda.stop_all(connection, me, now)
    else:
        agenda.erase(connection, me)
        forget(connection, me)


@few
@given(
    rate=st.sampled_from((1.0, 5.0, 25.0, 250.0)),
    asks=st.lists(st.tuples(st.integers(1, 20), st.integers(0, 2000)), min_size=1, max_size=20),
    pauses=st.lists(st.tuples(st.integers(0, 19), st.integers(1, 300)), max_size=3),
)
def test_no_second_gets_more_slots_than_the_rate_and_a_burst_whoever_asks(shelf, rate, asks, pauses):
    database, now = emptied(shelf), NOON
    slots = []
    for turn, (count, later) in enumerate(asks):
        now += timedelta(milliseconds=later)
        got = database.write(pace.reserve, "telegram", count, rate, now)
        assert len(got) == count
        slots += [max(slot, now).timestamp() for slot in got]  # what lies in the past leaves now
        for _, seconds in (pause for pause in pauses if pause[0] == turn):
            database.write(pace.pause, "telegram", seconds, now)
    slots.sort()
    for first in range(len(slots)):
        for last in range(first, len(slots)):
            span = slots[last] - slots[first]
            assert last - first + 1 <= rate * (span + pace.BURST) + 1 + 1e-3 * rate  # moments are kept in microseconds


@few
@given(asks=st.lists(st.integers(1, 9), min_size=1, max_size=10), seconds=st.integers(1, 500))
def test_nothing_leaves_while_the_channel_wants_patience(shelf, asks, seconds):
    database = emptied(shelf)
    database.write(pace.reserve, "telegram", 5, 25, NOON)
    database.write(pace.pause, "telegram", seconds, NOON)
    for count in asks:
        for slot in database.write(pace.reserve, "telegram", count, 25, NOON):
            assert slot >= NOON + timedelta(seconds=seconds) - timedelta(milliseconds=1)
    assert database.read(lambda c: c.execute(select(func.count()).select_from(t.pace)).scalar()) == 1
