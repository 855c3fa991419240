"""Calendars to subscribe to: whose, what kind of answer, once made, refreshed when the Book changes."""

from datetime import timedelta

import httpx
import icalendar
import pytest
from starlette.applications import Starlette

from bot.web.app import build_app
from bot.web.calendars import routes
from tests.browser.house import House
from tests.knowledge.sample_clinics import NOW, ShelfOf, book_of, change


class Site:
    """The web application with a shelf and a clock that a test can change."""

    def __init__(self):
        self.shelf, self.now, house = ShelfOf(), NOW, House()
        self.app: Starlette = build_app(
            house.answer,
            book=lambda: self.shelf.book,
            clock=lambda: self.now,
            ready=house.ready,
            extra=routes(self.shelf, lambda: self.now),
        )

    async def get(self, path, **headers):
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=headers) as client:
            return await client.get(path)


@pytest.fixture
def site():
    return Site()


def summaries(reply):
    return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(reply.content).walk("VEVENT")]


async def test_an_experts_calendar_holds_only_theirs_for_twelve_weeks(site):
    reply = await site.get("/calendar/expert_e_wang.ics")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all("王示范" in summary for summary in summaries(reply))
    days = [event.start for event in icalendar.Calendar.from_ical(reply.content).walk("VEVENT")]
    assert len(days) == 24
    assert max(str(day)[:10] for day in days) == "2027-02-10"


async def test_a_bases_calendar_holds_everybody_there(site):
    said = "".join(summaries(await site.get("/calendar/base_base_01.ics")))
    assert all(words in said for words in ("王示范", "王样品", "李例子", "姓名未公布"))
    assert "专家专家" not in said


async def test_a_base_without_a_roster_has_an_empty_calendar_to_be_filled(site):
    reply = await site.get("/calendar/base_base_02.ics")
    assert reply.status_code == 200
    assert summaries(reply) == []


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/expert_nobody.ics",
        "/calendar/base_e_wang.ics",
        "/calendar/expert_.ics",
        "/calendar/institution_tianshan.ics",
        "/calendar/.ics",
        "/calendar/expert_e_wang",
        "/calendar/..%2f..%2fetc%2fpasswd.ics",
        "/calendar/expert_%00.ics",
    ],
)
async def test_nobodys_calendar_is_not_there(site, path):
    assert (await site.get(path)).status_code == 404


async def test_a_program_that_has_it_is_told_so_until_the_book_or_the_day_changes(site):
    path = "/calendar/expert_e_wang.ics"
    tag = (await site.get(path)).headers["etag"]
    again = await site.get(path, **{"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    site.shelf.book = book_of(changes=(change("n", "full", expert="e_wang", first="2026-11-23"),), version=8)
    newer = await site.get(path, **{"If-None-Match": tag})
    assert newer.status_code == 200
    assert "约满" in "".join(summaries(newer))
    site.now += timedelta(days=1)
    assert (await site.get(path, **{"If-None-Match": newer.headers["etag"]})).status_code == 200


async def test_a_calendar_is_made_once_for_a_version_and_a_day(site):
    path = "/calendar/base_base_01.ics"
    first = await site.get(path)
    site.now += timedelta(hours=2)
    assert (await site.get(path)).content == first.content


async def test_it_may_be_kept_for_minutes_only_and_carries_the_safe_headers(site):
    reply = await site.get("/calendar/expert_e_wang.ics")
    assert reply.headers["cache-control"] == "public, max-age=900"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in reply.headers
