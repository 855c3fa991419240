"""Inline mode: ``@bot 王`` in any chat offers the next clinics of the experts of that name, as cards to send."""

import html
import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import msgspec
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.telegram.outbound import NO_PREVIEW
from knowledge.answering.sittings import day_said, expert_said, lines
from knowledge.book import Book
from knowledge.clinics import Expert
from knowledge.feeds import roster_note
from knowledge.moments import SHANGHAI
from knowledge.timetable import Sitting
from knowledge.understanding.normalise import canonical, has_han
from knowledge.understanding.pinyin import sound, sound_with_spelling
from knowledge.wording import Voice

log = logging.getLogger(__name__)

MOST: Final = 10
AHEAD: Final = timedelta(weeks=4)
SHOWN: Final = 5
LOOKED_AT: Final = 30
_CACHED: Final = 60  # seconds Telegram may show the same cards again: 停诊 must not hide for long
_VOICE: Final = Voice()


class Card(msgspec.Struct, frozen=True):
    """An expert's next clinics. ``token`` is what the card's link opens, ``hint`` the small line while choosing."""

    token: str
    title: str
    hint: str
    text: str
    footnote: str = ""


def cards(words: str, book: Book, now: datetime) -> list[Card]:
    """The cards for words: experts whose name begins so (in characters or pinyin), or stands in them; none for others.

    ``now`` is aware. Who sits first comes first: an order of days, not of hospitals. Of a surname that very many have,
    only the first by name are looked at, until more is typed.
    """
    today = now.astimezone(SHANGHAI).date()
    named = sorted(_named(canonical(words).strip(), book), key=lambda expert: (expert.name, expert.id))
    found = [(_next(expert, book, today), expert) for expert in named[:LOOKED_AT]]
    found.sort(key=lambda one: (next((s.day for s in one[0] if s.held), date.max), one[1].id))
    return [_card(expert, ahead, book) for ahead, expert in found[:MOST]]


async def show(bot: Bot, query: str, found: Sequence[Card]) -> None:
    """Offer the cards; a question that is too old by now is no reason to stop."""
    results = [_article(card, bot.username) for card in found]
    try:
        await bot.answer_inline_query(query, results, cache_time=_CACHED)
    except TelegramError as error:
        log.info("cards could not be shown: %s", type(error).__name__)


def _named(said: str, book: Book) -> Iterator[Expert]:
    if not said:
        return
    heard = "" if has_han(said) else sound_with_spelling(said)
    for expert in book.clinics.experts.values():
        names = () if expert.anonymous else (expert.name, *expert.aliases)
        if any(_fits(_spelled(name), said, heard) for name in names if name):
            yield expert


@lru_cache(maxsize=20_000)
def _spelled(name: str) -> tuple[str, str]:
    """A name as it is compared, and its sound: asked again with every letter somebody types."""
    return canonical(name), sound(canonical(name))


def _fits(name: tuple[str, str], said: str, heard: str) -> bool:
    """The beginning of the name, the name among other words, or its beginning in pinyin; never another of its sound."""
    written, sounding = name
    return written.startswith(said) or written in said or (bool(heard) and sounding.startswith(heard))


def _next(expert: Expert, book: Book, today: date) -> list[Sitting]:
    return book.clinics.sittings(book.clinics.by_expert.get(expert.id, ()), today, today + AHEAD)


def _card(expert: Expert, ahead: Sequence[Sitting], book: Book) -> Card:
    who = expert_said(expert, _VOICE)
    hospital = book.institutions[expert.institution].short
    held = next((s for s in ahead if s.held), None)
    hint = _VOICE.say("clinic_none_ahead", who="") if held is None else f"{day_said(held.day, _VOICE)}{held.half_day}"
    told = lines(ahead[:SHOWN], book, _VOICE, who=False) or [_VOICE.say("clinic_none_ahead", who=who)]
    return Card(
        token=f"expert_{expert.id}",
        title=f"{who} {expert.title}".strip(),
        hint=f"{hospital}　{hint}",
        text="\n".join([*told, _VOICE.say("clinic_day")]),
        footnote=roster_note(ahead[:SHOWN], book),
    )


def _article(card: Card, username: str) -> InlineQueryResultArticle:
    parts = [f"<b>{_safe(card.title)}</b>", _safe(card.text), f"<i>{_safe(card.footnote)}</i>" if card.footnote else ""]
    link = InlineKeyboardButton(_VOICE.say("menu_clinics"), url=f"https://t.me/{username}?start={card.token}")
    return InlineQueryResultArticle(
        id=card.token[-64:],
        title=card.title,
        description=card.hint,
        input_message_content=InputTextMessageContent(
            "\n".join(part for part in parts if part), parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=InlineKeyboardMarkup([[link]]),
    )


def _safe(text: str) -> str:
    return html.escape(text, quote=False)
