"""The words of complaints: content/complaints/*.yaml as one dictionary, read once when first needed.

Words in a file are separated by spaces; "_" stands for a space inside a word. Every word has one entry, so
that the longest word at a place decides alone what is read there.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import msgspec
import yaml

from knowledge.understanding.lookup import by_opening
from knowledge.understanding.pinyin import sound, spell

ROLES = ("term", "named", "child", "pregnant", "part", "trouble", "outside", "nothing", "elsewhere", "aside")
HEARD = ("term", "named", "child", "pregnant", "outside")  # roles whose words may be misspelled by ear
AUDIBLE = 0.75  # a word that says less is not guessed from its sound: everyday talk sounds like it too
SHORT = 2  # characters: so short a word is believed by ear only when by_ear.yaml lists it


class Entry(msgspec.Struct, frozen=True):
    """What a word stands for.

    ``role``: one of ROLES. ``fields``: specialties, best first. ``weight``: how much the word says, 0 to about 2.
    ``kind``: of a part (inside, own, limb, skin) or a trouble (pain, rash, …; its fields
    are what it means where no part is near). ``outside``: the field none of
    ours covers. ``when``: a part's fields for one kind of trouble.
    """

    role: str
    fields: tuple[str, ...] = ()
    weight: float = 1.0
    kind: str = ""
    outside: str = ""
    when: dict[str, tuple[str, ...]] = {}


class Lexicon(NamedTuple):
    """Words by spelling, and by what they begin with (see lookup.by_opening)."""

    entries: dict[str, Entry]
    begun: dict[str, tuple[str, ...]]
    openings: frozenset[str]


class Sounds(NamedTuple):
    """Words by sound (see pinyin.sound), the commonest first, and the sounds by what they begin with."""

    words: dict[str, tuple[str, ...]]
    begun: dict[str, tuple[str, ...]]
    openings: frozenset[str]


_BODY = ("anus", "blood", "bones", "brain", "kidney", "lung", "skin", "stomach", "tumour")
_TERMS = (*_BODY, "children", "women", "mind", "named", "english")


@cache
def _folder() -> Traversable:
    return files("knowledge").joinpath("content", "complaints")


def _read(name: str) -> Any:
    return yaml.load(_folder().joinpath(f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)


def _words(block: str) -> Iterator[str]:
    return (word.replace("_", " ") if "_" in word else word for word in block.split())


def _terms() -> Iterator[tuple[str, Entry]]:
    for name in _TERMS:
        for group in _read(name):
            named = name == "named" and group.get("explicit", True)
            role = group.get("role", "named" if named else "term")
            entry = Entry(role, tuple(group["fields"]), group.get("weight", 1.6 if named else 1.0))
            yield from ((word, entry) for word in _words(group["words"]))


def _parts(body: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for part in body["parts"]:
        when = {kind: tuple(fields) for kind, fields in part.get("when", {}).items()}
        entry = Entry(
            "part", tuple(part["fields"]), part.get("alone", 0.0), part["kind"], part.get("outside", ""), when
        )
        yield from ((word, entry) for word in _words(part["words"]))


def _others(body: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for group in body["troubles"]:
        entry = Entry("trouble", tuple(group.get("fields", ())), group.get("weight", 0.0), group["kind"])
        yield from ((word, entry) for word in _words(group["words"]))
    for name, block in _read("outside").items():
        yield from ((word, Entry("outside", outside=name)) for word in _words(block))
    for role, block in _read("ordinary").items():
        yield from ((word, Entry(role)) for word in _words(block))


def pairs() -> Iterator[tuple[str, Entry]]:
    """Every word with its entry, in the order of the files (a word given twice shows twice)."""
    body = _read("parts")
    yield from _others(body)
    yield from _parts(body)
    yield from _terms()


@cache
def lexicon() -> Lexicon:
    """The compiled dictionary."""
    entries = dict(pairs())
    begun = by_opening(entries)
    return Lexicon(entries, begun, frozenset(begun))


@cache
def claims() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Diseases outside our fields with the places where they hurt, both as beginnings of words."""
    return tuple((tuple(c["diseases"].split()), tuple(c["parts"].split())) for c in _read("claims"))


@cache
def sounds() -> Sounds:
    """Words of three characters and more, and the listed ones of two, by how they sound."""
    listed = _read("by_ear")
    words: dict[str, tuple[str, ...]] = {sound(word): (word,) for word in _words(listed["words"])}
    words |= {heard: (word,) for spelling, word in listed["spelled"].items() if (heard := spell(spelling))}
    for word, entry in lexicon().entries.items():
        sure = entry.role in HEARD and (entry.role != "term" or entry.weight >= AUDIBLE)
        if len(word) > SHORT and not word.isascii() and sure:
            heard = sound(word)
            words[heard] = (*words.get(heard, ()), word)
    begun = by_opening(words)
    return Sounds(words, begun, frozenset(begun))
