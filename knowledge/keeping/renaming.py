"""What a hospital's, a place's or an expert's new name would take: questions in which it is heard from then on."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Final

from msgspec.structs import replace

from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.keeping.fitting import names_of
from knowledge.keeping.golden import Asked, Golden
from knowledge.keeping.leading import Led, Moved, Moves, led
from knowledge.model import Base, Fact
from knowledge.reading import Key
from knowledge.understanding.cues import read_cues
from knowledge.understanding.elsewhere import Elsewhere
from knowledge.understanding.lexicon import fold
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.mentions import Mention
from knowledge.understanding.names import NEAR_ENOUGH, spellings
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import initials, sound_with_spelling

MOST: Final = 10
"""So many are told: ten are enough to think again."""
_LOOKED_AT: Final = 150
_ASKED: Final = 36
"""Of the wordings in which a name may be heard, so many are looked at, the short ones, in which it says most; and of
those in which it is, so many asked, of all sorts. A name of more is common enough to be warned of. A base brings no
name of its own: of all that speaks of its hospitals so many are asked, and how many are left is told."""
_EXAMPLES: Final = 12
"""Of the wordings of a name that is warned of in any case, so many are asked."""
Named = tuple[tuple[Mention, ...], Elsewhere]


def renamed(golden: Golden, reader: Reader, then: Reader, key: Key, now: datetime) -> Moves:
    """The wordings that lead elsewhere with the names that the fact has ``then``."""
    numbers = sorted(may_move(golden, reader, then, key), key=lambda n: (len(golden.asked[n].text), n))
    held, own = [golden.asked[n] for n in numbers], key[0] != "base"
    looked_at = _of_all_sorts(held[:_LOOKED_AT])
    most = _EXAMPLES if own and len(held) > _LOOKED_AT else _ASKED
    heard = [*islice(_heard(looked_at, reader, then, now, only=own), most)]
    seen = len(looked_at) if len(heard) < most else looked_at.index(heard[-1][0]) + 1
    in_order = sorted(heard, key=lambda found: held.index(found[0]))
    moved = (*islice(_moved(in_order, reader, then, key, now), MOST),)
    return Moves(moved, len(heard), len(held) - seen, common=own and len(held) > seen)


def _of_all_sorts(held: list[Asked]) -> list[Asked]:
    """By turns the next short one, and one of the next set of wishes: what a name moves depends on what is wished."""
    turns: Counter[frozenset[str]] = Counter()
    order = []
    for one in held:
        wishes = read_cues(one.text)
        order.append((turns[wishes], one))
        turns[wishes] += 1
    varied = (one for _, one in sorted(order, key=lambda turn: turn[0]))
    return [*dict.fromkeys(chain.from_iterable(zip(held, varied, strict=True)))]


def _heard(
    held: list[Asked], reader: Reader, then: Reader, now: datetime, *, only: bool
) -> Iterator[tuple[Asked, Named]]:
    """Wordings and what is named in them then; ``only`` those in which something else was."""
    for one in held:
        named = then.named(one.text, now)
        if not only or reader.named(one.text, now) != named:
            yield one, named


def _moved(heard: list[tuple[Asked, Named]], reader: Reader, then: Reader, key: Key, now: datetime) -> Iterator[Moved]:
    told = set()
    for one, named in heard:
        before, after = _both(reader, then, reader.read(one.words, now), named)
        if before.way != after.way:
            told.add(one.text)
            yield Moved(one.words, one.home, before, after, stolen=before.sure and one.home != key)
    for words in new_names(reader.book, then.book, key):
        meaning = reader.read(words, now)
        before, after = _both(reader, then, meaning, then.named(meaning.text, now))
        if before.sure and before.way != after.way and fold(canonical(words)) not in told:
            yield Moved(words, key, before, after, stolen=True)


def _both(reader: Reader, then: Reader, meaning: Meaning, named: Named) -> tuple[Led, Led]:
    """Where a question leads now and then: only the names that are heard in it differ."""
    mentions, elsewhere = named
    return led(meaning, reader.book), led(replace(meaning, mentions=mentions, elsewhere=elsewhere), then.book)


def new_names(book: Book, later: Book, key: Key) -> list[str]:
    """Names that the fact has in the later Book only."""
    had = {canonical(name) for fact in _fact(book, key) for name in names_of(fact)}
    return [name for fact in _fact(later, key) for name in names_of(fact) if canonical(name) not in had]


def may_move(golden: Golden, reader: Reader, then: Reader, key: Key) -> set[int]:
    """Numbers of the wordings in which another name than before may be heard."""
    words = _changed(reader.book, then.book, key)
    heard = {sound for word in words if len(sound := sound_with_spelling(word)) > 1}
    worn = reader.names.worn ^ then.names.worn
    found = golden.holding(words | {initials(word) for word in words}, heard | worn)
    if key[0] in {"institution", "alliance"}:
        found |= {number for sound in heard for number in golden.nearly(sound, NEAR_ENOUGH)}
    if key[0] == "expert":
        found |= golden.titled({word[0] for word in words})
    return found


def _changed(book: Book, later: Book, key: Key) -> set[str]:
    """The names that the fact gets or loses; of a base that moves, all names of its hospitals."""
    before, after = _fact(book, key), _fact(later, key)
    if key[0] == "base":
        before, after = [*_hospitals(book, before)], [*_hospitals(later, after)]
        differing = before + after if before != after else []
        return {word for fact in differing for word, _ in spellings(fact)}
    had, has = ({named for fact in facts for named in spellings(fact)} for facts in (before, after))
    return {word for word, _ in had ^ has if len(word) > 1}


def _hospitals(book: Book, bases: list[Fact]) -> Iterator[Fact]:
    for base in bases:
        if isinstance(base, Base):
            yield from (book.institutions[i] for i in (base.institution, base.lead) if i in book.institutions)


def _fact(book: Book, key: Key) -> list[Fact]:
    fact = book.kinds.get(key[0], {}).get(key[1])
    return [fact] if fact is not None else []
