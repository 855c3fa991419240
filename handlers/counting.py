"""What is answered, counted: one line an event, however many messages its answer has."""

from collections.abc import Callable, Sequence

from handlers.incoming import Incoming
from knowledge.message import Message
from knowledge.tally import ANSWERED, Tally, mark


def counted_in(tally: Tally) -> Callable[[Incoming, Sequence[Message]], None]:
    """What shows a tally each event with its answer."""

    def watch(incoming: Incoming, messages: Sequence[Message]) -> None:
        answer = next((message for message in messages if message.kind in ANSWERED), None)
        if answer is not None:
            pressed = bool(incoming.token) or incoming.text.lstrip().startswith("/")
            tally.add(mark(incoming.when, incoming.address.channel, answer.kind, answer.facts, pressed=pressed))

    return watch
