"""Calendars to subscribe to: ``/calendar/expert_<id>.ics`` and ``/calendar/base_<id>.ics``.

The address holds kind and id in the open, as the deep links do: what it leads to is public, and a signature would only
make every subscription break whenever the secret changes (unset, it is a new one at each start).
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.guard import Refused
from knowledge.answering.sittings import expert_said
from knowledge.book import Book
from knowledge.clinics import Session
from knowledge.feeds import MEDIA_TYPE, calendar_of, feed_for
from knowledge.moments import SHANGHAI
from knowledge.shelf import Shelf
from knowledge.wording import Voice

AHEAD: Final = timedelta(weeks=12)
KEPT: Final = 64
"""Calendars kept ready; each is at most about half a megabyte."""

_FRESH: Final = 900  # seconds an intermediary may keep one: 停诊 must not hide for long
_VOICE: Final = Voice()


class Subject(msgspec.Struct, frozen=True):
    """Whose calendar: its title and its sessions."""

    title: str
    sessions: tuple[Session, ...]


def routes(shelf: Shelf, clock: Callable[[], datetime]) -> list[Route]:
    """The routes of the calendars of the Book on the shelf."""
    return [Route("/calendar/{token}.ics", Calendars(shelf, clock).serve, methods=["GET"])]


def subject_of(token: str, book: Book) -> Subject | None:
    """Whose calendar a token names; None for nobody's. A base without a roster has an empty one, to be filled."""
    kind, _, key = token.partition("_")
    if kind == "expert" and key in book.clinics.experts:
        return Subject(expert_said(book.clinics.experts[key], _VOICE), book.clinics.by_expert.get(key, ()))
    if kind == "base" and key in book.bases:
        place = book.bases[key].institution
        return Subject(book.institutions[place].short, book.clinics.by_institution.get(place, ()))
    return None


class Calendars:
    """Serves calendars; each is made once for a version of the Book and a day, beside the answering of people."""

    def __init__(self, shelf: Shelf, clock: Callable[[], datetime]) -> None:
        """Take where the Book is read from, and the clock (aware)."""
        self._shelf = shelf
        self._clock = clock
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def serve(self, request: Request) -> Response:
        """One calendar; 304 to a program that has it already, 404 for one that nobody's sessions make."""
        book, now = self._shelf.book, self._clock().astimezone(SHANGHAI)
        token = request.path_params["token"]
        subject = subject_of(token, book)
        if subject is None:
            raise Refused(404, "missing")
        tag = _tag(token, book.version, now.date())
        headers = {"ETag": tag, "Cache-Control": f"public, max-age={_FRESH}"}
        if tag in _asked_about(request):
            return Response(status_code=304, headers=headers)
        content = await self._content(tag, subject, book, now)
        return Response(content, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)

    async def _content(self, tag: str, subject: Subject, book: Book, now: datetime) -> bytes:
        async with self._one_at_a_time:
            if tag not in self._made:
                self._made[tag] = await asyncio.to_thread(_calendar, subject, book, now)
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
            self._made.move_to_end(tag)
            return self._made[tag]


def _calendar(subject: Subject, book: Book, now: datetime) -> bytes:
    sittings = book.clinics.sittings(subject.sessions, now.date(), now.date() + AHEAD)
    return calendar_of(sittings, feed_for(subject.title, sittings, book), now)


def _tag(token: str, version: int, day: date) -> str:
    return f'"{hashlib.sha256(f"{token} {version} {day}".encode()).hexdigest()[:24]}"'


def _asked_about(request: Request) -> set[str]:
    """The tags a program says it has; a proxy that packs an answer marks its tag as weak."""
    return {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
