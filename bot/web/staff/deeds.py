"""Lines of the audit as people read them: facts, fields and values by what they are called, none by an id."""

import json
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from bot.web.staff.naming import Naming, naming
from knowledge.audit import Line
from knowledge.book import Book
from knowledge.importing.wording import rule_words
from knowledge.keeping.catalogue import label
from knowledge.keeping.fields import MEANT
from knowledge.moments import SHANGHAI
from knowledge.wording import Voice, phrases

_CHINESE: Final = Voice()
_TO_FACTS: Final = frozenset({"add", "change", "archive"})
_OUR_OWN: Final = frozenset({"id", "made_at", "place", "lifts", "session"})
"""Fields that mean something to the program alone."""
_SHORT: Final = {"institution": "short", "expert": "name", "entry": "title"}
_TICKS: Final = {"true": "✓", "false": "✗"}


class _Names(Mapping[str, str]):
    """Made one by one as they are asked for: a page of the audit names fifty of ten thousand facts."""

    def __init__(self, book: Book, voice: Voice) -> None:
        self._book = book
        self._voice = voice
        self._known: dict[str, str] = {}

    def __getitem__(self, said: str) -> str:
        if said not in self._known:
            kind, _, key = said.partition(" ")
            fact, is_short = self._book.kinds[kind][key], kind in _SHORT and not self._voice.english
            self._known[said] = getattr(fact, _SHORT[kind]) if is_short else label(fact, self._book, self._voice)
        return self._known[said]

    def __iter__(self) -> Iterator[str]:
        return (f"{kind} {key}" for kind, held in self._book.kinds.items() for key in held)

    def __len__(self) -> int:
        return sum(map(len, self._book.kinds.values()))


def names_in(book: Book, voice: Voice = _CHINESE) -> Mapping[str, str]:
    """What every fact is called, by kind and id in one word (``expert e1``), where it can be as shortly as in talk."""
    return _Names(book, voice)


def headings(voice: Voice) -> tuple[str, ...]:
    """What the columns of :func:`told` are called."""
    names = ("at", "who", "door", "action", "subject", "before", "after")
    return tuple(voice.say(f"column_{name}") for name in names)


def told(line: Line, voice: Voice, names: Mapping[str, str]) -> tuple[str, ...]:
    """A line in words: when (Shanghai), who, door, action, whom or what, before, after.

    ``names`` is :func:`names_in` of the Book; who did something to themselves is not named twice.
    """
    known = phrases("en" if voice.english else "zh")
    at = f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    door, action = known.get(f"door_{line.door}", line.door), known.get(f"audit_{line.action}", line.action)
    whom_and_what = (
        _fact_told(line, voice, known, names) if line.action in _TO_FACTS else _deed_told(line, known, names)
    )
    return at, line.who, door, action, *whom_and_what


def _deed_told(line: Line, known: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, ...]:
    subject = "" if line.subject == line.who else names.get(line.subject, line.subject)
    return subject, *(_place_told(text, known, names) for text in (line.before, line.after))


def _place_told(text: str, known: Mapping[str, str], names: Mapping[str, str]) -> str:
    """A role and its hospitals (``clerk tianshan``) in words; any other text as it is."""
    role, *places = text.split(" ")
    if f"role_{role}" not in known:
        return text
    return " ".join((known[f"role_{role}"], *(names.get(f"institution {place}", place) for place in places)))


def _fact_told(line: Line, voice: Voice, known: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, ...]:
    kind, words = line.subject.partition(" ")[0], naming(english=voice.english)
    called = words.kinds.get(kind, kind)
    if line.subject in names:
        subject = f"{known.get(f'kind_{kind}', called)} {names[line.subject]}"
    else:  # it is archived: what it was called stands in the line itself
        subject = f"{called} {_called(line, names)}"
    sides = ([(name, one[side]) for name, *one in line.fields if name not in _OUR_OWN] for side in (0, 1))
    said = _Words(voice, words, names)
    return subject, *(said.side(kind, held) for held in sides)


def _called(line: Line, names: Mapping[str, str]) -> str:
    held = {name: after or before for name, before, after in line.fields}
    whom = names.get(f"expert {held.get('expert')}") or names.get(f"institution {held.get('institution')}", "")
    days = "—".join(dict.fromkeys(held[name] for name in ("first", "last") if held.get(name)))
    return held.get("title") or held.get("name") or f"{whom} {days}".strip()


class _Words(NamedTuple):
    """How values are told: in whose language, what fields and choices are called in it, and what facts are called."""

    voice: Voice
    naming: Naming
    names: Mapping[str, str]

    def side(self, kind: str, held: list[tuple[str, str]]) -> str:
        """Fields with their values, those that are empty left out."""
        colon, end = (": ", "; ") if self.voice.english else ("：", "；")
        return end.join(f"{self.naming.field(kind, name)}{colon}{self._value(name, t)}" for name, t in held if t)

    def _value(self, name: str, text: str) -> str:
        if name == "rule":
            return rule_words(text, self.voice)
        of = MEANT.get(name, "")
        said = (self.names.get(f"{of} {one}") or _TICKS.get(one) or self.naming.said(name, one) for one in _parts(text))
        return self.voice.listed(list(said))


def _parts(text: str) -> list[str]:
    """The members of a list of texts; anything else is one."""
    try:
        held = json.loads(text) if text.startswith("[") else None
    except ValueError:  # words that begin with a bracket
        held = None
    return held if isinstance(held, list) and all(isinstance(one, str) for one in held) else [text]
