"""The names of the Book as people say them, ready to be found: exactly, by sound, by initials, nearly."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from knowledge import model as m
from knowledge.clinics import Expert
from knowledge.understanding.lookup import Lookup, by_sound
from knowledge.understanding.normalise import canonical, has_han
from knowledge.understanding.pinyin import initials, sound_with_spelling

_SHORT_FORM = re.compile(r"市.|.院")  # 市一 and 六院 sound like too many other things
LEAST_SYLLABLES_FUZZY = 4
LEAST_SYLLABLES_PLACE = 3
NEAR_ENOUGH = 84.0
_NEAR = 12
_COMMON = 120
_SHARED = 0.3
_OF_LONG_NAMES = frozenset({"initials", "_long", "_by_pair", "worn"})


class Name(NamedTuple):
    """What a name means: the kind and id of a fact; ``bare`` when it is an ordinary word or place as well.

    ``word`` is how the name is written.
    """

    kind: str
    id: str
    bare: bool = False
    word: str = ""


def spellings(fact: m.Fact) -> Iterator[tuple[str, bool]]:
    """What a fact may be called, canonical, and whether that is an ordinary word as well."""
    match fact:
        case m.Institution():
            bare = {_plain(word) for word in fact.also_place}
            named = (fact.name, fact.short, fact.source_name, fact.english, *fact.aliases)
            yield from ((_plain(word), _plain(word) in bare) for word in named if word)
            yield from ((word, True) for word in bare)
        case m.District():
            plain = _plain(fact.english).removesuffix(" district")  # 闵行 is read min-hang, which no table tells
            yield from ((_plain(word), False) for word in (fact.name, fact.english, plain, *fact.aliases))
        case m.Locality():
            yield from ((_plain(word), False) for word in (fact.name, *fact.aliases))
        case m.Alliance():
            yield from ((_plain(word), False) for word in (fact.name, fact.short, fact.english, *fact.aliases))
        case Expert():
            yield from ((_plain(word), False) for word in (fact.name, *fact.aliases))
        case m.Person():
            yield (_plain(fact.name), False)
        case m.Specialty():
            yield from ((_plain(word), False) for word in (fact.name, fact.english, *fact.words))


@lru_cache(maxsize=16_384)  # names of the Book, which are read anew with every change; no words of people
def _plain(name: str) -> str:
    return canonical(name)


def _named(kind: str, facts: Iterable[m.Fact]) -> list[tuple[str, Name]]:
    spelled = ((word, Name(kind, fact.id, bare, word)) for fact in facts for word, bare in spellings(fact))
    return [(word, name) for word, name in spelled if len(word) > 1]


class _Kind:
    """The names of one kind of facts."""

    def __init__(self, kind: str, facts: Mapping[str, m.Fact]) -> None:
        self.facts = facts
        self.words = _named(kind, facts.values())
        self._least = LEAST_SYLLABLES_PLACE if kind == "locality" else 2

    @cached_property
    def exact(self) -> Lookup[Name]:
        return Lookup(self.words)

    @cached_property
    def heard(self) -> Lookup[Name]:
        return by_sound([(w, name) for w, name in self.words if not _SHORT_FORM.fullmatch(w)], self._least)


class Names:
    """Every name of one Book, by kind."""

    def __init__(self, facts: Mapping[str, Mapping[str, m.Fact]], before: "Names | None" = None) -> None:
        """Take the facts that have names, by kind and id; kinds that are the same as ``before`` are not read again."""
        held: Mapping[str, _Kind] = before.kinds if before is not None else {}
        self.kinds: dict[str, _Kind] = {
            kind: held[kind] if kind in held and held[kind].facts is these else _Kind(kind, these)
            for kind, these in facts.items()
        }
        if before is not None and all(self.kinds.get(kind) is held.get(kind) for kind in ("institution", "alliance")):
            self.__dict__ |= {name: made for name, made in before.__dict__.items() if name in _OF_LONG_NAMES}

    def _words(self, kind: str) -> list[tuple[str, Name]]:
        return self.kinds[kind].words if kind in self.kinds else []

    @cached_property
    def exact(self) -> dict[str, Lookup[Name]]:
        """Names by kind, to be found in a canonical text."""
        return {kind: held.exact for kind, held in self.kinds.items()}

    @cached_property
    def heard(self) -> dict[str, Lookup[Name]]:
        """Names by kind, to be found in the sound of a text; places only when long enough to be told from words."""
        return {kind: held.heard for kind, held in self.kinds.items()}

    @cached_property
    def initials(self) -> dict[str, tuple[Name, ...]]:
        """Institutions by the first letters of their names ("lhyy")."""
        found: dict[str, dict[str, Name]] = defaultdict(dict)
        for word, name in self._words("institution"):
            if has_han(word):
                found[initials(word)].setdefault(name.id, name)
        return {letters: tuple(names.values()) for letters, names in found.items() if len(letters) > 1}

    def has(self, kind: str) -> bool:
        """Whether there are names of this kind at all."""
        return bool(self._words(kind))

    def people_like(self, said: str) -> Iterator[Name]:
        """Experts whose surname this is, or whose name differs in one character of the given name."""
        for word, name in self._words("expert"):
            same_surname = word[0] == said[0]
            slips = sum(a != b for a, b in zip(word, said, strict=False))
            if same_surname and (len(said) == 1 or (len(word) == len(said) and slips == 1)):
                yield name

    @cached_property
    def _long(self) -> dict[str, list[Name]]:
        words = [*self._words("institution"), *self._words("alliance")]
        found: dict[str, list[Name]] = defaultdict(list)
        for word, name in words:
            heard = sound_with_spelling(word)
            if has_han(word) and len(heard) >= LEAST_SYLLABLES_FUZZY:
                found[heard].append(name)
        return found

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        """Long names by the pairs of syllables in them that not too many share (医院 tells nothing)."""
        found: dict[str, list[str]] = defaultdict(list)
        for spelled in self._long:
            for pair in _pairs(spelled):
                found[pair].append(spelled)
        return {pair: names for pair, names in found.items() if len(names) <= _COMMON}

    @cached_property
    def worn(self) -> frozenset[str]:
        """Pairs of syllables that too many long names share to tell anything (医院)."""
        return frozenset(pair for spelled in self._long for pair in _pairs(spelled)) - self._by_pair.keys()

    def nearly(self, heard: str) -> list[tuple[float, Name]]:
        """Long names that stand in a text's sound with a slip or two, the likeliest first (score 0–100)."""
        if len(heard) < LEAST_SYLLABLES_FUZZY - 1:
            return []
        shared = Counter(spelled for pair in _pairs(heard) for spelled in self._by_pair.get(pair, ()))
        alike = [spelled for spelled, pairs in shared.items() if pairs >= _SHARED * (len(spelled) - 1)]
        near = process.extract(
            heard, alike, scorer=fuzz.partial_ratio, processor=None, limit=_NEAR, score_cutoff=NEAR_ENOUGH
        )
        best: dict[tuple[str, str], tuple[float, Name]] = {}
        for spelled, score, _ in near:
            if len(spelled) > len(heard) + 1:
                continue
            weighed = score + min(len(spelled), 12) / 10  # of equals the longer name says more
            for name in self._long[spelled]:
                if weighed > best.get((name.kind, name.id), (0.0, name))[0]:
                    best[name.kind, name.id] = (weighed, name)
        return sorted(best.values(), reverse=True)


def _pairs(heard: str) -> set[str]:
    return {heard[i : i + 2] for i in range(len(heard) - 1)}
