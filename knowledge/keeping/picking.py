"""Facts that a form refers to, by name: ids stay out of sight, a name that fits nothing is told with near ones.

A form's texts hold ids within the program; what people read and write are names. Both ways are here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from knowledge.book import Book
from knowledge.clinics import Expert
from knowledge.keeping.catalogue import find, label
from knowledge.keeping.fields import MEANT, Field, fields_of
from knowledge.keeping.fitting import names_of
from knowledge.keeping.nested import Unfit, read_nested, written
from knowledge.kinds import KINDS
from knowledge.model import Fact, Source
from knowledge.understanding.normalise import canonical
from knowledge.wording import Sentence, sentence

_NEAR: Final = 3
_LISTED: Final = 500
"""Names in a list that the browser offers while one is typed."""
_SHOWN: Final = 40
Change = Callable[[str, str], str]
"""What becomes of a reference: (kind, text) → text."""


class UnknownError(Unfit):
    """A name that means no fact, or several; the sentence says what to do."""


def choices(book: Book, kind: str) -> dict[str, str]:
    """Every fact of a kind by id: a name that is its own alone."""
    held = book.kinds.get(kind, {})
    named: dict[str, list[str]] = defaultdict(list)
    for key, fact in held.items():
        named[_called(fact, book)].append(key)
    found = {}
    for name, keys in named.items():
        for place, key in enumerate(keys, 1):
            found[key] = name if len(keys) == 1 else f"{name} {_apart(held[key]) or f'第{place}个'}"
    return {key: found[key] for key in held} if len(set(found.values())) == len(found) else _numbered(found)


def _called(fact: Fact, book: Book) -> str:
    if isinstance(fact, Expert):
        place = book.institutions.get(fact.institution)
        return f"{fact.name}（{place.short}）" if place is not None else fact.name
    return " ".join(label(fact, book).split())


def _apart(fact: Fact) -> str:
    match fact:
        case Source():
            return " ".join(part for part in (fact.publisher, fact.date) if part)
        case Expert():
            return fact.title
    return ""


def _numbered(found: Mapping[str, str]) -> dict[str, str]:
    """Names that still are the same, told apart by their place."""
    seen: dict[str, int] = defaultdict(int)
    made = {}
    for key, name in found.items():
        seen[name] += 1
        made[key] = name if seen[name] == 1 else f"{name} 第{seen[name]}个"
    return made


class Names:
    """The names of one Book, looked up once a kind."""

    def __init__(self, book: Book) -> None:
        """Take the Book."""
        self._book = book
        self._choices: dict[str, dict[str, str]] = {}
        self._known: dict[str, dict[str, list[str]]] = {}

    def of(self, kind: str) -> dict[str, str]:
        """:func:`choices` of a kind."""
        if kind not in self._choices:
            self._choices[kind] = choices(self._book, kind)
        return self._choices[kind]

    def said(self, kind: str, key: str) -> str:
        """What an id is called; as it stands when there is no such fact."""
        return self.of(kind).get(key, key)

    def meant(self, kind: str, text: str) -> str:
        """The id that a name means. Raises UnknownError with near names for none or several."""
        plain = text.strip()
        if plain in self._book.kinds.get(kind, {}):
            return plain
        if exact := next((key for key, name in self.of(kind).items() if name == plain), ""):
            return exact
        keys = self._by_name(kind).get(canonical(plain), [])
        if len(keys) == 1:
            return keys[0]
        of_kind = sentence(f"kind_{kind}")
        near = keys or find(self._book, kind, plain)
        some = [f"“{self.said(kind, key)}”" for key in near[:_NEAR]]
        if keys:
            raise UnknownError(sentence("name_of_several", name=plain, kind=of_kind, some=some))
        phrase = "name_unknown_near" if some else "name_unknown"
        raise UnknownError(sentence(phrase, name=plain[:_SHOWN], kind=of_kind, some=some))

    def _by_name(self, kind: str) -> dict[str, list[str]]:
        if kind not in self._known:
            own = {canonical(name): [key] for key, name in self.of(kind).items()}
            every: dict[str, list[str]] = defaultdict(list)
            for key, fact in self._book.kinds.get(kind, {}).items():
                for name in {canonical(said) for said in (*names_of(fact), getattr(fact, "title", "")) if said}:
                    every[name].append(key)
            self._known[kind] = every | own
        return self._known[kind]


def with_names(kind: str, texts: Mapping[str, str], names: Names) -> dict[str, str]:
    """A form's texts as people read them; what is no id stays as it was typed."""
    return {field.name: _changed(field, texts[field.name], names.said) for field in fields_of(kind)}


def with_ids(kind: str, texts: Mapping[str, str], names: Names) -> tuple[dict[str, str], dict[str, Sentence]]:
    """A form's texts with ids in place of names; and by field what is wrong with a name, which stays as typed."""
    found, problems = dict(texts), dict[str, Sentence]()
    for field in fields_of(kind):
        try:
            found[field.name] = _changed(field, texts[field.name], names.meant)
        except UnknownError as error:
            problems[field.name] = error.sentence
    return found, problems


def _changed(field: Field, text: str, change: Change) -> str:
    if not text.strip():
        return text
    if field.shape == "lines" and field.refers:
        lines = (line.strip() for line in text.splitlines())
        return "\n".join(dict.fromkeys(change(field.refers, line) for line in lines if line))
    if field.shape == "line" and field.refers:
        return change(field.refers, text)
    return _nested(field, text, change) if field.shape == "nested" else text


def _nested(field: Field, text: str, change: Change) -> str:
    """References within YAML; a text that is none is told as such when it is read as the field."""
    try:
        value = read_nested(text)
    except ValueError:
        return text
    made = _walked(value, change, by_kind=field.name == "found")
    return text if made == value else written(made)


def _walked(value: Any, change: Change, *, by_kind: bool, kind: str = "") -> Any:
    if isinstance(value, dict):
        kinds = {name: name if by_kind and name in KINDS else MEANT.get(name, "") for name in value}
        return {name: _walked(part, change, by_kind=by_kind, kind=kinds[name]) for name, part in value.items()}
    if isinstance(value, list):
        return [_walked(part, change, by_kind=by_kind, kind=kind) for part in value]
    return change(kind, value) if kind and isinstance(value, str) and value else value


def told(kind: str, name: str, text: str, names: Names) -> str:
    """A field's text as people read it."""
    return next((_changed(field, text, names.said) for field in fields_of(kind) if field.name == name), text)


class Picker(msgspec.Struct, frozen=True):
    """How a reference is chosen: of so few that all are shown, or typed by name with ``named`` as a help."""

    every: bool
    named: dict[str, str]


def picker(kind: str, names: Names) -> Picker:
    """The picker for references to a kind; names of a large kind are typed without a list."""
    held = names.of(kind)
    few = kind in {"institution", "base", "district", "specialty"}
    return Picker(few, held if few or len(held) <= _LISTED else {})
