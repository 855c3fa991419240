"""Lines of the audit as people read them: facts, fields and values by what they are called, none by an id."""

import json
from collections.abc import Mapping
from typing import Final

from bot.web.staff.naming import Naming, naming
from knowledge import audit
from knowledge.audit import Line
from knowledge.book import Book
from knowledge.importing.wording import rule_words
from knowledge.keeping.catalogue import label
from knowledge.keeping.fields import MEANT
from knowledge.wording import Voice

_OUR_OWN: Final = frozenset({"id", "made_at", "place", "lifts", "session"})
"""Fields that mean something to the program alone."""
_TICKS: Final = {"true": "✓", "false": "✗"}


def names_in(book: Book) -> dict[str, str]:
    """What every fact is called, by kind and id in one word (``expert e1``)."""
    every = {f"{kind} {key}": label(fact, book) for kind, held in book.kinds.items() for key, fact in held.items()}
    return every | audit.names_in(book)


def told(line: Line, voice: Voice, names: Mapping[str, str]) -> tuple[str, ...]:
    """A line in words: when (Shanghai), who, door, action, whom or what, before, after."""
    at, who, door, action, subject, before, after = audit.told(line, voice, names)
    if not line.fields:
        return at, who, door, action, names.get(line.subject, subject), before, after
    kind, words = line.subject.partition(" ")[0], naming(english=voice.english)
    if line.subject not in names:  # it is archived: what it was called stands in the line itself
        subject = f"{words.kinds.get(kind, kind)} {_called(line, names)}"
    sides = ([(name, one[side]) for name, *one in line.fields if name not in _OUR_OWN] for side in (0, 1))
    return at, who, door, action, subject, *(_side(kind, held, words, names) for held in sides)


def _called(line: Line, names: Mapping[str, str]) -> str:
    held = {name: after or before for name, before, after in line.fields}
    whom = names.get(f"expert {held.get('expert')}") or names.get(f"institution {held.get('institution')}", "")
    days = "—".join(dict.fromkeys(held[name] for name in ("first", "last") if held.get(name)))
    return held.get("title") or held.get("name") or f"{whom} {days}".strip()


def _side(kind: str, held: list[tuple[str, str]], words: Naming, names: Mapping[str, str]) -> str:
    return "；".join(f"{words.field(kind, name)}：{_value(name, text, words, names)}" for name, text in held if text)


def _value(name: str, text: str, words: Naming, names: Mapping[str, str]) -> str:
    if name == "rule":
        return rule_words(text)
    of = MEANT.get(name, "")
    return "、".join(names.get(f"{of} {one}") or _TICKS.get(one) or words.said(name, one) for one in _parts(text))


def _parts(text: str) -> list[str]:
    """The members of a list of texts; anything else is one."""
    try:
        held = json.loads(text) if text.startswith("[") else None
    except ValueError:  # words that begin with a bracket
        held = None
    return held if isinstance(held, list) and all(isinstance(one, str) for one in held) else [text]
