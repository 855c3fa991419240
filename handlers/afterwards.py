"""What an answer leaves behind for the next message, in memory only: buttons to speak, the language, a hard moment."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.spoken import pointed_at, pressed, shown
from knowledge.message import Message
from knowledge.wording import Voice, in_script

_WATCHFUL = timedelta(minutes=30)
_NO_HELP = frozenset({"unknown", "handoff", "help", "action", "stopped"})


def heard(incoming: Incoming, desk: Desk) -> Incoming:
    """The event, as the button that its words name when they name one that was just shown."""
    if incoming.token or incoming.point is not None or not incoming.text:
        return incoming
    token = pressed(incoming.text, desk.visit(incoming.address).shown, incoming.when)
    return msgspec.structs.replace(incoming, token=token) if token else incoming


def told(messages: Sequence[Message], incoming: Incoming, desk: Desk, voice: Voice) -> list[Message]:
    """The messages as they go out, and what is held of them until the next event."""
    if any(message.kind == "deleted" for message in messages):
        return [*messages]
    visit = desk.visit(incoming.address)
    talk = pointed_at(incoming.token, desk.book, incoming.when) if incoming.token else None
    crisis = incoming.when if any(message.kind == "crisis" for message in messages) else visit.crisis
    choices = visit.offered or [choice for message in messages for choice in message.choices]
    held = msgspec.structs.replace(
        visit,
        talk=talk or visit.talk,
        shown=shown(choices, visit.shown, incoming.when),
        offered=(),
        language=voice.language,
        crisis=crisis,
    )
    desk.hold(incoming.address, held)
    watchful = visit.crisis is not None and incoming.when - visit.crisis <= _WATCHFUL
    return _with_numbers(messages, voice) if watchful else [*messages]


def _with_numbers(messages: Sequence[Message], voice: Voice) -> list[Message]:
    """The messages with whom to call as a last line, where nothing else was of help."""
    *first, last = messages
    if last.kind not in _NO_HELP and last.facts.get("topic") != "smalltalk":
        return [*messages]
    line = Message(kind=last.kind, text=voice.say("crisis_numbers"))
    return [*first, msgspec.structs.replace(last, text=f"{last.text}\n{in_script(line, voice).text}")]
