"""What Telegram accepts as buttons under a message."""

from typing import Any
from urllib.parse import urlsplit

from tests.botapi.refusal import bad

ACTIONS = frozenset(
    [
        *("url", "callback_data", "web_app", "login_url", "copy_text", "callback_game", "pay"),
        *("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
    ]
)
MOST_BUTTONS = 100


def accepted(markup: Any, *, private: bool) -> dict[str, Any] | None:
    """The markup as it is kept, or Telegram's refusal."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad(
            "can't parse reply keyboard markup JSON object"
            if isinstance(markup, str)
            else "object expected as reply markup"
        )
    buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    for button in buttons:
        _check_inline(button)
    for row in markup.get("keyboard", ()):
        for button in row:
            _check_reply(button, private=private)
    return markup


def _check_inline(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad("inline keyboard button text must be non-empty")
    if len(ACTIONS & button.keys()) != 1:
        raise bad("text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_link(button["url"])


def _check_link(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https", "tg", "ton"}:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if not parts.netloc:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_reply(button: dict[str, Any] | str, *, private: bool) -> None:
    if not (button if isinstance(button, str) else button.get("text")):
        raise bad("keyboard button text must be non-empty")
    if not private and isinstance(button, dict) and button.get("request_location"):
        raise bad("location can be requested in private chats only")
