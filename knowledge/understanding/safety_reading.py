"""A text as the safety layer reads it: three spellings, the places where rules match, and what excuses a match."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import NamedTuple

from knowledge.understanding import safety_rules as rules
from knowledge.understanding import safety_signs as signs
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound, sound_with_spelling
from knowledge.understanding.safety_needs import may_match

_HEAD, _TAIL = 1200, 400  # characters read of a very long text: its beginning and its end, and
_AROUND, _SPOTS = 40, 8  # so many to either side of words of danger in between, at so many places
_TRIES = 600  # rules tried in one text, so that a wall of repeated words cannot cost more than some milliseconds
_NEAR = 40  # how far apart the two sides of "&" may stand
_HARM_HEARD, _ILLNESS_HEARD = 4, 3  # syllables from which a rule met by sound is believed
_MUCH_OF_IT = 0.4  # of all syllables: what is said in so short a text is its matter
_DEAD = sound("死")
_OVERLOOKED = "○"
_REPEATED = re.compile(r"(.)\1{3,}")
_LETTER_BY_LETTER = re.compile(
    r"(?<![\u3400-\u9fff])(?:[\u3400-\u9fff][ *._/·~|-]+)+[\u3400-\u9fff](?![\u3400-\u9fff])"
)
_MARKS_INSIDE = re.compile(r"(?<=[\u3400-\u9fff])[*._/·~|-]+(?=[\u3400-\u9fff])")
_NOT_HAN = re.compile(r"[ *._/·~|-]+")
_SPACE_BETWEEN_LETTERS = re.compile(r"(?<=[a-z])[ ']+(?=[a-z])")
_LATIN = re.compile(r"[a-z]")
_SYLLABLE = re.compile(r"[\ue000-\uf8fe]")
_SENTENCE_END = re.compile(r"[。!?;\n]")


class Hit(NamedTuple):
    """A rule that matched ``text[start:end]``."""

    rule: rules.Rule
    text: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        """The sentence around the hit, at most 30 characters to either side."""
        before = _SENTENCE_END.split(self.text[max(0, self.start - 30) : self.start])[-1]
        after = _SENTENCE_END.split(self.text[self.end : self.end + 30])[0]
        return before + self.text[self.start : self.end] + after


class Reading:
    """One text in three spellings: Chinese with dialect folded, by sound, and Latin letters closed up."""

    def __init__(self, written: str, heard: str, typed: str) -> None:
        self.written = written
        self.heard = heard
        self.typed = typed

    @cached_property
    def signs_together(self) -> tuple[Hit, ...]:
        """Where signs of danger stand together as written, and by sound in what is mostly pinyin."""
        found = [(self.written, match) for match in signs.matches(signs.seen(self.written))]
        if _mostly_pinyin(self):
            heard = signs.seen(self.heard, by_sound=True)
            found += [(self.heard, match) for match in signs.matches(heard, least=2)]
        return tuple(Hit(match.rule, text, match.start, match.end) for text, match in found)


@lru_cache(maxsize=1)  # an alarm and what to ask first are looked for in one reading
def read(text: str) -> Reading:
    """The three spellings of a text, harmless phrases blotted out in all of them."""
    written = _REPEATED.sub(r"\1\1\1", canonical(_shortened(text)))
    written = _LETTER_BY_LETTER.sub(lambda m: _NOT_HAN.sub("", m.group()), written)
    written = _without_harmless(rules.folded(_MARKS_INSIDE.sub("", written)))
    typed = _SPACE_BETWEEN_LETTERS.sub("", written) if _LATIN.search(written) else ""
    return Reading(written, sound_with_spelling(written), typed)


def _shortened(text: str) -> str:
    """A very long text without what lies far from its beginning, its end and any word of danger."""
    if len(text) <= _HEAD + _TAIL:
        return text
    middle = text[_HEAD:-_TAIL]
    spots: dict[str, str] = {}
    for found in rules.pattern(rules.words().far).finditer(middle):
        if len(spots) < _SPOTS:
            spots.setdefault(found.group(), middle[max(0, found.start() - _AROUND) : found.end() + _AROUND])
    return "。".join([text[:_HEAD], *spots.values(), text[-_TAIL:]])


def _without_harmless(text: str) -> str:
    tried = [rules.pattern(source).match(text, at) for at, source in rules.harmless().met(text)]
    for start, end in [found.span() for found in tried if found]:
        text = text[:start] + _OVERLOOKED * (end - start) + text[end:]
    return text


def hits(reading: Reading, kinds: frozenset[rules.Kind]) -> Iterator[Hit]:
    """Every place where a rule of these kinds matches and no context drops it."""
    by_signs = (hit for hit in reading.signs_together if hit.rule.kind in kinds)
    for hit in chain(
        _matches("written", reading.written, kinds),
        _matches("heard", reading.heard, kinds),
        _matches("typed", reading.typed, kinds),
        _spelled(reading, kinds),
        by_signs,
    ):
        if (judged := _judged(hit, reading)) is not None:
            yield judged


def _spelled(reading: Reading, kinds: frozenset[rules.Kind]) -> Iterator[Hit]:
    """Written rules met by sound in typed pinyin, gently; much sounds alike there: an illness needs two rules."""
    if not _mostly_pinyin(reading):
        return
    met = [hit for hit in _matches("spelled", reading.heard, kinds) if _judged(hit, reading) is not None]
    much = max(_HARM_HEARD, _MUCH_OF_IT * len(_SYLLABLE.findall(reading.heard)))
    for hit in met:
        if _DEAD in hit.text[hit.start : hit.end] and "si" not in reading.typed:
            continue  # 试 and 是 sound like it, but whoever typed "shi" did not mean it
        least = _HARM_HEARD if rules.groups()[hit.rule.kind, hit.rule.group].spelled else much
        if hit.rule.kind == "crisis" and hit.end - hit.start >= least:
            yield hit
    ill = [hit for hit in met if hit.rule.kind == "emergency" and hit.end - hit.start >= _ILLNESS_HEARD]
    yield from ill if len({hit.rule.parts for hit in ill}) > 1 else ()


def _mostly_pinyin(reading: Reading) -> bool:
    """Whether most of a text was typed in pinyin, so that its words can only be heard."""
    return bool(reading.typed) and (
        len(_LATIN.findall(reading.written)) > len(reading.written) // 2 and len(_SYLLABLE.findall(reading.heard)) > 3
    )


def _matches(channel: rules.Channel, text: str, kinds: frozenset[rules.Kind]) -> Iterator[Hit]:
    for at, rule in islice(rules.index(channel, kinds).met(text), _TRIES):
        if (end := _end(rule, text, at)) and (channel != "written" or _whole(text, at, end)):
            yield Hit(rule, text, at, end)


def _end(rule: rules.Rule, text: str, at: int) -> int | None:
    first = rules.pattern(rule.parts[0]).match(text, at)
    if not first:
        return None
    near = text[max(0, at - _NEAR) : at] + "," + text[first.end() : first.end() + _NEAR]
    return first.end() if all(rules.pattern(part).search(near) for part in rule.parts[1:]) else None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether the match does not cut a Latin word in two ("die" in "diet")."""
    return not (_cuts(text, start) or _cuts(text, end))


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_LATIN.match(text[at - 1]) and _LATIN.match(text[at]))


def _judged(hit: Hit, reading: Reading) -> Hit | None:
    """The hit as it stands, doubted, or None when its context excuses it."""
    written = hit.text is reading.written or len(hit.text) == len(reading.written)
    seen = hit._replace(text=reading.written) if written else hit
    for context in rules.words().contexts.values():
        if not _excuses(context, seen, by_sound=not written and hit.text is reading.heard):
            continue
        if context.result == "drop":
            return None
        seen = seen._replace(rule=seen.rule._replace(certain=False))
    return seen


def excused(hit: Hit, reading: Reading) -> bool:
    """Whether the context of a hit takes it back."""
    return _judged(hit, reading) is None


def _excuses(context: rules.Context, hit: Hit, *, by_sound: bool) -> bool:
    if hit.rule.kind not in context.kinds or hit.rule.group in context.spared:
        return False
    if context.groups and hit.rule.group not in context.groups:
        return False
    if context.only_maybe and hit.rule.certain:
        return False
    spell = sound if by_sound else str
    words = spell(rules.expand(context.words))
    if not (may_match(words, hit.text) and rules.pattern(words).search(_place(context, hit))):
        return False
    return not (context.unless and rules.pattern(spell(rules.expand(context.unless))).search(hit.sentence))


def _place(context: rules.Context, hit: Hit) -> str:
    if context.where == "before":
        return hit.text[max(0, hit.start - 12) : hit.start]
    if context.where == "after":
        return hit.text[hit.end : hit.end + 12]
    if context.where == "whole":
        return hit.text.strip()[:60]
    return hit.sentence
