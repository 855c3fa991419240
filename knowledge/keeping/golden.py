"""The wordings that the Book knows: asked again before a change is published, to see where they would lead.

They are the titles and phrasings of the entries, and every name as if nothing but it was said. What was made of a fact
is kept for the next Book: 40,000 wordings take a second or two once, later milliseconds, and about 25 MB.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from knowledge.book import Book
from knowledge.clinics import Expert
from knowledge.keeping.fitting import names_of
from knowledge.keeping.lines import Lines
from knowledge.model import Entry, Fact
from knowledge.questions import may_be_meant
from knowledge.reading import Key
from knowledge.understanding.index_forms import plain
from knowledge.understanding.lexicon import fold
from knowledge.understanding.manners import without_manners
from knowledge.understanding.mentions import OF_HOSPITALS, TITLED
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling

NAMED: Final = ("institution", "base", "district", "locality", "alliance", "specialty", "person", "expert")
_KINDS: Final = ("entry", *NAMED)
_LATIN: Final = re.compile("[a-z]")
_ENGLISH, _UNHEARD, _NEVER = 75, 40, 0


class Asked(NamedTuple):
    """A wording, the fact whose wording it is, and how it is compared: folded, as it sounds, without marks (``plain``)
    and politeness (``spoken``), and whether it speaks of hospitals.

    ``loose``: how like another wording must be at least (of 100) to lead it away from its entry, where that does not
    take the same wording: in English, of which some is heard as pinyin, and where the entry needs a word not said.
    """

    words: str
    home: Key
    text: str
    sound: str
    plain: str
    spoken: str
    of_hospitals: bool
    loose: int


class _Kind(NamedTuple):
    """The facts of a kind, as the Book holds them, and what is said of each."""

    facts: Mapping[str, Fact]
    said: Mapping[str, tuple[Asked, ...]]

    def as_in(self, kind: str, facts: Mapping[str, Fact]) -> "_Kind":
        """The same of other facts, of which those that are the same are not read again."""
        changed = differing(self.facts, facts)
        said = {**self.said, **{key: _asked_of((kind, key), facts[key]) for key in changed & facts.keys()}}
        return _Kind(facts, {key: said[key] for key in facts})

    def of(self, keys: Iterable[str]) -> list[Asked]:
        """What is said of these facts."""
        return [one for key in keys for one in self.said.get(key, ())]


class Golden:
    """All wordings of one Book, in its order. Never changed."""

    def __init__(self, book: Book, before: "Golden | None" = None) -> None:
        """Take the Book, and the wordings of the Book before it."""
        held = before.kinds if before is not None else dict.fromkeys(_KINDS, _Kind({}, {}))
        self.kinds: dict[str, _Kind] = {kind: held[kind].as_in(kind, book.kinds.get(kind, {})) for kind in _KINDS}
        changed = differing(held["entry"].facts, self.kinds["entry"].facts)
        gone, fresh = (of["entry"].of(changed) for of in (held, self.kinds))
        same: Mapping[str, tuple[Asked, ...]] = before.same_texts if before is not None else {}
        self.same_texts: dict[str, tuple[Asked, ...]] = _with_changes(same, gone, fresh)
        loose: list[Asked] = before.loose if before is not None else []
        kept = (one for one in loose if one.home[1] not in changed)
        self.loose: list[Asked] = [*kept, *(one for one in fresh if one.loose)]

    @cached_property
    def asked(self) -> list[Asked]:
        """The wordings, by whose numbers here some are told."""
        return [one for of in self.kinds.values() for wordings in of.said.values() for one in wordings]

    def make_ready(self) -> None:
        """Make what a name is looked for in, which a change of an entry does not need."""
        _ = self._text, self._sound, self._of_hospitals

    def like(self, sound: str) -> Iterator[Asked]:
        """Entries' wordings that one of this sound may lead away from their entry without being the same."""
        sounds = [one.sound for one in self.loose]
        found = process.extract(sound, sounds, scorer=fuzz.ratio, score_cutoff=_UNHEARD, limit=None)
        return (self.loose[n] for _, likeness, n in found if likeness >= self.loose[n].loose)

    def same(self, text: str) -> tuple[Asked, ...]:
        """Entries' wordings that are this folded text, but for punctuation and words of politeness."""
        return self.same_texts.get(plain(text), ())

    def holding(self, written: Iterable[str], heard: Iterable[str]) -> set[int]:
        """Numbers of the wordings in which one of these stands, as it is written or as it sounds."""
        return self._text.having(*written) | self._sound.having(*heard)

    def nearly(self, sound: str, least: float) -> Iterator[int]:
        """Numbers of the wordings that speak of a hospital and hold something like this sound, ``least`` of 100."""
        numbers, sounds = self._of_hospitals
        found = process.extract(sound, sounds, scorer=fuzz.partial_ratio, score_cutoff=least, limit=None)
        return (numbers[n] for _, _, n in found)

    def titled(self, surnames: Iterable[str]) -> set[int]:
        """Numbers of the wordings that speak of a doctor by a title and hold one of these surnames."""
        return {n for n in self._text.having(*surnames) if TITLED.search(self.asked[n].text)}

    @cached_property
    def _of_hospitals(self) -> tuple[list[int], list[str]]:
        numbers = [n for n, one in enumerate(self.asked) if one.of_hospitals]
        return numbers, [self.asked[n].sound for n in numbers]

    @cached_property
    def _text(self) -> Lines:
        return Lines(one.text for one in self.asked)

    @cached_property
    def _sound(self) -> Lines:
        return Lines(one.sound for one in self.asked)


def _with_changes(
    same: Mapping[str, tuple[Asked, ...]], gone: Iterable[Asked], fresh: Iterable[Asked]
) -> dict[str, tuple[Asked, ...]]:
    """Wordings by what they are without marks, and without politeness too."""
    made = dict(same)
    for one in gone:
        for text in {one.plain, one.spoken} - {""}:
            made[text] = tuple(other for other in made[text] if other is not one)
    for one in fresh:
        for text in {one.plain, one.spoken} - {""}:
            made[text] = (*made.get(text, ()), one)
    return made


def differing(before: Mapping[str, Fact], after: Mapping[str, Fact]) -> set[str]:
    """The ids under which two collections do not hold the same fact."""
    if before is after:
        return set()
    fresh = (key for key, fact in after.items() if (held := before.get(key)) is not fact and held != fact)
    return {*fresh, *(before.keys() - after.keys())}


def _asked_of(key: Key, fact: Fact) -> tuple[Asked, ...]:
    match fact:
        case Entry():
            said: Iterable[str] = (fact.title, *fact.phrasings)
        case Expert(anonymous=True):
            said = ()
        case _:
            said = (name for name in names_of(fact) if len(name) > 1)
    return tuple(_asked(words, key, fact) for words in dict.fromkeys(said))


def _asked(words: str, key: Key, fact: Fact) -> Asked:
    text = fold(canonical(words))
    sound = sound_with_spelling(text)
    of_hospitals = bool(OF_HOSPITALS.search(text))
    return Asked(
        words, key, text, sound, plain(text), plain(without_manners(text)), of_hospitals, _loose(text, sound, fact)
    )


def _loose(text: str, sound: str, fact: Fact) -> int:
    if not isinstance(fact, Entry):
        return _NEVER
    if not may_be_meant(fact, sound):
        return _UNHEARD
    return _ENGLISH if _LATIN.search(text) else _NEVER
