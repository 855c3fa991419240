"""Questions with one answer: is the answer right, of the right topic and kind, does it name what was asked?

"Right" is kind, topic and content, and not a question back. Topics that lead to the same answer count as one.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from bot.evaluation.formats import FaqRow, Json
from bot.evaluation.names import kinds_of, name_of, names, same
from bot.evaluation.score import Miss, Score, share, tallies

_ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"find_base", "nearest_base"}),
    frozenset({"expert_lookup", "clinic_schedule", "suspension"}),
    frozenset({"referral_steps", "programme", "early_booking", "green_channel", "psych_alliance", "obgyn_alliance"}),
    frozenset({"remind_me", "cancel_reminder"}),
    frozenset({"costs_insurance", "staff"}),
    frozenset({"expert_lookup", "psych_alliance", "obgyn_alliance"}),
    frozenset({"emergency", "green_channel"}),
)
_KINDS: dict[str, frozenset[str]] = {
    "answer": frozenset({"answer", "choices", "smalltalk"}),
    "lookup": frozenset({"answer", "lookup_empty", "choices"}),
    "action": frozenset({"action", "choices"}),
}
_NAMED = ("base", "institution", "specialty", "district", "alliance")
_BRIEF = 600
_SPARE_BASES = 3


class Judgement:
    """One answer held against its label."""

    def __init__(self, row: FaqRow, answer: Json) -> None:
        """Take the label and the answer (the object of contract C2)."""
        self.row = row
        self.answer = answer
        self.text: str = answer.get("text", "")
        self.found: Json = answer.get("found") or {}
        self.also = answer["kind"] in row.also_kind

    @cached_property
    def kind(self) -> bool:
        """Whether the kind of the answer is right."""
        return self.also or self.answer["kind"] in _KINDS.get(self.row.expect, {self.row.expect})

    @cached_property
    def topic(self) -> bool:
        """Whether its topic, or one that leads to the same answer, is right."""
        near = {self.row.intent}.union(*(group for group in _ALIKE if self.row.intent in group))
        declined = self.row.expect == "decline" == self.answer["kind"]
        return self.answer["topic"] in near or declined or self.also

    @cached_property
    def lacks(self) -> list[str]:
        """What is missing in its content, or too much, in words."""
        many = [f"{len(self.found['base'])} bases"] if self._rambles() else []
        return [*self._unnamed(), *many, *self._unsaid(), *self._leads()]

    @property
    def right_or_choice(self) -> bool:
        """Right, or a question back that holds the right thing."""
        return self.kind and self.topic and not self.lacks

    @property
    def right(self) -> bool:
        """Right at once."""
        return self.right_or_choice and self.answer["kind"] != "choices"

    @property
    def sourced(self) -> bool:
        """Whether an answer of facts tells its sources; others need none."""
        return self.row.expect != "answer" or self.row.intent == "smalltalk" or bool(self.answer.get("sources"))

    def mentions(self) -> Iterator[tuple[str, bool]]:
        """Each name of the question, and whether it was heard."""
        held = self.answer.get("mentions") or {}
        for kind in _NAMED:
            for wanted in self.row.entities.get(kind, ()):
                yield wanted, same(wanted, names(held, kinds_of(kind)))

    def _unnamed(self) -> Iterator[str]:
        for kind in _NAMED:
            held = names(self.found, kinds_of(kind))
            for wanted in self.row.answer.get(kind, ()):
                if not same(wanted, held) and not (len(self.text) <= _BRIEF and wanted in self.text):
                    yield wanted

    def _rambles(self) -> bool:
        wanted = self.row.answer.get("base", ())
        return bool(wanted) and len(self.found.get("base") or ()) > len(wanted) + _SPARE_BASES

    def _unsaid(self) -> list[str]:
        groups = () if self.also else self.row.must
        return [group for group in groups if not any(word in self.text for word in group.split("|"))]

    def _leads(self) -> Iterator[str]:
        held = names(self.found, ("institution",))
        for wanted in self.row.answer.get("lead", ()):
            if not same(wanted, held) and wanted not in self.text and wanted.removesuffix("医院") not in self.text:
                yield wanted

    def why(self) -> str:
        """What is held against the answer, in words."""
        parts = [
            "" if self.kind else f"kind {self.answer['kind']}, not {self.row.expect}",
            "" if self.topic else f"topic {self.answer['topic']}, not {self.row.intent}",
            f"content: {'、'.join(self.lacks)}" if self.lacks else "",
            "asked back" if self.answer["kind"] == "choices" else "",
        ]
        return "; ".join(part for part in parts if part)


def score(rows: Sequence[FaqRow], answers: Sequence[Json]) -> Score:
    """The figures; classes are the kinds of noise and the topics."""
    judged = [Judgement(row, answer) for row, answer in zip(rows, answers, strict=True)]
    heard = [ok for one in judged for _, ok in one.mentions()]
    n = len(judged)
    figures = {
        "right": share(sum(one.right for one in judged), n),
        "right_or_choice": share(sum(one.right_or_choice for one in judged), n),
        "topic": share(sum(one.topic for one in judged), n),
        "kind": share(sum(one.kind for one in judged), n),
        "mentions": share(sum(heard), len(heard)),
        "sourced": share(sum(one.sourced for one in judged), n),
    }
    by = {
        "noise": tallies((one.row.noise, one.right) for one in judged),
        "topic": tallies(([one.row.intent], one.right) for one in judged),
    }
    return Score(figures, by, (*_misses(judged), *_unheard(judged)))


def _misses(judged: Sequence[Judgement]) -> Iterator[Miss]:
    for one in judged:
        if not one.right:
            wanted = f"{one.row.expect} {one.row.intent} {one.row.answer}"
            got = f"{one.answer['kind']} {one.answer['topic']} {one.answer.get('score', '')}: {one.text[:120]}"
            yield Miss(one.row.id, one.row.q, wanted, got, one.why())


def _unheard(judged: Sequence[Judgement]) -> Iterator[Miss]:
    for one in judged:
        missed = [wanted for wanted, heard in one.mentions() if not heard]
        if missed and one.right:
            yield Miss(
                one.row.id, one.row.q, "、".join(missed), _heard(one.answer), "right, but not heard in the question"
            )


def _heard(answer: Json) -> str:
    held = answer.get("mentions") or {}
    return "、".join(name_of(item) for kind in _NAMED for item in held.get(kind) or ()) or "nothing"
