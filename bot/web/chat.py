"""The conversation behind the page: what a visitor says is answered once, however often the phone has to say it."""

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

import msgspec

from bot.web.guard import Refused
from bot.web.labels import View
from bot.web.limits import Limits, Pace, network
from bot.web.links import clean
from bot.web.metrics import Answer
from bot.web.shown import Answered, Shown, shown
from bot.web.visitors import Visitor, Visitors, new_id
from handlers.guards import is_alarm
from handlers.incoming import RENEWED, Incoming
from knowledge.book import Book
from knowledge.message import Address, Attachment, Message
from knowledge.wording import Voice

log = logging.getLogger("jiamenkou.web")

CHANNEL = "web"
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{8,64}$")]
Token = Annotated[str, msgspec.Meta(max_length=64)]
Label = Annotated[str, msgspec.Meta(max_length=200)]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page sends: words, or a pressed button with its label, or a position. ``id`` is new for each."""

    id: Id
    text: str = ""
    token: Token = ""
    point: tuple[Latitude, Longitude] | None = None
    label: Label = ""

    @property
    def is_one_thing(self) -> bool:
        """Whether exactly one of words, button and position is there."""
        return [bool(self.text.strip()), bool(self.token), self.point is not None].count(True) == 1


class Chat:
    """All conversations on the web page."""

    def __init__(self, answer: Answer, book: Callable[[], Book], clock: Callable[[], datetime], limits: Limits) -> None:
        """Take what answers, the Book for maps, the clock (aware) and the bounds."""
        self.visitors = Visitors(limits, clock)
        self.limits = limits
        self._answer = answer
        self._book = book
        self._clock = clock
        self._per_visitor = Pace(limits.per_visitor)
        self._per_address = Pace(limits.per_address)
        self._alarms = Pace(limits.alarms)

    async def say(self, visitor: Visitor, said: Said, view: View, host: str) -> Answered:
        """The visitor's own words and the answer to them, as they stand in the conversation now.

        Said again under the same id, the same answer comes back; a caller that goes away does not end the work.
        """
        task = visitor.answers.get(said.id)
        if task is None:
            if len(said.text) > self.limits.characters:
                raise Refused(413, "large")
            incoming = self._incoming(visitor, said, view)
            self._mind_the_pace(incoming, host)
            task = asyncio.create_task(self._answered(visitor, said, incoming, view))
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            visitor.keep_answer(said.id, task)
        return await asyncio.shield(task)

    def mind_the_address(self, host: str) -> None:
        """Refuse when too much comes from one address."""
        self._wait(self._per_address.wait(network(host), self._clock().timestamp()))

    async def show(self, to: Address, message: Message) -> bool:
        """Show a message nobody asked for; False when no page of this visitor's confirms that it stands there."""
        visitor = self.visitors.known(to.id)
        if visitor is None or not visitor.is_there:
            return False
        book, voice = self._book(), Voice(visitor.view.language)
        made = lambda number: shown(message, number, book, voice)  # noqa: E731 - the book of this moment
        return await visitor.show(made, _files(message), self.limits.read_within)

    def _incoming(self, visitor: Visitor, said: Said, view: View) -> Incoming:
        return Incoming(
            address=Address(CHANNEL, visitor.id),
            when=self._clock(),
            text=clean(said.text),
            token=clean(said.token),
            point=said.point,
            language=view.language,
            update=said.id,
            renewal=new_id(),
        )

    def _mind_the_pace(self, incoming: Incoming, host: str) -> None:
        """Everybody may say so much a minute; words that tell of danger are heard beyond it.

        Only what comes too fast is looked at for danger here: a flood is not to cost more than it must.
        """
        now, home = incoming.when.timestamp(), network(host)
        seconds = self._per_address.wait(home, now) or self._per_visitor.wait(incoming.address.id, now)
        if seconds and is_alarm(incoming):
            seconds = self._alarms.wait(home, now)
        self._wait(seconds)

    @staticmethod
    def _wait(seconds: float) -> None:
        if seconds:
            raise Refused(429, "busy", seconds=math.ceil(seconds))

    async def _answered(self, visitor: Visitor, said: Said, incoming: Incoming, view: View) -> Answered:
        async with visitor.turn:
            try:
                messages = await self._answer(incoming)
                known = incoming.address.id
                if any(message.facts.get(RENEWED) for message in messages):
                    known = incoming.renewal
                    self.visitors.renew(visitor, known)
                return Answered(self._told(visitor, said, messages, view), known)
            except Exception as error:  # noqa: BLE001  (the visitor hears a sentence, the log its kind only)
                visitor.answers.pop(said.id, None)
                log.warning("a visitor could not be answered: %s", type(error).__name__)
                raise Refused(500, "trouble") from None

    def _told(self, visitor: Visitor, said: Said, messages: Sequence[Message], view: View) -> list[Shown]:
        if any(message.kind == "deleted" for message in messages):
            visitor.clear()
        words = view.words["consent_sent"] if said.point else clean(said.text or said.label)
        own = [visitor.add(lambda number: Shown(id=number, said=words, by=said.id))] if words else []
        return [*own, *(self._add(visitor, message, view) for message in messages)]

    def _add(self, visitor: Visitor, message: Message, view: View) -> Shown:
        book, voice = self._book(), Voice(view.language)
        return visitor.add(lambda number: shown(message, number, book, voice), _files(message))


def _files(message: Message) -> dict[str, Attachment]:
    files = {"picture": message.picture, "document": message.document}
    return {name: file for name, file in files.items() if file is not None}


def seen_next(view: View, told: Sequence[Shown]) -> View:
    """How the page looks after these answers: they may change the language and 长者模式."""
    for entry in told:
        language = entry.language if entry.language in {"zh", "zh-hant", "en"} else view.language
        view = View(language, view.elder if entry.elder is None else entry.elder)
    return view
