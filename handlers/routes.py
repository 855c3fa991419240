"""The contents page: which words, buttons and events go to which handler."""

import logging
import re
import traceback
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from handlers import (
    afterwards,
    agendas,
    bases,
    basics,
    clinics,
    demo,
    following,
    guards,
    outcomes,
    questions,
    referrals,
    reminders,
    series,
    stopping,
)
from handlers.desk import Desk, Recent
from handlers.incoming import Incoming
from handlers.staff import accept
from handlers.staff.backroom import Backroom
from knowledge.message import Address, Message
from knowledge.moments import SHANGHAI
from knowledge.people import Preferences
from knowledge.wording import Voice

Handler = Callable[[Incoming, Desk, Voice, Preferences], Awaitable[list[Message]]]
Watch = Callable[[Incoming, Sequence[Message]], None]
"""Who is shown each event with its answer, before it leaves; it must not wait for anything."""

COMMANDS: dict[str, Handler] = {
    "/start": accept.start,
    "/help": basics.help_,
    "/find": bases.find,
    "/clinics": clinics.start,
    "/referral": referrals.choose,
    "/reminders": agendas.page,
    "/stop": stopping.stop_all,
    "/language": basics.language,
    "/elder": basics.elder,
    "/privacy": basics.privacy,
    "/mydata": basics.my_data,
    "/delete": basics.delete,
}
"""Words that begin with a slash, typed or pressed."""

MENU: dict[str, Handler] = {
    "find": bases.find,
    "clinics": clinics.start,
    "referral": referrals.choose,
    "reminders": agendas.page,
    "home": basics.start,
}
"""The big buttons."""

BUTTONS: dict[str, Handler] = {
    "browse": bases.browse,
    "base": bases.card,
    "inst": bases.card,
    "entry": bases.card,
    "d": bases.card,
    "s": bases.card,
    "near": bases.card,
    "exp": clinics.expert,
    "open": accept.opened,
    "week": clinics.week,
    "ics": clinics.calendar,
    "p": referrals.step,
    "se": series.pressed,
    "r": reminders.pressed,
    "rf": outcomes.pressed,
    "fw": following.pressed,
    "lang": basics.set_language,
    "elder": basics.set_elder,
    "del": basics.deleted,
    "fb": basics.thanks_for_rating,
    "why": basics.reason_given,
}
"""First words of button tokens."""

_log = logging.getLogger("jiamenkou.handlers")
_WORDLESS = re.compile(r"[\W_]*")


class Routes:
    """All handlers behind one door: :meth:`answer` is what every channel calls."""

    def __init__(self, desk: Desk, watch: Watch = lambda _incoming, _messages: None) -> None:
        """Take the desk that handlers work at, and who counts what is answered."""
        self._desk = desk
        self._watch = watch
        self._asked_to_wait: Recent[Address, datetime] = Recent()
        self._demo = demo.Demo(desk)
        self._backroom = Backroom(desk)

    async def answer(self, incoming: Incoming) -> list[Message]:
        """The messages that answer what came in; none for group chatter that is not addressed to us.

        Whatever breaks, the person gets a sentence and 120; the log gets the place, never the words.
        """
        try:
            return await self._answer(msgspec.structs.replace(incoming, when=incoming.when.astimezone(SHANGHAI)))
        except Exception as error:  # noqa: BLE001  (one question must not silence the bot)
            where = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("an answer broke: %s at %s:%s", type(error).__name__, where.filename, where.lineno)
            return basics.broken(guards.voice_for(incoming, Preferences()))

    async def _answer(self, incoming: Incoming) -> list[Message]:
        if not guards.to_be_answered(incoming):
            return []
        wishes = await self._desk.preferences(incoming.address, incoming.when)
        incoming = reminders.heard(afterwards.heard(incoming, self._desk), self._desk)
        silence = reminders.wants_silence(incoming, self._desk) and not guards.is_alarm(incoming)
        voice = guards.voice_for(incoming, wishes, self._desk.visit(incoming.address).language)
        if self._desk.too_fast(incoming.address, incoming.when) and not (silence or guards.is_alarm(incoming)):
            return self._slowed(incoming, voice)
        if incoming.token in demo.TOKENS:
            return self._demo.switch(incoming, voice, wishes)
        own = None if silence or guards.is_alarm(incoming) else await self._backroom.answer(incoming, voice)
        handler = stopping.stop_all if silence else _handler(incoming)
        messages = own or await handler(incoming, self._demo.desk(incoming), voice, wishes)
        if own is None:  # what the staff do at their desk is no question
            self._watch(incoming, messages)
        return afterwards.told(messages, incoming, self._desk, voice)

    def _slowed(self, incoming: Incoming, voice: Voice) -> list[Message]:
        """Asked to wait once a minute, then no answer: a flood is not to make one. The web page shows one each time."""
        told = self._asked_to_wait.get(incoming.address)
        if told and incoming.when - told < timedelta(minutes=1) and incoming.address.channel != "web":
            return []
        self._asked_to_wait.put(incoming.address, incoming.when)
        return basics.slow_down(voice)


def _handler(incoming: Incoming) -> Handler:
    if incoming.point is not None:
        return bases.location
    if incoming.token:
        return _button(incoming.token)
    if incoming.attachment and not incoming.text:
        return basics.attachment
    word = incoming.text.strip().split(" ")[0].split("@")[0].lower()
    if word.startswith("/"):
        return COMMANDS.get(word, basics.help_)
    return basics.nothing if _WORDLESS.fullmatch(incoming.text) else questions.ask


def _button(token: str) -> Handler:
    if token.startswith("/"):
        return COMMANDS.get(token, basics.help_)
    kind, _, rest = token.partition(":")
    if kind == "menu":
        return MENU.get(rest, basics.start)
    if kind == "now":
        return now_button
    return BUTTONS.get(kind, basics.help_)


async def now_button(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """「正在发生」 brings 120; 「不是」 goes back to what was asked, without the alarm."""
    if incoming.token == "now:yes":
        return basics.emergency(voice)
    return await questions.ask_again(incoming, desk, voice, wishes)
