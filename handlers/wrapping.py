"""An answer made ready to leave: footnote, feedback buttons, 长者模式, traditional characters."""

import re
from collections.abc import Sequence
from math import ceil

import msgspec

from knowledge.answering.answer import Answer
from knowledge.answering.sources import footnote
from knowledge.book import Book
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.wording import Voice, in_script

_RATED = frozenset({"answer", "lookup_empty", "handoff"})
_PHONE = re.compile("电话|Phone|120")
_STEP = re.compile(r"\d+\. ")
_ELDER_CHOICES = 2
_ELDER_LINES = 2
_ELDER_MESSAGES = 4


def wrap(answer: Answer, book: Book, voice: Voice, wishes: Preferences) -> list[Message]:
    """The messages of an answer for a person with these wishes."""
    note = footnote(answer.sources, answer.verified_on, answer.confirmed_by, book, voice)
    rated = answer.kind in _RATED and answer.subject and not wishes.elder
    message = Message(
        kind=answer.kind,
        title=answer.title,
        text=answer.text,
        footnote=note,
        facts={"topic": answer.topic, "subject": answer.subject},
        choices=(*answer.choices, *(_feedback(answer.subject) if rated else ())),
        place=answer.place,
        map=answer.map,
    )
    return finish([message], voice, wishes)


def finish(messages: Sequence[Message], voice: Voice, wishes: Preferences) -> list[Message]:
    """Any messages in the person's script and manner."""
    simple = [part for message in messages for part in simplified(message)] if wishes.elder else [*messages]
    return [in_script(message, voice) for message in simple]


def _feedback(subject: str) -> tuple[Choice, ...]:
    short = subject[:48]
    return (Choice(label="👍", token=f"fb:1:{short}"), Choice(label="👎", token=f"fb:0:{short}"))


def simplified(message: Message) -> list[Message]:
    """长者模式: the phone first, a fact or two a message, at most two buttons, nothing decorative.

    Steps and lists keep their order and lose nothing: what is long gets longer messages, not more than four.
    """
    if message.kind in {"emergency", "crisis"}:
        return [_marked(message)]
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
                choices=message.choices[:_ELDER_CHOICES] if n == last else (),
                place=message.place if n == last else None,
                map=(),
            )
        )
        for n, group in enumerate(groups)
    ]


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
