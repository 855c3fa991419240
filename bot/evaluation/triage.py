"""Complaints in a patient's own words: which specialties were named, and was nothing named where none is right?"""

from collections.abc import Sequence

from bot.evaluation.formats import Json, TriageRow
from bot.evaluation.names import name_of
from bot.evaluation.score import Miss, Score, share, tallies

_WHOLE = frozenset({"儿科", "精神科", "妇产科"})


def specialties(answer: Json) -> list[str]:
    """The specialties read in the question, best first, without 科 and 专科."""
    held = (answer.get("mentions") or {}).get("specialty", ())
    return [_plain(name_of(item)) for item in held]


def _plain(name: str) -> str:
    return name if name in _WHOLE else name.removesuffix("专科").removesuffix("科")


def score(rows: Sequence[TriageRow], answers: Sequence[Json]) -> Score:
    """hit@1, hit@3, MRR and "spoke" of the rows that have a specialty; "rejected" of those that have none."""
    said = [(row, specialties(answer)) for row, answer in zip(rows, answers, strict=True)]
    inside = [(row, names) for row, names in said if row.specialties]
    outside = [names for row, names in said if not row.specialties]
    ranks = [_rank(row, names) for row, names in inside]
    figures = {
        "hit@1": share(sum(rank == 1 for rank in ranks), len(ranks)),
        "hit@3": share(sum(1 <= rank <= 3 for rank in ranks), len(ranks)),
        "mrr": share(sum(1 / rank for rank in ranks if rank), len(ranks)),
        "spoke": share(sum(bool(names) for _, names in inside), len(inside)),
        "rejected": share(sum(not names for names in outside), len(outside)),
        "inside": len(inside),
        "outside": len(outside),
    }
    by = {
        "specialty": tallies((row.specialties[:1], _right(row, names)) for row, names in inside),
        "out of scope": tallies(([row.oos], not names) for row, names in said if not row.specialties),
        "style": tallies(([row.style], _right(row, names)) for row, names in said),
    }
    return Score(figures, by, tuple(_miss(row, names) for row, names in said if not _right(row, names)))


def _rank(row: TriageRow, names: list[str]) -> int:
    return next((n for n, name in enumerate(names, 1) if name in row.specialties), 0)


def _right(row: TriageRow, names: list[str]) -> bool:
    return _rank(row, names) == 1 if row.specialties else not names


def _miss(row: TriageRow, names: list[str]) -> Miss:
    why = "no base is to be named" if not row.specialties else "not in first place" if names else "nothing named"
    return Miss(row.id, row.q, " ".join(row.specialties) or "-", " ".join(names) or "-", why)
