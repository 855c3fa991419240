"""Conversations written down as people talk, and how they are played.

A file holds conversations, each beginning with ``## title``. ``> words`` is what a person says; ``> [label]`` presses
the button of that label, ``> (31.11, 121.38)`` shares a location, ``> {photo}`` sends something else, ``@ +12m`` lets
time pass. Every other line must stand in what the bot answered last (title, text, footnote or a button as ``[label]``);
``!`` in front says it must not stand there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from handlers.incoming import Incoming
from handlers.routes import Routes
from knowledge.message import Address, Message


@dataclass(frozen=True)
class Conversation:
    title: str
    lines: tuple[str, ...]
    file: str


@dataclass
class Stage:
    """A person talking to the bot."""

    routes: Routes
    now: datetime
    person: str = "1"
    heard: list[Message] = field(default_factory=list)

    async def play(self, conversation: Conversation) -> None:
        for line in conversation.lines:
            if line.startswith("> "):
                self.heard = list(await self.routes.answer(self._incoming(line[2:])))
            elif line.startswith("@ +"):
                self.now += timedelta(minutes=int(line[3:].rstrip("m")))
            else:
                self._check(line, conversation)

    def _incoming(self, said: str) -> Incoming:
        who = {"address": Address("test", self.person), "when": self.now}
        if match := re.fullmatch(r"\[(.+)\]", said):
            return Incoming(**who, token=self._token(match[1]))
        if match := re.fullmatch(r"\(([\d.]+), ([\d.]+)\)", said):
            return Incoming(**who, point=(float(match[1]), float(match[2])))
        if match := re.fullmatch(r"\{(\w+)\}", said):
            return Incoming(**who, attachment=match[1])
        return Incoming(**who, text=said)

    def _token(self, label: str) -> str:
        for message in self.heard:
            for choice in message.choices:
                if choice.label == label:
                    return choice.token
        raise AssertionError(f"there is no button {label!r}: {shown(self.heard)}")

    def _check(self, line: str, conversation: Conversation) -> None:
        said = shown(self.heard)
        unwanted = line.startswith("!")
        wanted = line.lstrip("! ").strip()
        if (wanted in said) is unwanted:
            raise AssertionError(f"{conversation.file}: {conversation.title}: {line!r} against:\n{said}")


def shown(messages: Sequence[Message]) -> str:
    parts = []
    for message in messages:
        parts.append(message.plain)
        parts += [f"[{choice.label}]" for choice in message.choices]
    return "\n".join(parts)


def conversations(folder: Path) -> list[Conversation]:
    found = []
    for path in sorted(folder.glob("*.txt")):
        for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, *lines = part.strip().splitlines()
            found.append(
                Conversation(title, tuple(x.strip() for x in lines if x.strip() and not x.startswith("#")), path.name)
            )
    return found
