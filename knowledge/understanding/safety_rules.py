"""The rule books of the safety layer, read once from ``knowledge/content/safety``.

A rule is a line of words. ``A ~ B``: A, then B at most eight characters later in the same sentence. ``A & B``: both,
in any order, close together. ``A|B``: either. ``{name}``: any word of that list in ``words.yaml``. What stands inside
a word is an ordinary regular expression, but every alternative of the first word begins with a plain character, so
that a text is scanned once and only rules whose first characters occur in it are tried.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import yaml

from knowledge.understanding.lookup import beginnings
from knowledge.understanding.pinyin import sound
from knowledge.understanding.safety_needs import Openings

Kind = Literal["crisis", "emergency", "ask"]
Channel = Literal["written", "heard", "typed", "spelled"]

_BY_SOUND = ("heard", "spelled")
_FOLDER = Path(__file__).parent.parent / "content" / "safety"
_BOOKS = ("crisis", "emergency", "ask_first")
_GAP = r"[^。!?;]{0,8}?"
_NAME = re.compile(r"\{([a-z_]+)\}")
_PLAIN = re.compile(r"[^\\()\[\]{}?*+.^$|]+")
_OPTIONAL = re.compile(r"[?*{]")


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One class of alarm. ``rules`` are sure, ``maybe`` speaks up gently, ``heard`` matches by sound (typos and
    typed pinyin), ``typed`` matches Latin letters without their spaces.
    ``may_be_old``: the words also name a trouble of years. ``spelled``: in typed pinyin its rules are
    believed by sound wherever they are met, those of other groups only in a short text or when two agree.
    """

    kind: Kind
    rules: tuple[str, ...]
    maybe: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    may_be_old: bool = False
    spelled: bool = False


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What excuses a hit: ``words`` found right before it, in its sentence, right after it, or
    in the whole text.

    ``unless`` in the sentence takes the excuse back. ``result`` says whether the hit is dropped or only doubted,
    ``groups`` that it holds for these alone, ``spared`` for all but these.
    """

    kinds: tuple[Kind, ...]
    where: Literal["before", "sentence", "after", "whole"]
    words: str
    unless: str = ""
    result: Literal["drop", "doubt"] = "drop"
    only_maybe: bool = False
    spared: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shared word lists, spellings to fold, harmless phrases to overlook, contexts, words for other people,
    and the words sought in the middle of very long texts.
    """

    lists: dict[str, str]
    folds: dict[str, str]
    harmless: tuple[str, ...]
    contexts: dict[str, Context]
    third_person: str
    first_person: str
    far: str


class Rule(NamedTuple):
    """A rule ready to be tried where its first characters stand; ``parts`` are regular expressions."""

    kind: Kind
    group: str
    parts: tuple[str, ...]
    certain: bool


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A compiled expression; rules are compiled when first needed, which keeps the start short."""
    return re.compile(source)


def _read(name: str) -> object:
    return yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def words() -> Words:
    """The shared lists of ``words.yaml``."""
    return msgspec.convert(_read("words"), Words)


@cache
def _folds_begin() -> frozenset[str]:
    return frozenset(said[:2] for said in words().folds)


def folded(text: str) -> str:
    """The text with dialect and disguised spellings folded into the words the rules use."""
    if not beginnings(text, _folds_begin()):
        return text
    for said, meant in words().folds.items():
        if said in text:
            text = text.replace(said, meant)
    return text


@cache
def groups() -> dict[tuple[Kind, str], Group]:
    """Every group of every rule book by kind and name, most urgent first."""
    books = (msgspec.convert(_read(book), dict[str, Group]) for book in _BOOKS)
    return {(group.kind, name): group for book in books for name, group in book.items()}


@cache
def expand(line: str) -> str:
    """The line with every ``{name}`` replaced by the words of that list."""
    return _NAME.sub(lambda m: f"(?:{expand(words().lists[m.group(1)])})", line)


def parts(line: str) -> tuple[str, ...]:
    """A rule's line as regular expressions, one for each side of an ``&``."""
    return tuple(_GAP.join(f"(?:{expand(word)})" for word in part.split(" ~ ")) for part in line.split(" & "))


def openings(line: str) -> frozenset[str]:
    """The plain characters with which a match of the line's first word can begin, one string an alternative."""
    return frozenset(_opening(branch) for branch in _branches(expand(re.split(" [&~] ", line, maxsplit=1)[0])))


def _branches(source: str) -> list[str]:
    """Top-level alternatives, groups at the very beginning opened."""
    pieces, depth, current = [], 0, ""
    for char in source:
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            pieces.append(current)
            current = ""
        else:
            current += char
    pieces.append(current)
    return [opened for piece in pieces for opened in _opened(piece)]


def _opened(piece: str) -> list[str]:
    if piece[1:2] == "?" and piece[0] != "(":
        return [piece[0] + piece[2:], *_branches(piece[2:])]
    if not piece.startswith("(?:"):
        return [piece]
    end = _closing(piece)
    inner, rest = _branches(piece[3:end]), piece[end + 1 :]
    optional = rest.startswith(("?", "*"))
    rest = rest[1:] if optional else rest
    return [first + rest for first in inner] + (_branches(rest) if optional else [])


def _closing(piece: str) -> int:
    """Where the bracket that opens a piece is closed."""
    depth = 0
    for at, char in enumerate(piece):
        depth += (char == "(") - (char == ")")
        if not depth:
            return at
    raise ValueError(f"an open bracket in {piece!r}")


def _opening(branch: str) -> str:
    plain = _PLAIN.match(branch)
    if not plain:
        raise ValueError(f"a rule must begin with a plain character, not with {branch!r}")
    text = plain.group()
    if _OPTIONAL.match(branch[plain.end() :][:1]):
        text = text[:-1]
    if not text:
        raise ValueError(f"a rule must begin with a character that is always there: {branch!r}")
    return text[:4]


@cache
def index(channel: Channel, kinds: frozenset[Kind]) -> Openings[Rule]:
    """The rules of these kinds for one channel, by what a match begins with."""
    return Openings(
        trial
        for (kind, name), group in groups().items()
        if kind in kinds
        for line, certain in _lines(group, channel)
        for trial in _trials(line, Rule(kind, name, parts(line), certain), sound if channel in _BY_SOUND else str)
    )


def _trials(line: str, rule: Rule, heard: Callable[[str], str]) -> Iterator[tuple[str, str, Rule]]:
    tried = rule._replace(parts=tuple(heard(part) for part in rule.parts))
    return ((heard(opening), tried.parts[0], tried) for opening in sorted(openings(line)))


def _lines(group: Group, channel: Channel) -> list[tuple[str, bool]]:
    if channel == "written":
        return [*product(group.rules, (True,)), *product(group.maybe, (False,))]
    if channel == "spelled":
        return [*product(group.rules, (False,))] if group.kind != "ask" else []
    return list(product(group.heard if channel == "heard" else group.typed, (True,)))


@cache
def harmless() -> Openings[str]:
    """Expressions of harmless phrases, by what they begin with."""
    return Openings(
        (opening, source, source)
        for line in words().harmless
        for source in parts(line)
        for opening in sorted(openings(line))
    )
