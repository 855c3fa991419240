"""Where the right answer stands among all that is offered: hit@1, hit@3 and the mean reciprocal rank (MRR).

On offer are, in order: the answer itself, unless it asks back or was not understood; then what each title under
``candidates`` answers when it is asked, and what each button of a question back does when its label is asked. Equal
offers count once. The rank of a row is that of the first offer that is right (kind, topic and content, as everywhere);
MRR is the mean of 1 / rank, 0 where none is right. hit@1 can differ from "right" only by first buttons.
"""

from collections.abc import Callable, Iterator, Sequence

from bot.evaluation.faq import Judgement
from bot.evaluation.formats import FaqRow, Json
from bot.evaluation.score import share

Ask = Callable[[str], Json]
_CLAIMS_NOTHING = ("choices", "unknown")


def ranking(rows: Sequence[FaqRow], answers: Sequence[Json], ask: Ask) -> dict[str, float]:
    """``hit@1``, ``hit@3`` and ``mrr``. ``ask`` gives the answer to a title."""
    ranks = [rank(row, answer, ask) for row, answer in zip(rows, answers, strict=True)]
    return {
        "hit@1": share(sum(place == 1 for place in ranks), len(ranks)),
        "hit@3": share(sum(1 <= place <= 3 for place in ranks), len(ranks)),
        "mrr": share(sum(1 / place for place in ranks if place), len(ranks)),
    }


def rank(row: FaqRow, answer: Json, ask: Ask) -> int:
    """The place of the first right offer, 0 when none is right."""
    return next((n for n, offer in enumerate(_offers(answer, ask), 1) if Judgement(row, offer).right), 0)


def _offers(answer: Json, ask: Ask) -> Iterator[Json]:
    seen: set[str] = set()
    for offer in _all(answer, ask):
        if offer["text"] not in seen:
            seen.add(offer["text"])
            yield offer


def _all(answer: Json, ask: Ask) -> Iterator[Json]:
    back = answer["kind"] == "choices"
    if answer["kind"] not in _CLAIMS_NOTHING:
        yield answer
    titles = [one["title"] for one in answer.get("candidates") or ()]
    labels = [one["label"] for one in answer.get("choices") or ()] if back else []
    for said in dict.fromkeys([*labels, *titles]):
        yield ask(said)
