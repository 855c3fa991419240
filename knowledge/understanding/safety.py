"""Safety first: does a text say that someone is in danger, by their own hand or by an acute illness?

Two questions a handler asks before anything else. The rules are data (``knowledge/content/safety``), written by class
of wording; this layer never diagnoses, it only decides whether the numbers for help come first. When in doubt about
harm to oneself it speaks up, with ``certain`` false, so that the words can be gentle.
"""

from functools import cache
from typing import Literal

import msgspec

from knowledge.understanding import safety_rules as rules
from knowledge.understanding.safety_opinion import opinion
from knowledge.understanding.safety_reading import Hit, Reading, excused, hits, read

_ALARMS: frozenset[rules.Kind] = frozenset({"crisis", "emergency"})
_ASK: frozenset[rules.Kind] = frozenset({"ask"})
DANGER = 0.5  # log odds from which the second opinion speaks up; an illness is only asked about below the next
SURE_OF_ILLNESS = 1.5
BRIEF, SURE_OF_BRIEF = 10, 1.5  # in so few characters two or three runs decide: the opinion must be surer
_LONGEST = 400  # characters: of longer texts the second opinion has none


class Alarm(msgspec.Struct, frozen=True):
    """Someone is in danger. ``said``: the words that told, as read (dialect folded); ``certain`` false: ask gently."""

    kind: Literal["crisis", "emergency"]
    group: str
    said: tuple[str, ...]
    third_person: bool
    certain: bool


class AskFirst(msgspec.Struct, frozen=True):
    """Words for something that may be happening now: ask, or put 120 first, before any base is named.

    ``what``: the group in ``ask_first.yaml``, or "opinion"; ``may_be_old``: the words also name a trouble of years.
    """

    what: str
    said: str
    may_be_old: bool = False


def alarm(text: str) -> Alarm | None:
    """The alarm in a text, or None. Self-harm goes before illness, what is sure before what is doubtful."""
    reading = read(text)
    found = sorted(hits(reading, _ALARMS), key=_urgency) or _second_opinion(reading, DANGER, SURE_OF_ILLNESS)
    if not found:
        return None
    first = found[0]
    same = [hit for hit in found if hit.rule.kind == first.rule.kind]
    said = tuple(dict.fromkeys(_said(hit, reading) for hit in same))[:5]
    kind: Literal["crisis", "emergency"] = "crisis" if first.rule.kind == "crisis" else "emergency"
    return Alarm(kind, first.rule.group, said, _third_person(first), first.rule.certain)


def ask_first(text: str) -> AskFirst | None:
    """What may be happening now although the text does not say so clearly, or None."""
    reading = read(text)
    found = sorted(hits(reading, _ASK), key=_urgency) or _second_opinion(reading, SURE_OF_ILLNESS, DANGER)
    if not found:
        return None
    group = rules.groups().get(("ask", found[0].rule.group))
    return AskFirst(found[0].rule.group, _said(found[0], reading), may_be_old=group is not None and group.may_be_old)


def _second_opinion(reading: Reading, crisis_from: float, illness_from: float) -> list[Hit]:
    """A gentle hit over the whole text when no rule spoke but the words are those of people in danger."""
    if len(reading.written) > _LONGEST:
        return []
    said = opinion(reading.written)
    kind: rules.Kind = "crisis" if said.crisis > 0 else "emergency"
    if kind == "crisis" and len(reading.written) <= BRIEF:
        crisis_from = max(crisis_from, SURE_OF_BRIEF)
    if said.danger < (crisis_from if kind == "crisis" else illness_from):
        return []
    hit = Hit(rules.Rule(kind, "opinion", (), certain=False), reading.written, 0, len(reading.written))
    return [] if excused(hit, reading) else [hit]


def _urgency(hit: Hit) -> tuple[bool, bool, int, int]:
    return (
        not hit.rule.certain,
        hit.rule.kind != "crisis",
        _order().get((hit.rule.kind, hit.rule.group), 0),
        hit.start,
    )


@cache
def _order() -> dict[tuple[str, str], int]:
    return {key: at for at, key in enumerate(rules.groups())}


def _said(hit: Hit, reading: Reading) -> str:
    """The matching words; for a match by sound in a text with typed pinyin, the whole text as read."""
    shown = hit.text[hit.start : hit.end]
    return shown if hit.text is not reading.heard else reading.written


def _third_person(hit: Hit) -> bool:
    words = rules.words()
    before = hit.text[max(0, hit.start - 20) : hit.end]
    if rules.pattern(rules.expand(words.first_person)).search(before):
        return False
    return bool(
        rules.pattern(rules.expand(words.third_person)).search(hit.sentence if hit.rule.kind == "emergency" else before)
    )
