"""Our shorter golden form in YAML, which a person can read like a list, as ordinary rows.

``label → class → sentences`` (labels crisis, emergency, none) is safety; ``class → question: specialties`` is triage,
where "-" and "-眼科" stand for "no base is to be named".
"""

from collections.abc import Iterator
from typing import Any

from bot.evaluation.formats import Json, LabelsError

_LABELS = {"crisis": "crisis_self_harm", "emergency": "emergency_medical", "none": "none"}


def rows(values: dict[str, Any], place: str) -> list[Json]:
    """The rows of a golden file. Raises LabelsError when it has another shape."""
    try:
        return list(_sentences(values) if values.keys() & _LABELS.keys() else _complaints(values))
    except (AttributeError, TypeError) as error:
        raise LabelsError(
            f"{place}: neither a list of rows nor label → class → sentences nor class → question"
        ) from error


def _sentences(values: dict[str, Any]) -> Iterator[Json]:
    """Alarms and what sounds like one; other labels (what to ask about first) are no alarm and are left out."""
    for said, classes in values.items():
        if said in _LABELS:
            for style, sentences in classes.items():
                for n, sentence in enumerate(sentences, 1):
                    yield {"id": f"{said}.{style}.{n}", "q": sentence, "label": _LABELS[said], "style": style}


def _complaints(values: dict[str, Any]) -> Iterator[Json]:
    for style, questions in values.items():
        for n, (question, want) in enumerate(questions.items(), 1):
            right = [] if want.startswith("-") else want.split()
            yield {"id": f"{style}.{n}", "q": question, "specialties": right, "style": style}
