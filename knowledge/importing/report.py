"""What loading found and did, as data; :mod:`knowledge.importing.telling` puts it into words for the clerk."""

import msgspec

from knowledge.clinics import Change
from knowledge.library import Difference

CHANGES = ("new", "changed", "ended", "missing", "same")
"""``ended`` is archived by this loading (or would be, in a dry run); ``missing`` is no longer in the file but stays."""


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """A remark of a roster with its place; ``proposed`` is a suspension that staff may confirm, never loaded alone."""

    place: str
    text: str
    proposed: Change | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. With ``errors`` nothing was loaded; ``questions`` are open readings that yield no dates meanwhile."""

    loaded: bool = False
    differences: list[Difference] = []
    errors: list[str] = []
    questions: list[str] = []
    notes: list[Note] = []

    @property
    def counts(self) -> dict[str, int]:
        """How many facts are new, changed, ended, missing and the same."""
        return {change: sum(d.change == change for d in self.differences) for change in CHANGES}

    def as_object(self) -> dict[str, object]:
        """The report as other programs read it; facts that stay the same are only counted."""
        return {
            "loaded": self.loaded,
            "differences": [d for d in self.differences if d.change != "same"],
            "counts": self.counts,
            "errors": self.errors,
            "questions": self.questions,
            "notes": self.notes,
        }
