"""Things that go wrong on the way, ordered by a test."""

from dataclasses import dataclass
from typing import Literal

from tests.botapi.calls import Call
from tests.botapi.refusal import Refused


@dataclass
class Fault:
    """One kind of trouble for the calls it matches (an empty ``method`` and no ``chat`` match all).

    It lets ``skip`` calls pass, then strikes ``times`` calls. ``delay`` is in seconds of the bot's time. ``drop`` cuts
    the connection before the call is applied or after it. ``html`` answers with a page, as a proxy does.
    """

    method: str = ""
    chat: int | None = None
    times: int = 1
    skip: int = 0
    delay: float = 0.0
    drop: Literal["", "before", "after"] = ""
    refusal: Refused | None = None
    html: bool = False

    def matches(self, call: Call) -> bool:
        return self.method in {"", call.method} and self.chat in {None, call.chat}


class Faults:
    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self.planned.append(fault)
        return fault

    def strike(self, call: Call) -> Fault | None:
        """The fault that hits this call, counted down."""
        for fault in self.planned:
            if not fault.matches(call):
                continue
            if fault.skip:
                fault.skip -= 1
            elif fault.times:
                fault.times -= 1
                return fault
        return None

    def flood(self, seconds: int, method: str = "sendMessage", times: int = 1, chat: int | None = None) -> Fault:
        """429: wait so many seconds."""
        refusal = Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        return self.add(Fault(method, chat, times, refusal=refusal))

    def forbid(self, method: str = "sendMessage", chat: int | None = None, times: int = 1) -> Fault:
        refusal = Refused(403, "Forbidden: user is deactivated")
        return self.add(Fault(method, chat, times, refusal=refusal))

    def refuse(self, refusal: Refused, method: str = "sendMessage", times: int = 1, skip: int = 0) -> Fault:
        return self.add(Fault(method, None, times, skip, refusal=refusal))

    def broken(self, method: str = "", times: int = 1, status: int = 500) -> Fault:
        """A 5xx; a 502 comes as the HTML page of a proxy."""
        words = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}
        refusal = Refused(status, words.get(status, "Internal Server Error"))
        return self.add(Fault(method, None, times, refusal=refusal, html=status == 502))

    def slow(self, seconds: float, method: str = "sendMessage", times: int = 1) -> Fault:
        return self.add(Fault(method, None, times, delay=seconds))

    def cut(self, when: Literal["before", "after"], method: str = "sendMessage", times: int = 1) -> Fault:
        """Drop the connection before or after the call takes effect."""
        return self.add(Fault(method, None, times, drop=when))
