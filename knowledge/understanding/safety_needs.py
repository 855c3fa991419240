"""What a text must hold for a rule to match it at all, told from the rule's expression without compiling it.

Most rules tried on an ordinary question cannot match (我想 … without 死, 跳 or any other of their words): comparing
two sets spares the expression, and at a start its compilation as well.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Generic, NamedTuple, TypeVar

from knowledge.understanding.lookup import beginnings, openings_in

T = TypeVar("T")

_MANY = 1.0  # what a single character costs as evidence, and a pair of neighbours, which is rarer
_FEW = 0.1
_QUANTIFIER = re.compile(r"(?:([?*]|\{0?,)|\+|\{)(?:[\d,]*\})?\??")
_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])*)\]")
_PLAIN_GROUP = "(?:"
_LOOKS = ("(?<!", "(?<=", "(?!", "(?=")


class _Trial(Generic[T]):
    """Something to be tried where a text has this opening: ``source`` is the expression that is to match there."""

    def __init__(self, opening: str, source: str, what: T) -> None:
        self.opening = opening
        self.source = source
        self.what = what

    @cached_property
    def needs(self) -> frozenset[str]:
        """See :func:`needed`; told when first tried, which keeps the start short."""
        return needed(self.source)


class Openings(Generic[T]):
    """What is worth trying in a text, by the first two characters of its opening (one, where it has but one)."""

    def __init__(self, trials: Iterable[tuple[str, str, T]]) -> None:
        """Take (opening, expression, what it stands for)."""
        self._table: dict[str, list[_Trial[T]]] = {}
        for opening, source, what in trials:
            self._table.setdefault(opening[:2], []).append(_Trial(opening, source, what))
        self._first = frozenset(self._table)

    def met(self, text: str) -> Iterator[tuple[int, T]]:
        """Places of a text from left to right, with what may match there."""
        held = openings_in(text)
        for at, first in sorted(beginnings(text, self._first)):
            for trial in self._table[first]:
                if text.startswith(trial.opening, at) and not (trial.needs and trial.needs.isdisjoint(held)):
                    yield at, trial.what


class _Atom(NamedTuple):
    """A piece of an expression: the sets of which a match holds one string each, or the character it is."""

    sets: tuple[frozenset[str], ...] = ()
    letter: str = ""


@cache
def needed(source: str) -> frozenset[str]:
    """Characters and pairs of which every match of a rule's expression holds at least one; empty: nothing is known."""
    branches, _ = _branches(source, 0)
    return _best(_either(branches))


def may_match(source: str, text: str) -> bool:
    """Whether a text holds what an expression needs."""
    needs = needed(source)
    return not needs or not needs.isdisjoint(openings_in(text))


def _best(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """The set that fewest texts hold something of; what comes later says more than 我 and 想 before it."""
    return min(reversed([*sets]), key=_commonness, default=frozenset())


def _commonness(held: frozenset[str]) -> float:
    return sum(_MANY if len(said) == 1 else _FEW for said in held)


def _either(branches: list[tuple[frozenset[str], ...]]) -> tuple[frozenset[str], ...]:
    """What is needed when any of the branches may match."""
    if len(branches) == 1:
        return branches[0]
    each = [_best(sets) for sets in branches]
    return (frozenset().union(*each),) if all(each) else ()


def _branches(source: str, at: int) -> tuple[list[tuple[frozenset[str], ...]], int]:
    """The alternatives from ``at`` to the bracket that ends them, each with all its sets, and where they end."""
    branches: list[tuple[frozenset[str], ...]] = []
    while True:
        atoms, at = _atoms(source, at)
        branches.append(tuple(_sets(atoms)))
        if source[at : at + 1] != "|":
            return branches, at
        at += 1


def _atoms(source: str, at: int) -> tuple[list[_Atom], int]:
    atoms = []
    while at < len(source) and source[at] not in "|)":
        atom, at = _atom(source, at)
        if quantifier := _QUANTIFIER.match(source, at):
            at = quantifier.end()
            optional = quantifier[1] or quantifier[0].startswith("{0")
            atom = _Atom() if optional else _Atom((frozenset(atom.letter),)) if atom.letter else atom
        atoms.append(atom)
    return atoms, at


def _atom(source: str, at: int) -> tuple[_Atom, int]:
    char = source[at]
    if char == "(":
        inner = at + len(_PLAIN_GROUP)
        branches, end = _branches(source, inner if source.startswith(_PLAIN_GROUP, at) else _inside(source, at))
        return _Atom(_either(branches)) if source.startswith(_PLAIN_GROUP, at) else _Atom(), end + 1
    if held := _CLASS.match(source, at):
        simple = not held[1] and not set(held[2]) & {"-", "\\", ","}
        return _Atom((frozenset(held[2]),) if simple else ()), held.end()
    if char == "\\":
        return _Atom(), at + 2
    return _Atom(letter="" if char in ".^$," else char), at + 1  # a comma may be ours, not the text's


def _inside(source: str, at: int) -> int:
    """Where the words of a look-around or a capturing group begin."""
    return at + len(next((opening for opening in _LOOKS if source.startswith(opening, at)), "("))


def _sets(atoms: list[_Atom]) -> Iterator[frozenset[str]]:
    """The sets of a row of atoms; letters beside each other count as pairs."""
    for before, atom, after in zip([_Atom(), *atoms], atoms, [*atoms[1:], _Atom()], strict=False):
        yield from atom.sets
        if atom.letter and after.letter:
            yield frozenset((atom.letter + after.letter,))
        elif atom.letter and not before.letter:
            yield frozenset(atom.letter)
