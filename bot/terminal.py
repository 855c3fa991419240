"""The same handlers in a terminal: read a line, print the answer; a number presses the button with that number."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

from handlers.incoming import Incoming
from knowledge.message import Address, Choice, Message

Answer = Callable[[Incoming], Awaitable[Sequence[Message]]]
ENOUGH: Final = frozenset({"再见", "退出", "exit", "quit", "bye", ":q"})
GREETING: Final = "（直接打字提问，打数字选按钮，打“再见”结束。）"
FAREWELL: Final = "再见，多保重。"
TROUBLE: Final = "对不起，刚才出了点问题，请再说一次。急事请打 120。"


async def chat(
    answer: Answer,
    clock: Callable[[], datetime],
    read_line: Callable[[], str | None],
    write: Callable[[str], None],
) -> None:
    """Talk until the person says goodbye or ``read_line`` gives None. ``write`` shows a text and ends the line.

    The address is new for each conversation, so that nothing of an earlier one is known.
    """
    address = Address("terminal", secrets.token_hex(8))
    buttons = await _told(answer, Incoming(address=address, when=clock(), token="/start"), write)
    write(GREETING)
    while (line := read_line()) is not None and line.strip().lower() not in ENOUGH:
        if line.strip():
            buttons = await _told(answer, _incoming(line.strip(), buttons, address, clock()), write) or buttons
    write(FAREWELL)


def _incoming(line: str, buttons: Sequence[Choice], address: Address, now: datetime) -> Incoming:
    """A number within the buttons shown last presses one; anything else is what the person says."""
    if line.isdecimal() and 0 < int(line) <= len(buttons):
        return Incoming(address=address, when=now, token=buttons[int(line) - 1].token)
    return Incoming(address=address, when=now, text=line)


async def _told(answer: Answer, incoming: Incoming, write: Callable[[str], None]) -> list[Choice]:
    """Print the answer; gives the buttons that can be pressed by number now."""
    try:
        messages = await answer(incoming)
    except Exception:  # noqa: BLE001 - the conversation goes on, whatever went wrong
        write(TROUBLE)
        return []
    buttons: list[Choice] = []
    for message in messages:
        write(f"\n{message.plain}")
        for line in _lines(message, buttons):
            write(line)
    return buttons


def _lines(message: Message, buttons: list[Choice]) -> list[str]:
    """The place, the links, and the numbered buttons of a message; ``buttons`` grows by those it has."""
    place = message.place
    lines = [f"  → {' '.join(part for part in (place.name, place.address, place.phone) if part)}"] if place else []
    for choice in message.choices:
        if choice.token:
            buttons.append(choice)
            lines.append(f"  [{len(buttons)}] {choice.label}")
        elif choice.url:
            lines.append(f"  {choice.label}（{choice.url.removeprefix('tel:')}）")
    return lines
