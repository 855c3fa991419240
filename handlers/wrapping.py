"""An answer made ready to leave: footnote, buttons that lead on, 长者模式, traditional characters."""

import re
from collections.abc import Sequence
from math import ceil

import msgspec

from handlers.menus import home, menu
from knowledge.answering.answer import Answer
from knowledge.answering.sources import footnote
from knowledge.book import Book
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.wording import Voice, in_script

_RATED = frozenset({"answer", "lookup_empty", "handoff"})
_PHONE = re.compile("电话|Phone|120")
_STEP = re.compile(r"\d+\. ")
_ALARMS = frozenset({"emergency", "crisis"})
_ASKING = frozenset({"choices", "browse", "referral", "privacy", "mydata", "delete", "reminder", "notice"})
"""What needs all its words and buttons, 长者模式 or not: a question can only be answered when all answers are there."""
_DEAD_ENDS = frozenset({"menu", "lookup_empty", "action", "stale"})
"""What leads home when it has no button of its own."""
_CALL_120 = "tel:120"
_ELDER_LINES = 2
_ELDER_MESSAGES = 4


def wrap(answer: Answer, book: Book, voice: Voice, wishes: Preferences) -> list[Message]:
    """The messages of an answer for a person with these wishes."""
    note = footnote(answer.sources, answer.verified_on, answer.confirmed_by, book, voice)
    alarming = answer.kind in _ALARMS
    rated = answer.kind in _RATED and answer.subject and not wishes.elder
    message = Message(
        kind=answer.kind,
        title=answer.title,
        text=answer.text,
        footnote="" if alarming else note,
        facts={"topic": answer.topic, "subject": answer.subject, "district": _district(answer)},
        choices=(*_choices(answer, voice), *(_feedback(answer.subject) if rated else ())),
        place=answer.place,
        map=answer.map,
    )
    return finish([message], voice, wishes)


def _district(answer: Answer) -> str:
    """The one district that an answer is about; empty for none and for several."""
    found = answer.found.get("district", ())
    return found[0].name if len(found) == 1 else ""


def finish(messages: Sequence[Message], voice: Voice, wishes: Preferences) -> list[Message]:
    """Any messages in the person's script and manner."""
    led = [_led_home(message, voice) for message in messages]
    simple = [part for message in led for part in simplified(message, voice)] if wishes.elder else led
    return [in_script(message, voice) for message in simple]


def _choices(answer: Answer, voice: Voice) -> tuple[Choice, ...]:
    """The answer's buttons, 120 first (a crisis has its own order); the big buttons for what is unknown or refused."""
    if answer.kind in {"unknown", "decline"} and not answer.choices:
        return menu(voice)
    if answer.kind == "crisis":
        return answer.choices
    return tuple(sorted(answer.choices, key=lambda choice: choice.url != _CALL_120))


def _led_home(message: Message, voice: Voice) -> Message:
    if message.choices or message.kind not in _DEAD_ENDS:
        return message
    return msgspec.structs.replace(message, choices=(home(voice),))


def _feedback(subject: str) -> tuple[Choice, ...]:
    short = subject[:48]
    return (Choice(label="👍", token=f"fb:1:{short}"), Choice(label="👎", token=f"fb:0:{short}"))


def simplified(message: Message, voice: Voice) -> list[Message]:
    """长者模式: the phone first, a fact or two a message, at most two buttons (one leads home), nothing decorative.

    Steps and lists keep their order and lose nothing: what is long gets longer messages, not more than four.
    """
    choices = _elder_choices(message, voice)
    if message.kind in (*_ALARMS, *_ASKING, "confirm"):
        return [_marked(msgspec.structs.replace(message, choices=choices))]
    items = _items(message.text)
    each = max(_ELDER_LINES, ceil(len(items) / _ELDER_MESSAGES))
    groups = [items[i : i + each] for i in range(0, len(items), each)] or [[]]
    last = len(groups) - 1
    return [
        _marked(
            msgspec.structs.replace(
                message,
                title=message.title if n == 0 else "",
                text="\n".join(group),
                footnote=message.footnote if n == last else "",
                choices=choices if n == last else (),
                place=message.place if n == last else None,
                map=(),
            )
        )
        for n, group in enumerate(groups)
    ]


def _elder_choices(message: Message, voice: Voice) -> tuple[Choice, ...]:
    """One button of the message and the way home; questions keep all their answers, alarms only their numbers."""
    if message.kind in _ALARMS or message.kind == "confirm":
        return message.choices
    if any(choice.token == "menu:find" for choice in message.choices):
        return menu(voice, elder=True)
    own = tuple(choice for choice in message.choices if choice.token != "menu:home")
    return (*(own if message.kind in _ASKING else own[:1]), home(voice))


def _items(text: str) -> list[str]:
    """The lines of a text, those with a phone first; of numbered steps each with what belongs to it, in their order."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not any(_STEP.match(line) for line in lines):
        return sorted(lines, key=lambda line: not _PHONE.search(line))
    items: list[str] = []
    for line in lines:
        if items and line.startswith(" "):
            items[-1] += f"\n{line}"
        else:
            items.append(line)
    return items


def _marked(message: Message) -> Message:
    return msgspec.structs.replace(message, facts={**message.facts, "elder": True})
