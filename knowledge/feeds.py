"""Sittings as an iCalendar file (RFC 5545): to open once on a phone, or to subscribe to.

An event keeps its UID for as long as its session, date and half-day stay the same; ``revision`` is the version of the
Book it was told from, which only rises, so that whatever comes later wins in every calendar program. Hours are those of
the roster; where it has none the event lasts all day, says 上午 下午 夜间 in its title and blocks no time.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final

import icalendar
import msgspec
from icalendar import STATUS, TRANSP

from knowledge.answering.answer import oldest, sources_of
from knowledge.answering.contact import sure
from knowledge.answering.sittings import details_said, expert_said, facts_of, status_said
from knowledge.answering.sources import footnote
from knowledge.book import Book
from knowledge.clinics import Session
from knowledge.message import Attachment
from knowledge.moments import SHANGHAI
from knowledge.timetable import Sitting
from knowledge.wording import Voice

MEDIA_TYPE: Final = "text/calendar"
REFRESH: Final = timedelta(hours=6)
_VOICE: Final = Voice()
_STATUS: Final = {"suspended": STATUS.CANCELLED, "closed": STATUS.CANCELLED, "moved": STATUS.CANCELLED,
                  "unsure": STATUS.TENTATIVE}  # fmt: skip

Names = Callable[[Session], str]


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar says besides its sittings.

    ``names`` gives who sits, ``places`` where in full (hospital, campus, address), ``footnote`` source and date.
    """

    names: Names
    revision: int
    places: Names = lambda session: session.campus
    title: str = "门诊"
    footnote: str = ""


def calendar_of(sittings: Iterable[Sitting], feed: Feed, now: datetime) -> bytes:
    """The sittings as one calendar, told at ``now`` (aware)."""
    calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//jiamenkou//clinics//ZH")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", feed.title)
    calendar.add("X-WR-TIMEZONE", SHANGHAI.key)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", icalendar.vDuration(REFRESH))
    calendar.add_component(_zone())
    for sitting in sittings:
        calendar.add_component(_event(sitting, feed, now))
    return bytes(calendar.to_ical())


@cache
def _zone() -> icalendar.Timezone:
    """Shanghai has kept one offset since 1991: from here on one line says it all."""
    return icalendar.Timezone.from_tzinfo(SHANGHAI, first_date=date(2020, 1, 1))


def feed_for(title: str, sittings: Sequence[Sitting], book: Book) -> Feed:
    """How the Book words a calendar: who, where with the address, source and date."""
    return Feed(
        names=lambda session: expert_said(book.clinics.experts[session.expert], _VOICE),
        places=lambda session: address_of(session, book),
        revision=book.version,
        title=f"{title}门诊",
        footnote=roster_note(sittings, book),
    )


def roster_note(sittings: Sequence[Sitting], book: Book) -> str:
    """Where these sittings are from, and when they were last checked."""
    facts = facts_of(sittings, book)
    dated, names = oldest(*facts), [fact.confirmed_by for fact in facts if fact.verified_on]
    confirmed = names[0] if names and all(names) else ""
    said = footnote(sources_of(*facts), dated, confirmed, book, _VOICE)
    if said or not dated:
        return said
    return _VOICE.say("confirmed_on" if confirmed else "facts_dated", date=dated)


def address_of(session: Session, book: Book) -> str:
    """Hospital, campus and address of a session, as far as they are sure."""
    institution = book.institutions[session.institution]
    campuses = [campus for campus in institution.campuses if sure(campus)]
    named = [campus for campus in campuses if campus.name == session.campus]
    only = campuses if len(campuses) == 1 and not session.campus else []
    address = next((campus.address for campus in (*named, *only)), "")
    return "，".join(part for part in (institution.short + session.campus, address) if part)


def as_file(content: bytes, name: str, description: str) -> Attachment:
    """A calendar to send in a conversation. ``name`` is the file's, in ASCII, without its ending."""
    return Attachment(f"{name}.ics", MEDIA_TYPE, content, description)


def uid(sitting: Sitting) -> str:
    """The same for the same session, date and half-day for ever."""
    half = {"上午": "am", "下午": "pm", "夜间": "eve"}[sitting.half_day]
    return f"{sitting.session.id}-{sitting.day:%Y%m%d}-{half}@jiamenkou"


def _event(sitting: Sitting, feed: Feed, now: datetime) -> icalendar.Event:
    start, end = _span(sitting)
    return icalendar.Event.new(
        uid=uid(sitting),
        stamp=now.astimezone(UTC),
        sequence=feed.revision,
        start=start,
        end=end,
        summary=_summary(sitting, feed),
        location=feed.places(sitting.session) or None,
        description=_description(sitting, feed),
        status=_STATUS.get(sitting.status, STATUS.CONFIRMED),
        transparency=TRANSP.OPAQUE if sitting.start and sitting.held else TRANSP.TRANSPARENT,
    )


def _span(sitting: Sitting) -> tuple[date | datetime, date | datetime | None]:
    """From start to end as far as the roster says; the whole day when it says nothing."""
    if not sitting.start:
        return sitting.day, None
    ends_later = sitting.end.zfill(5) > sitting.start.zfill(5)
    return _moment(sitting.day, sitting.start), _moment(sitting.day, sitting.end) if ends_later else None


def _moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock.zfill(5)), SHANGHAI)


def _summary(sitting: Sitting, feed: Feed) -> str:
    half = "" if sitting.start else f"{sitting.half_day} "
    said = f"{half}{feed.names(sitting.session)} {sitting.session.department}".strip()
    status = status_said(sitting, _VOICE).strip()
    sample = "示例·" if sitting.session.sample and "示例" not in said else ""
    return f"{sample}【{status}】{said}" if status else f"{sample}{said}"


def _description(sitting: Sitting, feed: Feed) -> str:
    details = details_said(sitting, _VOICE).strip("（）")
    return "\n".join(part for part in (details, feed.footnote, _VOICE.say("clinic_day")) if part)
