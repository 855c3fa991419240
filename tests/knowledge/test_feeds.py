"""Sittings as a calendar: read back by the calendar library, nothing invented, changes told apart."""

from datetime import date, datetime, timedelta

import icalendar
import pytest

from knowledge.feeds import Feed, address_of, as_file, calendar_of, feed_for, roster_note
from knowledge.moments import SHANGHAI
from tests.knowledge.sample_clinics import MONDAY, NOW, SESSIONS, SUNDAY, book, book_of, change, name, session, week


def events(content):
    read = icalendar.Calendar.from_ical(content)
    return {str(event["UID"]): event for event in read.walk("VEVENT")}


def told(held=None, now=NOW):
    held = held or book()
    return events(calendar_of(week(held), feed_for("天山中医医院", week(held), held), now))


def test_hours_of_the_roster_are_told_in_shanghai_time():
    event = told()["s1-20261123-am@jiamenkou"]
    assert event.start == datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI)
    assert event.end == datetime(2026, 11, 23, 11, 30, tzinfo=SHANGHAI)
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert (event["SUMMARY"], event["TRANSP"], event["STATUS"]) == ("王示范（示例） 骨伤科", "OPAQUE", "CONFIRMED")


def test_without_hours_the_event_is_a_whole_day_that_blocks_no_time_and_says_which_half():
    event = told()["s6-20261124-pm@jiamenkou"]
    assert event["DTSTART"].dt == date(2026, 11, 24)
    assert "DTEND" not in event
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"].startswith("示例·下午 ")


def test_a_start_without_an_end_gets_none_invented():
    assert "DTEND" not in told()["s3-20261126-pm@jiamenkou"]


@pytest.mark.parametrize(
    ("uid", "status", "words"),
    [
        ("s2-20261125-am@jiamenkou", "CANCELLED", "停诊（外出会诊）"),
        ("s5-20261128-am@jiamenkou", "CANCELLED", "改到11月30日周一上午"),
        ("s3-20261126-pm@jiamenkou", "CONFIRMED", "由赵替班替诊"),
        ("s4-20261127-eve@jiamenkou", "CONFIRMED", "约满"),
        ("s4-20261129-eve@jiamenkou", "CONFIRMED", "加诊"),
    ],
)
def test_what_is_not_as_usual_stands_in_the_title(uid, status, words):
    event = told()[uid]
    assert event["STATUS"] == status
    assert words in event["SUMMARY"]
    assert (event["TRANSP"] == "TRANSPARENT") or status == "CONFIRMED"


def test_what_nobody_has_published_is_tentative():
    lunar_new_year = date(2026, 2, 17)
    held = book().clinics.sittings(book().clinics.sessions.values(), lunar_new_year, lunar_new_year)
    (event,) = events(calendar_of(held, Feed(names=name, revision=1), NOW)).values()
    assert event["STATUS"] == "TENTATIVE"
    assert "电话" in event["SUMMARY"]


def test_a_change_keeps_the_id_and_raises_the_sequence_and_so_does_taking_it_back():
    key = "s1-20261123-am@jiamenkou"
    stop = change("stop", "suspend", expert="e_wang", first="2026-11-23", last="2026-11-23", reason="开会")
    versions = [told(book_of(changes=changes, version=n))[key] for n, changes in enumerate([(), (stop,), ()], 7)]
    assert [event["STATUS"] for event in versions] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [event["SEQUENCE"] for event in versions] == [7, 8, 9]


def test_every_sitting_has_an_id_of_its_own_that_does_not_depend_on_the_moment():
    assert len(told()) == len(week())
    assert told().keys() == told(now=NOW + timedelta(days=3)).keys()
    assert {event["DTSTAMP"].dt for event in told().values()} == {NOW}


def test_place_source_and_date_are_told():
    event = told()["s1-20261123-am@jiamenkou"]
    assert event["LOCATION"] == "天山中医医院，娄山关路868号"
    assert "示例医院，示例排班表（2026-11-01） · 资料日期 2026-11-20" in event["DESCRIPTION"]
    assert "以医院当日公布为准" in event["DESCRIPTION"]


def test_a_named_confirmation_of_all_facts_makes_it_checked_and_one_alone_does_not():
    facts = {s.id: s for s in (session("s1", "e_wang", "上午", "MO", confirmed_by="张护士"),)}
    assert "资料日期" in roster_note(week(book_of(sessions=tuple(facts.values()))), book())
    assert roster_note([], book()) == ""


def test_an_address_of_another_campus_is_not_taken_for_this_ones():
    assert address_of(session("x", "e_wang", "上午", "MO", campus="北院"), book()) == "天山中医医院北院"


def test_the_time_zone_comes_with_it_and_the_calendar_can_be_refreshed():
    content = calendar_of(week(), Feed(names=name, revision=1, title="天山门诊"), NOW)
    read = icalendar.Calendar.from_ical(content)
    assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in content
    assert b"X-PUBLISHED-TTL:PT6H" in content
    assert read["X-WR-CALNAME"] == "天山门诊"
    assert content == calendar_of(week(), Feed(names=name, revision=1, title="天山门诊"), NOW)


def test_words_of_the_roster_cannot_end_an_event_and_begin_another():
    evil = session("s9", "e_wang", "上午", "MO", department="骨伤\r\nEND:VEVENT\r\nBEGIN:VEVENT;,\\")
    held = book_of(sessions=(evil,))
    (event,) = told(held).values()
    assert "END:VEVENT" in event["SUMMARY"]


def test_an_expert_without_a_session_has_an_empty_calendar():
    assert events(calendar_of([], Feed(names=name, revision=1), NOW)) == {}


def test_a_calendar_can_be_sent_as_a_file():
    file = as_file(b"BEGIN:VCALENDAR", "expert_e_wang", "点开可存进手机日历")
    assert (file.filename, file.media_type) == ("expert_e_wang.ics", "text/calendar")


def test_the_sample_has_what_these_tests_need():
    assert {s.id for s in SESSIONS} == {s.session.id for s in week()}
    assert MONDAY.weekday() == 0
    assert SUNDAY.weekday() == 6
