"""Text as Telegram reads it: HTML into entities, lengths and offsets in UTF-16 units."""

import html
import re
from typing import Any

from tests.botapi.refusal import bad

Entity = dict[str, Any]
TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
PIECE = re.compile(r"<[^>]*>?|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&")
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""", re.IGNORECASE)
FOUND = {
    "bot_command": re.compile(r"(?<![\w/])/[a-zA-Z0-9_]{1,32}(?:@\w+)?"),
    "mention": re.compile(r"(?<!\w)@[a-zA-Z]\w{3,31}"),
    "url": re.compile(r"https?://[^\s<>]+"),
}


def units(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


class _Reader:
    def __init__(self) -> None:
        self.plain = ""
        self.entities: list[Entity] = []
        self.open: list[tuple[str, Entity]] = []

    def read(self, text: str) -> None:
        for match in PIECE.finditer(text):
            piece, at = match.group(), len(text[: match.start()].encode())
            if piece.startswith("</"):
                self._close(piece, at)
            elif piece.startswith("<"):
                self._start(piece, at)
            else:
                self.plain += html.unescape(piece) if piece.startswith("&") and len(piece) > 1 else piece
        if self.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')

    def _start(self, piece: str, at: int) -> None:
        if not piece.endswith(">"):
            raise _unparsable(f"Unclosed start tag at byte offset {at}")
        tag, _, attributes = piece[1:-1].partition(" ")
        if tag.lower() not in TAGS:
            raise _unparsable(f'Unsupported start tag "{tag.lower()}" at byte offset {at}')
        href = HREF.search(attributes)
        url = html.unescape(next(filter(None, href.groups()), "")) if href else ""
        entity = {"type": TAGS[tag.lower()], "offset": units(self.plain), "length": 0} | ({"url": url} if url else {})
        self.open.append((tag.lower(), entity))
        self.entities.append(entity)

    def _close(self, piece: str, at: int) -> None:
        if not piece.endswith(">"):
            raise _unparsable(f"Unclosed end tag at byte offset {at}")
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {at}")
        (start, entity), tag = self.open.pop(), piece[2:-1].strip().lower()
        if tag not in {start, ""}:
            raise _unparsable(f'Unmatched end tag at byte offset {at}, expected "</{start}>", found "</{tag}>"')
        entity["length"] = units(self.plain) - entity["offset"]


def _unparsable(reason: str) -> Exception:
    return bad(f"can't parse entities: {reason}")


def read_html(text: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of HTML, or Telegram's refusal."""
    reader = _Reader()
    reader.read(text)
    return trimmed(reader.plain, reader.entities)


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without the white space around it, as Telegram stores it; entities move and shrink along."""
    lead, kept = units(text) - units(text.lstrip()), text.strip()
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, units(kept))
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return kept, moved


def detected(text: str) -> list[Entity]:
    """Commands, mentions and links, which Telegram marks by itself."""
    found = [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
        for kind, pattern in FOUND.items()
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda e: e["offset"])


def read(text: str, parse_mode: str | None, entities: list[Entity] | None = None) -> tuple[str, list[Entity]]:
    """Plain text with its entities, the detected ones among them unless they overlap a given one."""
    if parse_mode and parse_mode.lower() != "html":
        raise bad("unsupported parse_mode")
    text, given = read_html(text) if parse_mode else trimmed(text, list(entities or ()))
    taken = {unit for entity in given for unit in range(entity["offset"], entity["offset"] + entity["length"])}
    return text, sorted(given + [e for e in detected(text) if e["offset"] not in taken], key=lambda e: e["offset"])
