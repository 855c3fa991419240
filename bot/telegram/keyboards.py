"""Choices as Telegram buttons."""

import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from knowledge.message import Choice

MOST_BUTTONS: Final = 100
HALF_ROW: Final = 16  # columns that fit on half a phone's width: eight Chinese characters


def inline(choices: Iterable[Choice]) -> InlineKeyboardMarkup | None:
    """Buttons under the message: two short ones a row, long ones alone. None if there are none.

    Left out is what Telegram would refuse the whole message for: links that are not http(s) to a real host name.
    """
    rows: list[list[InlineKeyboardButton]] = []
    open_half = False
    for choice in [choice for choice in choices if choice.token or _is_web(choice.url)][:MOST_BUTTONS]:
        short = _columns(choice.label) <= HALF_ROW
        if short and open_half:
            rows[-1].append(_button(choice))
        else:
            rows.append([_button(choice)])
        open_half = short and len(rows[-1]) == 1
    return InlineKeyboardMarkup(rows) if rows else None


def location(choices: Iterable[Choice]) -> ReplyKeyboardMarkup | None:
    """The keyboard that asks the phone for its position (Telegram allows it in private chats only)."""
    rows = [[KeyboardButton(choice.label, request_location=True)] for choice in choices if choice.asks_location]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True) if rows else None


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.token:
        return InlineKeyboardButton(choice.label, callback_data=choice.token)
    return InlineKeyboardButton(choice.label, url=choice.url)


def _is_web(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def _columns(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label)
