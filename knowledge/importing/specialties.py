"""A department's name → the specialties it stands for, by the words the Book has for them; none is a fair answer."""

import re
from collections.abc import Iterable

from knowledge.model import Specialty
from knowledge.understanding.normalise import canonical, has_han

_SHORT = {"针推": ("针灸", "推拿"), "推伤": ("推拿", "骨伤"), "针伤": ("针灸", "骨伤"), "伤推": ("骨伤", "推拿")}
"""Departments glue specialties together: 针推伤科 is three."""
_OTHER = re.compile(r"烧伤|冻伤|工伤|血管瘤|血液透析|血透")
"""Words that hold a specialty's word and mean something else."""


class Departments:
    """Remembers the specialties of each department's name."""

    def __init__(self, specialties: Iterable[Specialty]) -> None:
        """Take the specialties of the Book."""
        held = list(specialties)
        self._words = [
            (word, one.id)
            for one in held
            for word in {canonical(said) for said in (one.name, *one.words)}
            if has_han(word) and len(word) > 1
        ]
        by_name = {one.name: one.id for one in held}
        self._words += [(short, by_name[name]) for short, names in _SHORT.items() for name in names if name in by_name]
        self._known: dict[str, tuple[str, ...]] = {}

    def specialties(self, department: str) -> tuple[str, ...]:
        """Ids in the order in which the department's name says them."""
        if department not in self._known:
            said = _OTHER.sub(" ", canonical(department))
            found = sorted({(said.index(word), key) for word, key in self._words if word in said})
            self._known[department] = tuple(dict.fromkeys(key for _, key in found))
        return self._known[department]
