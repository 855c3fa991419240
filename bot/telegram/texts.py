"""A message as Telegram shows it: escaped HTML, cut at sentence ends, lengths in UTF-16 units."""

import re
from html import escape
from typing import Final
from urllib.parse import urlsplit

from knowledge.message import Choice, Message

LIMIT: Final = 4096
STYLED_LIMIT: Final = 1000  # a longer title or footnote is no title or footnote: it is shown as text
SENTENCE_END: Final = re.compile(r"[。！？!?；;…]+[”’」』）)]*|\n+|\.(?=\s)")
PAUSE: Final = re.compile(r"[，、,：:\s]")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "replace")) // 2


def split(text: str, most: int = LIMIT) -> list[str]:
    """A text in pieces of at most ``most`` units, cut after a sentence, else after a pause, else where it must be."""
    pieces = []
    while units(text) > most:
        window = text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore")
        cut = _last(SENTENCE_END, window) or _last(PAUSE, window) or len(window)
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [piece for piece in (*pieces, text) if piece]


def _last(pattern: re.Pattern[str], window: str) -> int:
    """Where the last match in the second half of a window ends; 0 if there is none."""
    ends = (match.end() for match in pattern.finditer(window, len(window) // 2))
    return max(ends, default=0)


def phones(choices: tuple[Choice, ...]) -> str:
    """Numbers to call, a line each: Telegram refuses tel: links on buttons but makes numbers in a text tappable."""
    return "\n".join(_phone(choice) for choice in choices if urlsplit(choice.url).scheme == "tel")


def _phone(choice: Choice) -> str:
    number = urlsplit(choice.url).path
    said = re.sub(r"\D", "", choice.label)
    shown = choice.label if said and said in re.sub(r"\D", "", number) else f"{choice.label} {number}"
    return f"☎ {shown}"


def html_pieces(message: Message) -> list[str]:
    """The message's words as HTML pieces: bold title on the first, italic footnote on the last."""
    title, footnote = message.title.strip(), message.footnote.strip()
    body = "\n".join(part for part in (message.text.strip(), phones(message.choices)) if part)
    if units(title) + units(footnote) > STYLED_LIMIT:
        title, body, footnote = "", "\n".join(part for part in (title, body, footnote) if part), ""
    pieces = [escape(piece, quote=False) for piece in split(body, LIMIT - units(title) - units(footnote) - 4)] or [""]
    if title:
        pieces[0] = f"<b>{escape(title, quote=False)}</b>\n\n{pieces[0]}"
    if footnote:
        pieces[-1] = f"{pieces[-1]}\n\n<i>{escape(footnote, quote=False)}</i>"
    return [piece.strip() for piece in pieces if piece.strip()]
