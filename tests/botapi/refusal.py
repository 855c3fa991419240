"""How Telegram says no."""

from typing import Any


class Refused(Exception):
    """An error answer: HTTP status, Telegram's own words, and its response parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def envelope(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | {"parameters": self.parameters} if self.parameters else answer


def bad(reason: str) -> Refused:
    return Refused(400, f"Bad Request: {reason}")
