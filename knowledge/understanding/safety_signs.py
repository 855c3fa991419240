"""Signs and recipes: an alarm put together from what is said about several sides of a danger.

A rule of ``safety_rules`` hears one wording. Here plain words are noticed one by one (a body part, an acute sign,
suddenness; a means, a farewell, despair) and ``recipes.yaml`` names the signs that alarm when they stand together.
One pass over the text, no regular expressions.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from knowledge.understanding import safety_rules as rules
from knowledge.understanding.lookup import beginnings
from knowledge.understanding.pinyin import sound

NEAR = 30  # characters from the first sign of a recipe to each of the others
_BETWEEN = 6  # characters that "…" may stand for
_FOLDER = Path(__file__).parent.parent / "content" / "safety"

Span = tuple[int, int]
Seen = Mapping[str, list[Span]]


class Lines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The recipes of one group: ``sure`` ones, and those that only speak up ``softly``."""

    sure: tuple[str, ...] = ()
    softly: tuple[str, ...] = ()


class Recipe(NamedTuple):
    """Signs that alarm together: one of each of ``signs`` (the first is where they are sought), none of ``without``."""

    rule: rules.Rule
    signs: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]


class Found(NamedTuple):
    """A recipe whose signs stand in ``text[start:end]``."""

    rule: rules.Rule
    start: int
    end: int


def _read(name: str) -> object:
    return yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def signs() -> dict[str, tuple[str, ...]]:
    """The words of every sign, dialect folded as the texts are."""
    lists = msgspec.convert(_read("signs"), dict[str, str])
    folded = rules.folded("\n".join(lists.values())).split("\n")  # all at once: folding them one by one took 30 ms
    return {name: tuple(dict.fromkeys(words.split("|"))) for name, words in zip(lists, folded, strict=True)}


@cache
def recipes() -> tuple[Recipe, ...]:
    """Every recipe of ``recipes.yaml``."""
    books = msgspec.convert(_read("recipes"), dict[rules.Kind, dict[str, Lines]])
    return tuple(
        _recipe(line, rules.Rule(kind, group, (), certain=certain))
        for kind, groups in books.items()
        for group, lines in groups.items()
        for certain, of_it in ((True, lines.sure), (False, lines.softly))
        for line in of_it
    )


def _recipe(line: str, rule: rules.Rule) -> Recipe:
    wanted, *unwanted = line.split(" - ")
    return Recipe(rule, tuple(tuple(side.split("|")) for side in wanted.split(" + ")), tuple(unwanted))


class _Word(NamedTuple):
    text: str
    then: str  # what must follow after at most ``_BETWEEN`` characters; "" for nothing
    signs: tuple[str, ...]


@cache
def _words(by_sound: bool) -> dict[str, tuple[_Word, ...]]:  # noqa: FBT001 - a cache key
    """Words by their first two characters (one, for words of one), as written or as they sound.

    By sound single syllables say too little and are left out.
    """
    named: dict[str, list[str]] = {}
    for name, words in signs().items():
        for word in words:
            named.setdefault(word, []).append(name)
    table: dict[str, list[_Word]] = {}
    for word, names in named.items():
        first, _, then = word.partition("…")
        if by_sound and len(first + then) > 1:
            first, then = sound(first), sound(then)
        elif by_sound:
            continue
        table.setdefault(first[:2], []).append(_Word(first, then, tuple(names)))
    return {opening: tuple(words) for opening, words in table.items()}


@cache
def _openings(by_sound: bool) -> frozenset[str]:  # noqa: FBT001 - a cache key
    return frozenset(_words(by_sound))


def seen(text: str, *, by_sound: bool = False) -> Seen:
    """Where each sign stands in a text."""
    table, found = _words(by_sound), dict[str, list[Span]]()
    for at, opening in beginnings(text, _openings(by_sound)):
        for word in table[opening]:
            if (end := _end(word, text, at)) and not _cuts_latin(text, at, end):
                for name in word.signs:
                    found.setdefault(name, []).append((at, end))
    return found


def _end(word: _Word, text: str, at: int) -> int:
    if not text.startswith(word.text, at):
        return 0
    end = at + len(word.text)
    if not word.then:
        return end
    then = text.find(word.then, end, end + _BETWEEN + len(word.then))
    return then + len(word.then) if then >= 0 else 0


def _cuts_latin(text: str, start: int, end: int) -> bool:
    """Whether a Latin word would be cut in two ("end" in "friend")."""
    return _inside_latin(text, start) or _inside_latin(text, end)


def _inside_latin(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalpha()


@cache
def _by_first() -> dict[str, tuple[Recipe, ...]]:
    table: dict[str, list[Recipe]] = {}
    for recipe in recipes():
        for name in recipe.signs[0]:
            table.setdefault(name, []).append(recipe)
    return {name: tuple(of_it) for name, of_it in table.items()}


def matches(found: Seen, least: int = 1) -> Iterator[Found]:
    """The recipes of at least so many signs whose signs stand near each other."""
    table = _by_first()
    for name in found:
        for recipe in table.get(name, ()):
            if len(recipe.signs) >= least and all(any(sign in found for sign in side) for side in recipe.signs[1:]):
                yield from _placed(recipe, name, found)


def _placed(recipe: Recipe, first: str, found: Seen) -> Iterator[Found]:
    for span in found[first]:
        taken = [span]
        for side in recipe.signs[1:]:
            other = _nearest(side, taken, found)
            if other is None:
                break
            taken.append(other)
        else:
            start, end = min(s for s, _ in taken), max(e for _, e in taken)
            if not any(_near(span, other) for name in recipe.without for other in found.get(name, ())):
                yield Found(recipe.rule, start, end)
                return


def _nearest(side: tuple[str, ...], taken: list[Span], found: Seen) -> Span | None:
    here = taken[0]
    spans = [
        span
        for name in side
        for span in found.get(name, ())
        if _near(here, span) and not any(span[0] < end and start < span[1] for start, end in taken)
    ]
    return min(spans, key=lambda span: (_gap(here, span), span[0] - span[1]), default=None)


def _gap(one: Span, other: Span) -> int:
    return max(other[0] - one[1], one[0] - other[1])


def _near(one: Span, other: Span) -> bool:
    return _gap(one, other) <= NEAR
